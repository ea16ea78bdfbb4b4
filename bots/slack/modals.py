"""Modals within Slack's limits: their frame, the boxes and menus in them, and what a person filled in."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bots.fitting import clean
from bots.slack.limits import LABEL, TEXT, shortened
from bots.slack.payload import inner_of, text_of
from bots.slack.richtext import plain

TITLE = 24
LINE = 200
PLACEHOLDER = 150
CHANNEL, PERSON = "selected_conversation", "selected_user"  # where Slack's menus put what was chosen
_VALUE = "value"  # the action_id of every element; its block_id says what it asks for


@dataclass(frozen=True, slots=True)
class Where:
    """Where a modal was asked for and what it is about: ids only, because whoever has it open can read them."""

    channel: str = ""
    thread: str = ""
    command: str = ""
    check: int = 0


NOWHERE = Where()


def where_of(view: Mapping[str, Any]) -> Where:
    """Return where a modal was asked for, as far as its note is one of ours."""
    note = view.get("private_metadata")
    try:
        found = json.loads(note) if isinstance(note, str) else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        return NOWHERE
    ours = asdict(NOWHERE)
    return Where(**{name: found[name] for name in ours if type(found.get(name)) is type(ours[name])})


def modal(
    title: str,
    blocks: Sequence[Mapping[str, Any]],
    *,
    callback: str = "",
    submit: str = "",
    where: Where = NOWHERE,
) -> dict[str, Any]:
    """Return a modal; with a button that submits it where `submit` says what is on that."""
    view = {
        "type": "modal",
        "title": plain(shortened(title, TITLE)),
        "blocks": list(blocks),
        "private_metadata": json.dumps(asdict(where)),
        "close": plain("Cancel" if submit else "Close"),
    }
    return {**view, "callback_id": callback, "submit": plain(submit)} if submit else view


def loading_view(title: str) -> dict[str, Any]:
    """Return the modal that is opened at once, because a trigger is good for three seconds only."""
    return modal(title, [section("One moment.")])


def reply_view(title: str, blocks: Sequence[Mapping[str, Any]], *, where: Where = NOWHERE) -> dict[str, Any]:
    """Return a modal that shows the blocks of a reply, of which there are at most 100."""
    return modal(title, blocks, where=where)


def section(text: str) -> dict[str, Any]:
    """Return a block of plain words."""
    return {"type": "section", "text": plain(text)}


def asked(
    block_id: str, label: str, element: Mapping[str, Any], *, hint: str = "", optional: bool = False
) -> dict[str, Any]:
    """Return a block that asks for something, with the element in which it is filled in."""
    block = {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": {**element, "action_id": _VALUE},
        "optional": optional,
    }
    return {**block, "hint": plain(hint)} if hint else block


def line(placeholder: str = "", written: str = "") -> dict[str, Any]:
    """Return a box for one line, with what is written in it beforehand."""
    return _box(LINE, written, multiline=False) | _placeholder(placeholder)


def box(written: str = "") -> dict[str, Any]:
    """Return a large box, with what is written in it beforehand."""
    return _box(TEXT, written, multiline=True)


def menu(options: Mapping[str, str], *, placeholder: str = "", chosen: str = "") -> dict[str, Any]:
    """Return a menu of at most 100 options by their values, which are up to 150 characters long."""
    listed = {
        value: {"text": plain(shortened(clean(says), LABEL)), "value": value}
        for value, says in options.items()
    }
    initial = {"initial_option": listed[chosen]} if chosen in listed else {}
    return {
        "type": "static_select",
        "options": list(listed.values()),
        **initial,
        **_placeholder(placeholder),
    }


def tick(value: str, says: str) -> dict[str, Any]:
    """Return a box to tick."""
    return {"type": "checkboxes", "options": [{"text": plain(says), "value": value}]}


def filled(state: Mapping[str, Any], block_id: str) -> str:
    """Return what was written or chosen, a person or a channel by its id; nothing where it was left empty."""
    element = _element(state, block_id)
    text = (
        text_of(element, "value")
        or text_of(inner_of(element, "selected_option"), "value")
        or text_of(element, CHANNEL)
        or text_of(element, PERSON)
    )
    # Slack escapes these three in some of what it sends back, and never any other.
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def picked(state: Mapping[str, Any], of: str) -> list[str]:
    """Return the ids of what was chosen in menus of channels or of people; what was typed is never among them."""
    found = (text_of(_element(state, block_id), of) for block_id in inner_of(state, "values"))
    return list(filter(None, found))


def ticked(state: Mapping[str, Any], block_id: str) -> bool:
    """Return whether a box is ticked."""
    return bool(_element(state, block_id).get("selected_options"))


def _element(state: Mapping[str, Any], block_id: str) -> Mapping[str, Any]:
    return inner_of(inner_of(inner_of(state, "values"), block_id), _VALUE)


def _box(longest: int, written: str, *, multiline: bool) -> dict[str, Any]:
    element = {"type": "plain_text_input", "multiline": multiline, "max_length": longest}
    return {**element, "initial_value": shortened(clean(written), longest)} if written else element


def _placeholder(text: str) -> dict[str, Any]:
    return {"placeholder": plain(shortened(text, PLACEHOLDER))} if text else {}
