"""What the smaller detectors find, and what they leave alone."""

import pytest

from core.model import Kind, Speaker, Stance
from core.reading.scenes import scenes_of
from core.signals import DETECTORS
from core.signals.accounts import adds_up, wallet_adds_up
from core.transcript import parse

# Wallets of invented numbers: that of Tron and of Bitcoin say "an invented number.." and "checkmsg" underneath.
TRON = "TJrNUQ1LuLDqLkNqwv6EpFgTQ7NMh84saN"
BITCOIN = "1A4cxZEk2UtfQtWRqu1ZJ7hiVAPMxSw4Q5"
BECH32 = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"  # The example of BIP 173.
ETHEREUM = "0x" + 39 * "0" + "1"
FOUND = [
    ("Pay the rest to DE89 3704 0044 0532 0130 00 please.", Speaker.CLIENT, Kind.OUTSIDE_INVOICE),
    (f"ok, it goes to {TRON}", Speaker.US, Kind.OUTSIDE_METHOD),
    (BITCOIN, Speaker.US, Kind.OUTSIDE_METHOD),
    (f"вот: {BECH32}", Speaker.US, Kind.OUTSIDE_METHOD),
    (f"Mi billetera de ETH es {ETHEREUM}", Speaker.US, Kind.OUTSIDE_METHOD),
    ("We could use PayPal: shall I pay you by PayPal?", Speaker.CLIENT, Kind.OUTSIDE_METHOD),
    ("Drop the blog and make a forum instead.", Speaker.CLIENT, Kind.SCOPE_CHANGE),
    ("Don't track the hours this week.", Speaker.CLIENT, Kind.UNFUNDED_WORK),
    ("Two years ago we paid you by Payoneer.", Speaker.CLIENT, Kind.PAST_PAYMENT),
    ("Our agency pays its writers through Wise.", Speaker.US, Kind.TEAM_PAYROLL),
    ("I'm leaving the agency in May, hire me directly then.", Speaker.US, Kind.MEMBER_LEAVES),
    ("Message me on WhatsApp for the position.", Speaker.CLIENT, Kind.TELEGRAM_FIRST),
    ("I'll add your mail to the Figma file and we settle the price over that mail.", Speaker.CLIENT, Kind.TERMS_BY_ACCESS),
    ("Our website shows more: https://studio.example/work", Speaker.US, Kind.OWN_SITE),
    ("Write to us, https://studio.example/contact", Speaker.US, Kind.CONTACT_PAGE),
]  # fmt: skip
LEFT_ALONE = [
    (
        "The checkout field should accept DE89 3704 0044 0532 0130 00 as an IBAN.",
        Speaker.CLIENT,
        Kind.OUTSIDE_INVOICE,
    ),
    (f"The token contract is deployed at {ETHEREUM}.", Speaker.CLIENT, Kind.OUTSIDE_METHOD),
    (f"The app shows a test wallet, {TRON}, for the QA flow.", Speaker.CLIENT, Kind.OUTSIDE_METHOD),
    (f"https://files.example/d/{BITCOIN}/view", Speaker.CLIENT, Kind.OUTSIDE_METHOD),
    ("The key is T9xYz8wVu7tSr6qPo5nMm4kJj3hGf2dDs1", Speaker.CLIENT, Kind.OUTSIDE_METHOD),
    (f"I verified {ETHEREUM} on chain. I will pay for the milestone.", Speaker.CLIENT, Kind.OUTSIDE_METHOD),
    ("Order DE12 3704 0044 0532 0130 00 is late.", Speaker.CLIENT, Kind.OUTSIDE_INVOICE),
    ("I cannot take PayPal, payment stays on Upwork.", Speaker.US, Kind.OUTSIDE_METHOD),
    ("Please drop the second paragraph.", Speaker.CLIENT, Kind.SCOPE_CHANGE),
    ("Please do not contact me on WhatsApp.", Speaker.CLIENT, Kind.TELEGRAM_FIRST),
    ("The app tracks the hours of our drivers.", Speaker.CLIENT, Kind.UNFUNDED_WORK),
    ("Last year I paid for the hosting.", Speaker.CLIENT, Kind.PAST_PAYMENT),
    ("Sam has left our agency; Kim takes over.", Speaker.US, Kind.MEMBER_LEAVES),
    ("Build a Telegram bot, message me here with a price.", Speaker.CLIENT, Kind.TELEGRAM_FIRST),
    ("I'll add your mail to the Figma file. The price we settle here.", Speaker.CLIENT, Kind.TERMS_BY_ACCESS),
    ("A bakery we built: https://bakery.example/menu", Speaker.US, Kind.OWN_SITE),
    ("The images at https://bakery.example/contact load slowly.", Speaker.CLIENT, Kind.CONTACT_PAGE),
]


def kinds(text: str, speaker: Speaker) -> set[Kind]:
    scenes = scenes_of(parse(text, speaker=speaker))
    return {signal.kind for scene in scenes for find in DETECTORS for signal in find(scene)}


@pytest.mark.parametrize("text, speaker, kind", FOUND)
def test_what_is_said_is_found(text: str, speaker: Speaker, kind: Kind) -> None:
    assert kind in kinds(text, speaker)


@pytest.mark.parametrize("text, speaker, kind", LEFT_ALONE)
def test_what_only_sounds_alike_is_left_alone(text: str, speaker: Speaker, kind: Kind) -> None:
    assert kind not in kinds(text, speaker)


@pytest.mark.parametrize(
    "text, right",
    [("DE89 3704 0044 0532 0130 00", True), ("DE89 3704 0044 0532 0130 01", False), ("GB82", False)],
)
def test_an_iban_is_known_by_its_check_digits(text: str, right: bool) -> None:
    assert adds_up(text.lower()) is right


# Published examples of the registry: a length that is a multiple of four, and one that is not.
IBANS = [
    "AT611904300234573201", "BE68539007547034", "CZ6508000000192000145399", "ES9121000418450200051332",
    "SE4550000000058398257466", "PK36SCBL0000001123456702", "RO49AAAA1B31007593840000", "SA0380000000608010167519",
    "DE89370400440532013000", "FR1420041010050500013M02606", "NO9386011117947", "MT84MALT011000012345MTLCAST001S",
]  # fmt: skip


@pytest.mark.parametrize("iban", IBANS)
@pytest.mark.parametrize("grouped", [False, True])
@pytest.mark.parametrize(
    "words", ["{}", "{} works", "Use {} for the deposit", "{} thanks", "сюда: {} спасибо", "{}です", "{} Dana Reyes"]
)  # fmt: skip
def test_an_iban_ends_where_those_of_its_country_do(iban: str, grouped: bool, words: str) -> None:
    said = " ".join(iban[at : at + 4] for at in range(0, len(iban), 4)) if grouped else iban
    (scene,) = scenes_of(parse(words.format(said), speaker=Speaker.US))
    (signal,) = (one for find in DETECTORS for one in find(scene) if one.kind is Kind.OUTSIDE_INVOICE)
    assert scene.text[signal.start : signal.end] == said


@pytest.mark.parametrize(
    "text",
    [
        "AT611904300234573202 is the order number",
        "AT6119043002345732 is too short",
        "AT6119043002345732011 is too long",
        "AT611904300234573201works as a file name",
        "XX611904300234573201 is of no country",
        "The checkout field should accept AT61 1904 3002 3457 3201 as an IBAN.",
    ],
)
def test_what_is_no_number_of_an_account_is_left_alone(text: str) -> None:
    assert Kind.OUTSIDE_INVOICE not in kinds(text, Speaker.US)


def test_letters_that_only_fold_to_letters_of_an_account_break_nothing() -> None:
    assert not adds_up("GB82 WE\u017fT 1234 5698 7654 32")


@pytest.mark.parametrize("wallet", [TRON, BITCOIN, BECH32])
def test_a_wallet_is_known_by_what_it_holds_to_check_it(wallet: str) -> None:
    assert wallet_adds_up(wallet)
    assert not wallet_adds_up(wallet[:-1] + ("p" if wallet[-1] != "p" else "q"))


@pytest.mark.parametrize(
    ("text", "declines"),
    [
        ("Shall I pay through Upwork?", True),
        ("We pay via Upwork, right?", True),
        ("Payment goes through Upwork escrow I guess?", True),
        ("Can we pay through Upwork and not outside?", False),
        ("Pay half through Upwork and half by PayPal?", False),
        ("I don't want to pay through Upwork.", False),
        ("Why would I pay through Upwork when everyone does it outside?", False),
    ],
)
def test_a_client_who_pays_through_upwork_asks_for_nothing_else(text: str, declines: bool) -> None:
    (scene,) = scenes_of(parse(text, speaker=Speaker.CLIENT))
    stances = {
        signal.stance for find in DETECTORS for signal in find(scene) if signal.kind is Kind.PAY_OUTSIDE
    }
    assert (Stance.REFUSED in stances) is declines


LEAVES_WITH_THE_CLIENT = [
    (Speaker.US, "I'm leaving the agency next month. Would you like to keep working with me on my own?"),
    (
        Speaker.US,
        "I'm moving on from the agency in May. If you want, you can keep me for your project, just write me privately.",
    ),
    (
        Speaker.US,
        "Luis leaves our agency in March, after that you can hire him directly, he'd be happy about it.",
    ),
    (Speaker.CLIENT, "Luis told me he leaves you in May. Can I go on with him?"),
    (
        Speaker.CLIENT,
        "If Luis leaves your agency we'd follow him, he said he'd work for us on his own account.",
    ),
    (Speaker.US, "From June I work for myself, no longer for the studio. We could simply go on together."),
    (Speaker.US, "I quit the agency at the end of the month, shall I take your project with me?"),
    (
        Speaker.CLIENT,
        "I heard Dana is leaving your team. We'd like to keep her, can we work with her directly?",
    ),
    (Speaker.CLIENT, "When Marek quits your studio, can he keep doing our site as a freelancer?"),
    (Speaker.US, "Ich verlasse die Agentur nächsten Monat. Möchten Sie mit mir allein weiterarbeiten?"),
    (Speaker.CLIENT, "Luis hat gesagt, dass er im Mai bei Ihnen aufhört. Kann ich mit ihm weitermachen?"),
    (Speaker.US, "Dejo la agencia el mes que viene. ¿Quiere seguir trabajando conmigo por mi cuenta?"),
    (Speaker.CLIENT, "Luis me dijo que deja su agencia en mayo. ¿Puedo seguir con él?"),
    (Speaker.US, "Vou sair da agência no mês que vem. Quer continuar trabalhando comigo?"),
    (Speaker.CLIENT, "O Luís me disse que sai da agência em maio. Posso continuar com ele?"),
    (Speaker.US, "Je quitte l'agence le mois prochain. Voulez-vous continuer avec moi à mon compte ?"),
    (Speaker.CLIENT, "Luis m'a dit qu'il quitte votre agence en mai. Je peux continuer avec lui ?"),
    (Speaker.US, "Il mese prossimo lascio l'agenzia. Vuole continuare a lavorare con me?"),
    (Speaker.CLIENT, "Luca mi ha detto che lascia la vostra agenzia a maggio. Posso continuare con lui?"),
    (Speaker.US, "Ik verlaat het bureau volgende maand. Wilt u met mij verdergaan?"),
    (Speaker.CLIENT, "Luis zei dat hij jullie bureau in mei verlaat. Kan ik met hem verdergaan?"),
    (Speaker.US, "Plec din agenție luna viitoare. Doriți să continuați cu mine?"),
    (Speaker.US, "Я ухожу из агентства в следующем месяце. Хотите продолжить работать со мной?"),
    (Speaker.CLIENT, "Луис сказал, что в мае уходит от вас. Можно мне продолжить с ним?"),
    (Speaker.US, "Я йду з агенції наступного місяця. Хочете продовжити зі мною?"),
    (Speaker.US, "W przyszłym miesiącu odchodzę z agencji. Chce pan dalej ze mną pracować?"),
    (Speaker.US, "Gelecek ay ajanstan ayrılıyorum. Benimle devam etmek ister misiniz?"),
    (Speaker.US, "سأترك الوكالة الشهر القادم. هل تريد الاستمرار معي؟"),
    (Speaker.US, "मैं अगले महीने एजेंसी छोड़ रहा हूँ। क्या आप मेरे साथ काम जारी रखना चाहेंगे?"),
    (Speaker.US, "我下个月离开公司，您愿意继续跟我合作吗？"),
    (Speaker.US, "Bulan depan saya keluar dari agensi. Mau lanjut dengan saya?"),
    (Speaker.US, "Tháng sau em nghỉ ở công ty. Anh có muốn làm tiếp với em không?"),
    (Speaker.US, "来月、会社を辞めます。引き続き私と仕事をしませんか？"),
    (Speaker.US, "다음 달에 회사를 그만둡니다. 저와 계속 일하시겠어요?"),
]
LEAVES_ALONE = [
    (
        Speaker.US,
        "Luis leaves our agency in March. Dana takes over and you continue with her here, nothing changes.",
    ),
    (Speaker.US, "Sam has left our agency; Kim takes over from Monday."),
    (Speaker.CLIENT, "Luis told me he leaves you in May. Who takes over his tasks?"),
    (Speaker.CLIENT, "Luis leaves for lunch at 12, can I go on with Dana then?"),
    (Speaker.US, "I'm leaving on Friday for two weeks. Would you like to keep working with Dana until then?"),
    (Speaker.US, "I'm leaving the office now, we can go on tomorrow."),
    (Speaker.CLIENT, "We left our old agency in May and would like to keep working with you."),
    (Speaker.US, "I'm leaving the agency next month, Kim will go on with your project here."),
    (Speaker.US, "Ich verlasse die Agentur im Mai, Kim macht mit Ihrem Projekt weiter."),
    (Speaker.CLIENT, "Luis deja su agencia en mayo, ¿quién sigue con el proyecto?"),
    (Speaker.US, "Я в отпуске до пятницы, продолжим работать в понедельник со мной."),
    (Speaker.US, "Je quitte le bureau à 18 h, on peut continuer demain avec moi ou avec Claire."),
    (Speaker.US, "我下个月去度假，小李继续跟您合作。"),
]


@pytest.mark.parametrize(("speaker", "text"), LEAVES_WITH_THE_CLIENT)
def test_who_leaves_the_agency_and_goes_on_with_the_client_is_told(speaker: Speaker, text: str) -> None:
    assert Kind.MEMBER_LEAVES in kinds(text, speaker)


@pytest.mark.parametrize(("speaker", "text"), LEAVES_ALONE)
def test_who_leaves_alone_or_for_the_day_is_not(speaker: Speaker, text: str) -> None:
    assert Kind.MEMBER_LEAVES not in kinds(text, speaker)
