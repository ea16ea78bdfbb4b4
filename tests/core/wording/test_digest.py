import re
from dataclasses import replace
from datetime import date
from textwrap import wrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.digest import Digest, Ending, Gaps, Need, NeedKind, Pending, WeekCount
from core.policy import load
from core.reply import Block, Button, Buttons, Footnote, Heading, Image, Paragraph, Rung
from core.wording.digest import SUBJECTS, digest_reply, text_alternative, trend

PHONE = 48  # characters in a line
PICTURE = b"picture"
NEEDS = (
    Need(NeedKind.BREACH, "Acme", "UPW311", 41, date(2026, 11, 17)),
    Need(NeedKind.PUSH, "Birch & Co", "UPW315", 42, date(2026, 11, 18)),
    Need(NeedKind.ASK, "Corvid", "UPW203", 43, date(2026, 11, 19)),
    Need(NeedKind.POST, "", "reminders", 7, date(2026, 11, 20)),
    Need(NeedKind.ALLOWANCE, "Dunmore", "UPW215", 3, date(2026, 11, 20), 9),
)
FULL = Digest(
    agency="Northlight",
    week="2026-W47",
    needs=NEEDS,
    to_confirm=(
        Pending((1, 2), "Acme: contract active (Dana)"),
        Pending((3,), "Birch & Co: offer sent (Tom)"),
        Pending((4, 5, 6), "Corvid: met 3 May 2025 (Tom)"),
    ),
    asks=9,
    answered=7,
    breaches=1,
    checks=42,
    clients=18,
    weeks=tuple(
        WeekCount(f"2026-W{week}", asks, breaches)
        for week, asks, breaches in zip(
            range(40, 48), (3, 5, 2, 4, 6, 3, 5, 9), (0, 1, 0, 0, 0, 0, 0, 1), strict=True
        )
    ),
    ending=(
        Ending("Acme", date(2026, 12, 3)),
        Ending("Birch & Co", date(2026, 12, 20), estimated=True),
    ),
    gaps=Gaps(met_unknown=12, stage_unknown=4, origin_unproven=1, not_living=37),
    unchecked=2,
    needs_left=7,
)
EMPTY = replace(
    FULL,
    needs=(),
    to_confirm=(),
    asks=0,
    answered=0,
    breaches=0,
    ending=(),
    unchecked=0,
    needs_left=0,
)


def test_the_digest_says_everything_in_the_order_of_urgency() -> None:
    assert digest_reply(FULL, PICTURE).blocks == (
        Heading("12 things need you, 5 first", "week of 16 Nov · Northlight"),
        Paragraph(
            "1. Our breach at Acme: payment · 17 Nov\n"
            "2. Birch & Co keeps pushing: payment · 18 Nov\n"
            "3. No answer to Corvid: contact data · 19 Nov\n"
            "4. Not delivered: reminders · 20 Nov\n"
            "5. Leave UPW215 alone for Dunmore? · 20 Nov"
        ),
        Buttons(
            (
                Button("Show 1", "run", "show 41"),
                Button("Show 2", "run", "show 42"),
                Button("Show 3", "run", "show 43"),
            ),
            (
                Button("Send again 4", "run", "outbox retry 7"),
                Button("Allow 5", "run", "allow UPW215 for #9 because it was dismissed three times"),
            ),
        ),
        Paragraph("To confirm: Acme: contract active (Dana) · Birch & Co: offer sent (Tom) · 3 more"),
        Buttons((Button("Confirm all 6", "run", "confirm all until 6"),)),
        Paragraph("The week: 9 client asks (7 answered), 1 breach of ours, 42 checks for 18 clients."),
        Image(PICTURE, "weeks-to-2026-W47.png", text_alternative(FULL)),
        Paragraph("Two years end within 30 days: Acme 3 Dec · Birch & Co 20 Dec (estimated)"),
        Footnote(
            "Gaps: 12 clients with no day of meeting · 4 clients with no contract stage · "
            "1 client with an outside origin without proof · "
            "37 clients with no check or contract for a year, so no reminders"
        ),
        Paragraph("2 posts could not be checked: read them yourself."),
    )


def test_what_needs_a_lead_fits_the_screen_of_a_phone() -> None:
    blocks = digest_reply(replace(FULL, needs_left=0), PICTURE).blocks
    chart = next(place for place, block in enumerate(blocks) if isinstance(block, Image))

    assert sum(map(lines_on_a_phone, blocks[:chart])) <= 12


def lines_on_a_phone(block: Block) -> int:
    match block:
        case Heading(text, aside):
            return len(wrap(f"{text} {aside}", PHONE))
        case Paragraph(text):
            return sum(len(wrap(line, PHONE)) for line in text.splitlines())
        case _:
            return 1


def test_an_empty_week_is_exactly_one_line_whatever_stands_from_week_to_week() -> None:
    reply = digest_reply(EMPTY, PICTURE)

    assert reply.rung is Rung.FULL
    assert reply.blocks == (
        Heading(
            "Quiet week of 16 Nov: no client asks, no breaches of ours, 42 checks for 18 clients.",
            "Northlight",
        ),
    )


def test_parts_with_nothing_in_them_are_left_out() -> None:
    asked = replace(EMPTY, asks=1, answered=1, checks=0, clients=0, gaps=Gaps())

    assert digest_reply(asked, None).blocks == (
        Heading("Nothing needs you", "week of 16 Nov · Northlight"),
        Paragraph("The week: 1 client ask (all answered), no breaches of ours, no checks."),
        Footnote(text_alternative(asked)),
    )


@pytest.mark.parametrize(
    "digest, first_line",
    [
        (replace(FULL, needs_left=0), "5 things need you"),
        (replace(FULL, needs=NEEDS[:1], needs_left=0), "1 thing needs you"),
        (replace(FULL, needs=(), needs_left=0), "6 facts to confirm"),
    ],
)
def test_the_first_line_says_what_is_wanted(digest: Digest, first_line: str) -> None:
    heading = digest_reply(digest, PICTURE).blocks[0]

    assert isinstance(heading, Heading)
    assert heading.text == first_line


def test_a_long_list_is_shortened_and_the_rest_is_counted() -> None:
    ending = tuple(Ending(f"Client {number}", date(2026, 12, number)) for number in range(1, 21))
    text = digest_reply(replace(EMPTY, ending=ending), None).blocks[3]

    assert text == Paragraph(
        "Two years end within 30 days: "
        "Client 1 1 Dec · Client 2 2 Dec · Client 3 3 Dec · Client 4 4 Dec · Client 5 5 Dec · 15 more"
    )


def test_the_name_of_a_client_can_neither_break_a_line_nor_fill_the_screen() -> None:
    need = replace(NEEDS[0], client="Evil\n2. Nothing\n" + "x" * 500)
    blocks = digest_reply(replace(FULL, needs=(need,)), PICTURE).blocks

    assert blocks[1] == Paragraph("1. Our breach at Evil 2. Nothing xxxxxxx…: payment · 17 Nov")


def test_every_rule_is_about_something_a_need_can_name() -> None:
    assert {code[:4] for code in load().rules} <= SUBJECTS.keys()


@pytest.mark.parametrize(
    "counts, said",
    [
        ((0, 0, 0, 0, 0, 0, 0, 0), "Client asks: none in eight weeks"),
        ((3, 5, 2, 4, 6, 3, 5, 0), "Client asks: none in the week of 16 Nov, 4 on average"),
        ((0, 0, 0, 0, 0, 0, 0, 7), "Client asks up: 7 in the week of 16 Nov, none before"),
        ((3, 5, 2, 4, 6, 3, 5, 7), "Client asks up: 7 in the week of 16 Nov, 4 on average"),
        ((3, 5, 2, 4, 6, 3, 5, 6), "Client asks steady: 6 in the week of 16 Nov, 4 on average"),
        ((3, 5, 2, 4, 6, 3, 5, 1), "Client asks down: 1 in the week of 16 Nov, 4 on average"),
        ((0, 1, 0, 0, 1, 0, 0, 1), "Client asks up: 1 in the week of 16 Nov, 0.3 on average"),
        ((2000,) * 7 + (3000,), "Client asks up: 3,000 in the week of 16 Nov, 2,000 on average"),
    ],
)
def test_a_trend_is_called_one_only_when_it_is_more_than_chance(counts: tuple[int, ...], said: str) -> None:
    assert trend("Client asks", counts, "2026-W47") == said


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), min_size=8, max_size=8))
def test_the_words_for_the_chart_hold_its_numbers(counts: list[tuple[int, int]]) -> None:
    weeks = tuple(WeekCount(f"2026-W{week}", *count) for week, count in enumerate(counts, 40))
    words = text_alternative(replace(FULL, weeks=weeks))

    match = re.search(r"Client asks, eight weeks: ([\d, ]+); ours: ([\d, ]+)\.$", words)
    assert match is not None
    assert [[int(number) for number in row.split(", ")] for row in match.groups()] == [
        [week.asks for week in weeks],
        [week.breaches for week in weeks],
    ]
