from datetime import date

import pytest

from core.fold import fold
from core.policy import load
from core.question import Question, check
from core.signals import links
from core.signals.entities import Entity
from core.tokens import tokenize


def found(text: str) -> list[tuple[str, Entity]]:
    """Return the words of the original text and the entity for each link found."""
    folded = fold(text)
    return [
        (text[folded.start(item.start) : folded.end(item.end)], item)
        for item in links.find(folded, tokenize(folded))
    ]


@pytest.mark.parametrize(
    ("text", "words", "channel"),
    [
        (
            "see https://github.com/acme-sample/widgets/pull/21.",
            "https://github.com/acme-sample/widgets/pull/21",
            "access",
        ),
        ("book: calendly.com/juniper-h", "calendly.com/juniper-h", "calendly"),
        ("discord.gg/q7fRw2Zz, ping me", "discord.gg/q7fRw2Zz", "discord"),
        ("m.me/pawsandcones", "m.me/pawsandcones", "messenger"),
        ("https://wa.me/15035550190", "https://wa.me/15035550190", "whatsapp"),
        ("chat.whatsapp.com/Hq2Lr8", "chat.whatsapp.com/Hq2Lr8", "whatsapp"),
        ("t.me/+QzTest1", "t.me/+QzTest1", "telegram"),
        ("g.co/meet/abc", "g.co/meet/abc", "meet"),
        ("our site is www.larkloam.example, slow", "www.larkloam.example", ""),
        ("form.mocan-group.example まで", "form.mocan-group.example", ""),
        ("先填表：dengji.hao.example", "dengji.hao.example", ""),
        ("(docs.google.com/forms/d/1ab)", "docs.google.com/forms/d/1ab", "form"),
        ("https://acme.zip/x", "https://acme.zip/x", ""),
        ("linear.app and that", "linear.app", "access"),
    ],
)
def test_a_written_link_is_found_with_its_tool(text: str, words: str, channel: str) -> None:
    assert [(slice_, item.channel, item.sure, item.disguised) for slice_, item in found(text)] == [
        (words, channel, True, False)
    ]


@pytest.mark.parametrize(
    ("text", "words", "value", "channel"),
    [
        ("hxxps://wa[.]me/15035550190", "hxxps://wa[.]me/15035550190", "wa.me/15035550190", "whatsapp"),
        ("w a . m e / 6 4 2 1 5 5 5", "w a . m e / 6 4 2 1 5 5 5", "wa.me/6421555", "whatsapp"),
        (
            "C A L E N D L Y (.) com / juniper-h",
            "C A L E N D L Y (.) com / juniper-h",
            "calendly.com/juniper-h",
            "calendly",
        ),
        (
            "calendly dot com slash juniper",
            "calendly dot com slash juniper",
            "calendly.com/juniper",
            "calendly",
        ),
        ("find me on acme . com", "acme . com", "acme.com", ""),
        ("larkloam(dot)example", "larkloam(dot)example", "larkloam.example", ""),
    ],
)
def test_a_broken_link_is_found_and_marked(text: str, words: str, value: str, channel: str) -> None:
    assert [(slice_, item.value, item.channel, item.disguised) for slice_, item in found(text)] == [
        (words, value, channel, True)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "We use node.js, next.js 14, vue.js and socket.io on asp.net",
        "readme.md, app.py, main.rs, deploy.sh and index.ts",
        "brief.pdf, logo@2x.png, foo.zip",
        "ops@marlowbridge.example",
        "arj(dot)meh(at)tide(dot)example",
        "venta arroba talleres punto es",
        "All done.Thanks for it.Is that ok",
        "e.g. this, i.e. that, a.m. or p.m.",
        "version 2.1.3 costs 1.299,00",
        "a full stop. Then more ... and so on",
        "user.name and self.value in code",
        "Matrix: @dario:home.example",
        "",
    ],
)
def test_what_only_looks_like_a_host_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_more_links_than_are_read_are_said_to_be_unchecked() -> None:
    text = " ".join(f"a{number}.io" for number in range(401)) + " https://t.me/acme_dev"
    assert check(Question(text=text), load(), date(2026, 11, 22)).verdict.unchecked
