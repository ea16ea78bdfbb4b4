import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.discord.controls import CONTROL_ID, MENU_ID, Group, Menu, Row, custom_id, groups, pressed
from core.reply import Button, Buttons

CHECK = 12


def show(number: int) -> Button:
    return Button(f"Show {number}", "run", f"show {number}")


def look(group: Group) -> list[str]:
    found: list[str] = []
    for row in group.rows:
        controls = row.buttons if isinstance(row, Row) else row.options
        found.append(f"{type(row).__name__} {' '.join(one.label.removeprefix('Show ') for one in controls)}")
    return found


def numbers(first: int, last: int) -> tuple[Button, ...]:
    return tuple(map(show, range(first, last + 1)))


def test_three_controls_stand_in_sight_and_the_rest_in_menus() -> None:
    upto = " ".join(map(str, range(4, 29)))
    table = [
        (Buttons(numbers(1, 2)), ["Row 1 2"]),
        (Buttons(numbers(1, 3), numbers(4, 4)), ["Row 1 2 3", "Menu 4"]),
        (Buttons(numbers(1, 5)), ["Row 1 2 3", "Menu 4 5"]),
        (Buttons(numbers(1, 2), numbers(3, 5)), ["Row 1 2", "Menu 3 4 5"]),
        (Buttons((), numbers(1, 2)), ["Menu 1 2"]),
        (Buttons(numbers(1, 3), numbers(4, 28)), ["Row 1 2 3", f"Menu {upto}"]),
        (Buttons(numbers(1, 3), numbers(4, 30)), ["Row 1 2 3", f"Menu {upto}", "Menu 29 30"]),
        (Buttons(()), []),
    ]  # fmt: skip
    for buttons, rows in table:
        (group,) = groups([buttons], CHECK)
        assert look(group) == rows
        assert not group.typed


def test_ids_carry_the_check_the_action_and_the_value_and_menus_only_their_number() -> None:
    (group,) = groups([Buttons((show(1), Button("Sent it", "answered")), numbers(2, 30))], CHECK)
    row, *menus = group.rows
    assert isinstance(row, Row)
    assert [one.custom_id for one in row.buttons] == ["upw:v1:run:12:show 1", "upw:v1:answered:12:"]
    assert [menu.custom_id for menu in menus if isinstance(menu, Menu)] == ["upw:v1:more:0", "upw:v1:more:1"]
    assert isinstance(menus[1], Menu)
    assert pressed(menus[1].options[-1].custom_id) == (CHECK, "run", "show 30")


def test_each_block_has_its_controls_in_its_place_and_menus_of_their_own() -> None:
    found = groups([Buttons(numbers(1, 4)), Buttons(numbers(5, 6)), Buttons((), numbers(7, 8))], CHECK)
    assert list(map(look, found)) == [["Row 1 2 3", "Menu 4"], ["Row 5 6"], ["Menu 7 8"]]
    menus = [row.custom_id for group in found for row in group.rows if isinstance(row, Menu)]
    assert menus == ["upw:v1:more:0", "upw:v1:more:1"]


def test_controls_of_many_blocks_stand_together_under_the_last() -> None:
    five = [Buttons((show(number),)) for number in range(1, 6)]
    assert list(map(look, groups(five, CHECK))) == [[f"Row {number}"] for number in range(1, 6)]
    six = [*five, Buttons((show(6),), (show(7),))]
    assert list(map(look, groups(six, CHECK))) == [[]] * 5 + [["Row 1 2 3", "Menu 4 5 6 7"]]


def test_what_does_the_same_is_there_once() -> None:
    again = Button("Again", "run", "show 1")
    found = groups([Buttons((show(1), again)), Buttons((again, show(2)), (again,))], CHECK)
    assert list(map(look, found)) == [["Row 1"], ["Row 2"]]


def test_what_cannot_be_carried_is_left_to_be_typed() -> None:
    empty = len(custom_id("run", CHECK, ""))
    table = [
        ("run", "x" * (100 - empty), True),
        ("run", "x" * (101 - empty), False),
        ("run", "🔎" * 50, False),
        ("run", "a\nb", False),
        ("run", " a", False),
        ("run", "a\u202eb", False),
        ("run", "\ud800", False),
        ("Run", "a", False),
        ("", "a", False),
        ("run:1", "a", False),
        ("a" * 21, "a", False),
    ]
    for action, value, is_carried in table:
        button = Button("Allow", action, value)
        (group,) = groups([Buttons((button,))], CHECK)
        assert bool(group.rows) is is_carried, (action, value)
        assert group.typed == (() if is_carried else (button,)), (action, value)
    assert groups([Buttons((show(1),))], 2**31)[0].typed == (show(1),)


def test_controls_of_too_many_bytes_are_left_to_be_typed() -> None:
    (group,) = groups([Buttons(numbers(1, 100))], CHECK)
    carried = sum(len(one.buttons if isinstance(one, Row) else one.options) for one in group.rows)
    assert 30 < carried < 100
    assert group.typed == numbers(carried + 1, 100)


def test_labels_are_one_line_and_cut_with_an_ellipsis() -> None:
    long = "Allow\n" + "n" * 200
    (group,) = groups([Buttons((Button(long, "a"), Button("\u200b", "b")), (Button(long, "c"),))], CHECK)
    row, menu = group.rows
    assert isinstance(row, Row)
    assert isinstance(menu, Menu)
    assert [one.label for one in row.buttons] == ["Allow " + "n" * 73 + "…", "…"]
    assert [one.label for one in menu.options] == ["Allow " + "n" * 93 + "…"]


VALUES = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=60)


@given(st.integers(0, 2**31 - 1), st.from_regex(r"[a-z]{1,20}", fullmatch=True), VALUES)
def test_a_control_comes_back_as_it_was_sent(check_id: int, action: str, value: str) -> None:
    assert pressed(custom_id(action, check_id, value)) == (check_id, action, value)


@given(VALUES)
def test_a_menu_is_never_taken_for_a_control(value: str) -> None:
    assert not CONTROL_ID.fullmatch("upw:v1:more:0")
    assert not MENU_ID.fullmatch(custom_id("more", CHECK, value))


@pytest.mark.parametrize(
    "found",
    [
        "",
        "x",
        "upw:v1",
        "upw:v1:run",
        "upw:v1:run:12",
        "upw:v0:run:12:show 1",
        "upw:v2:run:12:show 1",
        "upw:v1:Run:12:show 1",
        "upw:v1::12:show 1",
        "upw:v1:run::show 1",
        "upw:v1:run:-1:show 1",
        "upw:v1:run:2147483648:show 1",
        "upw:v1:run:99999999999:show 1",
        "upw:v1:run:²:show 1",
        "upw:v1:run:١٢:show 1",
        "upw:v1:run:12:show 1\n",
        "upw:v1:run:12: show 1",
        "upw:v1:run:12:\x00",
        "upw:v1:more:0",
        "xupw:v1:run:12:show 1",
    ],
)
def test_what_no_control_of_ours_has_is_refused(found: str) -> None:
    assert pressed(found) is None


@given(st.text())
def test_reading_an_id_never_fails(found: str) -> None:
    read = pressed(f"upw:v1:run:1:{found}")
    assert read in (None, (1, "run", found))
    assert pressed(found) is None or found.startswith("upw:v1:")
