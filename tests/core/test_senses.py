"""Words of talk and of payment that mean something else: a number is a price, a mobile a screen, outside a shop's hours."""

from datetime import date

import pytest

from core.model import Outcome, Speaker, State
from core.policy import load
from core.question import Question, check

POLICY = load()
TODAY = date(2026, 11, 22)


def outcome(text: str, speaker: Speaker = Speaker.CLIENT) -> Outcome:
    return check(Question(text=text, speaker=speaker), POLICY, TODAY).verdict.outcome


@pytest.mark.parametrize(
    "text",
    [
        "Could you name a ballpark number for the whole website?",
        "I only need a rough number for the two banners.",
        "Which number did you have in mind for the menu?",
        "Sorry for the typos, I'm typing on my phone right now.",
        "Bin gerade am Handy, sorry für die Tippfehler.",
        "Пишу с телефона, так что коротко.",
        "The reply to field should be orders@lantern.example.",
        "Turn on the notifications from Upwork, the email from Upwork tells you of my offer.",
        "What open rate do your email campaigns have?",
        "Our members call us outside business hours, so the banner has to say when we open.",
        "Our team can do 0900 - 1215 eastern.",
        "What is your timezone and are you reachable on weekends?",
        "How fast can I reach you if something breaks?",
        "Sind Sie auch am Wochenende erreichbar?",
        "You can read about us at northwindbakery.example",
        "Everything about our company is on lantern-tools.example",
        "How do I pay you? First time on Upwork",
        "who will be my contact if something breaks on a sunday",
        "¿Quién será mi contacto si algo falla?",
        "Who would be our point of contact on the project?",
        "Si un jour on veut embaucher Inès en CDI, ça se passe comment avec Upwork ?",
        "dacă vrem s-o angajăm pe Daria cu normă întreagă?",
    ],
)
def test_another_sense_of_a_word_breaks_nothing(text: str) -> None:
    assert outcome(text) is Outcome.CLEAR


@pytest.mark.parametrize(
    "text",
    [
        "Do you also do phone support?",
        "Do you do cold calling?",
        "Do you offer call center services?",
        "Do you take phone orders?",
        "Could you do a short voice over of the phone greetings for our hotel?",
        "Would you do phone surveys, 200 calls?",
        "Could you transcribe short phone calls?",
        "We want short calls to our leads, can you do 30 a day?",
        "I need a short video of our team",
        "Do you want to do telemarketing for us?",
        "Machen Sie Kaltakquise am Telefon?",
        "Pouvez-vous prendre les appels de notre cabinet ?",
        "Doe je koud bellen?",
        "Ви робите холодні дзвінки?",
        "Telefon desteği de veriyor musunuz?",
        "Faceți și suport telefonic?",
        "Bên bạn có nhận trực tổng đài không?",
        "電話対応もお願いできますか？",
        "Bisa cold calling?",
        "kya aap cold calling karte ho?",
    ],
)
def test_work_by_phone_is_no_call_with_us(text: str) -> None:
    assert outcome(text) is Outcome.CLEAR


@pytest.mark.parametrize(
    "text",
    [
        "Call center job. Ring me tonight on +44 7700 900123",
        "It's a voiceover job, ping me on the green one",
        "telemarketing gig, let's speak by voice today, I explain",
        "call me about the phone orders project",
        "Give me a ring, I need phone support people",
        "pls provide the direct phone of your lead dev",
        "Kaltakquise-Projekt, ruf mich kurz an",
        "Telefonsupport gesucht, schreib mir auf WhatsApp",
        "Es para un call center, ¿te llamo mañana?",
        "Call center, zadzwoń do mnie",
        "Нужны холодные звонки, позвоните мне",
        "电话销售的活，加我微信聊",
        "Cold calling, telp saya ya",
    ],
)
def test_a_call_about_work_by_phone_is_one(text: str) -> None:
    assert outcome(text) is Outcome.VIOLATION


def test_a_quick_call_about_work_by_phone_is_advised_on() -> None:
    assert outcome("let's do a quick call about the phone support job") is Outcome.ADVICE
    assert outcome("Can we do a call about cold calling scripts?") is Outcome.ADVICE


@pytest.mark.parametrize(
    "text",
    [
        "What's the best number to reach you on?",
        "I'm on my phone, text me on WhatsApp instead.",
        "Reply to my private mail, hanna@lantern.example.",
        "Got the email from Upwork, write me on Telegram please.",
        "Our email campaign is urgent, so mail me at hanna@lantern.example.",
        "I'd pay you outside business hours and outside Upwork, by PayPal.",
        "Call me on mobile please",
        "Give me your number for the video call",
        "I need your number by tomorrow",
        "Send me the number of your manager",
        "What's the number of your office?",
        "Ich bin am Handy besser erreichbar als hier",
        "In the project we do weekly calls on Zoom, let's do a first one tomorrow",
        "Instead of writing here let's use WhatsApp",
        "Send a copy of your passport for verification to hr@lantern.example",
        "Are you reachable by phone at the weekend?",
        "How fast can I reach you? Send me your number",
        "Check our site lantern-tools.example, there's a contact form if you have more questions",
        "As discussed on our Zoom call yesterday the price is 3,500",
    ],
)
def test_beside_another_sense_an_ask_is_still_heard(text: str) -> None:
    assert outcome(text) is Outcome.VIOLATION


@pytest.mark.parametrize(
    "text",
    [
        "After the start we can add you to our Slack.",
        "Once we've begun you'd get access to our Slack.",
        "Nach dem Start laden wir euch in unser Slack ein.",
        "Une fois qu'on a commencé, on pourra s'appeler sur Zoom.",
        "When you hit accept I'll send you her number",
        "Nach dem Annehmen bekommst du die Handynummer",
        "Cuando le des a aceptar te mando el teléfono de la encargada",
        "Zodra ik aanvaard heb, geef ik mijn nummer met plezier",
        "Po akceptacji dam ci telefon do kierownika",
        "Kabul et'e basınca müdürün telefonunu atarım",
        "Setelah klik terima saya kirim nomornya",
        "수락 누르시면 번호 보내드릴게요",
    ],
)
def test_what_is_for_after_the_start_may_be_said(text: str) -> None:
    assert outcome(text, Speaker.US) not in (Outcome.VIOLATION, Outcome.WARNING)


@pytest.mark.parametrize(
    "text",
    [
        "Once you've read this, drop me your number please",
        "Wenn du das gelesen hast, schick mir deine Nummer",
        "En cuanto leas esto pásame tu número",
        "Gdy dostaniesz mój numer, napisz na WhatsAppie",
        "Setelah Ibu terima nomor saya, chat WA ya",
        "你接了电话之后加我微信",
        "제 번호 받으시면 카톡 주세요",
    ],
)
def test_what_is_for_after_something_else_is_an_ask(text: str) -> None:
    assert outcome(text) is Outcome.VIOLATION


@pytest.mark.parametrize(
    "text, speaker",
    [
        ("https://www.linkedin.com/in/hannalantern", Speaker.CLIENT),
        ("https://www.paypal.me/hannalantern", Speaker.US),
        ("https://buy.stripe.com/test_lantern", Speaker.US),
        ("https://docs.google.com/forms/d/e/1FAIpLantern/viewform", Speaker.CLIENT),
        ("zapraszam na teamsa jutro o 9", Speaker.CLIENT),
        ("napisz mi na whatsappie", Speaker.CLIENT),
    ],
)
def test_a_link_and_an_inflected_name_say_where_they_lead(text: str, speaker: Speaker) -> None:
    assert outcome(text, speaker) is Outcome.VIOLATION


@pytest.mark.parametrize("text", ["$60/h here or $50 direct, you choose.", "40 € hier oder 35 € direkt?"])
def test_two_prices_for_two_ways_are_a_step_outside(text: str) -> None:
    assert outcome(text) is Outcome.VIOLATION


@pytest.mark.parametrize(
    "ask, answer",
    [
        ("I could pay you by PayPal", "👍"),
        ("I could pay you by PayPal", "I'd love to"),
        ("what's your mail?", "same as my name here, at gmail"),
    ],
)
def test_a_nod_and_an_address_behind_here_are_no_refusal(ask: str, answer: str) -> None:
    verdict = check(Question(text=f"Client: {ask}\nMe: {answer}"), POLICY, TODAY).verdict
    assert any(finding.by is Speaker.US for finding in verdict.findings)
    assert not any(finding.state is State.ANSWERED for finding in verdict.findings)


def test_work_may_begin_where_the_contract_is_said_to_be_on() -> None:
    assert outcome("You can start now, the offer is accepted.") is Outcome.CLEAR
    assert outcome("You can start now, the offer comes later.") is Outcome.WARNING


def test_who_says_that_upwork_confirmed_and_wants_the_money_elsewhere_is_not_believed() -> None:
    told = "Upwork told us the conversion went through"

    assert outcome(f"{told}, so please invoice our company directly from now on.") is Outcome.CARE
    assert outcome("Since Upwork confirmed the conversion, please send your bank data.") is Outcome.VIOLATION
    assert outcome(f"{told}.") is Outcome.CLEAR


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
        "let's stay here rather than move to Telegram",
        "I'd rather stay here than move to Telegram",
        "let's keep it on Upwork rather than switching to WhatsApp",
        "can we keep chatting here instead of WhatsApp?",
        "prefiero que hablemos por aquí en vez de WhatsApp",
        "melhor falar por aqui do que no WhatsApp",
        "je préfère qu'on reste ici plutôt que sur WhatsApp",
        "lass uns bitte hier statt auf Telegram schreiben",
        "meglio qui che su WhatsApp",
        "liever hier dan op WhatsApp",
        "mai bine vorbim aici decât pe WhatsApp",
        "давайте лучше здесь, чем в телеграме",
        "wolę pisać tutaj niż na WhatsAppie",
        "خلينا نحكي هنا بدل الواتساب",
        "WhatsApp ki jagah yahin baat karte hain",
        "我们还是在这里聊吧，不用微信",
        "mình trao đổi ở đây thay vì Zalo nhé",
        "dito na lang tayo mag-usap imbes na sa Viber",
        "LINEじゃなくてここでやり取りしましょう",
    ],
)
def test_who_would_rather_stay_asks_for_nothing(text: str) -> None:
    assert outcome(text) is Outcome.CLEAR


@pytest.mark.parametrize(
    "text",
    [
        "I'd rather talk on WhatsApp than here",
        "prefiero por WhatsApp que por aquí",
        "lieber auf WhatsApp als hier",
        "je préfère WhatsApp plutôt qu'ici",
        "лучше в телеграме чем тут",
        "WhatsApp instead of here please",
        "let's stay here instead of email, or give me a call on Zoom tonight at 8?",
        "here's my number instead of my email: 202-555-0142",
    ],
)
def test_who_would_rather_leave_than_stay_asks_for_it(text: str) -> None:
    assert outcome(text) is Outcome.VIOLATION


def test_who_wants_one_way_to_pay_in_place_of_another_does_not_decline_it() -> None:
    ask = "can i paypal you 80 for it instead of making a milestone, the approvals here take longer than the work"
    verdict = check(Question(text=f"Client: one more thing\nMe: Go on\nClient: {ask}"), POLICY, TODAY).verdict
    assert verdict.outcome is Outcome.VIOLATION


def rules_of(text: str, speaker: Speaker = Speaker.US) -> set[str]:
    verdict = check(Question(text=text, speaker=speaker), POLICY, TODAY).verdict
    return {finding.rule for finding in verdict.findings}


@pytest.mark.parametrize(
    "text, rule",
    [
        ("Si te parece, lo hablamos por Zoom mañana, te mando yo el enlace.", "UPW103"),
        ("Si quieres, lo hablamos por teléfono", "UPW103"),
        ("Hablamos por Zoom pasado mañana a las 10", "UPW103"),
        ("Luego hablamos por Telegram", "UPW102"),
        ("Lo comentamos por Meet cuando puedas", "UPW103"),
        ("Se quiser, falamos por Zoom amanhã", "UPW103"),
        ("Depois conversamos no Telegram", "UPW102"),
        ("On en parle sur Zoom demain, je t'envoie le lien.", "UPW103"),
        ("Si tu veux, on en discute par téléphone", "UPW103"),
        ("On se parle sur WhatsApp ce soir", "UPW102"),
        ("Se vuoi ne parliamo su Zoom domani", "UPW103"),
        ("Vorbim pe Zoom mâine", "UPW103"),
    ],
)
def test_what_is_proposed_is_no_talk_that_was(text: str, rule: str) -> None:
    assert rules_of(text) == {rule}


@pytest.mark.parametrize(
    "text",
    [
        "Como hablamos por Zoom ayer, el precio es 500",
        "Lo hablamos ayer por teléfono",
        "Cuando hablamos por Zoom me dijiste 300",
        "Hablamos por teléfono esta mañana y acordamos 400",
        "Hablamos por Zoom la semana pasada",
        "Já falamos por telefone",
        "Falamos ontem pelo Zoom",
        "Conforme combinamos por telefone, começo segunda",
        "Comme on en a parlé sur Zoom hier, le prix est de 500",
        "On a discuté par téléphone lundi",
        "On s'est parlé sur Zoom hier",
        "Ne abbiamo parlato su Zoom ieri",
        "Am vorbit pe Zoom ieri",
    ],
)
def test_what_was_said_elsewhere_is_told_as_such(text: str) -> None:
    assert rules_of(text) == {"UPW107"}


@pytest.mark.parametrize(
    "text",
    [
        "I am more often on WhatsApp than in this app, shall we use that?",
        "I'm on Telegram more than here, shall we use that?",
        "I answer faster on Skype than here, ok to use it?",
    ],
)
def test_who_is_more_often_elsewhere_asks_to_move_there(text: str) -> None:
    assert rules_of(text, Speaker.CLIENT) == {"UPW101"}


@pytest.mark.parametrize("text", ["Are you free for a WhatsApp call?", "I can do a call on Zoom at 5"])
def test_a_call_by_a_tool_is_a_call(text: str) -> None:
    assert rules_of(text, Speaker.CLIENT) == {"UPW103"}


def rules(text: str, speaker: Speaker = Speaker.CLIENT) -> list[str]:
    verdict = check(Question(text=text, speaker=speaker), POLICY, TODAY).verdict
    return [finding.rule for finding in verdict.findings]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("My wife also wants to meet you before we choose. Is Friday morning ok?", Speaker.CLIENT),
        ("Our head of marketing would like to meet you. Does Tuesday at 10 work?", Speaker.CLIENT),
        ("When would your CTO like to meet us? We're available Mon-Wed.", Speaker.US),
        ("Unser Geschäftsführer möchte Sie gerne kennenlernen, passt Donnerstag um 16 Uhr?", Speaker.CLIENT),
        ("Notre directeur aimerait vous rencontrer, êtes-vous libre jeudi à 16h ?", Speaker.CLIENT),
        ("Il nostro CEO vorrebbe conoscervi, giovedì alle 16 va bene?", Speaker.CLIENT),
        ("Mi socia quiere conocerte antes de decidir. ¿El viernes te viene bien?", Speaker.CLIENT),
        ("Onze directeur wil je graag ontmoeten, kan donderdag om 16 uur?", Speaker.CLIENT),
        ("Наш директор хочет с вами познакомиться, в четверг в 16 вам удобно?", Speaker.CLIENT),
        ("Наш директор хоче з вами зустрітися, четвер о 16 підходить?", Speaker.CLIENT),
        ("Nasz szef chce się z wami spotkać, pasuje czwartek o 16?", Speaker.CLIENT),
        ("Bos kami ingin bertemu Anda, Kamis jam 4 bisa?", Speaker.CLIENT),
        ("Hamare CEO aapse milna chahte hain, Thursday 4 baje theek hai?", Speaker.CLIENT),
        ("مديرنا يرغب بلقائك، هل الخميس الساعة 4 مناسب؟", Speaker.CLIENT),
    ],
)
def test_who_wants_to_meet_somebody_names_no_place(text: str, speaker: Speaker) -> None:
    assert rules(text, speaker) == ["UPW105"]


@pytest.mark.parametrize(
    "text",
    [
        "Our CTO wants to meet you on Zoom, are you free Thursday?",
        "Our CTO wants to meet you, here's the Meet link: https://meet.google.com/abc-defg-hij",
        "Let's do a Meet tomorrow at 5",
        "My wife wants to meet you at our office on Friday.",
    ],
)
def test_who_names_a_place_to_meet_asks_for_it(text: str) -> None:
    assert "UPW103" in rules(text)


def test_a_greeting_is_no_meeting() -> None:
    assert rules("Nice to meet you, Kim! I'd love to meet the designer before we start.") == []


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
        "My account manager at Upwork will phone me at 4, I'll get back to you after.",
        "My boss will phone me at noon and then I know the budget.",
        "Mi jefe me llama a mediodía y luego te digo el presupuesto.",
        "Mon chef m'appelle à midi, ensuite je connaîtrai le budget.",
        "Meu chefe me liga ao meio-dia e aí eu sei o orçamento.",
        "Bos saya telepon saya jam 12, habis itu saya tahu budgetnya.",
        "老板中午给我打电话，之后我就知道预算了。",
        "사장님이 점심에 전화 주신대요. 그때 예산 알려드릴게요.",
    ],
)
def test_whom_somebody_else_rings_up_asks_for_no_call(text: str) -> None:
    assert outcome(text) is Outcome.CLEAR


@pytest.mark.parametrize(
    "text",
    [
        "My boss will phone you at noon.",
        "My boss is here, call me now please.",
        "My boss wants you to call me at noon, ok?",
        "Can your manager phone me at 4?",
        "Mein Chef ruft dich mittags an, welche Nummer?",
        "My boss will phone me at noon. Can you call me after that, on 212 555 0142?",
    ],
)
def test_a_call_with_one_of_us_is_asked_for(text: str) -> None:
    assert "UPW103" in rules(text)


@pytest.mark.parametrize(
    "text",
    [
        "Our previous designer talked with us on WhatsApp all day, so I'd love a calmer way this time.",
        "The last agency phoned us on WhatsApp at midnight, I hope you don't do that.",
        "Unser voriger Designer schrieb uns den ganzen Tag auf WhatsApp, diesmal bitte ruhiger.",
        "Notre ancien graphiste nous écrivait sur WhatsApp toute la journée, j'aimerais plus de calme.",
        "Onze vorige ontwerper appte ons de hele dag op WhatsApp, nu graag rustiger.",
        "Прошлый дизайнер писал нам в ватсап весь день, хочется поспокойнее.",
        "Попередній дизайнер писав нам у вайбер цілий день, хочеться спокійніше.",
        "Poprzedni grafik pisał do nas na WhatsAppie cały dzień, teraz wolę spokojniej.",
        "Somebody wrote me on Telegram and said he's you. Is that you?",
        "I was contacted on Telegram by somebody with your picture.",
        "There is a guy on Telegram using your name.",
        "Jemand hat mir auf Telegram geschrieben und behauptet, er sei Sie.",
        "Quelqu'un m'a écrit sur Telegram en disant que c'est vous.",
        "Alguien me escribió por Telegram diciendo que es usted.",
        "Alguém me escreveu no Telegram dizendo que é você.",
        "Qualcuno mi ha scritto su Telegram dicendo di essere Lei.",
        "Мне в телеграме кто-то написал от вашего имени.",
        "Мені в телеграмі хтось написав від вашого імені.",
        "Ada yang menghubungi saya di Telegram mengaku sebagai Anda.",
        "有人在Telegram上冒充你联系我。",
    ],
)
def test_what_others_did_elsewhere_is_no_ask(text: str) -> None:
    assert outcome(text) is Outcome.CLEAR


@pytest.mark.parametrize(
    "text",
    [
        "Our previous designer talked with us on WhatsApp all day, can we do that too?",
        "Our last designer talked with us on WhatsApp, same with you please.",
        "Our last designer talked to us by WhatsApp. Works best for me.",
        "My old developer was on Telegram with us, let's do that as well",
        "Our previous agency used Slack with us. Join us there: ourteam.slack.com",
        "Somebody with your name is on Telegram, is it you? Then let's continue there",
    ],
)
def test_to_do_as_others_did_is_one(text: str) -> None:
    assert "UPW101" in rules(text)


@pytest.mark.parametrize(
    "text",
    [
        "Sorry, my English is bad on the phone. Chat is better.",
        "My English is better in writing than on the phone.",
        "Am Telefon verstehe ich schlecht, schreiben ist besser.",
        "Aan de telefoon versta ik het slecht, schrijven is beter.",
        "По телефону я плохо понимаю, лучше писать.",
        "Przez telefon słabo rozumiem, wolę pisać.",
        "La telefon înțeleg greu, prefer să scriu.",
        "Telefonda iyi anlamıyorum, yazışmak daha iyi.",
        "电话里我听不太懂，打字更好。",
        "電話だと聞き取りにくいので、文字のほうが助かります。",
        "Call me in here at 5?",
        "Can you call me here at 5?",
        "¿Me llamas por aquí a las 5?",
        "Te llamo por aquí en cinco minutos.",
        "Tu peux m'appeler ici à 17h ?",
        "Me liga por aqui às 5?",
        "Zadzwoń do mnie tutaj o 17",
        "Telepon saya di sini jam 5?",
    ],
)
def test_who_would_rather_write_and_who_is_called_here_ask_for_no_call_outside(text: str) -> None:
    assert outcome(text) is Outcome.CLEAR


@pytest.mark.parametrize(
    "text",
    [
        "My English is bad in writing, on the phone it's better. Call me?",
        "I'm better on the phone than in writing.",
        "Schreiben liegt mir nicht, am Telefon geht es besser.",
        "Call me here: 212 555 0142",
        "¿Me llamas aquí? 612 555 014",
        "Call me at 5, I'm never in here",
        "Appelle-moi ici : 06 39 98 01 02",
    ],
)
def test_who_would_rather_speak_and_who_is_called_elsewhere_do(text: str) -> None:
    assert "UPW103" in rules(text)


@pytest.mark.parametrize(
    "text",
    [
        "Can I pay after delivery?",
        "Is it ok if I pay at the end?",
        "Shoot me the numbers when you have them.",
        "Send over the numbers for both options please.",
        "Give me a shout if anything is unclear.",
        "What's your hourly number for a retainer?",
        "What's the best way to reach you during the day?",
        "Can I reach you in the evening, too?",
        "How do I reach you on weekends?",
        "Wie erreiche ich Sie am Wochenende?",
        "Puis-je vous joindre le soir aussi ?",
        "Hoe kan ik je in het weekend bereiken?",
        "Как с вами связаться в выходные?",
        "Could I contact your reference?",
        "Can you give me the contact of a former client?",
        "Translate my CV, my address and phone stay as they are.",
        "The email signature for my team: name, title, +1 415 555 0101, ed@moss.example",
        "Where do I get the VAT invoice from Upwork? It would be simpler for my accountant if your name was on it.",
        "Wo finde ich die Rechnung von Upwork? Für die Buchhaltung wäre es einfacher mit unserem Firmennamen.",
        "¿Dónde descargo las facturas de Upwork? Para mi contable sería más fácil con el nombre de la empresa.",
    ],
)
def test_other_senses_of_paying_reaching_and_numbers_break_nothing(text: str) -> None:
    assert outcome(text) is Outcome.CLEAR


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Start now, I pay you later", "UPW502"),
        ("Just start and I pay at the end, no contract now", "UPW502"),
        ("Give me a shout on 212 555 0142", "UPW101"),
        ("Shoot me your number when you have time", "UPW209"),
        ("Send me the numbers where I can reach you", "UPW209"),
        ("What's the best way to reach you?", "UPW209"),
        ("What's the best number to reach you in the evening?", "UPW209"),
        ("Where can I reach you during the day?", "UPW209"),
        ("Give me the contact of your manager", "UPW209"),
        ("My CV with my phone and address is attached, contact me there", "UPW101"),
        (
            "My accountant doesn't like the Upwork invoice. Simpler would be if you billed us directly.",
            "UPW301",
        ),
        (
            "Where do I get the invoice from Upwork? Simpler would be one from you and a bank transfer.",
            "UPW301",
        ),
    ],
)
def test_their_plain_senses_are_still_heard(text: str, rule: str) -> None:
    assert rule in rules(text)


@pytest.mark.parametrize(
    "text",
    [
        "These Upwork rules are ridiculous. Stop lecturing me, I'm done with you people quoting the rules.",
        "If you insist on this stupid platform rule I'll find somebody else.",
    ],
)
def test_who_is_angry_about_the_rules_does_not_say_that_everyone_breaks_them(text: str) -> None:
    assert rules(text) == ["UPW506"]


def test_who_says_that_everyone_breaks_the_rules_is_told_of_that() -> None:
    assert "UPW115" in rules("Everyone does it, nobody follows these stupid rules.")


def chat(*lines: str) -> list[str]:
    names = ("Ed", "Kim")
    text = "\n".join(f"{names[at % 2]}\n10:0{at}\n{line}" for at, line in enumerate(lines))
    return [
        finding.rule for finding in check(Question(text=text, us=("Kim",)), POLICY, TODAY).verdict.findings
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ("I need a landing page with a click to call button.", "Sure. Which number?", "0800 555 019"),
        ("Which number should the footer show?", "Your main one I'd say.", "ok 0800 555 019"),
        (
            "Please design my business card: name, phone, mail and a logo.",
            "Please send the data.",
            "Ed Moss, +1 415 555 0101, ed@moss.example",
        ),
        ("Welche Nummer soll in den Fuß?", "Die vom Büro.", "0461 555 0190"),
        ("Quel numéro mettre en bas de page ?", "Celui du bureau.", "04 75 55 50 01"),
        ("¿Qué número ponemos en el pie de página?", "El de la oficina.", "954 555 019"),
        ("Какой номер поставить в подвал сайта?", "Офисный.", "495 555 01 90"),
        ("Che numero mettiamo nel piè di pagina?", "Quello dell'ufficio.", "06 5550 1900"),
        ("Welk nummer komt er in de footer?", "Dat van kantoor.", "020 555 0190"),
        ("Let's leave Wix.", "Where to?", "Wherever it's cheaper for us both to maintain."),
    ],
)
def test_what_a_page_is_to_show_and_costs_is_no_step_outside(lines: tuple[str, ...]) -> None:
    assert chat(*lines) == []


@pytest.mark.parametrize(
    "lines",
    [
        ("Nice footer!", "Thanks. Which number can I call you on?", "0800 555 019"),
        ("Is the footer done?", "Yes.", "Call me then, 0800 555 019"),
        ("We need a new website.", "I can do that.", "0800 555 019"),
        ("How do I reach you on weekends?", "On WhatsApp: +44 7700 900123"),
    ],
)
def test_beside_a_page_a_contact_is_still_heard(lines: tuple[str, ...]) -> None:
    assert chat(*lines) != []


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


def test_a_chat_of_a_meeting_tool_is_a_chat_and_its_call_a_call() -> None:
    assert rules("Let's move over to Teams chat, I'm there all day") == ["UPW101"]
    assert rules("Can we do a Teams call tomorrow?") == ["UPW103"]


@pytest.mark.parametrize(
    "text",
    [
        "Can I get your phone number for the Google Ads account verification?",
        "I need your mobile number to add you to our Meta Business account.",
        "What phone number shall I use for the two-factor login of our CRM?",
        "Please send your phone number so I can invite you to Google Analytics",
        "The hosting panel needs your number to send the verification code",
        "Welche Handynummer soll ich für den Zugang zu Google Ads eintragen?",
        "¿Me das tu número de teléfono para agregarte a Google Ads?",
        "Il me faut votre numéro de téléphone pour vous ajouter à Google Ads.",
        "Mi serve il tuo numero di telefono per aggiungerti a Google Analytics",
        "Preciso do seu celular para te adicionar no Meta Business",
        "Ik heb je mobiele nummer nodig om je toe te voegen aan Google Ads",
        "Нужен ваш номер телефона, чтобы добавить вас в Google Ads",
    ],
)
def test_a_telephone_for_access_is_told_that_an_address_is_enough(text: str) -> None:
    assert rules_of(text, Speaker.CLIENT) == {"UPW212"}


@pytest.mark.parametrize(
    "text, rules",
    [
        ("Can I get your phone number?", {"UPW209"}),
        ("share your number please, and the GitHub repo is in the brief", {"UPW209"}),
        ("Schick mir deine Handynummer, dann besprechen wir die Google Ads", {"UPW209"}),
        ("What email should I use to add you to Google Ads?", {"UPW211"}),
        ("Which phone number do we show on the Google Ads call extension?", set()),
        ("The login page should ask users for their phone number for two-factor codes", set()),
        ("Customers log in with their mobile number, is that ok with Firebase?", set()),
        ("Can you verify our Meta Business account?", set()),
        ("We have a Meta Business account and a Google Business profile", set()),
        ("Our Meta Business account is ready; we are a Business Plus client so calls are fine", {"UPW109"}),
    ],
)
def test_a_telephone_for_something_else_is_not_for_access(text: str, rules: set[str]) -> None:
    assert rules_of(text, Speaker.CLIENT) == rules


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
    "text, speaker",
    [
        ("Great to e-meet you! I've read everything.", Speaker.US),
        ("Great to e-meet you, Jake. Is the price negotiable?", Speaker.CLIENT),
        ("Very nice to emeet you both.", Speaker.CLIENT),
        ("Lovely to virtually meet you. Could you start next week?", Speaker.CLIENT),
        ("Great to meet you, Ed! I've read everything.", Speaker.US),
    ],
)
def test_who_greets_asks_for_no_meeting(text: str, speaker: Speaker) -> None:
    assert outcome(text, speaker) is Outcome.CLEAR


@pytest.mark.parametrize(
    "text, speaker",
    [
        ("Great to e-meet you! Can we talk on WhatsApp?", Speaker.US),
        ("Great to e-meet you. Let's meet on Zoom tomorrow.", Speaker.CLIENT),
        ("I'd like to meet you in person, can you come to our office?", Speaker.CLIENT),
    ],
)
def test_who_greets_and_wants_to_meet_elsewhere_asks_for_it(text: str, speaker: Speaker) -> None:
    assert outcome(text, speaker) is Outcome.VIOLATION


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
