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


@pytest.mark.parametrize(
    "text",
    [
        "can you send the rest to my bank? withdrawing from upwork takes a week",
        "could you pay me by paypal, the withdrawal from upwork costs me 2 percent",
        "upwork payout is slow, can we do it by wire instead",
        "retirar de upwork me sale caro, ¿me lo pasas por transferencia?",
        "sacar do upwork demora, dá pra mandar no pix?",
        "die auszahlung bei upwork dauert ewig, geht auch eine überweisung direkt an mich?",
        "il prelievo da upwork ci mette giorni, mi fai un bonifico diretto?",
        "uitbetaling via upwork duurt zo lang, kun je het naar mijn rekening overmaken?",
        "retragerea de pe upwork durează, îmi poți trimite direct în cont?",
        "вывод с апворка дорогой, можете скинуть на карту?",
        "вивід з апворку довгий, скиньте на картку, добре?",
        "wypłata z upworka trwa tydzień, dasz radę przelewem na moje konto?",
        "upwork'ten çekmek uzun sürüyor, iban'a atabilir misiniz?",
        "السحب من ابوورك بياخذ وقت، ممكن تحول على حسابي؟",
        "upwork से निकालने में टाइम लगता है, सीधे मेरे खाते में भेज दो?",
        "upwork se withdraw karne me charge lagta hai, seedha upi kar do?",
        "upwork سے رقم نکالنے میں دیر لگتی ہے، میرے بینک اکاؤنٹ میں بھیج دیں؟",
        "upwork theke tulte deri hoy, bkash e pathaben?",
        "提现太慢了，能直接转到我银行卡吗？",
        "withdraw dari upwork lama, bisa transfer ke rekening saya?",
        "rút từ upwork lâu lắm, chị chuyển khoản cho em được không?",
        "ang tagal ng withdrawal sa upwork, pwede gcash na lang?",
        "Upworkの出金は時間がかかるので、口座に振り込んでいただけますか？",
        "업워크 출금이 오래 걸려서요, 제 계좌로 보내주실 수 있나요?",
    ],
)
def test_who_finds_a_withdrawal_slow_or_dear_and_asks_for_another_way_is_heard(text: str) -> None:
    assert outcome(text, Speaker.US) is Outcome.VIOLATION


@pytest.mark.parametrize(
    "text",
    [
        "withdrawing from upwork to my bank takes a week",
        "retiro de upwork a mi banco cada semana",
        "eu saco do upwork pra minha conta todo mês",
        "je retire d'Upwork sur mon compte chaque mois",
        "вывожу с апворка на карту раз в месяц",
        "提现到银行卡一般三天",
        "withdraw dari upwork ke rekening saya biasanya 3 hari",
        "rút từ upwork về vietcombank mất 3 ngày",
        "Upworkの出金は口座に三日で着きます",
        "업워크에서 계좌로 출금하면 사흘 걸려요",
        "upwork'ten iban'ıma çekiyorum",
        "السحب من ابوورك على حسابي ياخذ ثلاث ايام",
        "upwork se paise withdraw karke bank me aate hai",
    ],
)
def test_who_withdraws_what_upwork_paid_asks_for_nothing(text: str) -> None:
    assert outcome(text, Speaker.US) is Outcome.CLEAR


@pytest.mark.parametrize(
    "text",
    [
        "after milestone 2 I'll just transfer it to your account, ok?",
        "from the second milestone on I pay you by paypal",
        "once milestone one is done i'd wire the rest to your bank",
        "a partir del segundo hito te hago transferencia a tu cuenta",
        "depois do primeiro marco eu te pago por pix",
        "après le premier jalon je te fais un virement direct",
        "ab Meilenstein 2 überweis ich dir das einfach aufs Konto, okay?",
        "nach dem ersten Meilenstein zahl ich dir per PayPal",
        "dopo la prima milestone ti faccio un bonifico sul conto",
        "na mijlpaal 1 maak ik het gewoon over op je rekening",
        "după primul milestone îți trimit banii direct în cont",
        "после первого этапа буду кидать вам на карту",
        "після першого етапу скину вам на картку",
        "po pierwszym etapie przeleję ci na konto",
        "ilk aşamadan sonra parayı hesabına havale ederim",
        "بعد المرحلة الأولى بحولك على حسابك البنكي",
        "पहले माइलस्टोन के बाद सीधे तुम्हारे खाते में डाल दूंगा",
        "pehle milestone ke baad seedha tumhare account me bhej dunga",
        "第一个里程碑之后我直接转到你银行卡",
        "setelah milestone pertama saya transfer langsung ke rekening kamu",
        "sau milestone đầu chị chuyển khoản thẳng cho em",
        "after the first milestone gcash ko na lang sayo",
        "最初のマイルストーンの後は口座に直接振り込みます",
        "첫 마일스톤 끝나면 나머지는 계좌로 바로 보낼게요",
    ],
)
def test_what_is_paid_past_upwork_after_a_milestone_is_heard(text: str) -> None:
    assert outcome(text) is Outcome.VIOLATION


@pytest.mark.parametrize(
    "text",
    [
        "after milestone 2 is approved the money lands in your account here",
        "I pay milestone 2 as soon as the banner is done",
        "ab Meilenstein 2 zahle ich wöchentlich hier",
        "nach Meilenstein 1 gebe ich die zweite Zahlung frei",
        "после первого этапа оплачу второй через апворк",
        "a partir del segundo hito te pago cada semana por acá",
        "después del primer hito te apruebo el pago",
    ],
)
def test_what_is_paid_here_after_a_milestone_may_be_said(text: str) -> None:
    assert outcome(text) is Outcome.CLEAR


@pytest.mark.parametrize(
    "text, speaker",
    [
        (
            "our company can't pay through platforms, only by bank transfer against your invoice",
            Speaker.CLIENT,
        ),
        ("my accountant wants an invoice from you, not from upwork, can you do that?", Speaker.CLIENT),
        (
            "my upwork balance is empty right now, I'll wise you the money and we do a contract next time",
            Speaker.CLIENT,
        ),
        ("I'll throw in a bonus by paypal on top", Speaker.CLIENT),
        ("do you take crypto?", Speaker.CLIENT),
        ("how do you get paid outside of here usually?", Speaker.CLIENT),
        ("nuestra empresa no puede pagar por plataformas, solo transferencia con factura", Speaker.CLIENT),
        ("el contador quiere una factura tuya, no de upwork", Speaker.CLIENT),
        (
            "ahora no tengo saldo en upwork, te mando por wise y el contrato lo hacemos después",
            Speaker.CLIENT,
        ),
        ("te doy un bono extra por paypal", Speaker.CLIENT),
        ("¿aceptas cripto?", Speaker.CLIENT),
        ("nossa empresa não paga por plataforma, só transferência com nota", Speaker.CLIENT),
        ("o contador quer nota sua, não da upwork", Speaker.CLIENT),
        ("agora tô sem saldo no upwork, te mando por pix e o contrato fica pra depois", Speaker.CLIENT),
        ("te dou um extra por pix", Speaker.CLIENT),
        ("você aceita cripto?", Speaker.CLIENT),
        (
            "notre société ne peut pas payer via des plateformes, seulement par virement sur facture",
            Speaker.CLIENT,
        ),
        ("le comptable veut une facture de vous, pas d'upwork", Speaker.CLIENT),
        (
            "je n'ai plus de crédit sur upwork, je vous envoie ça par wise et on fera le contrat après",
            Speaker.CLIENT,
        ),
        ("je vous donne un bonus par paypal en plus", Speaker.CLIENT),
        ("vous prenez la crypto ?", Speaker.CLIENT),
        ("unsere firma kann nicht über plattformen zahlen, nur per überweisung auf rechnung", Speaker.CLIENT),
        ("der steuerberater will eine rechnung von dir, nicht von upwork", Speaker.CLIENT),
        (
            "hab gerade kein guthaben auf upwork, ich schick dirs per wise und vertrag machen wir später",
            Speaker.CLIENT,
        ),
        ("ich leg noch einen bonus per paypal drauf", Speaker.CLIENT),
        ("nimmst du krypto?", Speaker.CLIENT),
        ("la nostra azienda non può pagare tramite piattaforme, solo bonifico su fattura", Speaker.CLIENT),
        ("il commercialista vuole una fattura tua, non di upwork", Speaker.CLIENT),
        ("ti do un bonus con paypal in più", Speaker.CLIENT),
        ("accetti cripto?", Speaker.CLIENT),
        ("ons bedrijf kan niet via platforms betalen, alleen overschrijving op factuur", Speaker.CLIENT),
        ("de boekhouder wil een factuur van jou, niet van upwork", Speaker.CLIENT),
        ("neem je crypto aan?", Speaker.CLIENT),
        ("firma noastră nu poate plăti prin platforme, doar transfer bancar pe factură", Speaker.CLIENT),
        ("contabila vrea factură de la tine, nu de la upwork", Speaker.CLIENT),
        ("accepți crypto?", Speaker.CLIENT),
        ("наша фирма не может платить через платформы, только переводом по счёту", Speaker.CLIENT),
        ("бухгалтеру нужен счёт от вас, а не от апворка", Speaker.CLIENT),
        ("доплачу бонус на карту сверху", Speaker.CLIENT),
        ("наша фірма не може платити через платформи, тільки переказом за рахунком", Speaker.CLIENT),
        ("бухгалтеру потрібен рахунок від вас, а не від апворку", Speaker.CLIENT),
        ("крипту приймаєте?", Speaker.CLIENT),
        ("nasza firma nie może płacić przez platformy, tylko przelewem na fakturę", Speaker.CLIENT),
        ("księgowa chce fakturę od pani, nie od upworka", Speaker.CLIENT),
        ("dorzucę premię paypalem", Speaker.CLIENT),
        ("przyjmujesz krypto?", Speaker.CLIENT),
        ("şirketimiz platformdan ödeyemiyor, sadece fatura karşılığı havale", Speaker.CLIENT),
        ("muhasebeci faturayı sizden istiyor, upwork'ten değil", Speaker.CLIENT),
        ("kripto alıyor musunuz?", Speaker.CLIENT),
        ("شركتنا ما بتدفع عن طريق المنصات، بس حوالة على فاتورة", Speaker.CLIENT),
        ("المحاسب بده فاتورة منك مش من ابوورك", Speaker.CLIENT),
        ("بتقبل كريبتو؟", Speaker.CLIENT),
        ("हमारी कंपनी प्लेटफॉर्म से पेमेंट नहीं कर सकती, सिर्फ बिल पर बैंक ट्रांसफर", Speaker.CLIENT),
        ("क्रिप्टो लेते हो?", Speaker.CLIENT),
        ("hamari company platform se pay nahi kar sakti, sirf invoice pe bank transfer", Speaker.CLIENT),
        ("crypto lete ho?", Speaker.CLIENT),
        ("ہماری کمپنی پلیٹ فارم سے ادائیگی نہیں کر سکتی، صرف انوائس پر بینک ٹرانسفر", Speaker.CLIENT),
        ("আমাদের কোম্পানি প্ল্যাটফর্মে পেমেন্ট করতে পারে না, শুধু ইনভয়েসে ব্যাংক ট্রান্সফার", Speaker.CLIENT),
        ("ক্রিপ্টো নেন?", Speaker.CLIENT),
        ("我们公司不能走平台付款，只能凭发票银行转账", Speaker.CLIENT),
        ("会计要你开的发票，不要upwork的", Speaker.CLIENT),
        ("你收加密货币吗？", Speaker.CLIENT),
        ("perusahaan kami gak bisa bayar lewat platform, cuma transfer bank pakai invoice", Speaker.CLIENT),
        ("bagian keuangan minta invoice dari kamu, bukan dari upwork", Speaker.CLIENT),
        ("terima crypto gak?", Speaker.CLIENT),
        ("công ty chị không thanh toán qua nền tảng được, chỉ chuyển khoản theo hóa đơn", Speaker.CLIENT),
        ("em nhận crypto không?", Speaker.CLIENT),
        (
            "hindi pwede magbayad yung company namin sa platform, bank transfer lang with invoice",
            Speaker.CLIENT,
        ),
        ("tumatanggap ka ba ng crypto?", Speaker.CLIENT),
        ("弊社はプラットフォーム経由では支払えず、請求書での銀行振込のみです", Speaker.CLIENT),
        ("経理がUpworkではなく御社からの請求書を求めています", Speaker.CLIENT),
        ("仮想通貨は受け取れますか", Speaker.CLIENT),
        ("저희 회사는 플랫폼 결제가 안 되고 세금계산서 받고 계좌이체만 돼요", Speaker.CLIENT),
        ("회계팀이 업워크 말고 작가님이 발행한 계산서를 원해요", Speaker.CLIENT),
        ("코인으로도 받으세요?", Speaker.CLIENT),
        ("I'd send you my own invoice, not upwork's", Speaker.US),
        ("puedo hacerte una factura mía, no de upwork", Speaker.US),
    ],
)
def test_who_cannot_pay_here_or_wants_our_own_bill_is_heard(text: str, speaker: Speaker) -> None:
    assert outcome(text, speaker) is Outcome.VIOLATION


@pytest.mark.parametrize(
    "text, speaker",
    [
        ("the invoice comes from upwork, not from you, right?", Speaker.CLIENT),
        ("my accountant asks for the upwork invoice, where do I find it?", Speaker.CLIENT),
        ("la factura la hace upwork, no tú, ¿verdad?", Speaker.CLIENT),
        ("a nota vem do upwork, não de você, né?", Speaker.CLIENT),
        ("la facture vient d'upwork, pas de vous ?", Speaker.CLIENT),
        ("die rechnung kommt von upwork, nicht von dir, richtig?", Speaker.CLIENT),
        ("la fattura la fa upwork, non tu, giusto?", Speaker.CLIENT),
        ("de factuur komt van upwork, niet van jou toch?", Speaker.CLIENT),
        ("счёт выставляет апворк, а не вы, верно?", Speaker.CLIENT),
        ("faktura jest od upworka, nie od pani, tak?", Speaker.CLIENT),
        ("faturayı upwork kesiyor, siz değil, doğru mu?", Speaker.CLIENT),
        ("发票是upwork开的，不是你开的对吧？", Speaker.CLIENT),
        ("請求書はUpworkから来るんですよね、御社からではなく", Speaker.CLIENT),
        ("you get the invoice from upwork, not from me", Speaker.US),
        ("recibes la factura de upwork, no de mí", Speaker.US),
        ("die rechnung bekommst du von upwork, nicht von mir", Speaker.US),
        ("your logo goes on our invoices, not the upwork screenshot", Speaker.CLIENT),
    ],
)
def test_whose_bill_is_upworks_asks_for_nothing(text: str, speaker: Speaker) -> None:
    assert outcome(text, speaker) is Outcome.CLEAR


@pytest.mark.parametrize(
    "text, speaker",
    [
        ("saquemos a upwork del medio y te pago por transferencia", Speaker.CLIENT),
        ("sacando a upwork de la ecuación ganamos los dos, te hago una transferencia", Speaker.CLIENT),
        ("si sacamos upwork te pago por paypal", Speaker.CLIENT),
        ("saca upwork do meio e eu te pago no pix", Speaker.CLIENT),
        ("on retire upwork de l'équation et je te paie par virement", Speaker.CLIENT),
        ("retire upwork de l'affaire, je te fais un virement", Speaker.CLIENT),
        ("scoatem upwork din ecuație și îți plătesc prin transfer", Speaker.CLIENT),
        ("haal upwork ertussenuit en ik betaal je per bank", Speaker.CLIENT),
        ("neem upwork eruit, dan betaal ik je via paypal", Speaker.CLIENT),
        ("togliamo upwork, ti pago con bonifico", Speaker.CLIENT),
        ("ohne upwork ab Mai per paypal an dich", Speaker.CLIENT),
        ("auf upwork ab juni nur noch die hälfte, rest per paypal", Speaker.CLIENT),
        ("foto çekim ücretini papara'dan atayım", Speaker.CLIENT),
        ("çekim parasını iban'a atar mısınız, upwork'e gerek yok", Speaker.US),
        ("wyciągamy upworka z tego i płacę ci blikiem", Speaker.CLIENT),
        ("upwork hatao beech se, upi kar dunga", Speaker.CLIENT),
        ("upwork ko nikal do, seedha bank me bhejta hu", Speaker.CLIENT),
        ("आप upwork को निकाल दो, मैं सीधे खाते में भेजता हूँ", Speaker.CLIENT),
        ("upwork bad diye bkash e dibo", Speaker.CLIENT),
        ("don't use the milestone, only my paypal works", Speaker.CLIENT),
    ],
)
def test_who_takes_upwork_out_withdraws_nothing(text: str, speaker: Speaker) -> None:
    assert outcome(text, speaker) is Outcome.VIOLATION


@pytest.mark.parametrize(
    "text",
    [
        "main milestone se hi payment karunga, bank se nahi",
        "milestone se pay kar dunga, transfer ki zarurat nahi",
        "माइलस्टोन से पेमेंट कर दूंगा",
        "पैसे माइलस्टोन से ही मिलेंगे, बैंक में सीधे नहीं",
        "میں مائل سٹون سے ادائیگی کروں گا",
        "マイルストーンから支払いますので、振込は不要です",
        "マイルストーンから支払いますね",
        "الدفع من المرحلة هنا في الموقع",
        "chị trả từ milestone nhé, không chuyển khoản",
        "আমি মাইলস্টোন থেকে পেমেন্ট দিব",
        "ami milestone theke payment dibo",
    ],
)
def test_what_is_paid_out_of_a_milestone_is_paid_here(text: str) -> None:
    assert outcome(text) is Outcome.CLEAR
