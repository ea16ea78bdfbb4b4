"""Words of talk that mean something else: what is for after the start, for a page, or was said by others."""

import pytest

from core.model import Outcome, Speaker, State
from core.question import Question, check
from tests.core.senses.judged import POLICY, TODAY, chat, outcome, rules


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
    assert rules(text, Speaker.US) == {rule}


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
        "dzwoniłem do pana wczoraj, ale nikt nie odebrał",
        "dzwoniłam do ciebie rano",
    ],
)
def test_what_was_said_elsewhere_is_told_as_such(text: str) -> None:
    assert rules(text, Speaker.US) == {"UPW107"}


@pytest.mark.parametrize(
    "text",
    [
        "I am more often on WhatsApp than in this app, shall we use that?",
        "I'm on Telegram more than here, shall we use that?",
        "I answer faster on Skype than here, ok to use it?",
    ],
)
def test_who_is_more_often_elsewhere_asks_to_move_there(text: str) -> None:
    assert rules(text) == {"UPW101"}


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
        "dzwoniłam do urzędu, mówią, że tylko na piśmie",
        "Dzwoniliśmy do drukarni, spad 3 mm, reszta bez zmian.",
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
        "whats your github email, ill add you as collaborator",
        "ok whats your github user or mail, ill add you as collaborator",
        "wats ur figma email, ill invite you to the file",
    ],
)
def test_what_is_without_its_mark_names_no_whatsapp(text: str) -> None:
    assert rules(text) == {"UPW211"}


@pytest.mark.parametrize(
    "text, code",
    [
        ("whats your whats?", "UPW209"),
        ("whats your number, ill ring you", "UPW103"),
        ("write me on whats", "UPW101"),
    ],
)
def test_beside_it_whatsapp_is_still_heard(text: str, code: str) -> None:
    assert code in rules(text)


@pytest.mark.parametrize(
    "text",
    [
        "pelo whats a gente se fala melhor",
        "me manda no whats a foto e o orçamento",
        "¿te escribo por whats a la tarde?",
        "can we use whats the chat here is slow",
        "message me on whats my number is in the file",
    ],
)
def test_whats_behind_other_words_is_whatsapp(text: str) -> None:
    assert outcome(text) is Outcome.VIOLATION


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
    assert rules(text) == {"UPW212"}


@pytest.mark.parametrize(
    "text, codes",
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
def test_a_telephone_for_something_else_is_not_for_access(text: str, codes: set[str]) -> None:
    assert rules(text) == codes


@pytest.mark.parametrize(
    "text",
    [
        "is there any other way to reach you? this site logs me out all day",
        "where else can one find you?",
        "¿dónde más te puedo ubicar? esta página me bota a cada rato",
        "¿hay otra forma de contactarte fuera de acá?",
        "tem outro jeito de falar contigo? esse site cai toda hora",
        "onde mais eu te acho?",
        "on peut vous joindre autrement que par ce site ?",
        "wie kann ich Sie sonst noch erreichen? die Seite hier spinnt",
        "gibt es noch einen anderen Weg zu dir als diese Seite?",
        "c'è un altro modo per trovarti? qui mi perdo",
        "dove altro ti trovo?",
        "kan ik je ook ergens anders bereiken dan hier?",
        "waar kan ik je verder nog vinden?",
        "unde te mai pot găsi în afară de site-ul ăsta?",
        "există alt mod să dau de tine?",
        "как с вами ещё можно связаться? сайт этот вылетает",
        "где вас ещё можно найти кроме этого сайта?",
        "як з вами ще можна зв'язатися?",
        "де вас ще можна знайти крім цього сайту?",
        "jak jeszcze można się z panią skontaktować? ta strona ciągle mnie wylogowuje",
        "gdzie indziej mogę pana złapać?",
        "size başka nereden ulaşabilirim? burası sürekli atıyor",
        "sizi başka nerede bulurum?",
        "وين ألاقيك غير هالموقع؟ ما أفتحه إلا بالمكتب",
        "في طريقة ثانية اتواصل معك فيها؟",
        "आपसे और कहाँ बात हो सकती है? ये साइट बार बार बंद होती है",
        "aap se aur kaise contact ho sakta hai? ye site baar baar logout karti hai",
        "آپ سے اور کیسے رابطہ ہو سکتا ہے؟ یہ سائٹ بہت تنگ کرتی ہے",
        "আপনাকে আর কোথায় পাওয়া যাবে? এই সাইটে ঢুকতে পারি না",
        "apnake ar kothay pabo?",
        "有没有别的联系方式啊，我这网站一天断八回",
        "有别的办法联系你吗",
        "除了这儿还能在哪儿找到你？",
        "bisa dihubungi lewat mana lagi selain di sini?",
        "selain di sini, cari kamu di mana?",
        "ngoài trang này thì liên lạc với bạn bằng cách nào?",
        "có cách nào khác tìm bạn không, trang này hay bị văng",
        "saan pa kita pwede ma-contact bukod dito?",
        "may iba pa bang way para maabot ka?",
        "ここ以外で連絡を取る方法はありますか？",
        "他にどこで連絡できますか",
        "여기 말고 다른 데서 연락할 방법 있나요?",
        "다른 연락 방법은 없으세요?",
        "你有没有微信",
        "有没有其他联系方式",
        "我们换个别的软件聊吧",
        "別的聯絡方式有嗎",
        "特别想加你微信聊聊",
    ],
)
def test_who_asks_for_another_way_to_reach_us_is_heard(text: str) -> None:
    assert outcome(text) is Outcome.VIOLATION


@pytest.mark.parametrize(
    "text",
    [
        "is there any other way to reach the customers besides the site?",
        "¿hay otra forma de exportar esto?",
        "wo sonst haben Sie so etwas schon gemacht?",
        "est-ce que nos clients peuvent nous joindre autrement ?",
        "кроме этого сайта нужен ещё лендинг",
        "有没有别的方案？",
        "他に方法はありますか",
        "다른 방법은 없나요?",
        "bisa dikirim lewat mana lagi selain Drive di sini?",
        "is there another way to describe it? I did not get the last part",
        "where else do you sell, besides this shop?",
        "别加微信，就在这里聊",
        "不用留别的联系方式，这里就行",
        "别的都在这里说",
    ],
)
def test_another_way_of_something_else_asks_for_nothing(text: str) -> None:
    assert outcome(text) is Outcome.CLEAR


@pytest.mark.parametrize(
    "text",
    [
        "with the contract up and running we can do whatsapp",
        "after we start the contract I'll give you my number",
        "when the job has officially started we'll move to our slack",
        "con el contrato andando nos pasamos a whatsapp",
        "ya con contrato activo te paso mi número",
        "com o contrato rodando a gente vai pro zap",
        "depois de fechar o contrato te passo meu número",
        "une fois le contrat signé on passera sur whatsapp",
        "avec le contrat en cours on pourra s'appeler",
        "wenn der vertrag läuft können wir telefonieren",
        "mit laufendem vertrag gern per whatsapp",
        "a contratto partito ci sentiamo su whatsapp",
        "als het contract loopt bellen we wel even",
        "met een lopend contract mag het via whatsapp",
        "după ce pornește contractul vorbim pe whatsapp",
        "когда контракт запустим, перейдём в телеграм",
        "после старта контракта дам номер",
        "коли контракт почнеться, перейдемо в телеграм",
        "jak ruszy kontrakt to zadzwonię",
        "sözleşme başlayınca whatsapptan yazışırız",
        "بعد ما يبدأ العقد نحكي واتساب",
        "कॉन्ट्रैक्ट शुरू होने के बाद व्हाट्सऐप पर बात करेंगे",
        "contract start hone ke baad whatsapp pe baat karenge",
        "کنٹریکٹ شروع ہونے کے بعد واٹس ایپ پر بات کریں گے",
        "কন্ট্রাক্ট শুরু হলে হোয়াটসঅ্যাপে কথা বলব",
        "合同开始之后我们再加微信",
        "等合同生效了再打电话",
        "kalau kontraknya sudah jalan baru kita pindah ke WA",
        "khi hợp đồng bắt đầu rồi mình chuyển qua zalo",
        "pag nagsimula na yung contract dun na tayo sa viber",
        "契約が始まったらLINEでやりとりしましょう",
        "계약 시작되면 카톡으로 얘기해요",
        "Then once the contract is running, how do we talk? Usually we make a whatsapp group with people",
        "Poi a contratto partito come ci si sente? di solito coi collaboratori facciamo un gruppo whatsapp",
        "Y una vez firmado el contrato, ¿cómo hablamos? solemos hacer un grupo de whatsapp",
        "e com o contrato rodando, como a gente se fala? geralmente faço um grupo no zap",
        "et une fois le contrat lancé, on se parle comment ? d'habitude on fait un groupe whatsapp",
        "und wenn der Vertrag läuft, wie reden wir dann? meistens machen wir eine whatsapp gruppe",
        "А когда контракт начнётся, как общаемся? обычно мы делаем чат в телеграме",
        "Once we've started the contract you get our Slack. We have a channel for each shop",
    ],
)
def test_what_is_for_a_running_contract_may_be_said(text: str) -> None:
    assert outcome(text) is Outcome.CLEAR


@pytest.mark.parametrize(
    "text",
    [
        "How do we talk? Usually we make a whatsapp group with people. The contract can come later",
        "When the contract has ended we could talk. For now a whatsapp group would be good",
        "Once the contract is running, how do we talk? Call me on Zoom today so that I can tell you",
    ],
)
def test_what_is_for_now_beside_a_running_contract_is_heard(text: str) -> None:
    assert outcome(text) is Outcome.VIOLATION
