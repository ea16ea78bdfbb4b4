import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.commands.grammar import Argument, Quoted, Usage, UsageError, find, split
from tests.growth import MOST, growth

CHOICES = {
    "plan": ("basic", "business-plus", "business", "enterprise"),
    "origin": ("upwork", "elsewhere"),
    "purpose": ("chats", "drafts", "mixed"),
    "format": ("csv", "json"),
    "name": ("zone", "us", "quiet"),
    "flag": ("on", "off"),
}
LINES = (
    "client add TITLE [met WHEN]",
    "client list",
    "client alias CLIENT also ALIAS",
    "client merge CLIENT into CLIENT2",
    "contract start CLIENT [on WHEN] [called TITLE]",
    "plan CLIENT PLAN [badge seen by WHO on WHEN]",
    "met CLIENT on WHEN [by MEMBER] [because REASON]",
    "origin CLIENT ORIGIN [proof PROOF]",
    "converted CLIENT notice NOTICE [on WHEN]",
    "confirm [WHICH]",
    "watch CHANNEL as PURPOSE",
    "unwatch [CHANNEL as PURPOSE]",
    "settings [NAME [VALUE]]",
    "digest",
    "digest export [as FORMAT]",
    "remind [FLAG] [for CLIENT [because REASON]]",
)
USAGES = {line: Usage.parse(line, CHOICES) for line in LINES}
PIECES = sorted({word.strip("[]").lower() for line in LINES for word in line.split()})
QUOTES = ['"', "'", "“", "”", "‘", "’", "„"]
TEXTS = st.one_of(
    st.text(max_size=80),
    st.lists(st.sampled_from([*PIECES, *QUOTES, "O'Neil", "\n", "\0", "\ud800"]), max_size=14).map(" ".join),
)


def understood(text: str) -> tuple[str, dict[str, str]]:
    words = split(text)
    usage = find(words, USAGES.values())
    return usage.name, usage.match(words)


@pytest.mark.parametrize(
    ("text", "name", "given"),
    [
        ("client add Acme", "client add", {"title": "Acme"}),
        ("Client  ADD\tAcme   Inc Met May 2025", "client add", {"title": "Acme Inc", "when": "May 2025"}),
        ('client add "Met Office" met 2024', "client add", {"title": "Met Office", "when": "2024"}),
        ("client add We “met” Once", "client add", {"title": "We met Once"}),
        ("client add O'Neil & Sons'", "client add", {"title": "O'Neil & Sons'"}),
        ("client list", "client list", {}),
        ("client alias Acme also Acme Inc", "client alias", {"client": "Acme", "alias": "Acme Inc"}),
        ("client merge A into B into C", "client merge", {"client": "A", "client2": "B into C"}),
        ("contract start Acme", "contract start", {"client": "Acme"}),
        ("contract start Acme called App", "contract start", {"client": "Acme", "title": "App"}),
        (
            "contract start Acme on May 2 called On by on",
            "contract start",
            {"client": "Acme", "when": "May 2", "title": "On by on"},
        ),
        ("plan Acme Enterprise", "plan", {"client": "Acme", "plan": "enterprise"}),
        ("plan Enterprise Cars Basic", "plan", {"client": "Enterprise Cars", "plan": "basic"}),
        ("plan basic 'business'", "plan", {"client": "basic", "plan": "business"}),
        (
            "plan Badge Ltd enterprise badge seen by Stand by Me on 2 May 2025",
            "plan",
            {"client": "Badge Ltd", "plan": "enterprise", "who": "Stand by Me", "when": "2 May 2025"},
        ),
        (
            "met Acme on 2 May by Dana because a call, by chance",
            "met",
            {"client": "Acme", "when": "2 May", "member": "Dana", "reason": "a call, by chance"},
        ),
        ("met Acme on 2 May because x", "met", {"client": "Acme", "when": "2 May", "reason": "x"}),
        (
            "origin Acme elsewhere proof a mail",
            "origin",
            {"client": "Acme", "origin": "elsewhere", "proof": "a mail"},
        ),
        ("confirm", "confirm", {}),
        ("confirm all of it", "confirm", {"which": "all of it"}),
        ("watch #sales as CHATS", "watch", {"channel": "#sales", "purpose": "chats"}),
        ("unwatch", "unwatch", {}),
        ("unwatch #a as mixed", "unwatch", {"channel": "#a", "purpose": "mixed"}),
        ("settings", "settings", {}),
        ("settings zone", "settings", {"name": "zone"}),
        ("settings us Ann, Bo", "settings", {"name": "us", "value": "Ann, Bo"}),
        ("digest", "digest", {}),
        ("digest export as csv", "digest export", {"format": "csv"}),
        ("remind for Acme because x", "remind", {"client": "Acme", "reason": "x"}),
        ("remind off for Acme", "remind", {"flag": "off", "client": "Acme"}),
    ],
)
def test_a_command_gives_its_arguments(text: str, name: str, given: dict[str, str]) -> None:
    assert understood(text) == (name, given)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("client add", "TITLE is missing."),
        ('client add "  "', "TITLE is missing."),
        ("client add met May 2025", "TITLE is missing."),
        ("client add Acme met", "WHEN is missing."),
        ("client list all", "“all” is not understood."),
        ("client merge A", "“into” is missing."),
        ("client merge A into", "CLIENT2 is missing."),
        ("client merge A “into” B", "“into” is missing."),
        ("plan", "CLIENT is missing."),
        ("plan enterprise", "CLIENT is missing."),
        ("plan Acme", "PLAN is missing: basic, business-plus, business or enterprise."),
        (
            "plan Acme Inc entreprise",
            "“entreprise” is no PLAN; did you mean enterprise? PLAN is basic, business-plus, business or enterprise.",
        ),
        ("watch #a as fun", "“fun” is no PURPOSE. PURPOSE is chats, drafts or mixed."),
        ("watch #a as chats please", "“please” is not understood."),
        ("unwatch #a", "“as” is missing."),
        (f"client list {'x' * 50}", f"“{'x' * 40}…” is not understood."),
    ],
)
def test_an_error_says_what_is_wrong_and_then_how_to_write_it(text: str, says: str) -> None:
    usage = find(split(text), USAGES.values())

    with pytest.raises(UsageError) as error:
        usage.match(split(text))

    assert str(error.value) == f"{says}\n{usage.line}"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("clinet add Acme", "“clinet add” is no command. Did you mean client add?"),
        ("contract begin Acme", "“contract begin” is no command. Did you mean contract start?"),
        ("plans Acme", "“plans Acme” is no command. Did you mean plan?"),
        ("settin", "“settin” is no command. Did you mean settings?"),
        ("DIGEST!", "“DIGEST!” is no command. Did you mean digest or digest export?"),
    ],
)
def test_an_unknown_command_names_the_nearest_ones(text: str, says: str) -> None:
    with pytest.raises(UsageError, match=re.escape(says)):
        find(split(text), USAGES.values())


@pytest.mark.parametrize(
    ("text", "says"),
    [("xyzzy", "“xyzzy” is no command. It begins with"), ("", "A command is missing. It begins with")],
)
def test_where_nothing_is_near_the_words_that_begin_a_command_are_named(text: str, says: str) -> None:
    with pytest.raises(UsageError, match=rf"{says} client, contract, .* or remind\.$"):
        find(split(text), USAGES.values())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("a  b\n c", ["a", "b", "c"]),
        ("\"a b\" 'c d' “e f” ‘g h’ „i j“", ["a b", "c d", "e f", "g h", "i j"]),
        ("O'Neil's ‘O’Neil’ 'Pat O'Neil' 12\"", ["O'Neil's", "O’Neil", "Pat O'Neil", '12"']),
        ("\"a b c 'd", ['"a', "b", "c", "'d"]),
        ('"" \' \' "a"b c"', ["", " ", 'a"b c']),
        ("'til \"it is\" 'til", ["'til", "it is", "'til"]),
    ],
)
def test_words_are_split_as_a_shell_would_and_an_apostrophe_is_a_letter(text: str, words: list[str]) -> None:
    assert split(text) == words


def test_what_was_quoted_is_remembered() -> None:
    assert [isinstance(word, Quoted) for word in split("on \"on\" 'on' 'on")] == [False, True, True, False]


def test_a_form_gets_the_arguments_in_their_order() -> None:
    assert USAGES["plan CLIENT PLAN [badge seen by WHO on WHEN]"].arguments == (
        Argument("client", required=True),
        Argument("plan", required=True, choices=CHOICES["plan"]),
        Argument("who", required=False),
        Argument("when", required=False),
    )


@pytest.mark.parametrize(
    "line",
    [
        "",
        "CLIENT add",
        "[client] add",
        "client Add",
        "client add <NAME>",
        "client add [WHO",
        "client add WHO]",
        "client add []",
        "client add [[met] WHO]",
        "client add [on A [by B [as C]]]",
        "client merge WHO into WHO",
        "client merge WHO WHOM",
        "client merge WHO [WHOM]",
        "client merge WHO PLAN WHOM",
        "plan CLIENT [PLAN]",
        "plan CLIENT [on WHEN] PLAN",
        "plan [WHO] [PLAN]",
        "settings [WHO [VALUE]]",
    ],
)
def test_a_usage_line_that_can_mean_two_things_is_a_mistake(line: str) -> None:
    with pytest.raises(ValueError, match=r"keyword|bracket|arguments"):
        Usage.parse(line, CHOICES)


@given(TEXTS, st.sampled_from(LINES))
def test_any_text_either_fits_a_usage_or_is_told_how_to_fit(text: str, line: str) -> None:
    usage = USAGES[line]
    try:
        given = usage.match(split(text))
    except UsageError as error:
        told = str(error)
    else:
        told = line
        assert all(given.values())
        assert {argument.name for argument in usage.arguments if argument.required} <= set(given)

    assert told.endswith(line)


@given(TEXTS)
def test_any_text_either_begins_a_command_or_is_told_which_ones_there_are(text: str) -> None:
    try:
        told = find(split(text), USAGES.values()).name
    except UsageError as error:
        told = str(error)

    assert any(usage.name.split()[0] in told for usage in USAGES.values())


@given(st.sampled_from(LINES), st.data())
def test_arguments_in_quotes_come_back_as_they_are(line: str, data: st.DataObject) -> None:
    usage = USAGES[line]
    free = st.text(min_size=1, max_size=30).map(str.strip).filter(lambda text: text and '"' not in text)
    said = {
        argument.name: data.draw(st.sampled_from(argument.choices) if argument.choices else free)
        for argument in usage.arguments
    }

    text = re.sub(r"[A-Z0-9]+", lambda name: f'"{said[name[0].lower()]}"', re.sub(r"[][]", "", line))

    assert usage.match(split(text)) == said


@pytest.mark.parametrize("piece", ["'a ", '" ', "on ", "“ on", "“", "met on ", "x", "' '' "])
def test_hostile_text_takes_no_longer_for_being_long(piece: str) -> None:
    def match(text: str) -> None:
        for usage in USAGES.values():
            with suppress(UsageError):
                usage.match(split(text))

    assert growth(match, lambda length: "met " + piece * (length // len(piece)), 10_000) < MOST
