import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.filling import TEXT, Incomplete, Kind, blanks, needs_form, words_of
from core.commands.commands import usages
from core.commands.desk import Command
from core.commands.grammar import Argument, Bracket, Part, Usage, find, split

COMMANDS = sorted(usages().items(), key=lambda item: item[0].name)
NAMED = {usage.name: (command, usage) for usage, command in COMMANDS}
KEYWORDS = sorted(
    {word for usage, _ in COMMANDS for word in usage.line.strip("[]").split() if word.islower()}
)
QUOTES = ['"', "'", "“", "”", "‘", "’", "„"]
VALUES = st.one_of(
    st.text(max_size=40),
    st.lists(st.sampled_from([*KEYWORDS, *QUOTES, 'a"', '"a"', "O'Neil", "„x“", "\n", "`"]), max_size=8).map(
        " ".join
    ),
)


@st.composite
def complete(draw: st.DrawFn) -> tuple[Command, Usage, dict[str, str]]:
    usage, command = draw(st.sampled_from(COMMANDS))
    return command, usage, draw(parts_filled(usage.parts))


@st.composite
def parts_filled(draw: st.DrawFn, parts: tuple[Part, ...]) -> dict[str, str]:
    """Draw a value for all that must be filled in, and for a bracket all of it or nothing."""
    values: dict[str, str] = {}
    for part in parts:
        if isinstance(part, Argument):
            some = st.sampled_from(part.choices) if part.choices else VALUES.filter(str.strip)
            values[part.name] = draw(some)
        elif isinstance(part, Bracket) and draw(st.booleans()):
            values |= draw(parts_filled(part.parts))
    return values


@given(complete())
def test_the_words_mean_exactly_what_was_filled_in(filling: tuple[Command, Usage, dict[str, str]]) -> None:
    command, usage, values = filling
    asked = split(words_of(command, usage, values, "a text"))

    assert find(asked, usages()) is usage
    assert usage.match(asked) == {name: " ".join(value.split()) for name, value in values.items()}


@pytest.mark.parametrize("value", ['Acme" on Mars', '"Acme" met "1"', "Acme met May", '"', '" "'])
def test_a_value_is_never_taken_for_words_of_the_grammar(value: str) -> None:
    command, usage = NAMED["client add"]

    assert usage.match(split(words_of(command, usage, {"name": value}))) == {"name": value}


@pytest.mark.parametrize(
    ("name", "values", "missing"),
    [
        ("client add", {"name": " "}, ["name"]),
        ("plan", {"client": "Acme", "plan": "basic", "who": "Dana"}, ["when"]),
        ("plan", {"client": "", "plan": "basic", "who": ""}, ["client"]),
        ("settings", {"value": "Europe/Berlin"}, ["name"]),
        ("client import", {}, [TEXT]),
        ("watch", {}, ["channel", "purpose"]),
    ],
)
def test_what_is_missing_is_said(name: str, values: dict[str, str], missing: list[str]) -> None:
    with pytest.raises(Incomplete) as caught:
        words_of(*NAMED[name], values, "\n")

    assert list(caught.value.errors) == missing


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("watch", [Kind.CHANNEL, Kind.CHOICE]),
        ("lead add", [Kind.MEMBER]),
        ("met", [Kind.CLIENT, Kind.WORDS, Kind.WORDS, Kind.WORDS]),
        ("client merge", [Kind.CLIENT, Kind.CLIENT]),
        ("client rename", [Kind.CLIENT, Kind.WORDS]),
        ("rules", [Kind.RULE]),
        ("link", [Kind.WORDS]),
        ("settings", [Kind.CHOICE, Kind.ZONE]),
        ("digest export", [Kind.WEEK]),
        ("reports to", [Kind.CHANNEL]),
    ],
)
def test_what_is_known_can_be_chosen(name: str, kinds: list[Kind]) -> None:
    assert [blank.kind for blank in blanks(*NAMED[name])] == kinds


@pytest.mark.parametrize("name", NAMED)
def test_every_argument_is_asked_for_in_words(name: str) -> None:
    for blank in blanks(*NAMED[name]):
        assert blank.label[0].isupper()
        assert len(blank.label) <= 45
        assert len(blank.hint) <= 100


def test_an_argument_brings_the_example_of_its_command() -> None:
    assert [(blank.name, blank.example) for blank in blanks(*NAMED["client rename"])] == [
        ("client", "Acme"),
        ("name", "Acme Ltd"),
    ]


@pytest.mark.parametrize(
    ("name", "otherwise"), [("watch", ["here", ""]), ("reports to", ["leads"]), ("lead add", [""])]
)
def test_some_answers_can_be_left_out(name: str, otherwise: list[str]) -> None:
    assert [blank.otherwise for blank in blanks(*NAMED[name])] == otherwise


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("plan", True),
        ("Client  Import", True),
        ("plan Acme", False),
        ("settings", False),
        ("client list", False),
    ],
)
def test_a_bare_command_is_asked_for_where_it_could_do_nothing_without(words: str, wanted: bool) -> None:
    usage = find(split(words), usages())

    assert needs_form(usages()[usage], usage, split(words)) is wanted
