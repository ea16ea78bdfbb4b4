import pytest

from bots.decoding import FileError, decode, decode_as, is_charset


@pytest.mark.parametrize(
    "content",
    [
        "grüße 📞".encode(),
        b"\xef\xbb\xbf" + "grüße 📞".encode(),
        "grüße 📞".encode("utf-16"),
        b"\xfe\xff" + "grüße 📞".encode("utf-16-be"),
        "grüße 📞".encode("utf-16-le"),
        "grüße 📞".encode("utf-16-be"),
    ],
)
def test_text_is_read_in_the_encodings_of_common_editors(content: bytes) -> None:
    assert decode(content, "chat.txt") == "grüße 📞"


def test_an_old_windows_text_is_read_too() -> None:
    assert decode(b"gr\xfc\xdfe \x96 100 \x80", "chat.txt") == "grüße – 100 €"


@pytest.mark.parametrize(
    "content, said",
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00", "chat.txt is no text file"),
        (b"PK\x03\x04" + bytes(range(256)) * 8, "chat.txt is no text file"),
        (b"\x00\x01\x02\x03" * 10, "chat.txt is no text file"),
        (b"\x81\x8d\xff", "chat.txt is in an unknown encoding"),
        (b"\xff\xfea", "chat.txt is in an unknown encoding"),
    ],
)
def test_what_is_no_text_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(FileError, match=said):
        decode(content, "chat.txt")


@pytest.mark.parametrize(
    "charset, is_taken", [("UTF-8", True), ("windows-1252", True), ("punycode", False), ("", False)]
)
def test_only_encodings_of_text_are_taken_at_their_word(charset: str, is_taken: bool) -> None:
    assert is_charset(charset) is is_taken
    assert decode_as(b"\xc3\xbc-", charset) == ("Ã¼-" if charset == "windows-1252" else "ü-")
