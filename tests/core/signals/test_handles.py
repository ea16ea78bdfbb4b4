import pytest

from core.fold import fold
from core.signals import handles
from core.signals.entities import Entity
from core.tokens import tokenize


def found(text: str) -> list[tuple[str, Entity]]:
    """Return the words of the original text and the entity for each handle found."""
    folded = fold(text)
    return [
        (text[folded.start(item.start) : folded.end(item.end)], item)
        for item in handles.find(folded, tokenize(folded))
    ]


@pytest.mark.parametrize(
    ("text", "words", "channel"),
    [
        ("Telegram: @kofi_b", "kofi_b", "telegram"),
        ("telegram: foo_bar", "foo_bar", "telegram"),
        ("find me on insta, @maple.and.moss, dm me", "maple.and.moss", "instagram"),
        ("insta - foo_craft", "foo_craft", "instagram"),
        ("Please call me on Skype: live:annlee_x", "live:annlee_x", "skype"),
        ("Skype id live:.cid.tom.urb84", "live:.cid.tom.urb84", "skype"),
        ("skype = quarry_lane", "quarry_lane", "skype"),
        ("WeChat ID: ling_prod, she explains", "ling_prod", "wechat"),
        ("微信号: abc123", "abc123", "wechat"),
        ("LINE: haru.craft ok", "haru.craft", "line"),
        ("line id: haru77", "haru77", "line"),
        ("카톡 아이디 abc_77", "abc_77", "kakaotalk"),
        ("телега @mira_dev", "mira_dev", "telegram"),
        ("mi insta es taller_nube", "taller_nube", "instagram"),
        ("discord: marble#4821", "marble#4821", "discord"),
        ("on Mastodon @ilse@social.brook.example", "@ilse@social.brook.example", "vk"),
        ("Matrix: @dario:home.example", "@dario:home.example", "matrix"),
        ("Threema ID is 4KX9PL2M.", "4KX9PL2M", "threema"),
        ("DM me on X, I'm @orrin_w", "orrin_w", "x"),
        ("The paper plane app, I'm under nadir_n", "nadir_n", "telegram"),
        ("wickr: northquay9", "northquay9", "wire"),
    ],
)
def test_a_handle_is_found_with_its_tool(text: str, words: str, channel: str) -> None:
    assert [(slice_, item.channel, item.sure) for slice_, item in found(text)] == [(words, channel, True)]


@pytest.mark.parametrize("text", ["@Svitlana could you check?", "cc @dimitra", "my username is foo_bar9"])
def test_a_name_without_a_tool_is_never_sure(text: str) -> None:
    assert [item.sure for _, item in found(text)] == [False]


@pytest.mark.parametrize(
    "text",
    [
        "@media (max-width: 768px) and @import",
        "npm i @stripe/stripe-js@3.4.0",
        "@param name the user",
        "@here who is free?",
        "ops@marlowbridge.example",
        "we need a telegram bot with 3 screens",
        "integrate WhatsApp Business API v2.1",
        "Discord server with 5k users",
        "ticket #48213 and PR#1907",
        "the signal is strong, line 12 of app.py",
        "our Instagram has 12 posts",
        "Facebook login is broken",
        "send the Telegram link",
        "in line with app_config",
        "skype is fine",
        "the live: section of the page",
    ],
)
def test_tools_and_code_without_a_person_are_left_alone(text: str) -> None:
    assert found(text) == []
