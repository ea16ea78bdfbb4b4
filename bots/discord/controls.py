"""The controls under a reply: buttons, the menu behind them, and the ids by which what is pressed comes back.

An id carries a number and fixed words and never a name, so that it works after a restart and tells nobody anything.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bots.discord.limits import (
    BUTTON,
    CONTROLS_BYTES,
    CUSTOM_ID,
    MENU,
    OPTION,
    PART_BYTES,
    ROWS,
    length,
    shortened,
)
from bots.fitting import blank, one_line
from core.reply import IN_SIGHT, Button, Buttons

OURS = "upw:v1"
CONTROL_ID = re.compile(
    rf"{OURS}:(?P<action>[a-z]{{1,20}}):(?P<check>[0-9]{{1,10}}):(?P<value>|\S|\S[^\n]*\S)"
)
MENU_ID = re.compile(rf"{OURS}:more:[0-9]{{1,2}}")
HIGHEST_ID = 2**31 - 1  # as the database has it


@dataclass(frozen=True, slots=True)
class Control:
    """A button, or an option of a menu."""

    label: str
    custom_id: str

    @property
    def size(self) -> int:
        """Return how many bytes it takes."""
        return len(self.label.encode()) + len(self.custom_id.encode()) + PART_BYTES


@dataclass(frozen=True, slots=True)
class Row:
    """Buttons beside one another."""

    buttons: tuple[Control, ...]


@dataclass(frozen=True, slots=True)
class Menu:
    """A menu of controls of which one is chosen."""

    custom_id: str
    options: tuple[Control, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The controls that stand in one place, and those that Discord cannot carry."""

    rows: tuple[Row | Menu, ...]
    typed: tuple[Button, ...]

    @property
    def size(self) -> int:
        """Return how many bytes they take."""
        return sum(control.size for row in self.rows for control in _controls(row))


@dataclass(slots=True)
class _Sorted:
    """Controls by where they go."""

    in_sight: list[Control]
    menu: list[Control]
    typed: list[Button]

    @property
    def rows(self) -> int:
        return bool(self.in_sight) + -(-len(self.menu) // MENU)


def custom_id(action: str, check_id: int, value: str) -> str:
    """Return the id of a control, which is longer than Discord takes where the value is long."""
    return f"{OURS}:{action}:{check_id}:{value}"


def pressed(custom_id: str) -> tuple[int, str, str] | None:
    """Return check id, action and value of a control, or None for what no control of ours has."""
    match = CONTROL_ID.fullmatch(custom_id)
    if match is None or int(match["check"]) > HIGHEST_ID or not match["value"].isprintable():
        return None
    return int(match["check"]), match["action"], match["value"]


def groups(blocks: Sequence[Buttons], check_id: int) -> list[Group]:
    """Return the controls of each block; those of all stand under the last one where they would be too many rows.

    What does the same is there once.
    """
    found = list(_sorted(blocks, check_id))
    if sum(one.rows for one in found) > ROWS:
        found = [*(_Sorted([], [], []) for _ in blocks[:-1]), _together(found)]
    numbers = iter(range(ROWS))
    return [_group(one, numbers) for one in found]


def command_of(button: Button) -> str:
    """Return what to type instead of pressing; what is no command is found with help."""
    return one_line(button.value) if button.action == "run" else "help"


def label_of(button: Button, most: int) -> str:
    """Return a label in one line; Discord refuses a control without one."""
    label = one_line(button.label)
    return "…" if blank(label) else shortened(label, most)


def _sorted(blocks: Sequence[Buttons], check_id: int) -> Iterator[_Sorted]:
    seen: set[str] = set()
    room = CONTROLS_BYTES
    for block in blocks:
        found = _Sorted([], [], [])
        for place, button in enumerate((*block.buttons, *block.more)):
            is_first = place < min(IN_SIGHT, len(block.buttons))
            control = _control(button, check_id, BUTTON if is_first else OPTION)
            if control.custom_id in seen:
                continue
            seen.add(control.custom_id)
            if not _is_carried(control, check_id, button) or control.size > room:
                found.typed.append(button)
                continue
            room -= control.size
            (found.in_sight if is_first else found.menu).append(control)
        yield found


def _together(found: Sequence[_Sorted]) -> _Sorted:
    """Return controls as one lot, whose first ones stay in sight."""
    first = [control for one in found for control in one.in_sight]
    rest = [control for one in found for control in one.menu]
    return _Sorted(
        first[:IN_SIGHT], [*first[IN_SIGHT:], *rest], [button for one in found for button in one.typed]
    )


def _group(found: _Sorted, numbers: Iterator[int]) -> Group:
    """Return controls in rows; `numbers` tell the menus of a message apart."""
    menus = [
        Menu(f"{OURS}:more:{next(numbers)}", tuple(found.menu[start : start + MENU]))
        for start in range(0, len(found.menu), MENU)
    ]
    return Group((*([Row(tuple(found.in_sight))] if found.in_sight else []), *menus), tuple(found.typed))


def _control(button: Button, check_id: int, most: int) -> Control:
    return Control(label_of(button, most), custom_id(button.action, check_id, button.value))


def _is_carried(control: Control, check_id: int, button: Button) -> bool:
    """Return whether a control comes back as it was sent."""
    sent = (check_id, button.action, button.value)
    return length(control.custom_id) <= CUSTOM_ID and pressed(control.custom_id) == sent


def _controls(row: Row | Menu) -> tuple[Control, ...]:
    return row.buttons if isinstance(row, Row) else row.options
