import json
from collections.abc import Callable, Mapping
from html import escape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.views import View

from bots.filling import Incomplete, needs_form
from bots.slack.asking import submitted_check, submitted_form
from bots.slack.forms import (
    CHECK,
    FORM,
    CheckAsked,
    check_asked,
    check_form,
    command_of,
    form_of,
)
from bots.slack.modals import Where, loading_view, reply_view, where_of
from core.commands.commands import usages
from core.commands.desk import Command
from core.commands.grammar import Argument, Bracket, Part, Usage, find, split
from core.model import Stage

COMMANDS = sorted(usages().items(), key=lambda item: item[0].name)
NAMED = {usage.name: (command, usage) for usage, command in COMMANDS}
KEYWORDS = sorted(
    {word for usage, _ in COMMANDS for word in usage.line.strip("[]").split() if word.islower()}
)
QUOTES = ['"', "'", "“", "”", "‘", "’", "„"]
VALUES = st.one_of(
    st.text(max_size=40),
    st.lists(
        st.sampled_from([*KEYWORDS, *QUOTES, 'a"', '"a"', "O'Neil", "„x“", "\n", "\t", "`"]), max_size=8
    ).map(" ".join),
)


def submitted(view: Mapping[str, Any], values: Mapping[str, str]) -> dict[str, Any]:
    """Return the state of a view as Slack sends it when somebody has filled in some values."""
    blocks = [block for block in view["blocks"] if block["type"] == "input"]
    return {"values": {block["block_id"]: {"value": answered(block, values)} for block in blocks}}


def answered(block: Mapping[str, Any], values: Mapping[str, str]) -> dict[str, Any]:
    element = block["element"]
    value = escape(values.get(block["block_id"], ""), quote=False) or None
    match element["type"]:
        case "static_select":
            chosen = [option for option in element["options"] if option["value"] == value]
            return {"type": "static_select", "selected_option": chosen[0] if chosen else None}
        case "conversations_select":
            return {"type": "conversations_select", "selected_conversation": value}
        case "users_select":
            return {"type": "users_select", "selected_user": value}
        case "checkboxes":
            return {"type": "checkboxes", "selected_options": element["options"] if value else []}
        case kind:
            return {"type": kind, "value": value}


def inputs(view: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}


def assert_within_limits(view: Mapping[str, Any]) -> None:
    View(**view).to_dict()
    assert len(view["private_metadata"]) < 3000
    for block in inputs(view).values():
        element = block["element"]
        for option in element.get("options", ()):
            assert 1 <= len(option["text"]["text"]) <= 75
            assert 1 <= len(option["value"]) <= 150
        if "initial_option" in element:
            assert element["initial_option"] in element["options"]
        if "initial_value" in element:
            assert len(element["initial_value"]) <= element["max_length"] <= 3000


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
def test_a_submitted_form_means_exactly_what_was_filled_in(
    filling: tuple[Command, Usage, dict[str, str]],
) -> None:
    command, usage, values = filling
    text = {"text": " a\n b "} if command.takes_text else {}
    words, with_it = command_of(command, usage, submitted(form_of(command, usage), values | text))
    asked = split(words)

    assert find(asked, usages()) is usage
    assert usage.match(asked) == {name: " ".join(value.split()) for name, value in values.items()}
    assert with_it == text.get("text", "")


@pytest.mark.parametrize("name", NAMED)
def test_every_form_with_all_filled_in_is_a_command(name: str) -> None:
    command, usage = NAMED[name]
    values = {
        argument.name: argument.choices[-1] if argument.choices else 'because "of" on'
        for argument in usage.arguments
    }
    words, _ = command_of(command, usage, submitted(form_of(command, usage), values | {"text": "Acme"}))

    assert usage.match(split(words)) == values


@pytest.mark.parametrize("name", NAMED)
def test_every_form_is_within_limits_whatever_is_known_before(name: str) -> None:
    command, usage = NAMED[name]
    for known in ("", "a" * 5000, "😀&" * 2000, "C0123ABCD", "\ud800\x00"):
        prefilled = {argument.name: known for argument in usage.arguments} | {"text": known}
        view = form_of(command, usage, prefilled=prefilled)

        assert_within_limits(view)
        assert view["callback_id"] == FORM
        assert where_of(view).command == usage.name


def test_a_form_asks_in_plain_words_and_in_order_and_says_what_may_be_left_out() -> None:
    command, usage = NAMED["plan"]
    asked = inputs(form_of(command, usage))

    assert [(block["label"]["text"], block["optional"]) for block in asked.values()] == [
        ("Client", False),
        ("Plan", False),
        ("Who saw the badge", True),
        ("When", True),
    ]
    assert [option["value"] for option in asked["plan"]["element"]["options"]] == list(
        usage.arguments[1].choices
    )
    assert "May 2025" in asked["when"]["hint"]["text"]
    assert asked["client"]["element"]["placeholder"]["text"] == "As in: Acme"


@pytest.mark.parametrize(
    ("name", "argument", "kind"),
    [
        ("watch", "channel", "conversations_select"),
        ("watch", "purpose", "static_select"),
        ("lead add", "member", "users_select"),
        ("met", "member", "plain_text_input"),
        ("reminders snooze", "when", "plain_text_input"),
    ],
)
def test_channels_and_colleagues_are_chosen_and_days_are_typed(name: str, argument: str, kind: str) -> None:
    command, usage = NAMED[name]

    assert inputs(form_of(command, usage))[argument]["element"]["type"] == kind


@pytest.mark.parametrize(
    ("name", "argument", "known", "stands"),
    [
        ("watch", "channel", "C0123ABCD", {"initial_conversation": "C0123ABCD"}),
        ("watch", "channel", "here", {}),
        ("lead add", "member", "U0123ABCD", {"initial_user": "U0123ABCD"}),
        ("lead add", "member", "Dana", {}),
        ("client add", "name", "Acme", {"initial_value": "Acme"}),
    ],
)
def test_what_is_known_stands_in_the_form_where_slack_can_show_it(
    name: str, argument: str, known: str, stands: dict[str, str]
) -> None:
    command, usage = NAMED[name]
    element = inputs(form_of(command, usage, prefilled={argument: known}))[argument]["element"]

    assert {key: value for key, value in element.items() if key.startswith("initial_")} == stands


def test_a_choice_that_is_known_is_chosen_however_it_is_written() -> None:
    chosen = inputs(form_of(*NAMED["watch"], prefilled={"purpose": "Drafts"}))["purpose"]["element"]

    assert chosen["initial_option"]["value"] == "drafts"


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("plan", True),
        ("Client  Import", True),
        ("lead add", True),
        ("plan Acme", False),
        ("settings", False),
        ("confirm", False),
        ("client list", False),
    ],
)
def test_a_bare_command_opens_a_form_where_it_could_do_nothing_without(words: str, wanted: bool) -> None:
    usage = find(split(words), usages())

    assert needs_form(usages()[usage], usage, split(words)) is wanted


@pytest.mark.parametrize(
    ("name", "values", "missing"),
    [
        ("client add", {"name": " "}, ["name"]),
        ("plan", {"client": "Acme", "plan": "basic", "who": "Dana"}, ["when"]),
        ("settings", {"value": "Europe/Berlin"}, ["name"]),
        ("client import", {"text": "\n"}, ["text"]),
    ],
)
def test_what_is_missing_is_said_under_its_box(name: str, values: dict[str, str], missing: list[str]) -> None:
    command, usage = NAMED[name]
    with pytest.raises(Incomplete) as caught:
        command_of(command, usage, submitted(form_of(command, usage), values))

    assert list(caught.value.errors) == missing


@pytest.mark.parametrize(
    "submitted_view, view",
    [(submitted_check, check_form()), (submitted_form, form_of(*NAMED["client add"]))],
)
@pytest.mark.parametrize("state", [None, [], {"values": None}])
def test_a_form_that_comes_back_without_what_was_filled_in_is_incomplete(
    submitted_view: Callable[[Any, Mapping[str, Any]], object], view: dict[str, Any], state: object
) -> None:
    with pytest.raises(Incomplete):
        submitted_view(None, {**view, "state": state})


def test_a_list_of_clients_keeps_its_lines() -> None:
    command, usage = NAMED["client import"]
    state = submitted(form_of(command, usage), {"mode": "apply", "text": "Acme, active\nBirch & Co"})

    assert command_of(command, usage, state) == ('client import "apply"', "Acme, active\nBirch & Co")


@pytest.mark.parametrize(
    ("values", "asked"),
    [
        ({"text": " Client: hi\n"}, CheckAsked(" Client: hi\n")),
        ({"text": "hi", "stage": "as-known"}, CheckAsked("hi")),
        ({"text": "<b> & &lt;b&gt;"}, CheckAsked("<b> & &lt;b&gt;")),
        (
            {"text": "hi", "client": "Acme", "stage": "offer-sent", "draft": "yes"},
            CheckAsked("hi", "Acme", Stage.OFFER_SENT, draft=True),
        ),
    ],
)
def test_the_check_form_gives_back_what_was_asked(values: dict[str, str], asked: CheckAsked) -> None:
    assert check_asked(submitted(check_form(["Acme"]), values)) == asked


def test_what_slack_has_not_escaped_stays_as_it_is() -> None:
    state = {"values": {"text": {"value": {"value": "Tom & <Dana> &nbsp; R&D"}}}}

    assert check_asked(state).text == "Tom & <Dana> &nbsp; R&D"


def test_an_empty_text_is_not_checked() -> None:
    with pytest.raises(Incomplete) as caught:
        check_asked(submitted(check_form(), {"text": " \n", "client": "Acme"}))

    assert list(caught.value.errors) == ["text"]


@pytest.mark.parametrize(
    ("clients", "kind"),
    [
        ([], "plain_text_input"),
        (["Acme", "Acme", " ", "\u202e", "x" * 151], "static_select"),
        ([f"Client {number}" for number in range(100)], "static_select"),
        ([f"Client {number}" for number in range(101)], "plain_text_input"),
        (["n" * 150, "😀" * 75], "static_select"),
    ],
)
def test_a_client_is_chosen_from_those_a_menu_can_hold(clients: list[str], kind: str) -> None:
    view = check_form(clients, text="Client: hi")

    assert_within_limits(view)
    assert view["callback_id"] == CHECK
    assert inputs(view)["client"]["element"]["type"] == kind


def test_the_check_form_says_what_to_do_with_a_longer_text() -> None:
    text = inputs(check_form())["text"]

    assert text["element"]["multiline"]
    assert text["element"]["max_length"] == 3000
    assert "direct message" in text["hint"]["text"]


def test_where_a_form_was_asked_for_comes_back() -> None:
    where = Where("C0123ABCD", "1763890000.000100", "", 41)

    assert where_of(check_form(where=where)) == where


@given(
    st.one_of(
        st.none(),
        st.text(),
        st.integers(),
        st.just("[" * 3000),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(),
            lambda inner: (
                st.lists(inner) | st.dictionaries(st.sampled_from(["channel", "check", "x"]), inner)
            ),
        ).map(json.dumps),
    )
)
def test_a_note_that_is_not_ours_says_nothing(note: object) -> None:
    where = where_of({"private_metadata": note})

    assert isinstance(where.channel, str)
    assert type(where.check) is int
    assert where_of({}) == Where()


def test_a_view_without_a_form_is_only_closed() -> None:
    for view in (
        loading_view("Checking"),
        reply_view("What I found in your text", loading_view("")["blocks"]),
    ):
        assert_within_limits(view)
        assert "submit" not in view
        assert view["close"]["text"] == "Close"
