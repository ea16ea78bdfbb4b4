"""The controls under a reply: buttons, the menu behind them, and what comes back when one is used."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from bots.fitting import blank, clean
from bots.slack.limits import (
    ACTIONS,
    BUTTON_VALUE,
    LABEL,
    MENU,
    OPTION_VALUE,
    SHORT_MENU,
    Size,
    length,
    packed,
    shortened,
    size,
)
from bots.slack.richtext import Line, Run, plain
from core.reply import IN_SIGHT, Button, Buttons

SHORT_LABEL = 30  # What is wider makes the menu behind the three dots hard to read on a phone.
HIGHEST_ID = 2**31 - 1  # as the database has it
_ESCAPED = re.compile("[&<>]")


def value_of(check_id: int, action: str, value: str) -> str:
    """Return what a control carries, so that it comes back as it was sent."""
    carried = json.dumps({"c": check_id, "a": action, "v": value}, ensure_ascii=False, separators=(",", ":"))
    # Slack sends back some of what it is given with these three escaped.
    carried = _ESCAPED.sub(lambda found: f"\\u{ord(found.group()):04x}", carried)
    return carried.encode(errors="replace").decode()


def pressed(value: object) -> tuple[int, str, str] | None:
    """Return check id, action and value of a control, or None for what no control of ours carries."""
    if not isinstance(value, str):
        return None
    try:
        carried = json.loads(value)
        json.dumps(carried, ensure_ascii=False).encode()  # Half a character could not be stored.
    except (ValueError, RecursionError):
        return None
    match carried:
        case {"c": bool()}:
            return None
        case {"c": int(check_id), "a": str(action), "v": str(said), **others} if action and not others:
            return (check_id, action, said) if 0 <= check_id <= HIGHEST_ID else None
    return None


def controls(
    buttons: Buttons, check_id: int, numbers: Iterator[int]
) -> tuple[list[dict[str, Any]], list[Line]]:
    """Return the controls as blocks, each with a number of its own, and a line for each that Slack cannot carry."""
    in_sight, menu, too_long = _sorted(buttons, check_id)
    elements = [
        {
            "type": "button",
            "text": plain(_label(button)),
            "action_id": f"press:{next(numbers)}",
            "value": _value(button, check_id),
        }
        for button in in_sight
    ]
    rows = packed([*elements, *_menus(menu, check_id, numbers)], _size, ACTIONS)
    return [{"type": "actions", "elements": row} for row in rows], list(map(_typed, too_long))


def labels(buttons: Buttons) -> str:
    """Return what the controls are called."""
    return " · ".join(map(_label, (*buttons.buttons, *buttons.more)))


def _sorted(buttons: Buttons, check_id: int) -> tuple[list[Button], list[Button], list[Button]]:
    """Return which controls stand in sight, which in the menu, and which Slack cannot carry."""
    in_sight: list[Button] = []
    menu: list[Button] = []
    too_long: list[Button] = []
    first = buttons.buttons[:IN_SIGHT]
    for place, button in enumerate((*buttons.buttons, *buttons.more)):
        carried = length(_value(button, check_id))
        if carried > BUTTON_VALUE:
            too_long.append(button)
        elif carried > OPTION_VALUE or place < len(first):
            in_sight.append(button)
        else:
            menu.append(button)
    return in_sight, menu, too_long


def _menus(menu: Sequence[Button], check_id: int, numbers: Iterator[int]) -> Iterator[dict[str, Any]]:
    options = [{"text": plain(_label(button)), "value": _value(button, check_id)} for button in menu]
    if 0 < len(menu) <= SHORT_MENU and all(length(_label(button)) <= SHORT_LABEL for button in menu):
        yield {"type": "overflow", "action_id": f"more:{next(numbers)}", "options": options}
        return
    for group in packed(options, _size, MENU):
        yield {
            "type": "static_select",
            "placeholder": plain("More"),
            "action_id": f"more:{next(numbers)}",
            "options": group,
        }


def _typed(button: Button) -> Line:
    """Return what to type instead of pressing; what is no command is found with help."""
    command = clean(button.value) if button.action == "run" else "help"
    return [Run(f"{_label(button)}: type "), Run(f"/checkmsg {command}", "code")]


def _size(element: dict[str, Any]) -> Size:
    return Size(size(element), 1)


def _label(button: Button) -> str:
    """Return a label in one line; Slack refuses a control without one."""
    label = " ".join(clean(button.label).split())
    return "…" if blank(label) else shortened(label, LABEL)


def _value(button: Button, check_id: int) -> str:
    return value_of(check_id, button.action, button.value)
