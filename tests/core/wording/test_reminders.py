from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.policy import load
from core.reply import Button, Buttons, Footnote, Heading, Paragraph
from core.wording.citations import cited
from core.wording.reminders import ADVICE, Window, reminders_reply

TODAY = date(2026, 11, 3)
SOON = Window("Acme", date(2026, 12, 3))
ENDED = Window("Birch & Co", date(2026, 11, 1), ended=True)
ENDING_CITED, ENDED_CITED = Footnote(cited(load(), "UPW402")), Footnote(cited(load(), "UPW403"))


@pytest.mark.parametrize(
    "window, first_line",
    [
        (SOON, Heading("Acme: payment is bound until 3 Dec 2026", "in 30 days")),
        (
            replace(SOON, late=True),
            Heading("Acme: payment is bound until 3 Dec 2026", "in 30 days, this reminder is late"),
        ),
        (
            replace(SOON, last_bound_on=TODAY),
            Heading("Acme: payment is bound until 3 Nov 2026", "today"),
        ),
        (ENDED, Heading("Birch & Co: the two years ended on 1 Nov 2026")),
    ],
)
def test_one_window_is_told_in_the_first_line(window: Window, first_line: Heading) -> None:
    assert reminders_reply([window], TODAY, load()).blocks[0] == first_line


@pytest.mark.parametrize(
    "window, rule, citation",
    [(SOON, "UPW402", ENDING_CITED), (ENDED, "UPW403", ENDED_CITED)],
)
def test_one_window_comes_with_what_to_do_and_can_be_snoozed(
    window: Window, rule: str, citation: Footnote
) -> None:
    snooze = Button("Snooze a week", "run", f"reminders snooze #{window.client_id}")

    assert reminders_reply([window], TODAY, load()).blocks[1:] == (
        Paragraph(ADVICE[rule]),
        citation,
        Buttons((snooze,)),
    )


def test_several_windows_are_grouped_by_what_is_to_be_done() -> None:
    late = Window("Corvid", date(2026, 11, 4), late=True)

    assert reminders_reply([ENDED, late, SOON], TODAY, load()).blocks == (
        Heading("2 windows end soon, 1 has closed"),
        Paragraph(
            "Payment is bound to Upwork until:\n"
            "• Corvid: 4 Nov 2026, tomorrow, this reminder is late\n"
            "• Acme: 3 Dec 2026, in 30 days"
        ),
        Paragraph(ADVICE["UPW402"]),
        ENDING_CITED,
        Paragraph("The two years have ended:\n• Birch & Co: 1 Nov 2026"),
        Paragraph(ADVICE["UPW403"]),
        ENDED_CITED,
    )


@pytest.mark.parametrize(
    "windows, says",
    [
        ([SOON] * 3, "3 windows end soon"),
        ([ENDED] * 2, "2 windows have closed"),
        ([SOON, ENDED], "1 window ends soon, 1 has closed"),
        ([SOON, ENDED, ENDED], "1 window ends soon, 2 have closed"),
    ],
)
def test_the_first_line_counts_windows(windows: list[Window], says: str) -> None:
    assert reminders_reply(windows, TODAY, load()).blocks[0] == Heading(says)


def test_twelve_windows_are_listed_and_the_rest_is_counted() -> None:
    windows = [replace(SOON, last_bound_on=TODAY + timedelta(days=n)) for n in range(15)]
    blocks = reminders_reply(windows, TODAY, load()).blocks

    assert str(blocks[1]).count("Acme") == 12
    assert blocks[-1] == Paragraph("and 3 more: `reminders` lists them")


def test_a_hostile_name_stays_in_its_line_and_out_of_the_command() -> None:
    hostile = replace(SOON, client_id=7, client="Evil\n• Acme: free\u202e" + "x" * 200)
    shown = "Evil • Acme: free " + "x" * 41 + "…"
    alone = reminders_reply([hostile], TODAY, load()).blocks

    assert alone[0] == Heading(f"{shown}: payment is bound until 3 Dec 2026", "in 30 days")
    assert alone[-1] == Buttons((Button("Snooze a week", "run", "reminders snooze #7"),))
    assert reminders_reply([SOON, hostile], TODAY, load()).blocks[1] == Paragraph(
        f"Payment is bound to Upwork until:\n• Acme: 3 Dec 2026, in 30 days\n• {shown}: 3 Dec 2026, in 30 days"
    )
