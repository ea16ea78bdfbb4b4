"""Which sentences say nothing without the one in front of them."""

import pytest

from core.sentences import leaning_until


@pytest.mark.parametrize(
    "text",
    [
        "My number is 347 555 0142. Reach me there any time.",
        "We have a Telegram group. We answer there day and night.",
        "Here is our account. Please transfer the deposit there.",
        "Here is our account. Please use this account for the deposit.",
        "Ich schick dir meine Nummer. Melde dich da einfach, wenn was ist.",
        "Ich bin auf Skype. Dort bin ich abends.",
        "Te dejo mi número. Escríbeme por ahí cuando quieras.",
        "Te passo o zap da equipe. Qualquer coisa chama lá.",
        "Je suis sur Skype. Vous pouvez m'y joindre le soir.",
        "Ho un numero nuovo. Mi trova lì tutto il giorno.",
        "Ik zit op Signal. Daar antwoord ik snel.",
        "Am și Telegram. Acolo răspund repede.",
        "Вот мой номер. Пишите туда в любое время.",
        "Ось мій номер. Пишіть туди будь-коли.",
        "Mam też Signal. Tam odpisuję szybciej.",
        "Skype adresim var. Oradan yazabilirsiniz.",
        "لدي سكايب. راسلني هناك.",
        "मेरा नंबर भेज रहा हूँ। वहाँ लिख दीजिए।",
        "Mera number bhej raha hoon. Wahan likh dena.",
        "میرا نمبر یہ ہے۔ وہاں لکھ دیں۔",
        "আমার নম্বর দিলাম। সেখানে লিখুন।",
        "我有微信。您可以在那边找我。",
        "Saya ada Telegram. Hubungi saya di sana saja.",
        "Em có Zalo. Anh nhắn qua đó nhé.",
        "May Viber ako. Doon mo ako kontakin.",
        "スカイプもあります。そこに書いてください。",
        "텔레그램이 있어요. 거기로 보내 주세요.",
    ],
)
def test_a_sentence_that_points_to_the_one_before_leans_on_it(text: str) -> None:
    end = max(text.find(mark) for mark in (". ", "。", "।", "۔ ") if mark in text) + 1
    assert leaning_until(text, end, len(text)) == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "My number is 347 555 0142. There are three milestones.",
        "My number is 347 555 0142. Is there a deadline?",
        "My number is 347 555 0142. I'll start on Monday.",
        "My number is 347 555 0142. The pictures on your home page load slowly, and the ones down there in the footer do not load at all.",
        "Meine Nummer ist 0171 555 0123. Da wir im Mai frei sind, passt das.",
        "Meine Nummer ist 0171 555 0123. Wir sind gern für Sie da.",
        "Mi número es 612 555 014. El precio va más allá.",
        "Meu número é 11 95550 1234. Até lá preparo o orçamento.",
        "Mon numéro est le 06 55 50 12 34. Il y a trois étapes.",
        "Il mio numero è 347 555 0142. Il prezzo è 900.",
        "رقمي 0555 0142. هناك ثلاث مراحل.",
        "我的号码是 5550142。您那边几点方便？",
        "私の番号は5550142です。そちらのご都合はいかがですか。",
    ],
)
def test_a_sentence_that_says_something_by_itself_does_not_lean(text: str) -> None:
    end = max(text.find(mark) for mark in (". ", "。") if mark in text) + 1
    assert leaning_until(text, end, len(text)) == end


def test_what_leans_goes_on_until_a_sentence_does_not() -> None:
    text = "I am on Skype. I answer there quickly. Write there! The price is 900."
    assert text[: leaning_until(text, 14, len(text))].endswith("Write there!")
    assert leaning_until(text, 14, 20) == 14
