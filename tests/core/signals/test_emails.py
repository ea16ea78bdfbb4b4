import pytest

from core.fold import fold
from core.signals import emails
from core.signals.entities import Entity
from core.tokens import tokenize


def found(text: str) -> list[tuple[str, Entity]]:
    """Return the words of the original text and the entity for each address found."""
    folded = fold(text)
    return [
        (text[folded.start(item.start) : folded.end(item.end)], item)
        for item in emails.find(folded, tokenize(folded))
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Write to ops@marlowbridge.example, please", "ops@marlowbridge.example"),
        ("me: kell.ward+up@icloud.com.", "kell.ward+up@icloud.com"),
        ("<b.okon@fenmore-group.co.uk>", "b.okon@fenmore-group.co.uk"),
        ("JOE@Acme.IO", "JOE@Acme.IO"),
        ("mailto:info@studio.example", "info@studio.example"),
        ("пишите на zakaz@teplo.ru!", "zakaz@teplo.ru"),
        ("连系 lin@hao.cn，谢谢", "lin@hao.cn"),
        ("a_b-c@x9.dev;", "a_b-c@x9.dev"),
        ("müller@büro.example", "müller@büro.example"),
        ("ｄａｎａ＠ｇｒｅｙ．ｅｘａｍｐｌｅ", "ｄａｎａ＠ｇｒｅｙ．ｅｘａｍｐｌｅ"),
    ],
)
def test_a_plain_address_is_found_with_its_place(text: str, words: str) -> None:
    folded = fold(words).text
    assert [(slice_, item.value, item.sure, item.disguised) for slice_, item in found(text)] == [
        (words, folded, True, False)
    ]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("reach me at rena dot kowal at gmail dot com", "rena dot kowal at gmail dot com", "rena.kowal@gmail.com"),
        ("arj(dot)meh(at)tide(dot)example, ok", "arj(dot)meh(at)tide(dot)example", "arj.meh@tide.example"),
        ("kim[@]oakember[.]example", "kim[@]oakember[.]example", "kim@oakember.example"),
        ("petra_AT_lark_DOT_example", "petra_AT_lark_DOT_example", "petra@lark.example"),
        ("lena @ acme . com", "lena @ acme . com", "lena@acme.com"),
        ('"vas.lim" + "@" + "hotmail" + ".com"', 'vas.lim" + "@" + "hotmail" + ".com', "vas.lim@hotmail.com"),
        ("s a m . b r i d [a t] p r o t o n [d o t] m e", "s a m . b r i d [a t] p r o t o n [d o t] m e", "sam.brid@proton.me"),
        ("finch22 at gmail", "finch22 at gmail", "finch22@gmail.com"),
        ("base64: aW5mb0BibHVlZmllbGQuZXhhbXBsZQ==", "aW5mb0BibHVlZmllbGQuZXhhbXBsZQ==", "info@bluefield.example"),
        ("venta arroba talleres punto es", "venta arroba talleres punto es", "venta@talleres.es"),
        ("loja arroba padaria ponto com ponto br", "loja arroba padaria ponto com ponto br", "loja@padaria.com.br"),
        ("lou point mor arobase ateliers point fr svp", "lou point mor arobase ateliers point fr", "lou.mor@ateliers.fr"),
        ("buero klammeraffe linde-akustik punkt at, freu mich", "buero klammeraffe linde-akustik punkt at", "buero@linde-akustik.at"),
        ("ordini chiocciola caseificio punto it", "ordini chiocciola caseificio punto it", "ordini@caseificio.it"),
        ("jan apenstaartje molen punt nl", "jan apenstaartje molen punt nl", "jan@molen.nl"),
        ("sklep małpa brzoza kropka pl", "sklep małpa brzoza kropka pl", "sklep@brzoza.pl"),
        ("zakaz собака teplo точка ру", "zakaz собака teplo точка ру", "zakaz@teplo.ru"),
        ("bilgi et ceylan nokta com adresine", "bilgi et ceylan nokta com", "bilgi@ceylan.com"),
        ("sales آت nakheel دوت com لو سمحت", "sales آت nakheel دوت com", "sales@nakheel.com"),
        ("sadaf ایٹ gul-textile ڈاٹ com پر", "sadaf ایٹ gul-textile ڈاٹ com", "sadaf@gul-textile.com"),
        ("anil at the rate gupta dot in pe", "anil at the rate gupta dot in", "anil@gupta.in"),
        ("jiwoo 골뱅이 hanok 쩜 kr 로", "jiwoo 골뱅이 hanok 쩜 kr", "jiwoo@hanok.kr"),
        ("ratna et mebel titik com ya", "ratna et mebel titik com", "ratna@mebel.com"),
    ],
)  # fmt: skip
def test_a_disguised_address_is_found_and_marked(text: str, words: str, value: str) -> None:
    assert [(slice_, item.value, item.disguised) for slice_, item in found(text)] == [(words, value, True)]


@pytest.mark.parametrize(
    "text",
    [
        "my gmail is ben.voss",
        "gmail: ben.voss",
        'gmail account, "finch22"',
        "info at acme.com",
        "log: alice@example.com",
        "VALUES ('ann@shop.example', 1)",
    ],
)
def test_a_half_told_or_sample_address_is_never_sure(text: str) -> None:
    assert [item.sure for _, item in found(text)] == [False]


@pytest.mark.parametrize(
    "text",
    [
        "git clone git@github.com:acme-sample/widgets.git",
        "npm i @stripe/stripe-js@3.4.0 and left-pad@1.3.0",
        "@media (max-width: 768px) hides it",
        "I'm @ilse@social.brook.example there",
        "logo@2x.png and icon@3x.png",
        "meet me at noon dot.",
        "see how they do it at medislot.example/book",
        "look at acme dot com",
        "the demo is at staging.acme.com",
        "getty@tty1.service failed",
        "const isEmail = s => /^[^@\\s]+@[^@\\s]+$/",
        "nous sommes à un point de vente et un site",
        "llegamos a un punto de acuerdo",
        "cc @Dimitra at ten. Thanks",
        "we use gmail and outlook for work",
        "postgres://user:pass@db.acme.com/main",
        "arrived at one point in time",
    ],
)
def test_what_only_looks_like_an_address_is_left_alone(text: str) -> None:
    assert found(text) == []
