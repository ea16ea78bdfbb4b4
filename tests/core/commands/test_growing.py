"""What a later paste shows of our answers closes what a client had asked for, and nothing else."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.commands.checking import Paste, check_paste
from core.commands.desk import Desk
from core.model import State
from core.question import Question, check
from core.rejudge import declined_before
from core.store import checks, clients

TALK = "Acme: Can we talk on WhatsApp?"
MONEY = "Acme: Can I pay you by PayPal?"
FILE = "Acme: Please run the attached installer.exe to see the brief."


def pasted(desk: Desk, text: str, minutes: int = 0) -> list[tuple[str, State]]:
    """Return the rules of what is found in a paste, each with what has become of it."""
    later = replace(desk, now=desk.now + timedelta(minutes=minutes))
    look = check(Question(text, us=("Omar",)), desk.policy, desk.today)
    found = check_paste(later, Paste(text, client="Acme"), look)
    assert found.check_id is not None
    return states(desk, found.check_id)


def states(desk: Desk, check_id: int) -> list[tuple[str, State]]:
    return [(row.rule, State(row.state)) for row in checks.findings_of(desk.tenant, check_id)]


def script(desk: Desk, name: str, language: str = "en") -> str:
    return desk.policy.scripts[language].situations[name].declines


@pytest.mark.parametrize(
    ("asked", "name", "language"),
    [
        (TALK, "continue-here", "en"),
        (TALK, "call-here", "de"),
        (MONEY, "pay-here", "en"),
        (MONEY, "pay-here-firm", "es"),
        (FILE, "no-unknown-files", "en"),
    ],
)
def test_a_script_in_a_later_paste_closes_the_ask_it_answers(
    desk: Desk, asked: str, name: str, language: str
) -> None:
    assert {state for _, state in pasted(desk, asked)} == {State.OPEN}
    pasted(desk, f"Acme: Hello again\nOmar: {script(desk, name, language)}", 60)
    assert {state for _, state in states(desk, 1)} == {State.ANSWERED}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (TALK, "I cannot take PayPal."),
        (MONEY, "I can't use WhatsApp, sorry."),
        (FILE, "I can't use WhatsApp, sorry."),
        (MONEY, "Thanks, we start on Monday."),
    ],
)
def test_a_refusal_of_something_else_closes_nothing(desk: Desk, asked: str, said: str) -> None:
    pasted(desk, asked)
    pasted(desk, f"Acme: Hello again\nOmar: {said}", 60)
    assert {state for _, state in states(desk, 1)} == {State.OPEN}


def test_a_refusal_in_words_of_our_own_closes_what_it_refuses(desk: Desk) -> None:
    pasted(desk, TALK)
    pasted(desk, MONEY, 30)
    pasted(desk, "Acme: So?\nOmar: We do not take PayPal, payment stays on Upwork.", 60)
    assert {state for _, state in states(desk, 2)} == {State.ANSWERED}


def test_asking_for_money_again_in_a_new_paste_after_our_no_is_a_push(desk: Desk) -> None:
    pasted(desk, f"{MONEY}\nOmar: {script(desk, 'pay-here')}")
    assert ("UPW315", State.OPEN) in pasted(desk, "Acme: Then send me your IBAN.", 60)


@pytest.mark.parametrize(
    ("push", "called"),
    [
        ("Acme: Come on, let me pay you by PayPal.", {"UPW315"}),
        ("Acme: Hello?\nAcme: Come on, let me pay you by PayPal.", {"UPW315"}),
        ("Acme: All right, I pay here then.", set()),
        ("Acme: Can we talk on WhatsApp?", set()),
        ("Omar: You can pay me by PayPal.", set()),
    ],
)
def test_a_lead_is_called_where_a_client_pushes_again_in_however_few_messages(
    desk: Desk, push: str, called: set[str]
) -> None:
    pasted(desk, f"{MONEY}\nOmar: {script(desk, 'pay-here')}")
    pasted(desk, push, 60)
    assert {row.rule for row in checks.findings_of(desk.tenant, 2) if row.alert} == called


def test_the_same_ask_in_two_pastes_without_a_no_is_no_push(desk: Desk) -> None:
    pasted(desk, f"{MONEY}\nOmar: What would you like to build?")
    pasted(desk, f"{TALK}\nOmar: {script(desk, 'continue-here')}", 30)
    assert "UPW315" not in dict(pasted(desk, "Acme: Then send me your IBAN.", 60))


def test_a_no_that_came_later_makes_no_push_of_what_was_asked_before(desk: Desk) -> None:
    pasted(desk, MONEY)
    pasted(desk, f"Acme: So?\nOmar: {script(desk, 'pay-here')}", 60)
    known = declined_before(desk.tenant, desk.policy, clients.current(desk.tenant, 1), desk.now)
    assert not known
