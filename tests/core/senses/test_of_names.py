"""By what name somebody is called, which asks for no call and for no contact."""

import pytest

from core.model import Outcome
from tests.core.senses.judged import outcome


@pytest.mark.parametrize(
    "text",
    [
        "What do I call you at the call later, Anneli or Ms Korhonen",
        "what should I call you?",
        "Everyone calls me Bibi, you can call me that too",
        "hola! ¿cómo te llamo, Ana o Anita?",
        "¿Cómo quieres que te llame? yo soy Nacho",
        "como posso te chamar?",
        "como te chamo, Bia ou Beatriz?",
        "pode me chamar de Duda",
        "Comment je vous appelle, Madame Roux ou Claire ?",
        "vous pouvez m'appeler Léo",
        "come ti chiamo, Giuli o Giulia?",
        "puoi chiamarmi Beppe",
        "gọi em là gì ạ, em hay chị?",
        "mình gọi bạn là gì được nhỉ",
        "怎么称呼您？",
        "saya panggil apa ya, kak atau mas?",
        "aapko kya bulaun, Neha ji ya ma'am?",
        "ki bole dakbo apnake?",
        "size nasıl hitap edeyim",
        "what do I call you in the credits of the film?",
        "Before we start: what shall we call you, doctor or just Nina?",
        "do you like to be called Alex or Alexander",
        "my real name is Evangelos but everyone calls me Vangelis",
        "¿cómo puedo llamarte, Carmen o Mari Carmen?",
        "Como prefere ser chamada, Fernanda ou Nanda?",
        "Todo mundo me chama de Zeca, pode me chamar de Zeca também",
        "Comment dois-je vous appeler ?",
        "Ravi de vous lire. Tout le monde m'appelle Juju ici",
        "Come devo chiamarla, dottoressa o Elena?",
        "Tutti mi chiamano Gigi, anche mia madre",
        "ano po itatawag ko sa inyo, sir or kuya?",
        "tawagin nyo na lang po akong Tess",
        "em nên gọi chị là gì cho tiện ạ",
        "请问怎么称呼您比较好",
        "enaknya saya panggil apa nih, pak atau mas?",
        "panggil saya Rina aja",
        "mujhe sab Guddu bulate hain, aapko kis naam se bulaun?",
        "आपको किस नाम से बुलाऊं?",
        "আপনাকে কি বলে ডাকবো?",
        "apnake ki bole dakbo bhai?",
        "شو بتحب ناديك؟",
        "何とお呼びすればいいですか",
        "어떻게 불러 드리면 될까요?",
        "как к вам обращаться?",
        "Як до вас звертатися?",
        "Cum să vă spun, Ioana sau doamna Pop?",
        "Wie darf ich Sie ansprechen?",
    ],
)
def test_who_asks_for_a_name_asks_for_nothing_else(text: str) -> None:
    assert outcome(text) is Outcome.CLEAR


@pytest.mark.parametrize(
    "text",
    [
        "what number should I call you on?",
        "when can I call you?",
        "can I call you, Tom?",
        "¿cuándo te llamo?",
        "¿a qué número te llamo?",
        "posso te ligar? me chama no zap",
        "à quel numéro je vous appelle ?",
        "quando ti chiamo?",
        "a che numero ti chiamo?",
        "mình gọi cho bạn số nào được?",
        "what should I call you on, mobile or landline?",
        "how do I call you if the shop goes down at night?",
        "how can I call you?",
        "What should I call you on, whats your number?",
        "everyone calls me on 555-0142, you can too",
        "¿cómo te puedo llamar, al fijo o al móvil?",
        "pode me chamar no zap",
        "pode me chamar de noite no zap 11 90000-0142",
        "comment je vous appelle, sur le fixe ou le portable ?",
        "come ti chiamo, sul fisso o sul cellulare?",
        "gọi em số nào được ạ",
        "anong number ang tatawagan ko?",
        "怎么联系您？加个微信吧",
        "telepon saya aja, 0812 0000 0142",
        "aapko kis number pe call karun?",
        "What do I call you on tonight? My number's 555-0142",
    ],
)
def test_who_asks_where_to_call_asks_for_a_call(text: str) -> None:
    assert outcome(text) is Outcome.VIOLATION
