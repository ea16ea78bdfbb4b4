import json
import re
from collections.abc import Iterable
from html import escape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.slack.blocks import Message, messages, pressed, value_of
from core.reply import Button, Buttons, Reply, Rung
from tests.bots.slack.accepted import CHECK, assert_posts, outline


def elements(posted: Iterable[Message]) -> list[dict[str, Any]]:
    return [
        element
        for message in posted
        for block in message.blocks
        if block["type"] == "actions"
        for element in block["elements"]
    ]


def controls(*blocks: Buttons) -> list[dict[str, Any]]:
    posted = assert_posts(Reply(Rung.FULL, blocks))
    assert len(posted) == 1
    return elements(posted)


def test_three_controls_stand_in_sight_and_the_rest_in_a_menu() -> None:
    many = tuple(Button(f"Show {number}", "run", f"show {number}") for number in range(12))
    table = [
        (Buttons(many[:2]), ["button"] * 2),
        (Buttons(many[:3], many[3:4]), ["button"] * 3 + ["overflow"]),
        (Buttons(many[:3], many[3:8]), ["button"] * 3 + ["overflow"]),
        (Buttons(many[:3], many[3:9]), ["button"] * 3 + ["static_select"]),
        (Buttons(many[:5]), ["button"] * 3 + ["overflow"]),
        (Buttons((), many[:2]), ["overflow"]),
        (Buttons((), (Button("Allow UPW103 for the North Harbour Company", "run"),)), ["static_select"]),
    ]
    for buttons_of, kinds in table:
        assert [element["type"] for element in controls(buttons_of)] == kinds
    menu = controls(Buttons(many[:4], many[4:12]))[-1]
    assert [option["text"]["text"] for option in menu["options"]] == [
        f"Show {number}" for number in range(3, 12)
    ]
    assert [pressed(option["value"]) for option in menu["options"]] == [
        (CHECK, "run", f"show {number}") for number in range(3, 12)
    ]


def test_controls_are_numbered_through_a_message() -> None:
    one = Buttons((Button("A", "a"), Button("B", "b")), (Button("C", "c"),))
    assert [element["action_id"] for element in controls(one, one)] == [
        "press:1", "press:2", "more:3", "press:4", "press:5", "more:6",
    ]  # fmt: skip


def test_a_menu_of_a_thousand_controls_is_split() -> None:
    many = tuple(Button(f"Show {number}", "run", f"show {number}") for number in range(1000))
    posted = messages(Reply(Rung.FULL, (Buttons((), many),)))
    options = [option["text"]["text"] for menu in elements(posted) for option in menu["options"]]
    assert len(options) >= 200
    assert options == [f"Show {number}" for number in range(len(options))]
    assert re.fullmatch(r"… and \d\d? more lines", posted[-1].text)


def test_many_controls_are_kept_within_the_limits() -> None:
    table = [
        (30, "", 160, "button"),
        (18, "n" * 80, 1900, "button"),
        (30, "n" * 80, 100, "static_select"),
    ]
    for number, label, length, kind in table:
        many = tuple(Button(f"{place} {label}", "run", "a" * length) for place in range(number))
        found = elements(assert_posts(Reply(Rung.FULL, (Buttons((), many),))))
        assert {element["type"] for element in found} == {kind}
        each = [one for element in found for one in element.get("options", [element])]
        assert [one["text"]["text"].split()[0] for one in each] == [str(place) for place in range(number)]


def test_a_value_that_is_too_long_for_a_menu_becomes_a_button_and_then_a_command_to_type() -> None:
    empty = len(value_of(CHECK, "run", ""))
    table = [
        (150 - empty, "overflow"),
        (151 - empty, "button"),
        (2000 - empty, "button"),
    ]
    for length, kind in table:
        (element,) = controls(Buttons((), (Button("Allow", "run", "a" * length),)))
        assert element["type"] == kind
    assert controls(Buttons((), (Button("Allow", "run", "a" * (2001 - empty)),))) == []
    typed = Buttons((Button("Allow", "run", "allow \u202e" + "x" * 2500),))
    (message,) = assert_posts(Reply(Rung.FULL, (typed,)))
    assert outline(message.blocks)[0].startswith("section Allow: type `/checkmsg allow xxx")
    (message,) = messages(Reply(Rung.FULL, (Buttons((Button("Allow", "stage", "x" * 2500),)),)))
    assert outline(message.blocks) == ["section Allow: type `/checkmsg help"]


def test_a_label_is_one_line_and_cut_with_an_ellipsis() -> None:
    (button,) = controls(Buttons((Button("Allow\n" + "n" * 100, "run"),)))
    assert button["text"]["text"] == "Allow " + "n" * 68 + "…"


def test_what_a_control_carries_is_short() -> None:
    assert value_of(CHECK, "stage", "é<") == '{"c":12,"a":"stage","v":"é\\u003c"}'


@given(st.integers(0, 2**31 - 1), st.text(min_size=1), st.text())
def test_a_control_comes_back_as_it_was_sent(check_id: int, action: str, value: str) -> None:
    carried = value_of(check_id, action, value)
    assert pressed(carried) == (check_id, action, value)
    assert escape(carried, quote=False) == carried


@pytest.mark.parametrize(
    "value",
    [
        "",
        "x",
        "null",
        "7",
        "[]",
        "{}",
        '{"c":1,"a":"x"}',
        '{"c":1,"a":"x","v":null}',
        '{"c":1,"a":"x","v":1}',
        '{"c":1,"a":1,"v":""}',
        '{"c":1,"a":"","v":""}',
        '{"c":"1","a":"x","v":""}',
        '{"c":1.0,"a":"x","v":""}',
        '{"c":true,"a":"x","v":""}',
        '{"c":-1,"a":"x","v":""}',
        '{"c":2147483648,"a":"x","v":""}',
        '{"c":1,"a":"x","v":"","more":1}',
        '{"c":1,"a":"x","v":"\\ud800"}',
        '{"c":1,"a":"x","v":"\ud800"}',
        '{"c":' + "9" * 5000 + ',"a":"x","v":""}',
        "[" * 100_000,
        None,
        7,
        b'{"c":1,"a":"x","v":""}',
    ],
)  # fmt: skip
def test_what_no_control_of_ours_carries_is_refused(value: object) -> None:
    assert pressed(value) is None


flat = st.none() | st.booleans() | st.integers() | st.text()
anything: st.SearchStrategy[object] = st.deferred(
    lambda: (
        flat | st.lists(anything, max_size=3) | st.dictionaries(st.sampled_from("cavx"), anything, max_size=4)
    )
)


@given(st.text() | anything.map(json.dumps))
def test_reading_a_control_never_fails(value: str) -> None:
    found = pressed(value)
    assert found is None or pressed(value_of(*found)) == found
