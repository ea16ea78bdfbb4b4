"""What stands below an ask: a yes to it or to something else, a no, a push after the no, the contract."""

from datetime import date

import pytest

from core.model import Finding, Reason, Speaker, Stance, State
from core.policy import load
from core.question import Question, check
from core.reading import read
from core.transcript import parse

POLICY = load()
TODAY = date(2026, 11, 29)


def findings(*messages: str, us: tuple[str, ...] = ("Dana",)) -> tuple[Finding, ...]:
    return check(Question(text="\n".join(messages), us=us), POLICY, TODAY).verdict.findings


def of_ours(*messages: str, us: tuple[str, ...] = ("Dana",)) -> list[str]:
    return [finding.rule for finding in findings(*messages, us=us) if finding.by is Speaker.US]


def of_last(*messages: str) -> list[tuple[str, State]]:
    """Return the rules that the last message breaks, and what has become of each."""
    start = len("\n".join(messages[:-1]))
    told = (finding for finding in findings(*messages) if finding.evidence[0].start > start)
    return [(finding.rule, finding.state) for finding in told]


@pytest.mark.parametrize(
    "ask, answer",
    [
        ("I'd rather pay by bank transfer. Is Monday ok for the start?", "Monday is perfect!"),
        ("do you do SEO as well? and do you have telegram?", "Yes we do SEO"),
        ("What do you think about a Zoom tomorrow? Also is $900 ok for the page?", "Yes, $900 is fine."),
        ("Ping me on Telegram @tomh when it's ready. Is Friday realistic?", "Yes, of course"),
        ("¿Puedes entregar el viernes? Mi whatsapp es +34 612 345 678", "Claro, el viernes sin problema."),
        (
            "I prefer to pay by bank transfer. And could you add a fourth page?",
            "Sure, a fourth page is fine.",
        ),
    ],
)
def test_a_yes_to_another_question_of_the_same_message_agrees_to_nothing(ask: str, answer: str) -> None:
    assert not of_ours(f"Tom: {ask}", f"Dana: {answer}")


@pytest.mark.parametrize(
    "ask, answer, rule",
    [
        ("Can we talk on WhatsApp? It's easier for me.", "Yes of course", "UPW102"),
        ("The logo is attached. Could we do the payment on Wise?", "Sure, Wise works", "UPW311"),
        ("Monday is fine. Can we talk on WhatsApp?", "Sure, WhatsApp is good", "UPW102"),
    ],
)
def test_a_yes_to_the_ask_agrees_to_it_whatever_else_the_message_says(
    ask: str, answer: str, rule: str
) -> None:
    assert of_ours(f"Tom: {ask}", f"Dana: {answer}") == [rule]


@pytest.mark.parametrize(
    "ask, answer",
    [
        ("About 80. I'd pay you by bank transfer, without Upwork", "Great. What about the photos?"),
        ("About 80. I'd pay you by bank transfer, without Upwork", "Okay. Who writes the texts?"),
        ("Text me on WhatsApp, 415 555 0142, I'm rarely here", "Great. What about the photos?"),
        ("Чудово. Напишіть мені у вайбер, 067 555 01 42, тут я рідко", "Добре. Шість тижнів, три етапи."),
        ("바이버로 연락 주세요, 010-5550-1423", "네. 세 단계로 7주 정도 예상합니다"),
        ("Bagus. Tolong WA saya ya, 0812 5550 142", "Baik. Enam minggu, tiga tahap"),
        ("Nhắn Zalo cho em nhé, 0905 550 142", "Dạ. Sáu tuần, ba giai đoạn."),
        ("Scrieți-mi pe WhatsApp, 0722 555 014, aici intru rar", "Perfect. Șase săptămâni, trei etape."),
        ("Proszę napisać na WhatsApp, 600 555 014", "Jasne. Sześć tygodni, trzy etapy."),
        ("আমাকে হোয়াটসঅ্যাপে লিখুন, 01711 555 014", "ঠিক আছে। ছয় সপ্তাহ, তিন ধাপ।"),
        ("مجھے واٹس ایپ پر لکھیں، 0300 5550142", "جی۔ چھ ہفتے، تین مرحلے۔"),
    ],
)  # fmt: skip
def test_a_nod_that_goes_on_to_the_work_leaves_the_ask_open(ask: str, answer: str) -> None:
    told = findings(f"Tom: {ask}", f"Dana: {answer}")
    assert {finding.by for finding in told} == {Speaker.CLIENT}
    assert any(finding.state is State.OPEN for finding in told)


@pytest.mark.parametrize(
    "ask, answer, rule",
    [
        ("Can I pay you by PayPal?", "Yes. We do that a lot.", "UPW311"),
        ("Could we do it without Upwork?", "Yes. It saves us both the fee.", "UPW311"),
        ("About 80. I'd pay you by bank transfer, without Upwork", "Great.", "UPW311"),
        ("Text me on WhatsApp please, 415 555 0142.", "Ok, will do.", "UPW102"),
        ("Can we do this on Discord?", "sure, which server?", "UPW102"),
        ("Can we talk on the phone?", "Ok, when?", "UPW102"),
        ("Wollen wir auf Telegram weiterreden?", "Klar, wie heißt du da?", "UPW102"),
        ("Possiamo sentirci al telefono?", "Certo, quando?", "UPW102"),
        ("Kunnen we even bellen?", "Prima, hoe laat?", "UPW102"),
        (
            "Vous avez un SIRET ? On pourrait passer en direct, ce serait plus simple pour ma comptable.",
            "Oui nous en avons un. Pas de souci, on peut faire comme ça.",
            "UPW311",
        ),
        (
            "Est-ce qu'on peut se passer d'Upwork pour la facturation ?",
            "Oui, pas de souci, on fait comme vous voulez.",
            "UPW311",
        ),
    ],
)
def test_a_yes_that_goes_on_to_the_ask_agrees(ask: str, answer: str, rule: str) -> None:
    assert of_ours(f"Tom: {ask}", f"Dana: {answer}") == [rule]


@pytest.mark.parametrize(
    "answer",
    [
        "ok, but why?",
        "Sure, shall we do it here instead?",
        "Sure, can we use the Upwork call?",
        "Ok, how many pages do you need?",
        "Ok, could you send the offer first?",
    ],
)
def test_a_yes_that_asks_for_something_else_does_not(answer: str) -> None:
    assert not of_ours("Tom: Can we talk on WhatsApp?", f"Dana: {answer}")


@pytest.mark.parametrize(
    "between, answer",
    [("that works too, thanks", "Great, I'll accept today."), ("portrait", "Okay, five portraits.")],
)
def test_a_yes_further_down_agrees_to_nothing_where_nobody_urged(between: str, answer: str) -> None:
    asked = "Tom: can we make it 600 in the offer and the other 600 in cash when it goes live"
    declined = "Dana: I can't split it like that, all of it goes through Upwork. Landscape or portrait?"
    assert not of_ours(asked, declined, f"Tom: {between}", f"Dana: {answer}")


@pytest.mark.parametrize(
    "ask, no, push",
    [
        ("Can I pay you by PayPal?", "Sorry, payments have to stay on Upwork.", "nobody will know :)"),
        ("Can I pay you by PayPal?", "Sorry, payments have to stay on Upwork.", "come on, just this once"),
        ("Kann ich per Überweisung zahlen?", "Leider nein, die Zahlung bleibt auf Upwork.", "Ach komm, das merkt doch keiner"),
        ("¿Le puedo pagar por PayPal?", "Lo siento, el pago va por Upwork.", "vamos, nadie se va a enterar"),
        ("Можно оплатить на карту?", "К сожалению, оплата только через Upwork.", "да ладно, никто не узнает"),
        ("可以微信转账给你吗？", "抱歉，付款要留在Upwork上。", "没人会知道的"),
        ("GCash na lang kita?", "Sorry, sa Upwork lang ang bayad.", "sige na naman, walang makakaalam"),
    ],
)  # fmt: skip
def test_who_does_not_take_a_no_to_outside_payment_pushes(ask: str, no: str, push: str) -> None:
    assert ("UPW315", State.OPEN) in of_last(f"Tom: {ask}", f"Dana: {no}", f"Tom: {push}")


@pytest.mark.parametrize(
    "push",
    ["just this once", "trust me, nobody will know", "Ach komm, das merkt doch keiner", "ok then signal?"],
)
def test_who_does_not_take_a_no_to_talk_elsewhere_asks_again(push: str) -> None:
    told = of_last("Tom: can we talk on WhatsApp?", "Dana: Sorry, let's keep it on Upwork.", f"Tom: {push}")
    assert ("UPW101", State.OPEN) in told


@pytest.mark.parametrize(
    "said", ["ok no problem, I'll fund it here", "fair enough, all on Upwork then", "Understood. Come on Monday then"]
)  # fmt: skip
def test_who_takes_the_no_does_not_push(said: str) -> None:
    assert not of_last("Tom: Can I pay by PayPal?", "Dana: Sorry, payment stays on Upwork.", f"Tom: {said}")


@pytest.mark.parametrize(
    "ask, no, push",
    [
        ("Can I PayPal you instead?", "Thanks, but projects from Upwork are paid through Upwork.", "Hm. Think about my offer again, it's better for both of us."),
        ("Posso pagare con PayPal?", "Mi dispiace, il pagamento resta su Upwork.", "Ci pensi, con PayPal conviene a tutti e due."),
        ("Czy mogę zapłacić przez PayPal?", "Niestety płatność zostaje na Upwork.", "Proszę się zastanowić, PayPal jest lepszy dla obu stron."),
        ("PayPal se payment kar du?", "Sorry, payment sirf Upwork par.", "Ek baar aur socho, PayPal dono ke liye accha hai."),
        ("Kann ich per PayPal zahlen?", "Leider nein, die Zahlung bleibt auf Upwork.", "Überlegen Sie es sich noch mal, das ist für beide besser."),
        ("¿Puedo pagar por PayPal?", "Lo siento, el pago va por Upwork.", "Piénselo, nos conviene a los dos."),
        ("Можно оплатить через PayPal?", "К сожалению, оплата только через Upwork.", "Подумайте ещё раз, так выгоднее обоим."),
        ("Can I pay by wire?", "Sorry, payments stay on Upwork.", "Pity. The offer stands, let me know if you change your mind."),
    ],
)  # fmt: skip
def test_who_bids_us_think_it_over_pushes(ask: str, no: str, push: str) -> None:
    assert ("UPW315", State.OPEN) in of_last(f"Tom: {ask}", f"Dana: {no}", f"Tom: {push}")


def test_who_comes_back_to_a_way_to_pay_some_messages_later_pushes() -> None:
    told = of_last(
        "Tom: I'd send you a wire and we skip the middleman.",
        "Dana: We do, but the work found here is billed here.",
        "Tom: Sure? It's 10% for nothing.",
        "Dana: Yes. What would be your start date?",
        "Tom: Monday. But think about the wire, everybody wins.",
    )
    assert ("UPW315", State.OPEN) in told


@pytest.mark.parametrize(
    "said",
    [
        "Ok, then I think about the budget again and send the offer here.",
        "You're right, that's safer and better for both sides.",
        "Ok. Let me think about it.",
        "Got it. Please reconsider the price though, 900 is a lot.",
        "Understood. Think about the photos please, I need them on Friday.",
    ],
)
def test_who_thinks_of_something_else_does_not_push(said: str) -> None:
    assert not of_last("Tom: Can I pay by wire?", "Dana: Sorry, payments stay on Upwork.", f"Tom: {said}")


@pytest.mark.parametrize(
    "ask, no",
    [
        ("Posso te pagar por Pix?", "Só dá pelo Upwork, desculpe."),
        ("WhatsApp'tan konuşalım mı?", "Sözleşme olana kadar burada kalmayı tercih ederim."),
        ("Can I pay you by PayPal?", "I'd rather keep it on Upwork, that way we are both covered."),
        ("Can I pay you by PayPal?", "No, thanks. Milestones here work fine."),
        ("Can I pay you by PayPal?", "Upwork milestones are fine for us, thanks."),
        ("Can we talk on WhatsApp?", "I'd need a contract first."),
        ("¿Hablamos por WhatsApp?", "Primero necesitaría un contrato."),
    ],
)
def test_a_plain_no_answers_the_ask(ask: str, no: str) -> None:
    told = [finding for finding in findings(f"Tom: {ask}", f"Dana: {no}") if finding.by is Speaker.CLIENT]
    assert told
    assert all(finding.state is State.ANSWERED for finding in told)


@pytest.mark.parametrize(
    "answer", ["No problem, PayPal is fine.", "No worries, works for us.", "No, PayPal is fine."]
)
def test_a_no_that_is_part_of_a_yes_agrees(answer: str) -> None:
    ask = "Tom: Do you need Upwork for that, or may I pay by PayPal?"
    assert of_ours(ask, f"Dana: {answer}") == ["UPW311"]


def test_words_that_push_mean_nothing_where_nothing_was_turned_down() -> None:
    assert not findings("Tom: come on, just this once", "Dana: Fine, one more round of changes.")


@pytest.mark.parametrize(
    "ask, answer",
    [
        ("sir whatsapp no. de dijiye", "sorry sir contract ke baad hi share kar sakte hain"),
        ("Zoom tomorrow at 10? And is $900 ok?", "$900 is fine. For the call let's use Upwork's tool."),
        ("Do you accept PayPal? And can you send examples?", "Sure, here are three. Payment goes through Upwork."),
    ],
)  # fmt: skip
def test_an_answer_that_points_to_upwork_or_to_the_contract_answers_the_ask(ask: str, answer: str) -> None:
    states = {finding.state for finding in findings(f"Tom: {ask}", f"Dana: {answer}")}
    assert states == {State.ANSWERED}


STARTED = (
    "Tom Halvorsen sent an offer",
    "Dana Reyes accepted an offer",
    "Dana Reyes",
    "9:30 AM",
    "Starting now.",
)


def test_an_ask_from_before_the_contract_is_settled_once_it_has_started() -> None:
    asked = ("Tom Halvorsen", "9:04 AM", "Can we talk on WhatsApp?")
    told = {finding.rule: finding.state for finding in findings(*asked, *STARTED, us=("Dana Reyes",))}
    assert told["UPW101"] is State.RESOLVED


@pytest.mark.parametrize(
    "ask, rule",
    [
        ("Can I pay you by PayPal?", "UPW301"),
        ("The first task we do outside Upwork, then here.", "UPW305"),
    ],
)
def test_outside_payment_is_not_settled_by_a_contract(ask: str, rule: str) -> None:
    asked = ("Tom Halvorsen", "9:04 AM", ask)
    told = {finding.rule: finding.state for finding in findings(*asked, *STARTED, us=("Dana Reyes",))}
    assert told[rule] is State.OPEN


def test_what_one_of_us_says_to_another_asks_the_client_for_nothing() -> None:
    us = ("Dana", "Omar")
    assert not of_ours(
        "Tom: who leads?", "Omar: Dana does.", "Dana: Omar, can you call me on Slack later?", us=us
    )
    assert of_ours("Tom: who leads?", "Omar: Dana does.", "Dana: Tom, can you call me on Slack later?", us=us)


@pytest.mark.parametrize(
    "answer",
    [
        "I attach the price list here.",
        "The portfolio is here: see the three files.",
        "It is late here, I answer tomorrow.",
        "Here you go, the three samples.",
        "Die Preisliste ist hier im Anhang.",
        "Aquí va la lista de precios.",
        "La liste des prix est ici en pièce jointe.",
        "Прайс здесь во вложении.",
    ],
)
def test_what_stands_here_answers_no_ask(answer: str) -> None:
    asked = "Tom: Can we talk on WhatsApp? And please send the price list."
    (finding,) = findings(asked, f"Dana: {answer}")
    assert (finding.by, finding.state) == (Speaker.CLIENT, State.OPEN)


@pytest.mark.parametrize(
    "ask, answer",
    [
        ("Can we talk on WhatsApp?", "here is fine"),
        ("Can we talk on WhatsApp?", "here please"),
        ("Can we talk on WhatsApp?", "better to write here"),
        ("what's your email?", "You can attach it here"),
        ("what's your email? I'd send you the brief", "Please upload the brief here"),
        ("Can you email me the quote?", "I'll send it here"),
        ("¿Hablamos por WhatsApp?", "mejor por aquí"),
        ("Können wir auf WhatsApp reden?", "Lieber hier"),
        ("Давайте в вотсап", "лучше тут"),
        ("LINEでもいいですか", "ここでお願いします"),
    ],
)
def test_who_keeps_the_talk_here_answers_the_ask(ask: str, answer: str) -> None:
    (finding,) = findings(f"Tom: {ask}", f"Dana: {answer}")
    assert (finding.by, finding.state) == (Speaker.CLIENT, State.ANSWERED)


@pytest.mark.parametrize("later", ["It is late here, I answer the rest tomorrow.", "I attach the list here."])
def test_what_stands_here_takes_back_no_contact(later: str) -> None:
    chat = parse(f"Dana: My number is +44 7700 900111.\nTom: thanks\nDana: {later}", us=("Dana",))
    assert [signal.stance for signal in read(chat).signals] == [Stance.ASSERTED]


@pytest.mark.parametrize(
    "ask, answer, rule",
    [
        ("On fait hors Upwork par virement ?", "Pas de souci !", "UPW311"),
        ("Can we talk on WhatsApp?", "No worries", "UPW102"),
        ("przejdziemy na WhatsApp?", "Nie ma sprawy", "UPW102"),
        ("WhatsApp'tan konuşalım mı?", "Sorun değil", "UPW102"),
        ("LINEで話せますか？", "問題ありません", "UPW102"),
        ("Können wir ab Januar direkt abrechnen, ohne Upwork?", "Das klingt gut.", "UPW311"),
        ("Können wir ab Januar direkt abrechnen, ohne Upwork?", "Machen wir so", "UPW311"),
        ("On fait la suite hors Upwork, par virement ?", "Avec plaisir", "UPW311"),
        (
            "Can I pay the next one by bank transfer, off Upwork?",
            "Sure, what is your company name?",
            "UPW311",
        ),
        (
            "Can I pay the next one by bank transfer, off Upwork?",
            "Great. What do you need from me?",
            "UPW311",
        ),
        ("Can I pay the next one by bank transfer, off Upwork?", "OK, when would you send it?", "UPW311"),
    ],
)
def test_a_warm_yes_or_one_that_asks_on_agrees(ask: str, answer: str, rule: str) -> None:
    assert of_ours(f"Tom: {ask}", f"Dana: {answer}") == [rule]


@pytest.mark.parametrize(
    "ask, answer",
    [
        ("Can we do this on Slack?", "Why Slack?"),
        ("Can we do this on WhatsApp?", "let me ask my manager"),
        ("Could we do a Zoom at 5? I also sent the brief.", "Got the brief, thanks!"),
        ("Can I pay the next one by bank transfer, off Upwork?", "Ok, why?"),
        ("Can I pay the next one by bank transfer, off Upwork?", "Sure, can we do that here?"),
        ("Can I pay the next one by bank transfer, off Upwork?", "Yes, but only through Upwork, is that ok?"),
        ("Können wir auf WhatsApp?", "Warum?"),
        ("¿Hablamos por WhatsApp?", "déjame preguntar a mi jefa"),
        ("How do we pay the printer?", "He sends you his invoice and takes card. Our hours stay here."),
        ("The photographer wants PayPal, is that ok?", "Sure, that is between you and him."),
    ],
)
def test_who_wonders_puts_off_or_speaks_of_others_agrees_to_nothing(ask: str, answer: str) -> None:
    assert not of_ours(f"Tom: {ask}", f"Dana: {answer}")


def test_a_few_words_that_name_another_place_below_our_no_ask_again() -> None:
    told = of_last(
        "Tom: what's your insta?", "Dana: You can attach it here :)", "Tom: too big, insta or snap"
    )
    assert ("UPW101", State.OPEN) in told


@pytest.mark.parametrize("said", ["ok no WhatsApp then", "sure, Upwork call it is", "fine. The Slack bot?"])
def test_who_repeats_our_no_asks_for_nothing(said: str) -> None:
    assert not of_last(
        "Tom: can we talk on WhatsApp?", "Dana: Sorry, let's keep it on Upwork.", f"Tom: {said}"
    )


def chat(ask: str, line: str, answer: str) -> list[str]:
    """Return a copy of a room in which Upwork may say something between an ask and our answer."""
    between = [line, "9:43 AM"] if line else []
    return ["Tom Hale", "9:41 AM", ask, *between, "Dana", "9:45 AM", answer]


BETWEEN = [
    "",
    "Tom Hale sent an offer",
    "Milestone funded",
    "Tom Hale sent an offer\n9:42 AM\nOffer accepted",
]


@pytest.mark.parametrize("line", BETWEEN)
@pytest.mark.parametrize(
    "ask, answer",
    [
        ("Can I pay you by PayPal instead?", "Sure, sounds good"),
        ("Is it okay if I pay by PayPal, to save the fees?", "yes that works"),
        ("Can I pay you by PayPal instead?", "Sure, PayPal is fine, and thanks for the offer"),
        ("¿Le puedo pagar por PayPal?", "Claro, sin problema"),
        ("Können wir direkt abrechnen, ohne Upwork?", "Klar, läuft"),
    ],
)
def test_a_yes_below_a_line_of_upwork_is_a_yes_to_the_ask_above_it(line: str, ask: str, answer: str) -> None:
    assert of_ours(*chat(ask, line, answer)) == ["UPW311"]


@pytest.mark.parametrize("line", ["", "Tom Hale sent an offer", "Tom Hale invited you to an interview"])
def test_what_stands_below_a_line_of_upwork_answers_an_ask_to_talk_elsewhere(line: str) -> None:
    ask = "Can we move to WhatsApp?"
    assert of_ours(*chat(ask, line, "Sure, sounds good")) == ["UPW102"]
    (finding,) = findings(*chat(ask, line, "no, sorry"))
    assert (finding.by, finding.state) == (Speaker.CLIENT, State.ANSWERED)


@pytest.mark.parametrize("line", BETWEEN)
def test_an_address_below_a_line_of_upwork_is_the_account_that_was_asked_for(line: str) -> None:
    ask = "Where can I send the money, PayPal or bank transfer?"
    assert "UPW311" in of_ours(*chat(ask, line, "dana@reyes-studio.example"))


def test_an_address_below_a_line_of_upwork_is_for_the_access_that_was_asked_for() -> None:
    ask = "What is your email, so that I can give you access to our Figma?"
    given = [
        [signal.purpose for signal in read(parse("\n".join(lines), us=("Dana",))).signals][-1]
        for lines in (chat(ask, line, "dana@reyes-studio.example") for line in BETWEEN)
    ]
    assert given == [Reason.ACCESS] * len(BETWEEN)


@pytest.mark.parametrize("line", BETWEEN[1:])
@pytest.mark.parametrize(
    "answer",
    [
        "Great, thanks for the offer!",
        "Okay, accepted your offer just now.",
        "Perfect, the milestone is here, starting today",
        "Great, I will start now",
        "Perfecto, gracias por la oferta",
        "Klar, danke für das Angebot",
        "Parfait, merci pour l'offre",
        "Хорошо, оффер принял, спасибо",
        "Tamam, teklif için teşekkürler",
        "تمام، شكرا على العرض",
        "ठीक है, ऑफर के लिए धन्यवाद",
        "好的，谢谢您的邀约",
        "はい、オファーありがとうございます",
        "좋아요, 제안 감사합니다",
    ],
)
def test_a_yes_to_what_upwork_says_in_between_agrees_to_nothing_else(line: str, answer: str) -> None:
    assert not of_ours(*chat("Can I pay you by PayPal instead?", line, answer))


def test_a_client_called_like_an_offer_is_no_line_of_upwork() -> None:
    lines = chat("Can I pay you by PayPal instead?", "Alok Rao sent an offer", "Sure Alok, sounds good")
    assert of_ours("Alok Rao", *lines[1:]) == ["UPW311"]


@pytest.mark.parametrize(
    "said, answer",
    [
        ("The wiki is in Notion, you'd be a guest on two pages. What do I type in the box?", "Dana, X"),
        ("The recipes sit in Airtable. Guest seat is free, what goes in there", "X please"),
        ("De verhuizing staat in Trello. Gastplek is vrij, wat vul ik in", "X"),
        ("karty są w Notion, szwagierka wpuści cię popatrzeć. a na co masz tam konto", "X"),
        ("NDA DocuSign ile gidecek, alıcı kısmı boş kalmış", "X"),
        ("El repo está en GitHub. Te puedo dar acceso de lectura, ¿cuál pongo?", "Yo, X"),
    ],
)
def test_a_bare_address_below_words_of_access_or_of_papers_is_for_those(said: str, answer: str) -> None:
    given = answer.replace("X", "dana@lantern.example")
    assert "UPW202" not in of_ours(f"Eve: {said}", f"Dana: {given}")
    for talk in ("Can we talk on WhatsApp?", "And your number, please, so I can ring you."):
        assert "UPW202" in of_ours(f"Eve: {said} {talk}", f"Dana: {given}")


@pytest.mark.parametrize(
    "said, answer",
    [
        (
            "Thanks. I've got access to the staging site now.",
            "Great. For anything else: dana@lantern.example",
        ),
        (
            "Our legal team will look at the contract next week.",
            "Sure! dana@lantern.example if they have questions",
        ),
        ("The repo is private. What's your email, I'd like to talk there.", "dana@lantern.example"),
    ],
)
def test_an_address_below_mere_words_of_access_or_of_papers_is_given(said: str, answer: str) -> None:
    assert "UPW202" in of_ours(f"Eve: {said}", f"Dana: {answer}")


@pytest.mark.parametrize(
    ("ask", "answer", "states"),
    [
        (
            "Can we talk on WhatsApp? Then I'll pay by PayPal.",
            "Sorry, no PayPal.",
            [State.OPEN, State.ANSWERED],
        ),
        (
            "Can we talk on WhatsApp? Then I'll pay by PayPal.",
            "Sorry, no WhatsApp.",
            [State.ANSWERED, State.OPEN],
        ),
        ("Can I pay you by PayPal?", "I don't use WhatsApp.", [State.OPEN]),
        ("Can I pay you by PayPal?", "I don't use PayPal.", [State.ANSWERED]),
    ],
)
def test_a_no_to_one_thing_answers_no_other(ask: str, answer: str, states: list[State]) -> None:
    found = findings(f"Client: {ask}", f"Dana: {answer}")
    assert [finding.state for finding in found if finding.by is Speaker.CLIENT] == states


@pytest.mark.parametrize(
    ("ask", "answer", "ours"),
    [
        ("Can I pay you by PayPal?", "Yes, once the contract is active.", ["UPW311"]),
        ("Can I pay you by PayPal?", "Once we have a contract, sure.", ["UPW311"]),
        ("¿Te puedo pagar por PayPal?", "Sí, cuando empiece el contrato.", ["UPW311"]),
        ("Kann ich per PayPal zahlen?", "Klar, sobald der Vertrag läuft.", ["UPW311"]),
        ("Can I pay you by PayPal?", "Once the contract is active we can use Upwork's payments.", []),
        ("Can we talk on WhatsApp?", "Yes, once the contract is active.", []),
    ],
)
def test_a_contract_to_come_puts_talk_off_and_no_payment(ask: str, answer: str, ours: list[str]) -> None:
    assert of_ours(f"Client: {ask}", f"Dana: {answer}") == ours


@pytest.mark.parametrize(
    ("messages", "states"),
    [
        (
            ("Client: Let's talk on WhatsApp.", "Dana: No, sorry. The PayPal button is ready."),
            [State.ANSWERED],
        ),
        (
            (
                "Client: Can we talk on WhatsApp, and can I pay you by PayPal?",
                "Dana: Sorry, Upwork only, no WhatsApp.",
            ),
            [State.ANSWERED, State.ANSWERED],
        ),
        (
            (
                "Client: Let's move to WhatsApp.",
                "Dana: No, sorry.",
                "Client: please",
                "Dana: Ok, once the contract has started.",
            ),
            [State.ANSWERED],
        ),
    ],
)
def test_what_is_said_beside_a_no_narrows_it_only_in_its_own_clause(
    messages: tuple[str, ...], states: list[State]
) -> None:
    found = findings(*messages)
    assert [(finding.by, finding.state) for finding in found] == [(Speaker.CLIENT, state) for state in states]
