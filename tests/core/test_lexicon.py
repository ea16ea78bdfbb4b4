import pytest

from core.fold import fold
from core.languages import active, language_of
from core.lexicon import book, headings, load_channels
from core.tokens import tokenize


@pytest.mark.parametrize("code", sorted(headings()))
def test_every_language_file_can_be_read_and_compiled(code: str) -> None:
    assert book(code).find(tokenize(fold("whatsapp"))) is not None


def test_no_host_belongs_to_two_tools() -> None:
    hosts = [host for channel in load_channels().values() for host in channel.hosts]

    assert sorted(hosts) == sorted(set(hosts))


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
    ],
)
def test_the_language_of_a_message_is_told_from_its_frequent_words(text: str, code: str) -> None:
    tokens = tokenize(fold(text))

    assert language_of([tokens]) == code
    assert code in active(tokens)
