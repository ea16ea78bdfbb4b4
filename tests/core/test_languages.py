import pytest

from core.fold import fold
from core.languages import active, language_of, unread
from core.tokens import tokenize


@pytest.mark.parametrize(
    "text, code",
    [
        ("Can you send me the file today please", "en"),
        ("Can I pay by Paypal?", "en"),
        ("Ok, pay by bank?", "en"),
        ("ok call me on Skype", "en"),
        ("Podemos hablar por WhatsApp mañana?", "es"),
        ("Posso te ligar amanhã?", "pt"),
        ("¿Me puedes enviar el archivo hoy por favor?", "es"),
        ("Könnten Sie mir die Datei bitte heute noch schicken?", "de"),
        ("Не могли бы вы прислать файл сегодня?", "ru"),
        ("هل يمكنك إرسال الملف اليوم من فضلك", "ar"),
        ("今天可以把文件发给我吗", "zh"),
        ("今日ファイルを送っていただけますか", "ja"),
        ("오늘 파일을 보내 주실 수 있나요", "ko"),
        ("bhai aaj file bhej do please", "hi-Latn"),
        ("الفاتورة جاهزة", "ar"),
        ("گاڑی تیار", "ur"),
        ("Макет готов", "ru"),
        ("Давайте созвонимся в зуме завтра, скину ссылку", "ru"),
        ("Давайте в телеграмі", "uk"),
        ("The heading says Новый магазин and the logo stays as it is, thanks", "en"),
        ("Book me via Calendly", "en"),
        ("Новіший макет", "uk"),
        ("Podemos hablar por Meet?", "es"),
        ("my mail is jo@acme.example", "en"),
        ("telegram me @jonas_k", "en"),
        ("mail me", "en"),
        ("Boleh minta nomor WA nya kak?", "id"),
        ("Em vào website kéo xuống cuối, phần bản đồ bị lệch", "vi"),
        ("Buen día, ¿sigue disponible para empezar el lunes?", "es"),
        ("plătim în BTC, zi adresa portofelului și pornim", "ro"),
    ],
)
def test_the_language_of_a_message_is_told_from_its_frequent_words(text: str, code: str) -> None:
    tokens = tokenize(fold(text))

    assert language_of([tokens]) == code
    assert code in active(tokens)


@pytest.mark.parametrize(
    "language, text",
    [
        ("Swedish", "Hej Anna, tack för offerten. När skulle ni kunna börja?"),
        ("Swedish", "Jag skickar filerna ikväll så kan du titta på dem imorgon"),
        ("Danish", "Hej, kan du sende mig en pris på tre sider?"),
        ("Danish", "Det lyder fint, vi vil gerne i gang på mandag"),
        ("Norwegian", "Hei! Har du tid til å se på dette i morgen?"),
        ("Norwegian", "Ring meg på kvelden så tar vi det derfra, jeg er ikke på data om dagen"),
        ("Finnish", "Moi, kiitos tarjouksesta. Milloin voisitte aloittaa?"),
        ("Finnish", "Voisitko lähettää puhelinnumerosi niin soitan huomenna"),
        ("Hungarian", "Elküldené a telefonszámát, hogy holnap felhívhassam?"),
        ("Hungarian", "Köszönöm az ajánlatot, mikor tudna kezdeni?"),
        ("Czech", "Dobrý den, děkuji za nabídku. Kdy můžete začít?"),
        ("Czech", "Můžete mi prosím poslat svoje telefonní číslo, zavolám vám zítra?"),
        ("Slovak", "Ďakujem za ponuku, kedy môžete začať?"),
        ("Croatian or Serbian", "Hvala na ponudi, kada možete početi?"),
        ("Croatian or Serbian", "Možete li mi poslati broj telefona, zvaću vas sutra"),
        ("Slovenian", "Hvala za ponudbo, kdaj lahko začnete?"),
        ("Bulgarian", "Здравейте, благодаря за офертата. Кога можете да започнете?"),
        ("Bulgarian", "Може ли да ми изпратите телефонния си номер, ще ви се обадя утре"),
        ("Catalan", "Bon dia, gràcies per la proposta. Quan podríeu començar?"),
        ("Lithuanian", "Ačiū už pasiūlymą, kada galite pradėti?"),
        ("Latvian", "Paldies par piedāvājumu, kad jūs varat sākt?"),
        ("Estonian", "Tere, aitäh pakkumise eest. Millal saate alustada?"),
        ("Albanian", "Përshëndetje, faleminderit për ofertën. Kur mund të filloni?"),
        ("Afrikaans", "Dankie vir die aanbod, wanneer kan jy begin? Ek is nie seker oor die prys nie"),
        ("Swahili", "Asante kwa pendekezo lako, unaweza kuanza lini?"),
        ("Persian", "سلام، ممنون از پیشنهاد شما. کی می\u200cتوانید شروع کنید؟"),
        ("Persian", "لطفا شماره واتساپ خودتون رو برام بفرستید که فردا تماس بگیرم"),
        ("Icelandic", "Takk fyrir tilboðið, hvenær getur þú byrjað?"),
        ("Uzbek", "Salom, taklif uchun rahmat. Qachon boshlay olasiz?"),
        ("Azerbaijani", "Salam, təklif üçün təşəkkür edirəm. Nə vaxt başlaya bilərsiniz?"),
        ("Nepali", "नमस्ते, तपाईंको प्रस्तावको लागि धन्यवाद। कहिले सुरु गर्न सक्नुहुन्छ?"),
        ("Marathi", "नमस्कार, तुमचा प्रस्ताव आवडला. तुम्ही कधी सुरू करू शकता?"),
        ("Kazakh", "Сәлеметсіз бе, ұсынысыңыз үшін рахмет. Қашан бастай аласыз?"),
        ("Czech", "Dobrý den, můžeme se spojit přes WhatsApp?"),
        ("Czech", "Ahoj, domluvíme se na WhatsAppu?"),
        ("Czech", "Platba převodem mimo Upwork by byla lepší."),
        ("Czech or Slovak", "Napiš mi na Telegram"),
        ("Slovak", "Ahojte, pošlite mi váš e-mail"),
        ("Slovak", "Zavoláme si zajtra cez Zoom?"),
        ("Danish", "Hej, kan vi flytte til WhatsApp?"),
        ("Danish", "Skal vi tage den over telefonen?"),
        ("Danish", "Kan du sende mig dit telefonnummer?"),
        ("Norwegian", "Hva er e-posten din?"),
        ("Danish or Norwegian", "Kan jeg betale direkte med Vipps?"),
        ("Swedish", "Vad är din mejl?"),
        ("Swedish", "Kan du skicka ditt telefonnummer?"),
        ("Hungarian", "Kérem a telefonszámát"),
        ("Hungarian", "Szia, átmehetünk WhatsAppra?"),
        ("Bulgarian", "Здравейте, може ли да минем на WhatsApp?"),
        ("Bulgarian", "пишете ми в Телеграм"),
        ("Bulgarian", "Ще платя директно по банков път"),
        ("Bulgarian", "Какъв е имейлът ви?"),
        ("Croatian or Serbian", "Koji je vaš broj telefona?"),
        ("Serbian", "Можемо ли да пређемо на WhatsApp?"),
        ("Macedonian", "Можеме ли да зборуваме на WhatsApp?"),
        ("Finnish", "Laita viestiä Telegramissa"),
        ("Finnish", "Kiitos, sovitaan hinta täällä."),
        ("Estonian", "Kas ma saan maksta otse, ilma Upworkita?"),
        ("Estonian", "Aitäh, lepime hinna siin kokku."),
        ("Croatian or Serbian", "Hvala, dogovorimo cijenu ovdje."),
        ("Catalan", "Gràcies, acordem el preu aquí."),
        ("Azerbaijani", "Upwork olmadan birbaşa ödəyə bilərəm?"),
        ("Afrikaans", "Kan ek direk betaal, sonder Upwork?"),
        ("Lithuanian", "Gal galime pereiti į WhatsApp?"),
        ("Catalan", "Em pots donar el teu telèfon?"),
        ("Belarusian", "Напішыце мне ў Telegram, калі ласка"),
    ],
)
def test_a_language_that_is_not_read_is_named_and_none_is_taken_for_it(language: str, text: str) -> None:
    tokens = tokenize(fold(text))

    assert unread(tokens) == language
    assert language_of([tokens]) == "en"


@pytest.mark.parametrize(
    "text",
    [
        "Ok grazie, ci sentiamo domani",
        "Da bin ich dabei, kein Problem",
        "Sim, pode ser. Qual é o prazo?",
        "Kita coba dulu ya kak, nanti saya kabari",
        "Vamos nessa, me manda aí",
        "Sige po, okay na yan",
        "мы уже сделали макет, посмотрите пожалуйста",
        "Ні, це не те що треба",
        "Dobra, to jutro rano zaczynam, dam znać",
        "I'll be at the med lab, ok? var x = 3",
        "Nie ma sprawy, zrobię to dziś",
        "E bine asa, multumesc mult",
        "Tamam o zaman, yarın başlarız",
        "han bhai kal tak ho jayega",
        "Kunne ka to",
        "Jo, passt. Bis moang!",
        "Hoi, kun je dit even nakijken?",
        "من فضلك ارسل لي الملف اليوم",
        "جی ہاں میں کل بھیج دوں گا",
        "Hej Anna, sounds good, I'll send the draft on Monday",
        "Regards, Jürgen Håkansson, Göteborg och Malmö",
        "he does, he says he's ashamed he forgot",
        "Thanks, Tomáš Dvořák",
        "Saan ka pwede bayaran, sa GCash?",
        "naam, number, shehar, bas ye 3 field ka form",
        "Hi Åsa, can you send the smørrebrød photos?",
        "Do u take bitcoin",
        "Prosze napisz na WhatsApp",
        "Kan je morgen bellen?",
        "Пишите ми на Вайбер, так быстрее",
        "Честно говоря, комиссия съедает половину",
        "Write me on Whаtѕ Aрр",
        "taga saan ka pala",
        "pwede ba kita tawagan?",
        "Kesintiler de iyice arttı ha, gülsem mi",
        "tờ khai phụ huynh điền trên trang bị mất số nhà",
        "",
    ],
)
def test_what_is_written_in_a_language_that_is_read_is_taken_for_no_other(text: str) -> None:
    assert unread(tokenize(fold(text))) == ""


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("WhatsApp'tan yazışalım mı?", "tr"),
        ("Call me in Kraków, ulica Łąkowa", "en"),
        ("WhatsApp, przełącz się", "pl"),
    ],
)
def test_a_letter_that_one_language_alone_has_speaks_for_it_in_words_and_not_in_names(
    text: str, code: str
) -> None:
    assert language_of([tokenize(fold(text))]) == code
