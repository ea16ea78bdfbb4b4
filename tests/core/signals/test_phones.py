import pytest

from core.fold import fold
from core.signals import phones
from core.signals.entities import Entity
from core.tokens import tokenize


def found(text: str) -> list[tuple[str, Entity]]:
    """Return the words of the original text and the entity for each number found."""
    folded = fold(text)
    entities, _ = phones.find(folded, tokenize(folded))
    return [(text[folded.start(item.start) : folded.end(item.end)], item) for item in entities]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("Text me, +1 (503) 555-0142, any time", "+1 (503) 555-0142", "+15035550142"),
        ("our desk: (503) 555-0142.", "(503) 555-0142", "5035550142"),
        ("503.555.0142 works", "503.555.0142", "5035550142"),
        ("Mobil: +49 151 5550 0183", "+49 151 5550 0183", "+4915155500183"),
        ("Tel. 0171/9200244", "0171/9200244", "01719200244"),
        ("call 0301 5550 184 today", "0301 5550 184", "03015550184"),
        ("0044 7700 900123", "0044 7700 900123", "+447700900123"),
        ("extension 214 on 020 7946 0331", "020 7946 0331", "02079460331"),
        ("appelez le 06.39.98.70.13", "06.39.98.70.13", "0639987013"),
        ("연락처 010-0000-4276", "010-0000-4276", "01000004276"),
        ("للتواصل ٠٥٠٠٠٠٣٣١٩ اي وقت", "٠٥٠٠٠٠٣٣١٩", "0500003319"),
        ("wattsup +234 805 555 0146 my friend", "+234 805 555 0146", "+2348055550146"),
    ],
)
def test_a_written_number_is_found_with_its_place(text: str, words: str, value: str) -> None:
    assert [(slice_, item.value, item.sure) for slice_, item in found(text)] == [(words, value, True)]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("oh seven seven double oh nine hundred two six one", "oh seven seven double oh nine hundred two six one", "07700900261"),
        ("two-oh-six, triple-nickel, oh-one-sixty-six, evenings", "two-oh-six, triple-nickel, oh-one-sixty-six", "2065550166"),
        ("plus 49, then 1515, then triple five, then 01 43", "plus 49, then 1515, then triple five, then 01 43", "+4915155550143"),
        ("zéro six trente-neuf quatre-vingt-dix-huit douze vingt", "zéro six trente-neuf quatre-vingt-dix-huit douze vingt", "0639981220"),
        ("seis dos uno, cero cero cuatro, ocho ocho siete", "seis dos uno, cero cero cuatro, ocho ocho siete", "621004887"),
        ("meu zap: onze nove oito zero zero zero um dois três quatro", "onze nove oito zero zero zero um dois três quatro", "11980001234"),
        ("null eins sieben eins neun zwei null null zwei vier vier", "null eins sieben eins neun zwei null null zwei vier vier", "01719200244"),
        ("null eins siebzehn vierunddreißig sechsundfünfzig neun", "null eins siebzehn vierunddreißig sechsundfünfzig neun", "011734569"),
        ("zero sei trentaquattro ventuno quarantotto novanta", "zero sei trentaquattro ventuno quarantotto novanta", "0634214890"),
        ("nul zes, vierentwintig achtenzeventig, nul nul drie", "nul zes, vierentwintig achtenzeventig, nul nul drie", "062478003"),
        ("zero șapte doi doi, trei de zero, patru unu opt", "zero șapte doi doi, trei de zero, patru unu opt", "0722000418"),
        ("плюс семь девятьсот, три нуля, сорок два, семнадцать", "плюс семь девятьсот, три нуля, сорок два, семнадцать", "+79000004217"),
        ("нуль п'ятдесят, п'ять п'ять п'ять, нуль один сім сім", "нуль п'ятдесят, п'ять п'ять п'ять, нуль один сім сім", "0505550177"),
        ("pięćset dwa, zero zero zero, trzydzieści trzy osiem", "pięćset dwa, zero zero zero, trzydzieści trzy osiem", "502000338"),
        ("sıfır beş yüz elli beş, sıfır sıfır bir dokuz", "sıfır beş yüz elli beş, sıfır sıfır bir dokuz", "0500550019"),
        ("صفر خمسة خمسة، ثلاث أصفار، واحد تسعة سبعة", "صفر خمسة خمسة، ثلاث أصفار، واحد تسعة سبعة", "055000197"),
        ("नौ आठ शून्य शून्य, दो दो एक, सात तीन चार", "नौ आठ शून्य शून्य, दो दो एक, सात तीन चार", "9800221734"),
        ("nau aath zero zero, paanch paanch teen, do saat do", "nau aath zero zero, paanch paanch teen, do saat do", "9800553272"),
        ("শূন্য এক আট, চারটা শূন্য, পাঁচ দুই নয় আট", "শূন্য এক আট, চারটা শূন্য, পাঁচ দুই নয় আট", "01800005298"),
        ("幺三八，零零零零，四二七七，随时", "幺三八，零零零零，四二七七", "13800004277"),
        ("ゼロハチゼロ、ゼロゼロゼロゼロ、ヨンイチナナイチ です", "ゼロハチゼロ、ゼロゼロゼロゼロ、ヨンイチナナイチ", "08000004171"),
        ("공일공 공공공공 사이칠칠 입니다", "공일공 공공공공 사이칠칠", "01000004277"),
        ("nol delapan satu dua, nol nol nol nol, tiga empat", "nol delapan satu dua, nol nol nol nol, tiga empat", "0812000034"),
        ("không chín tám, ba số không, hai bảy sáu bốn", "không chín tám, ba số không, hai bảy sáu bốn", "0980002764"),
        ("zero nine one eight, triple zero, singko dos uno otso", "zero nine one eight, triple zero, singko dos uno otso", "09180005218"),
        ("O6 39 98 7O 14", "O6 39 98 7O 14", "0639987014"),
        ("8-9ОО-ООО-77-1З", "8-9ОО-ООО-77-1З", "89000007713"),
        ("0️⃣4️⃣9️⃣1️⃣ 5️⃣7️⃣0️⃣ 1️⃣5️⃣6️⃣ ok", "0️⃣4️⃣9️⃣1️⃣ 5️⃣7️⃣0️⃣ 1️⃣5️⃣6", "0491570156"),
        ("backwards: 8410 555 302 1+", "8410 555 302 1+", "+12035550148"),
    ],
)  # fmt: skip
def test_a_disguised_number_is_found_and_marked(text: str, words: str, value: str) -> None:
    assert [(slice_, item.value, item.disguised, item.sure) for slice_, item in found(text)] == [
        (words, value, True, True)
    ]


@pytest.mark.parametrize(
    "text", ["555-0144 is my desk", "wa 5550 0144", "phone=5035550142", "e.g. +15035550142 in the regex"]
)
def test_a_local_or_sample_number_is_never_sure(text: str) -> None:
    assert [item.sure for _, item in found(text)] == [False]


@pytest.mark.parametrize(
    "text",
    [
        "0900 - 1200 works for me",
        "I'm free 9:00-11:30 or 14:00-17:00",
        "Budget between $4,500 and $6,000, live by 03/15/2026.",
        "Invoice 123-456-7890 is open",
        "order #5035550142",
        "order no. 09170000448 appears twice",
        "GB29 NWBK 6016 1331 9268 19",
        "VAT ID is DE123456789",
        "version 2.14.3.1022 on 192.168.100.200",
        "2019-2024, 2023 2024 2025",
        "37.774929, -122.419416",
        "550e8400-e29b-41d4-a716-446655440000",
        "1,299,000 visitors and 90 000 000 ₽",
        "one two three four five six seven testing",
        "4242 4242 4242 4242, any date",
        "tracking 1Z999AA10123456784",
        "ISBN 978-3-16-148410-0",
        "SSN mask 000-00-0000, EIN 00-0000000",
        "https://acme.example/item/5035550142?id=5035550143",
        "1200x628, 1080 x 1920, 210 x 297 mm",
        "x = 1234567 + 7654321",
        "Réf. 0639984107 au catalogue",
        "Артикул 8-900-0042-19 дублируется",
        "рахунок 0505550177",
        "注文番号08000004177が二重",
        "주문번호 01000004277 이",
        "رقم الطلب 0100004472 ظاهر",
        "resi 081200004472 ga kebaca",
        "测试账号13900000002",
        "Meu CEP é 89200-000",
        "call it five, five and a half grand",
        "20 30 40 50 60 items",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert found(text) == []


def test_a_flood_of_numbers_is_capped_and_said() -> None:
    text = " ".join(f"+1503555{number:04d}" for number in range(200))
    folded = fold(text)
    entities, capped = phones.find(folded, tokenize(folded))
    assert capped
    assert len(entities) == phones.MOST


def test_another_region_makes_its_numbers_sure() -> None:
    folded = fold("ring 13800004277")
    assert [item.sure for item in phones.find(folded, tokenize(folded), ("CN",))[0]] == [True]
