import pytest

from core.fold import fold
from core.signals import addresses
from core.tokens import tokenize


def found(text: str) -> list[str]:
    """Return the original words of each address found."""
    folded = fold(text)
    return [
        text[folded.start(item.start) : folded.end(item.end)]
        for item in addresses.find(folded, tokenize(folded))
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Visit us: 418 Marlow Street, Suite 5, Boise, ID", "418 Marlow Street, Suite 5"),
        ("we are at 12 Ashgrove Road, Leeds LS6 3PQ", "12 Ashgrove Road"),
        ("PO Box 4471, Portland", "PO Box 4471"),
        ("in der Lindenstraße 14, 10969 Berlin", "Lindenstraße 14"),
        ("Amselweg 3, 04109 Leipzig", "Amselweg 3"),
        ("Calle de los Olivos, 23, Sevilla", "Calle de los Olivos, 23"),
        ("Rua das Acácias, 210, Porto", "Rua das Acácias, 210"),
        ("12 bis rue des Tilleuls, 69003 Lyon", "12 bis rue des Tilleuls"),
        ("Via dei Glicini 8, 20121 Milano", "Via dei Glicini 8"),
        ("Keizerslaan 44, 1016 AB Amsterdam", "Keizerslaan 44"),
        ("ul. Brzozowa 5/12, 00-950 Warszawa", "ul. Brzozowa 5/12"),
        ("ул. Садовая, д. 14, Казань", "ул. Садовая, д. 14"),
        ("вул. Липова 7, Львів", "вул. Липова 7"),
        ("Str. Mestecenilor nr. 9, Cluj", "Str. Mestecenilor nr. 9"),
        ("Gül Sokak No: 5, Kadıköy", "Gül Sokak No: 5"),
        ("Jl. Melati No. 12, Bandung", "Jl. Melati No. 12"),
        ("上海市梧桐路128号", "上海市梧桐路128号"),
        ("서울 마포구 은행로 24", "마포구 은행로 24"),
    ],
)
def test_a_postal_address_is_found_with_its_place(text: str, words: str) -> None:
    assert found(text) == [words]


@pytest.mark.parametrize(
    "text",
    [
        "2 weeks down the road we can do more",
        "I have 3 more way to go",
        "via whatsapp 5 times",
        "3 of the main street photos are blurred",
        "send it via email 2 days before",
        "12 products on every row",
        "we did 5 projects in one place",
        "Platz 3 im Ranking",
        "25 items under 300 px",
        "1 close friend of mine runs it",
        "3 landing pages, 1 court case",
        "Budget 400, deadline 12/06",
    ],
)
def test_numbers_beside_street_words_are_left_alone(text: str) -> None:
    assert found(text) == []
