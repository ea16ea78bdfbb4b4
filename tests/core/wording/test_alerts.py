from dataclasses import replace

import pytest

from core.model import Speaker
from core.policy import load
from core.reply import Button, Buttons, Footnote, Heading, Paragraph, Preformatted, Quote
from core.wording.alerts import GAVE_CONTACT, PAID_OUTSIDE, PUSHED, Alert, alerts_reply
from core.wording.citations import cited

PAID = Alert("UPW311", Speaker.US, 41, "Acme", "Dana", "Sure, send it to my PayPal.")
GAVE = Alert("UPW201", Speaker.US, 42, "Birch & Co", "Tom")
HANDLE = Alert("UPW203", Speaker.US, 43, "", "Tom")
PUSH = Alert("UPW315", Speaker.CLIENT, 44, "Corvid", "Tom")


def test_one_alert_says_what_was_done_what_to_do_and_where_it_stands() -> None:
    script = load().scripts["en"].situations["pay-here"]

    assert alerts_reply([PAID], load()).blocks == (
        Heading("Already sent: this agrees to payment outside Upwork", "Acme · pasted by Dana"),
        Paragraph(PAID_OUTSIDE),
        Preformatted("text to send", script.rewrites),
        Quote("Sure, send it to my PayPal."),
        Footnote(cited(load(), "UPW311")),
        Buttons((Button("Show", "run", "show 41"),)),
    )


@pytest.mark.parametrize(
    "alert, first_line, advice",
    [
        (
            GAVE,
            Heading("Already sent: this gives a phone number", "Birch & Co · pasted by Tom"),
            GAVE_CONTACT,
        ),
        (
            HANDLE,
            Heading("Already sent: this gives a messenger contact", "unknown client · pasted by Tom"),
            GAVE_CONTACT,
        ),
        (
            PUSH,
            Heading("Client pushes again for outside payment: stop and report", "Corvid · pasted by Tom"),
            PUSHED,
        ),
        (
            replace(PAID, pasted_by=""),
            Heading("Already sent: this agrees to payment outside Upwork", "Acme"),
            PAID_OUTSIDE,
        ),
    ],
)
def test_the_first_line_names_client_and_member_and_the_advice_fits(
    alert: Alert, first_line: Heading, advice: str
) -> None:
    assert alerts_reply([alert], load()).blocks[:2] == (first_line, Paragraph(advice))


def test_without_the_words_nothing_is_quoted() -> None:
    blocks = alerts_reply([replace(PAID, words="")], load()).blocks

    assert not any(isinstance(block, Quote) for block in blocks)


def test_a_batch_lists_five_and_counts_the_rest() -> None:
    alerts = [PAID, GAVE, HANDLE, PUSH, replace(GAVE, check_id=45), GAVE, GAVE]

    assert alerts_reply(alerts, load()).blocks == (
        Heading("7 things to see to"),
        Paragraph(
            "1. Acme: Already sent: this agrees to payment outside Upwork (UPW311) · pasted by Dana\n"
            "2. Birch & Co: Already sent: this gives a phone number (UPW201) · pasted by Tom\n"
            "3. unknown client: Already sent: this gives a messenger contact (UPW203) · pasted by Tom\n"
            "4. Corvid: Client pushes again for outside payment: stop and report (UPW315) · pasted by Tom\n"
            "5. Birch & Co: Already sent: this gives a phone number (UPW201) · pasted by Tom\n"
            "and 2 more"
        ),
        Paragraph(PAID_OUTSIDE),
        Paragraph(GAVE_CONTACT),
        Paragraph(PUSHED),
        *(Footnote(cited(load(), code)) for code in ("UPW311", "UPW201", "UPW203", "UPW315")),
        Buttons(
            (
                Button("Show 1", "run", "show 41"),
                Button("Show 2", "run", "show 42"),
                Button("Show 3", "run", "show 43"),
            ),
            (Button("Show 4", "run", "show 44"), Button("Show 5", "run", "show 45")),
        ),
    )


def test_hostile_names_stay_in_their_line() -> None:
    hostile = replace(PAID, client="Acme\n2. Nothing" + "x" * 500, pasted_by="Dana\x1b[2J\nOmar")
    heading = alerts_reply([hostile], load()).blocks[0]

    assert heading == Heading(
        "Already sent: this agrees to payment outside Upwork",
        "Acme 2. Nothing" + "x" * 44 + "… · pasted by Dana [2J Omar",
    )
