import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.fold import fold


@pytest.mark.parametrize(
    "written, plain",
    [
        ("WhatsApp", "whatsapp"),
        ("Wha\u200bts\u2060App", "whatsapp"),
        ("Теlеgrаm", "telegram"),
        ("𝓦𝓱𝓪𝓽𝓼𝓐𝓹𝓹", "whatsapp"),
        ("ｗｈａｔｓａｐｐ", "whatsapp"),
        ("🅆🄷🄰🅃🅂", "whats"),
        ("ᴡʜᴀᴛꜱ", "whats"),
        ("0️⃣4️⃣9️⃣", "049"),
        ("٠٤٩١", "0491"),
        ("०४९", "049"),
        ("h̷͎̓i̸", "hi"),
        ("Straße", "strasse"),
        ("İğne", "igne"),
        ("ёлка и йод", "елка и йод"),
        ("đường", "duong"),
        ("أهلاً وسهلاً", "اهلا وسهلا"),
        ("कृपया भेजें", "कृपया भेजें"),
        ("안녕하세요", "안녕하세요"),
        ("mirko＠halcyon。example", "mirko@halcyon.example"),
    ],
)
def test_disguised_and_decorated_letters_become_plain(written: str, plain: str) -> None:
    assert fold(written).text == plain


@pytest.mark.parametrize("text", ["Привет, как дела?", "Γειά σου κόσμε"])
def test_a_text_in_another_alphabet_keeps_it(text: str) -> None:
    assert not any("a" <= char <= "z" for char in fold(text).text)


@given(st.text(max_size=200))
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text).text

    assert fold(once).text == once


@given(st.text(max_size=200))
def test_every_place_in_folded_text_maps_into_the_original(text: str) -> None:
    folded = fold(text)

    for index in range(len(folded.text)):
        assert 0 <= folded.start(index) < folded.end(index + 1) <= len(text)
