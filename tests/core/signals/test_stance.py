"""Who is told not to do something is asked for nothing; who is told not to forget it is."""

from datetime import date

import pytest

from core.model import Outcome, Speaker
from core.policy import load
from core.question import Question, check

POLICY = load()
TODAY = date(2026, 11, 30)


def outcome(text: str, speaker: Speaker) -> Outcome:
    return check(Question(text=text, speaker=speaker), POLICY, TODAY).verdict.outcome


@pytest.mark.parametrize("speaker", [Speaker.CLIENT, Speaker.US])
@pytest.mark.parametrize(
    "text",
    [
        "please don't WhatsApp me",
        "no me escribas por WhatsApp, por favor",
        "ne m'écrivez pas sur WhatsApp",
        "bitte nicht per WhatsApp schreiben",
        "non scrivermi su whatsapp",
        "stuur me alsjeblieft geen whatsapp",
        "nu-mi scrieți pe WhatsApp",
        "не пишите мне в WhatsApp, пожалуйста",
        "не пишіть мені у Вайбер",
        "لا تراسلني على واتساب",
        "mujhe WhatsApp par message mat karna",
        "whatsapp mat karo",
        "मुझे WhatsApp पर मैसेज मत करना",
        "مجھے واٹس ایپ پر میسج مت کریں",
        "WhatsApp'tan yazmayın lütfen",
        "jangan chat WA saya ya",
        "đừng nhắn zalo cho mình nhé",
        "WhatsAppで連絡しないでください",
        "카톡으로 연락하지 마세요",
        "别加我微信",
        "huwag mo akong i-Viber ha",
        "nie pisz do mnie na WhatsApp",
        "não me chame no WhatsApp, por favor",
        "amake whatsapp e msg diyen na",
        "Por favor no me mandes tu número por aquí",
        "No me escribas al correo, por favor",
        "Bitte schicken Sie mir keine Telefonnummer",
        "Ne me donnez pas votre numéro s'il vous plaît",
        "Non mi mandi il suo numero, per favore",
        "Per favore non chiamarmi su Zoom",
        "não me passe seu telefone por favor",
        "Geef me je nummer nog niet",
        "Nu îmi trimite numărul tău, te rog",
        "Не присылайте, пожалуйста, ваш номер",
        "Не звоните мне в Zoom",
        "не надсилайте мені номер",
        "Proszę nie wysyłać mi numeru",
        "Lütfen numaranızı göndermeyin",
        "من فضلك لا ترسل رقمك هنا",
        "apna number mat bhejiye",
        "अपना नंबर मत भेजिए",
        "pakiusap huwag mong ibigay ang number mo",
        "電話番号は送らないでください",
        "전화번호는 보내지 마세요",
        "please do not pay me by PayPal",
        "No me pagues por PayPal",
        "Ne me payez pas par PayPal",
        "bitte zahlen Sie nicht per PayPal",
        "не платите мне на карту",
        "não pague por PIX",
        "PayPal ile ödemeyin lütfen",
        "paypal pe mat bhejo",
        "jangan bayar lewat PayPal",
        "non pagarmi su PayPal",
        "betaal me niet via PayPal",
        "nie płać mi przez PayPal",
        "nu mă plăti prin Revolut",
        "不要用支付宝付我",
        "PayPalで払わないでください",
    ],
)
def test_what_is_forbidden_is_not_asked_for(text: str, speaker: Speaker) -> None:
    assert outcome(text, speaker) is Outcome.CLEAR


@pytest.mark.parametrize(
    "text",
    [
        "no te olvides de mandarme tu WhatsApp",
        "por qué no me escribes por WhatsApp",
        "no dudes en llamarme por Zoom",
        "n'hésitez pas à m'écrire sur WhatsApp",
        "pourquoi ne pas m'écrire sur WhatsApp",
        "Non esitare a scrivermi su WhatsApp",
        "perché non mi scrivi su WhatsApp?",
        "por que você não me chama no WhatsApp?",
        "me chama no WhatsApp",
        "não esquece de me mandar seu WhatsApp",
        "Zögern Sie nicht mich per WhatsApp anzuschreiben",
        "warum schreiben wir nicht per WhatsApp",
        "не забудьте написать мне в WhatsApp",
        "не стесняйтесь звонить мне в Zoom",
        "почему бы нам не перейти в Telegram",
        "не забудь скинути свій номер",
        "może nie tutaj tylko na WhatsApp",
        "nie zapomnij podać numeru",
        "لا تتردد في مراسلتي على واتساب",
        "ليش ما تراسلني على واتساب",
        "apna number bhejna mat bhoolna",
        "jangan ragu WA saya ya",
        "jangan lupa kirim nomor WA",
        "đừng ngại nhắn zalo cho mình",
        "别忘了加我微信",
        "要不要加个微信",
        "要不我们微信聊",
        "wag kalimutan i-send number mo",
        "wag mahiya mag-message sa Viber",
        "遠慮しないでLINEで連絡ください",
        "잊지 마시고 카톡 주세요",
        "don't forget to WhatsApp me your number",
        "why don't you WhatsApp me",
        "if you don't WhatsApp me today I'll pick someone else",
        "don't hesitate to call me on Zoom",
        "I don't like it here, WhatsApp me",
        "no me gusta este chat, escríbeme por WhatsApp",
        "je ne travaille que par PayPal",
        "je ne communique que par WhatsApp",
        "no pagues la comisión, te pago por PayPal",
        "не пишите здесь, пишите в WhatsApp",
        "jangan chat di sini, WA aja",
        "no escribas aquí sino por WhatsApp",
        "schreib mir nicht hier schreib mir auf WhatsApp",
        "não paga a taxa, me paga por PIX",
        "bana buradan yazma WhatsApp'tan yaz",
        "yahan mat likho whatsapp pe aao",
    ],
)
def test_a_negation_beside_an_ask_takes_nothing_back(text: str) -> None:
    assert outcome(text, Speaker.CLIENT) is Outcome.VIOLATION


@pytest.mark.parametrize(
    "text",
    [
        "Hocam logo için 3000 veririm ama papara üzerinden atayım, bu site kartımı kabul etmiyor zaten",
        "Havale yapayım, bu site bizim kartı kabul etmiyor",
    ],
)
def test_that_the_site_takes_no_card_turns_no_other_way_down(text: str) -> None:
    assert outcome(text, Speaker.CLIENT) is Outcome.VIOLATION
