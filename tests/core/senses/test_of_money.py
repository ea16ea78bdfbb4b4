"""Words of payment that mean something else: how others pay, what the client buys, prices, our own people."""

import pytest

from core.model import Outcome, Speaker
from core.question import Question, check
from tests.core.senses.judged import POLICY, TODAY, chat, outcome, rules


@pytest.mark.parametrize("text", ["$60/h here or $50 direct, you choose.", "40 € hier oder 35 € direkt?"])
def test_two_prices_for_two_ways_are_a_step_outside(text: str) -> None:
    assert outcome(text) is Outcome.VIOLATION


def test_who_says_that_upwork_confirmed_and_wants_the_money_elsewhere_is_not_believed() -> None:
    told = "Upwork told us the conversion went through"

    assert outcome(f"{told}, so please invoice our company directly from now on.") is Outcome.CARE
    assert outcome("Since Upwork confirmed the conversion, please send your bank data.") is Outcome.VIOLATION
    assert outcome(f"{told}.") is Outcome.CLEAR


def test_who_wants_one_way_to_pay_in_place_of_another_does_not_decline_it() -> None:
    ask = "can i paypal you 80 for it instead of making a milestone, the approvals here take longer than the work"
    verdict = check(Question(text=f"Client: one more thing\nMe: Go on\nClient: {ask}"), POLICY, TODAY).verdict
    assert verdict.outcome is Outcome.VIOLATION


@pytest.mark.parametrize(
    "text",
    [
        "Can we work directly with your lead developer, not with a project manager in between?",
        "We'd rather deal directly with the designer than through an account manager. Is that possible?",
        "What's your rate if we work together directly with you rather than through the junior developers?",
        "We want a direct line to the developer, no middleman between us and the code.",
        "I prefer to hire directly here on Upwork, not through a recruiter.",
        "Do we get to speak directly with the writer?",
        "¿Podemos trabajar directamente con el diseñador?",
        "Dá para trabalhar direto com o programador, sem gerente no meio?",
        "On peut travailler en direct avec le graphiste, sans chef de projet ?",
        "Kunnen we rechtstreeks met de ontwerper werken?",
        "Putem lucra direct cu designerul?",
        "Можно работать напрямую с дизайнером, без менеджера?",
        "क्या हम सीधे डिज़ाइनर के साथ काम कर सकते हैं?",
    ],
)
def test_who_would_work_with_one_of_ours_himself_pays_nothing_outside(text: str) -> None:
    assert outcome(text) is Outcome.CLEAR


@pytest.mark.parametrize(
    "text",
    [
        "Can we work directly with your developer, without Upwork?",
        "Can we work directly with your developer and pay him by Wise?",
        "Could we deal directly with your developer outside the platform?",
        "Can we work directly with your designer, without the agency? It'd be cheaper.",
        "I'd like to settle directly with the designer, she gets more that way.",
        "Let's work directly, no middleman.",
        "¿Podemos trabajar directamente con el diseñador, sin Upwork?",
        "Можно работать напрямую с дизайнером, без Апворка?",
    ],
)
def test_who_would_do_so_without_upwork_does(text: str) -> None:
    assert outcome(text) is Outcome.VIOLATION


@pytest.mark.parametrize(
    "text",
    [
        "These Upwork rules are ridiculous. Stop lecturing me, I'm done with you people quoting the rules.",
        "If you insist on this stupid platform rule I'll find somebody else.",
    ],
)
def test_who_is_angry_about_the_rules_does_not_say_that_everyone_breaks_them(text: str) -> None:
    assert rules(text) == {"UPW506"}


def test_who_says_that_everyone_breaks_the_rules_is_told_of_that() -> None:
    assert "UPW115" in rules("Everyone does it, nobody follows these stupid rules.")


@pytest.mark.parametrize(
    "text",
    [
        "He's off until Monday and only picks up his phone, you know the type.",
        "We pay the studio ourselves, they send us a bill.",
    ],
)
def test_words_of_two_clauses_and_bills_of_others_break_nothing(text: str) -> None:
    assert outcome(text) is Outcome.CLEAR


def test_a_true_ask_leads_and_drags_no_innocent_words_with_it() -> None:
    found = chat(
        "Rhys only picks up his phone, you know the type. Book a slot: https://calendly.com/colin-shaw/guide",
        "No hurry. How do you pay for the voices?",
        "The others we'd like to have made, we pay the studio ourselves, they send us a bill.",
        "Then I leave them out.",
        "Would it be all right if we paid you by BACS straight into your account, not through this site?",
    )
    assert found.count("UPW301") == 1
    assert "UPW103" not in found


@pytest.mark.parametrize(
    "text",
    [
        "We pay our freelancers by bank transfer every Friday.",
        "I will pay my colleague Pavel his part by Wise myself, you do not need to do anything.",
        "Our designer is paid by us directly, by Wise, so nothing changes for you.",
        "We pay our own translators by Wise, that's internal, you only see the one contract with us",
        "The domain you pay directly to the registrar; our hours run here as before.",
        "Buy the font at the foundry, they take PayPal",
        "Please book the studio yourself and pay it on site",
        "Nosotros pagamos a nuestro equipo por Wise.",
    ],
)
def test_how_our_people_are_paid_and_what_the_client_buys_of_others_is_no_agreement(text: str) -> None:
    assert outcome(text, Speaker.US) is Outcome.CLEAR


@pytest.mark.parametrize(
    "text",
    [
        "Please pay our team directly by Wise",
        "You can pay my colleague by PayPal, he does the second half",
        "We pay our developers by Wise, and you can pay us the same way",
        "You pay the printer and us by bank transfer",
        "Book the studio and send us the rest by PayPal",
    ],
)
def test_how_we_are_paid_besides_others_is_one(text: str) -> None:
    assert outcome(text, Speaker.US) is Outcome.VIOLATION


@pytest.mark.parametrize(
    "text",
    [
        "Our customers mostly pay by bank transfer, so the invoice template needs our IBAN on it",
        "customers usually pay cash at the counter",
        "the supplier only takes PayPal, is that a problem for the plugin?",
        "I ring my suppliers every Monday, so a list sorted by phone would help",
        "We call our customers before each delivery, that takes ages",
        "Ich rufe meine Lieferanten montags an, die Liste braucht Nummern",
    ],
)
def test_how_others_pay_are_paid_and_are_rung_up_is_no_step_outside(text: str) -> None:
    assert outcome(text) is Outcome.CLEAR


@pytest.mark.parametrize(
    "chat",
    [
        "Client: prowadzę pracownię świec, sklep musi mieć BLIK\nMe: WooCommerce z płatnością BLIK, trzy tygodnie.\nClient: a pieniądze trafiają do mnie od razu?\nMe: Tak, przez Przelewy24 na konto pracowni, umowę podpisuje Pani sama.",
        "Client: the website needs a payment gateway, my customers pay with bKash\nMe: The plugin does that in an hour.\nClient: and advances?\nMe: A deposit option, the money comes to your merchant account.",
    ],
)
def test_what_is_said_of_how_customers_pay_agrees_to_nothing(chat: str) -> None:
    assert check(Question(text=chat), POLICY, TODAY).verdict.outcome is Outcome.CLEAR


@pytest.mark.parametrize(
    "asked, answer",
    [
        ("Customers should be able to pay by card or transfer.", "We can do it via PayPal."),
        ("Customers should be able to pay by card or transfer.", "PayPal is fine for us, Klarna as well."),
        ("Which checkout would you use for our shop?", "Wise or PayPal, both are cheap."),
        ("The bakeries settle their bills with PayPal now.", "We move that to Stripe, they can pay you directly."),
        ("Потрібна оплата онлайн.", "Зробимо через Monobank."),
        ("Нужна онлайн-оплата.", "Сделаем через Тинькофф."),
        ("Les clients paient en ligne.", "On le fera via PayPal."),
        ("Klanten moeten online kunnen betalen.", "Dat doen we via iDEAL of PayPal."),
        ("Müşteriler online ödeyebilmeli.", "PayPal ile yaparız."),
        ("客户在线付款。", "我们用支付宝来做。"),
        ("Khách thanh toán online.", "Bên em làm qua Momo."),
        ("العملاء يدفعون أونلاين.", "سنعملها عبر باي بال."),
        ("お客様がオンラインで支払えるようにしたいです。", "PayPalでできます。"),
        ("고객이 온라인으로 결제할 수 있어야 합니다.", "카카오페이로 하면 됩니다."),
    ],
)  # fmt: skip
def test_how_we_let_customers_pay_agrees_to_nothing(asked: str, answer: str) -> None:
    text = f"Ed Moss\n10:01\n{asked}\nKim\n10:05\n{answer}\nEd Moss\n10:08\nok"
    assert check(Question(text=text, us=("Kim",)), POLICY, TODAY).verdict.outcome is Outcome.CLEAR


@pytest.mark.parametrize(
    "text",
    [
        "You get the money straight to your bank account, without a middleman.",
        "The money goes straight to your bank account within two days.",
        "Stripe pays you by transfer directly, without a middleman.",
        "Das Geld geht direkt auf Ihr Konto, ohne Zwischenhändler.",
        "L'argent arrive directement sur votre compte, sans intermédiaire.",
        "Деньги приходят сразу на ваш счёт, без посредников.",
        "Деньги приходят напрямую на ваш счёт.",
    ],
)
def test_money_that_comes_to_the_client_is_not_for_us(text: str) -> None:
    assert outcome(text, Speaker.US) is Outcome.CLEAR


@pytest.mark.parametrize(
    "asked, answer",
    [
        ("Customers should be able to pay by card. And how do you want to be paid?", "PayPal is fine for us."),
        ("The shop needs online payments. And I'd pay you by bank transfer.", "We can do it via PayPal."),
        ("Customers should be able to pay by card.", "Sure. And you can pay us by PayPal, without the fee."),
        ("Customers pay by card.", "Let's do our part outside Upwork then, PayPal is fine."),
        ("What do you charge for the shop's checkout?", "600, and we take PayPal or Wise."),
        ("Can I pay you online?", "PayPal is fine for us."),
    ],
)  # fmt: skip
def test_how_we_are_paid_is_heard_beside_a_shop(asked: str, answer: str) -> None:
    text = f"Ed Moss\n10:01\n{asked}\nKim\n10:05\n{answer}"
    assert check(Question(text=text, us=("Kim",)), POLICY, TODAY).verdict.outcome is Outcome.VIOLATION


@pytest.mark.parametrize(
    "text",
    [
        "You'd work directly with me, no account managers in between.",
        "You talk directly to the designer, there's no middleman.",
        "Trabajará directamente conmigo, sin intermediarios.",
        "Vous travaillez en direct avec moi, sans intermédiaire.",
        "Você vai trabalhar direto comigo, sem intermediários.",
        "Lavorerà direttamente con me, senza intermediari.",
        "Вы работаете напрямую со мной, без посредников.",
        "Ви працюєте напряму зі мною, без посередників.",
        "您直接和我合作，没有中间人。",
        "Anh làm việc trực tiếp với em, không qua trung gian.",
        "With our own checkout you save the 6% Etsy fee.",
        "With SEPA you save about 2% in fees on every order.",
        "Mit Lastschrift statt PayPal sparen Sie rund 2 % Gebühren je Bestellung.",
        "Sur votre propre site, vous économisez les 15 % de commission de Booking.",
        "I pay the illustrator myself by PayPal, it's included in the price.",
        "We pay the voice artists ourselves by bank transfer, you don't see any of that.",
        "The translator is paid by me, by Wise, it's in the 400.",
        "Yo le pago al ilustrador por PayPal, está incluido en el precio.",
        "Pago o ilustrador por Pix, já está no preço.",
        "If we leave out the blog, I can do it for 15% less.",
        "Ohne den Blog komme ich auf 2.000, das sind 15 % weniger.",
        "Без блога выйдет на 15% дешевле.",
        "Bez bloga będzie o 15% taniej.",
    ],
)
def test_selling_ourselves_paying_our_own_and_a_lower_price_offer_nothing_outside(text: str) -> None:
    assert outcome(text, Speaker.US) is Outcome.CLEAR


@pytest.mark.parametrize(
    "text",
    [
        "You'd work directly with me, without Upwork.",
        "We can do it off-platform, then you get 5% back to your account.",
        "Let's work directly, you pay me by PayPal, no middleman.",
        "We can work directly, that way you save the Upwork fee.",
        "If you pay by PayPal, we both save the 10% fee.",
        "I pay the illustrator myself, and you pay me by PayPal.",
        "If we leave out Upwork, I can do it for 15% less.",
        "Ohne Upwork wären es 15 % weniger.",
        "If we go direct I can do it for 15% less.",
        "Without the middleman I can do it for 10% less.",
    ],
)
def test_the_like_past_upwork_is_our_offer(text: str) -> None:
    assert outcome(text, Speaker.US) is Outcome.VIOLATION


def test_who_asks_how_our_people_are_paid_offers_nothing() -> None:
    assert outcome("Do you pay your team by PayPal? I'm asking because of taxes.") is Outcome.CLEAR


@pytest.mark.parametrize(
    "text",
    [
        "The VA pays our suppliers with our PayPal account twice a week. Is that something you've done?",
        "You'd make bank transfers to suppliers from our account, and keep the books.",
        "As our VA you would pay invoices for us by PayPal and bank transfer.",
        "Money from Stripe should land directly on our bank account, daily.",
        "Can PayPal payouts go straight to our bank?",
        "Can you set up Stripe so that money goes directly to our bank account, with the lowest fees?",
        "El dinero de Stripe debe llegar directo a nuestra cuenta.",
        "Das Geld von Stripe soll direkt auf unser Konto gehen.",
        "L'argent de Stripe doit arriver directement sur notre compte.",
        "Деньги от Stripe должны приходить сразу на наш счёт.",
        "Etsy takes too much, we'd like to sell without a middleman.",
        "On veut vendre en direct, sans la commission d'Etsy.",
        "Хотим продавать напрямую, без комиссии Озона.",
        "Die Gäste sollen direkt bei uns zahlen, ohne Booking-Provision.",
        "我们想自己开店，不给亚马逊交佣金。",
    ],
)
def test_where_money_is_the_work_nobody_pays_us(text: str) -> None:
    chat = f"Ed Moss\n10:02\n{text}\nKim\n10:03\nOK.\nEd Moss\n10:04\nWhat would you need from us to begin?"
    assert outcome(text) in (Outcome.CLEAR, Outcome.ADVICE)
    assert check(Question(text=chat, us=("Kim",)), POLICY, TODAY).verdict.outcome in (
        Outcome.CLEAR,
        Outcome.ADVICE,
    )


@pytest.mark.parametrize(
    "text",
    [
        "We'd pay you with our PayPal account.",
        "My assistant will transfer it to you directly.",
        "When you accept, I'd expect a small kickback to my own account, 7% for recommending you. Quietly.",
        "Money comes to our bank account on Friday, then I'd pay you directly, without Upwork.",
        "I found you on Etsy first, can I pay you by PayPal?",
        "I'd like to work without a middleman, Upwork takes too much.",
    ],
)
def test_who_speaks_of_his_own_money_and_pays_us_is_heard(text: str) -> None:
    assert outcome(text) is Outcome.VIOLATION


@pytest.mark.parametrize(
    "asked, answer",
    [
        ("Can I send you an offer directly without interview?", "Sure."),
        ("Can I hire you directly, without a job post?", "Yes."),
        ("Can your team take over directly from our old devs?", "Yes, with a handover call here."),
        ("Will you deal directly with our old agency about the handover?", "Yes, if they join this room."),
    ],
)
def test_an_offer_and_a_handover_are_direct_on_upwork(asked: str, answer: str) -> None:
    text = f"Ed\n10:00\n{asked}\nKim\n10:03\n{answer}\nEd\n10:05\nok"
    assert check(Question(text=text, us=("Kim",)), POLICY, TODAY).verdict.outcome is Outcome.CLEAR


@pytest.mark.parametrize(
    "text",
    [
        "Can I send you an offer directly, outside Upwork?",
        "Could you deal directly with our accountant and invoice us by bank transfer?",
        "Est-ce possible de se passer d'Upwork pour les factures ?",
        "On peut se passer d'Upwork ?",
        "On pourrait passer en direct, ce serait plus simple pour ma comptable.",
        "Können wir für die Abrechnung auf Upwork verzichten?",
    ],
)
def test_who_would_do_without_upwork_is_heard(text: str) -> None:
    assert outcome(text) is Outcome.VIOLATION


@pytest.mark.parametrize(
    "text",
    [
        "Je ne peux plus me passer d'Upwork, c'est très pratique !",
        "La vidéo doit passer en direct sur YouTube.",
        "On peut passer en direct sur la page d'accueil, sans intro ?",
        "Wir können auf Upwork nicht verzichten.",
    ],
)
def test_who_cannot_do_without_upwork_or_goes_live_asks_for_nothing(text: str) -> None:
    assert outcome(text) is Outcome.CLEAR


def test_who_asks_to_pay_us_past_a_shop_is_still_heard() -> None:
    shop = (
        "Client: the website needs a payment gateway, my customers pay with bKash\nMe: The plugin does that."
    )
    assert (
        check(
            Question(text=f"{shop}\nClient: and can I pay you by bKash too, without Upwork?"), POLICY, TODAY
        )
    ).verdict.outcome is Outcome.VIOLATION
