"""Red flags that no phrase of a word list says, and what only shares their words."""

import numpy as np
import pytest

from core.encoder import Asked, encoder
from core.flags import ANY, WARNS_OF, encoder_head, network_head
from core.model import Outcome, Speaker
from core.network import CLIENT, QUESTIONS, Text, network
from core.subwords import subwords
from tests.core.senses.judged import outcome, rules

TEXT = Text(tuple(subwords("Please turn off your antivirus before you open the project file.")), CLIENT)


@pytest.mark.parametrize(
    ("rule", "speaker", "text"),
    [
        (
            "UPW502",
            Speaker.US,
            "I have started on the first chapter already, we can do the contract whenever you like.",
        ),
        ("UPW507", Speaker.CLIENT, "We can't pay a wage, you would own 10 percent of the app instead."),
        ("UPW503", Speaker.CLIENT, "Please turn off your antivirus before you open the project file."),
        ("UPW508", Speaker.CLIENT, "Antes de la primera tarea se paga una cuota de formación de 20 dólares."),
        (
            "UPW507",
            Speaker.CLIENT,
            "Sueldo no hay, pero te llevas la mitad de las ganancias cuando el negocio arranque.",
        ),
        ("UPW502", Speaker.CLIENT, "Vá começando o logo, o contrato eu faço semana que vem."),
        ("UPW502", Speaker.CLIENT, "Fangen Sie ruhig heute schon an, der Vertrag kommt dann nächste Woche."),
        (
            "UPW507",
            Speaker.CLIENT,
            "Ein Gehalt gibt es nicht, dafür sind Sie mit 15 Prozent am Gewinn beteiligt.",
        ),
        ("UPW502", Speaker.CLIENT, "Начинайте пока верстать, контракт сделаем на следующей неделе."),
        ("UPW507", Speaker.CLIENT, "Денег пока нет, зато будете партнёром с долей двадцать процентов."),
        ("UPW502", Speaker.CLIENT, "पहले काम शुरू कर दीजिए, कॉन्ट्रैक्ट अगले हफ्ते बना देंगे।"),
        ("UPW502", Speaker.CLIENT, "先开始做吧，合同下周再签。"),
        ("UPW508", Speaker.CLIENT, "入职前需要先交200元培训费。"),
        ("UPW507", Speaker.CLIENT, "Gaji belum ada, tapi kamu dapat bagi hasil 30 persen kalau sudah jalan."),
        ("UPW508", Speaker.CLIENT, "Trước khi nhận việc em đóng phí đào tạo 500 nghìn nhé."),
    ],
)
def test_red_flags_are_told_by_their_meaning(rule: str, speaker: Speaker, text: str) -> None:
    assert rule in rules(text, speaker)
    assert outcome(text, speaker) is not Outcome.VIOLATION


@pytest.mark.parametrize(
    "text",
    [
        "Our shop sells starter kits for candle makers, 35 dollars each, please write the product text.",
        "When the contract has started, could you begin with the header?",
        "Two partners own the app, ten percent each, please draw the chart.",
        "The rules of the board game are a joke of twelve pages, shorten them please.",
        "Der Kurs kostet unsere Teilnehmer 60 Euro, bitte gestalten Sie die Anmeldeseite.",
        "Los socios reparten las ganancias a final de año, necesito una hoja de cálculo para eso.",
        "培训费是200元，请在报名页面上写清楚。",
    ],
)
def test_what_shares_their_words_is_no_flag(text: str) -> None:
    assert outcome(text) is Outcome.CLEAR


def test_heads_add_their_questions_and_move_no_other() -> None:
    alone = encoder().odds([Asked(TEXT)])[0]
    with_flags = encoder().odds([Asked(TEXT)], encoder_head())[0]
    assert alone.keys() == set(QUESTIONS)
    assert with_flags.keys() == {*QUESTIONS, *WARNS_OF}
    assert {question: with_flags[question] for question in QUESTIONS} == alone
    assert network().odds([TEXT], network_head())[0].keys() == {*QUESTIONS, ANY}


def test_a_head_weighs_all_numbers_of_a_text() -> None:
    assert encoder().numbers([Asked(TEXT), Asked(TEXT)]).shape == (2, len(encoder_head().weights))
    numbers = np.ones((1, len(network_head().weights)), np.float32)
    assert network_head().odds(numbers)[0][ANY] == pytest.approx(
        float(network_head().weights.sum() + network_head().bias[0]), rel=1e-4
    )
