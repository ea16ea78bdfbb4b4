import pytest

from core.disguise import reveal
from core.fold import fold
from core.tokens import Tokens, tokenize


def revealed(text: str) -> tuple[Tokens, list[tuple[str, str]]]:
    """Return the tokens, and each word made readable with the original it stands for."""
    folded = fold(text)
    tokens = reveal(tokenize(folded), lambda _: False)
    return tokens, [
        (tokens.words[index], text[folded.start(tokens.starts[index]) : folded.end(tokens.ends[index])])
        for index in sorted(tokens.disguised)
    ]


@pytest.mark.parametrize(
    ("text", "word", "hidden"),
    [
        ("send your w.h.a.t.s.a.p.p now", "whatsapp", "w.h.a.t.s.a.p.p"),
        ("p a y p a l is easier", "paypal", "p a y p a l"),
        ("e m a i l me", "email", "e m a i l"),
        ("wh@ts4pp me", "whatsapp", "wh@ts4pp"),
        ("t3l3gr4m: heron", "telegram", "t3l3gr4m"),
        ("D!sc0rd now", "discord", "D!sc0rd"),
        ("a ph0ne", "phone", "ph0ne"),
        ("e-m4il pls", "email", "e-m4il"),
        ("on z00m", "zoom", "z00m"),
        ("mile5tone", "milestone", "mile5tone"),
        ("Sk_ype", "skype", "Sk_ype"),
        ("ur dis cord", "discord", "dis cord"),
        ("tele-gram", "telegram", "tele-gram"),
        ("by pay pal", "paypal", "pay pal"),
        ("what sapp", "whatsapp", "what sapp"),
        ("lnstagrarn", "instagram", "lnstagrarn"),
        ("vvhatsapp", "whatsapp", "vvhatsapp"),
        ("my sk*pe is", "skype", "sk*pe"),
        ("on T*l*gram then", "telegram", "T*l*gram"),
        ("the v#ber one", "viber", "v#ber"),
        ("p•yp•l it", "paypal", "p•yp•l"),
        ("your ph*ne", "phone", "ph*ne"),
        ("my yahoooo", "yahoo", "yahoooo"),
        ("whatsappp", "whatsapp", "whatsappp"),
        ("by payyypal", "paypal", "payyypal"),
        ("on telagram", "telegram", "telagram"),
        ("stuur een t.1.k.k.1.e", "tikkie", "t.1.k.k.1.e"),
        ("w.h.4.t.s.a.p.p me", "whatsapp", "w.h.4.t.s.a.p.p"),
        ("кидай на м.0.н.о", "моно", "м.0.н.о"),
        ("пиши в т е л е г у", "телегу", "т е л е г у"),
        ("звони в вай-бер", "вайбер", "вай-бер"),
        ("есть в0тсап", "вотсап", "в0тсап"),
        ("ب ا ي * ب ا ل", "بايبال", "ب ا ي * ب ا ل"),
        ("my instagarm", "instagram", "instagarm"),
    ],
)
def test_a_hidden_word_is_made_readable_in_its_place(text: str, word: str, hidden: str) -> None:
    assert revealed(text)[1] == [(word, hidden)]


@pytest.mark.parametrize(
    "text",
    [
        "Thanks for the proposal, we need two developers for three months.",
        "sign the contract, then discard the calendar handouts",
        "we chat tomorrow about the face book cover",
        "set more time aside, life size, hang outs, pay in voice notes",
        "h2, h3, mp4, p5, b2b, web3, i18n and e2e tests",
        "a b c d e f g",
        "а б в г д е, и т. д. и т. п.",
        "t. 1, k. 2, p. 4 in the bill of materials",
        "в 3 дома, на 4 этаже",
        "interact with the balance, finance and groups",
        "U.S.A. and a.s.a.p.",
        "email@acme.example, $100, 4x4 and 3d",
        "Привет, как дела? Нужен сайт.",
        "messages and linked passengers",
        "what the f*ck, this is sh*t, C# and F#",
        "width*height, max*min, *call* and **phone**, 5*5, p*q, s***l",
        "",
    ],
)
def test_ordinary_text_passes_unchanged(text: str) -> None:
    tokens = tokenize(fold(text))
    assert reveal(tokens, lambda _: False) is tokens


def test_a_word_the_lexicon_knows_is_no_slip() -> None:
    tokens = tokenize(fold("telagram"))
    assert reveal(tokens, lambda word: word == "telagram") is tokens


def test_a_sign_inside_a_hidden_word_ends_no_sentence() -> None:
    tokens, _ = revealed("ping D!sc0rd now")
    assert tokens.words == ["ping", "discord", "now"]
    assert tokens.at[2] - tokens.at[1] == 1
