"""What the gate lets through in each kind of channel. All texts are invented for this file."""

import pytest

from core.model import Purpose
from core.transcript import is_conversation

JUDGED_WHERE_PEOPLE_TALK = [
    "client: hello there\nme: hello! which pages need work?",
    "Kunde: Haben Sie Telegram?\nIch: Wir bleiben bitte hier.",
    "Client : vous avez un numéro ?\nMoi : pas avant le contrat",
    "cliente: ¿me das tu correo?\nyo: mejor seguimos por aquí",
    "Cliente: posso ligar?\nEu: só pelo Upwork",
    "Cliente: ci sentiamo su Skype?\nIo: meglio qui",
    "Klant: kan het via de bank?\nIk: liever via Upwork",
    "client: plătesc direct?\neu: doar prin platformă",
    "Клиент: дайте номер\nЯ: пока общаемся здесь",
    "Клієнт: напишіть у вайбер\nМи: краще тут",
    "klient: ma pan maila?\nja: proszę pisać tutaj",
    "müşteri: numaran var mı\nben: buradan devam edelim",
    "العميل: عندك واتساب؟\nأنا: نكمل هنا من فضلك",
    "ग्राहक: नंबर भेजिए\nमैं: यहीं बात करते हैं",
    "客户: 加个微信吧\n我: 先在这里聊",
    "お客様: LINEはありますか\n私: こちらでお願いします",
    "고객: 카톡 하세요?\n나: 여기서 이야기해요",
    "klien: minta nomor wa\nsaya: di sini dulu ya",
    "khách: cho xin zalo\ntôi: mình trao đổi ở đây nhé",
    "C: is Wise fine for you?\nM: only through the platform",
    "**Client:** can you join a call?\n**Us:** from this room, sure",
    "[client] send me your mail\n[us] let's stay here",
    "client - we need a quote today\nme - sure, for which pages?",
    "<client> got a phone number?\n<me> we can talk in this room",
    "client> are you on Viber?",
    "Client\nwhere can I reach you?\nMe\nright here",
    "client 9:40: one more thing, do you take cash?",
    "Lead: your portfolio is nice, add me on Skype",
    "prospect: can I have your e-mail",
    "he wrote: can you do it for 200 outside",
    'she asked: "could my partner phone you tomorrow?"',
    'client says "please send your bank details", what do I answer',
    "message from client: we'd rather pay by wire",
    "the client just wrote: my number is 555-0188, call me",
    'er schreibt: "Können wir telefonieren?"',
    'der Kunde fragt: "Haben Sie WhatsApp?"',
    "le client écrit : « on peut se parler sur Signal ? »",
    'me escribió: "pásame tu número y te llamo"',
    'o cliente disse: "manda seu zap que eu te chamo"',
    'il cliente scrive: "mi mandi la sua mail?"',
    "клиент пишет: скиньте почту, отправлю тз",
    "клієнт написав: давайте у телеграм",
    "klient pisze: proszę o numer telefonu",
    'müşteri yazdı: "numaranızı alabilir miyim"',
    "客户说：加我微信吧",
    "Amara just wrote this: can you add me on telegram?",
    "Amara just sent me this: can I pay you by PayPal?",
    "Rosa asked this: could you add me on Skype?",
    "Lee wrote back to me: can you email me the files at lee@chan.example",
    "she sent me this: my mail is amara@tea.example",
    "Pilar me escribió esto: ¿me pasas tu WhatsApp?",
    "Paul m'a écrit ceci : on peut passer par WhatsApp ?",
    "Wojtek napisał to: możemy przejść na Telegram?",
    "Amara Obi: my mail is amara@tea.example",
    "Amara Obi: can you add me on telegram?",
    "Henrik Dahlmo: what's your number, I'd rather talk by phone",
    "Wojtek Zima: czy możemy przejść na WhatsApp?",
    "> could you send me your phone number?\n> I prefer to talk",
    "> is a bank transfer ok?\nhow should I reply to this",
    "> do you have Telegram\nwe stay here please\n> ok then",
    '"Please write to my private mail, I never look here." what should I say?',
    '"we can pay you directly and you save the fee"',
    "draft: Hi Ana, thank you for the brief, I'd begin with the menu page.",
    "Draft for the bakery job: Hello, I have built two order forms like yours.",
    "my reply: happy to help, shall we open a milestone?",
    "(draft) Hi Oskar, here is my plan for the three banners.",
    "[my answer] Good morning Lea, the price covers both pages.",
    'is it ok to send "Hi Mona, you can also reach me by mail"?',
    "Entwurf: Guten Tag Frau Kern, ich beginne gern am Montag.",
    "borrador: Hola Inés, puedo empezar el lunes.",
    "rascunho: Oi Caio, posso começar amanhã.",
    "brouillon : Bonjour Léa, je propose deux jalons.",
    "bozza: Salve Marta, le propongo due fasi.",
    "concept: Beste Joris, ik kan maandag beginnen.",
    "черновик: Здравствуйте, Олег, готов начать завтра.",
    "szkic: Dzień dobry, mogę zacząć w środę.",
    "taslak: Merhaba Deniz Bey, pazartesi başlayabilirim.",
    "草稿：您好，我可以周一开始。",
    "下書き: お世話になっております。月曜から始められます。",
    "초안: 안녕하세요, 월요일에 시작할 수 있습니다.",
    "Petra Holm\n10:14 AM\nIs there a mail address for the files?",
    "PH\nPetra H.\n7:05 PM\ncould you do it by Friday?",
    "Monday, Mar 2\nPetra Holm\n10:14 AM\nMorning!\nIdris Bello\n10:20 AM\nGood morning Petra.",
    "[02/05/2026, 10:22] Lead Tiles: Hi, it is me from the Upwork job",
    "02/05/26, 18:20 - Marlo: hello, we spoke about the shop design",
    "Marlo — Today at 10:44\nwe want to hire you for the map",
    "From: Petra Holm\nSubject: Re: your proposal\nDear Idris, the price is fine.",
    "On Mon, 2 Mar 2026 Petra Holm wrote:\n> can we talk by phone",
    "Petra Holm sent an offer\nPetra Holm\n10:14 AM\nplease look at it",
    "forwarded from the room\nclient Petra Holm\nmy site is slow\nus\nWhich theme is it?",
    "time;who;text\n10:00;client;hello\n10:01;us;hi",
    "Can you build a shop? (client)\nSure, how many products? (me)",
]

CHATTER = [
    "call me on my cell when you are out of the dentist",
    "are we allowed to take a call before the contract?",
    "my Wise card was declined at the bakery, can somebody pay for me",
    "who has the login for the stock photo site",
    "standup moved to 10:30, same link",
    "the client from the tile job signed today!",
    "he keeps asking for my number, what a pain",
    "she wants a discount again",
    "new lead from Oslo, who takes it?",
    "thanks everyone, great week",
    "ty!",
    "👍👍",
    "ok",
    "12345",
    "https://www.upwork.com/jobs/~01aabbccddeeff0011",
    "darf ich einem Kunden vor dem Vertrag meine Mail geben?",
    "der Kunde ist heute nicht erreichbar, ich ruf ihn morgen an",
    "on mange où ce midi ?",
    "le client du garage veut encore un appel, je fais quoi ?",
    "¿alguien tiene el acceso al servidor?",
    "el cliente de ayer quiere pagar por fuera, otra vez",
    "quem tem o login do figma?",
    "chi viene a pranzo alle 13?",
    "wie heeft de sleutel van kantoor",
    "cine vine la ședință?",
    "ребята, у кого доступ к почте?",
    "хто забрав зарядку з переговорки",
    "kto ma dostęp do skrzynki biura",
    "toplantı kaçta başlıyor arkadaşlar",
    "يا شباب مين عنده رقم المكتب",
    "यार मीटिंग का लिंक किसके पास है",
    "yaar koi lunch pe chal raha hai kya",
    "今天谁去开会",
    "今日のランチどうしますか",
    "오늘 회식 어디서 해요",
    "siapa yang pegang akun zoom kantor",
    "mọi người ơi, họp lúc mấy giờ",
    "sino may charger dyan",
    "2026-05-01 10:00:01 ERROR mailer: could not send to <shop@tilehouse.example>",
    '{"id": 5, "phone": "+15550100", "status": "sent"}',
    "Traceback (most recent call last):\n  File \"app.py\", line 3, in <module>\nKeyError: 'email'",
    "TypeError: cannot read property 'phone' of null\n    at Form.render (form.js:10:3)",
    "git commit -m 'mask phone numbers'",
    "npm run build && npm test",
    "SELECT email FROM clients WHERE stage = 'offer';",
    "^\\+?\\d{7,15}$ is what the form checks",
    "[GitHub] Pull request opened: add whatsapp button",
    "🚨 disk 91% on db-02",
    "⏰ Reminder: payroll closes at 5 pm, mail your hours",
    "Company: Tile House\nContact: Ms. Ode\nPhone: 555-0111\nStatus: warm",
    "Mon 10:00 design review\nTue 11:00 hiring call\nWed 09:00 dentist",
    "09:00 Lars\n13:00 Mina\n17:00 bot",
    "[09:12] Lars: who took the projector\n[09:13] Mina: Ivo, ask him",
    "Lars  9:12 AM\nis the kitchen free\nMina  9:13 AM\nyes, bring cake",
    "Lars — Today at 9:12\nmy laptop died again\nMina — Today at 9:14\ntake the old one",
    "> never eat soup with a fork\nwords to live by",
    "> the meeting is moved\nwhy again",
    'office says: "the lift is broken until noon"',
    "Dana just sent this: the standup moved to 4",
    "Omar wrote this: out sick, text me",
    "finance just sent this: new payslips are in the portal",
    "the landlord wrote us this: parking is closed, call 020 7946 0000",
    "Tom just told me this: the printer is dead, call the number on it",
    "Marta me escribió esto: hoy no hay comida",
    "Ivan написал это: я на обеде, звоните",
    "GitHub sent this: your token expires",
    "Dana Reyes: call me on WhatsApp in five",
    "Dana Reyes: new mobile is +44 7700 900123",
    "Omar Haddad: my mail is down, use Slack",
    "Marta Ruiz: mi número nuevo es +34 600 000 000",
    "Dana Reyes: can you add me to the Slack channel of design",
    "Tom Halvorsen: pay day is friday, IBAN to HR please",
    'HR: "please fill in the leave form"',
    '"How we won the tile job", a nice read',
    'quote from the policy: "contact details are shared after the start of a contract"',
    "note: printer is out of paper",
    "Reminder: nobody sends links to calendars",
    "heads up: the demo moved to Friday",
    "week 9: 30 proposals, 4 replies, 1 hire",
    "poll: pizza or sushi",
    "PSA: rotate your passwords today",
    "does the bot read attachments?",
    "why was my post flagged",
    "anyone free to cover my shift on Sunday",
    "Anna is sick today, Piotr takes over her chats",
    "my train is stuck, dial me in please",
    "congrats on the new badge!",
    "the proposal for the zoo was great, well done",
    "set Tile House to active please",
    "fixed it, the cron was wrong",
    "v3.1: new call button, faster search",
    "TODO: renew domain, mail the accountant",
    "happy birthday Lars, cake at four",
    "lol that video",
]


@pytest.mark.parametrize("text", JUDGED_WHERE_PEOPLE_TALK)
def test_marked_client_text_and_drafts_are_let_through_where_people_also_talk(text: str) -> None:
    assert is_conversation(text, Purpose.MIXED)


@pytest.mark.parametrize("text", CHATTER)
def test_colleagues_logs_and_bots_are_left_alone_where_people_also_talk(text: str) -> None:
    assert not is_conversation(text, Purpose.MIXED)


@pytest.mark.parametrize(
    "text",
    [
        "Hello, we are a small brewery and need a label design, do you have time in May?",
        "can u do it for 300 and I pay by Wise",
        "What is your phone number?",
        "my number is +44 7700 900123",
        "Guten Tag, haben Sie schon mit Shopware gearbeitet?",
        "Hola, ¿cuánto cuesta una tienda con 40 productos?",
        "Bonjour, pouvez-vous me rappeler demain ?",
        "Buongiorno, mi serve un logo entro venerdì",
        "Boa tarde, preciso de um site para a minha clínica",
        "Goedemiddag, wat kost een webwinkel bij u?",
        "Bună ziua, aveți o adresă de mail?",
        "Здравствуйте, сколько стоит бот для записи?",
        "Добрий день, чи можна оплатити на картку?",
        "Dzień dobry, ile kosztuje taka strona?",
        "Merhaba, numaranızı alabilir miyim?",
        "مرحبا، كم يكلف تطبيق لمتجر العطور؟",
        "नमस्ते, क्या आप वेबसाइट बनाते हैं?",
        "sir aap whatsapp pe aa jao",
        "你好，做一个小程序多少钱？",
        "お見積もりをお願いできますか",
        "안녕하세요, 홈페이지 제작 가능할까요?",
        "Halo, bisa minta nomor WA?",
        "Chào bạn, làm website giá bao nhiêu?",
        "> let us talk on the phone",
        "Ivo: send the contract to my mail please",
    ],
)
def test_bare_client_text_is_let_through_in_a_channel_for_chats(text: str) -> None:
    assert is_conversation(text, Purpose.CHATS)


@pytest.mark.parametrize(
    "text",
    [
        "thx!",
        "see above",
        "wrong client, please ignore",
        "can anybody take the Danish one",
        "he is nice but has no money",
        "the client is asleep, I answer tomorrow",
        "what do we say to a discount before the weekend?",
        "out of connects again",
        "der Typ will alles gratis",
        "ese cliente nunca contesta",
        "il veut encore un rabais",
        "он хочет скидку",
        "ten klient znowu milczy",
        "bu müşteri yine aynı şeyi soruyor, arkadaşlar",
        "lol same story",
        "INFO bot: 3 new invites",
        '{"room": 5, "unread": 2}',
    ],
)
def test_remarks_are_left_alone_in_a_channel_for_chats(text: str) -> None:
    assert not is_conversation(text, Purpose.CHATS)


@pytest.mark.parametrize(
    "text",
    [
        "Hi Ottilie, thanks for the brief! I suggest a first milestone for the menu.",
        "You can reach me at ines@studio.example any time.",
        "My price for the set is 350, ready on Monday.",
        "Guten Tag Herr Voss, ich schlage zwei Meilensteine vor.",
        "Hola Marta, le propongo empezar el lunes.",
        "Bonjour Paul, je propose 300 € pour la maquette.",
        "Здравствуйте, Анна, предлагаю начать с макета.",
        "Dzień dobry, proponuję pierwszy etap za 300.",
        "Merhaba, fiyatım 300 dolar, size uygun mu?",
        "您好，我建议先做首页。",
        "こんにちは、まずはトップページをご提案します。",
    ],
)
def test_bare_drafts_are_let_through_in_a_channel_for_drafts(text: str) -> None:
    assert is_conversation(text, Purpose.DRAFTS)


@pytest.mark.parametrize(
    "text",
    [
        "your draft is too long, cut the intro",
        "can someone proofread mine",
        "looks good, send it",
        "the last sentence sounds pushy",
        "who wrote the one for the zoo?",
        "I'll redo it after lunch",
        "der Entwurf klingt zu steif",
        "el borrador suena demasiado formal",
        "черновик звучит слишком сухо",
        "thanks for the edit, sent it",
        "+1",
    ],
)
def test_remarks_about_drafts_are_left_alone_in_a_channel_for_drafts(text: str) -> None:
    assert not is_conversation(text, Purpose.DRAFTS)


@pytest.mark.parametrize("text", ["ok", "lunch?", "", "12345"])
def test_without_a_purpose_everything_is_read(text: str) -> None:
    assert is_conversation(text, None)


@pytest.mark.parametrize("purpose", list(Purpose))
@pytest.mark.parametrize("text", ["", "   \n\t", "\x00", "\ud800", ":", ">", "[", "\r\n\r\n"])
def test_text_without_words_is_left_alone(text: str, purpose: Purpose) -> None:
    assert not is_conversation(text, purpose)


@pytest.mark.parametrize(
    "text",
    [
        "No problem, pay me by Wise",
        "ok, send it to my PayPal",
        "send it to my Wise please",
        "yes you can wire it",
        "sure, add me on Slack",
        "call me tonight",
        "my whatsapp is the same number",
        "I will take it, we can do this one off the platform",
        "My bank data for the November invoice: IBAN DE89 3704 0044 0532 0130 00",
        "Vale, págame por Bizum",
        "d'accord, virement ça marche",
        "va bene, bonifico va benissimo",
        "prima, stuur maar naar mijn IBAN",
        "Ok, per Überweisung passt",
        "tamam, havale olur",
        "bank transfer theek hai",
        "ok anh chuyển khoản cho em nhé",
        "Hi Anna, happy to discuss on a call. Book here: https://calendly.com/blau/intro",
        "Hi Anna, happy to discuss on a call. Pick a time: https://calendly.com/blau/intro",
        "Hi Anna, let's talk. My calendar: https://cal.com/blau/intro",
        "Hi Anna, sure, WhatsApp is fine. I'm on it all day.",
        "Hi Anna, sure, Skype is fine. I'm on it most evenings.",
    ],
)
def test_a_short_yes_in_a_channel_for_drafts_is_read_where_it_is_in_doubt(text: str) -> None:
    assert is_conversation(text, Purpose.DRAFTS)
    assert not is_conversation(text, Purpose.MIXED)


@pytest.mark.parametrize(
    "text",
    [
        "looks good to me, send it",
        "is PayPal ok for the client of yesterday?",
        "he wants to pay by Wise, what do I say",
        "pay me back for lunch by PayPal",
        "anyone on WhatsApp? I need help with the wording",
        "I'd drop the WhatsApp line",
        "call me tonight, the draft needs work",
        "we should not offer Zoom before the contract",
        "the salary comes by bank transfer on Friday",
        "llámame cuando termines el borrador",
        "appelle-moi avant d'envoyer",
        "wer hat die Nummer vom Kunden?",
        "ребята, кто проверит?",
        "too long, cut the second paragraph",
        "Hey Kim, book a slot with HR here: https://calendly.com/hr/intro",
        "Hi all, book your 1:1 with me here: https://calendly.com/lead/one",
        "who set up https://calendly.com/blau/intro?",
        "Hi Kim, can you fix our Calendly page? https://calendly.com/blau/intro",
        "Hey Anna, call me on WhatsApp when you're in the office",
        "I'm on it, give me 20 min",
    ],
)
def test_what_is_plainly_said_to_the_team_is_left_alone_among_drafts(text: str) -> None:
    assert not is_conversation(text, Purpose.DRAFTS)
