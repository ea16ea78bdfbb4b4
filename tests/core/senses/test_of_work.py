"""Words of unpaid work that mean something else: time that is free, what was made before, work that may begin."""

import pytest

from core.model import Outcome, Speaker
from core.question import Question, check
from tests.core.senses.judged import POLICY, TODAY, outcome, rules


def test_work_may_begin_where_the_contract_is_said_to_be_on() -> None:
    assert outcome("You can start now, the offer is accepted.") is Outcome.CLEAR
    assert outcome("You can start now, the offer comes later.") is Outcome.WARNING


@pytest.mark.parametrize(
    "text, rule",
    [
        ("as discussed on our Zoom call yesterday the price is 3,500", "UPW107"),
        ("wie gestern am Telefon besprochen, 5 Seiten für 800", "UPW107"),
        ("kal call pe baat kar sakte hai kya?", "UPW103"),
        ("¿Hablamos por WhatsApp?", "UPW101"),
        ("can you start today? I will make the contract next week when my card works", "UPW502"),
        (
            "Could you already move the blog this week? The offer I make when I am back from holiday.",
            "UPW502",
        ),
        ("Can you already do the first page? I will send the contract once my boss is back.", "UPW502"),
        ("Könnten Sie schon den Blog umziehen? Das Angebot mache ich, wenn ich zurück bin.", "UPW502"),
        ("¿Podrías ir moviendo el blog? La oferta te la hago cuando vuelva de vacaciones.", "UPW502"),
        ("Pourriez-vous déjà déplacer le blog ? L'offre, je la fais à mon retour.", "UPW502"),
        ("can you make one page for free as a test?", "UPW501"),
        ("my address is 12 Main Street, Springfield, IL 62704", "UPW205"),
    ],
)
def test_a_rule_is_named_for_what_is_said(text: str, rule: str) -> None:
    verdict = check(Question(text=text, speaker=Speaker.CLIENT), POLICY, TODAY).verdict
    assert [finding.rule for finding in verdict.findings] == [rule]


@pytest.mark.parametrize(
    "text",
    [
        "Could you already tell me what the logo would cost? I will send the offer after your answer.",
        "Could you already send me your price? I make the offer when I know it.",
        "Can you already start on Monday? The offer is accepted.",
        "Würden Sie mir schon sagen, was es kostet? Das Angebot schicke ich dann.",
    ],
)
def test_a_question_ahead_of_the_offer_is_no_start(text: str) -> None:
    assert outcome(text) is Outcome.CLEAR


@pytest.mark.parametrize(
    "text",
    [
        "When are you free this week?",
        "When is Ana free next week? We would start with her on the homepage.",
        "I'm only free in the second week. What about a first draft by then?",
        "Are you free for a new project in March?",
        "Do you have a free sample from earlier projects I could look at?",
        "¿Tienes una muestra gratis de proyectos anteriores que pueda ver?",
        "Haben Sie kostenlose Muster aus früheren Projekten?",
    ],
)
def test_time_that_is_free_and_what_was_made_before_are_no_unpaid_work(text: str) -> None:
    assert outcome(text) is Outcome.CLEAR


@pytest.mark.parametrize(
    "text",
    [
        "Are you free this week? Then do a sample page for free please.",
        "Can you do a free test page this week?",
        "The first week is free, ok?",
        "Do a free sample first, then we'll see.",
    ],
)
def test_beside_it_unpaid_work_is_still_heard(text: str) -> None:
    assert "UPW501" in rules(text)


@pytest.mark.parametrize(
    "text",
    [
        "When could you talk? I have Tuesday 10-12 free, would do it in the Upwork video room",
        "Hello, we sell handmade soap and send out free samples to bloggers. Need somebody to manage that list",
        "样品免费寄，运费客户出，这个也要写上",
        "Wir verschicken Gratisproben an Blogger und brauchen eine Liste",
    ],
)
def test_what_is_given_away_and_an_hour_that_is_free_are_no_unpaid_work(text: str) -> None:
    assert outcome(text) is Outcome.CLEAR


@pytest.mark.parametrize(
    "text",
    [
        "send me a free sample of your writing, 500 words",
        "can you do a free sample first?",
        "give us a free sample design so we can decide",
        "先免费做个样品看看",
        "haz una muestra gratis y vemos",
        "무료 샘플 하나 만들어 주세요",
    ],
)
def test_a_sample_of_our_work_for_nothing_is(text: str) -> None:
    assert outcome(text) is Outcome.WARNING
