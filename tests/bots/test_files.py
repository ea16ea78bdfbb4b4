from typing import Any

import pytest

from bots import files
from bots.decoding import FileError
from bots.files import Source, fetch_from, is_text
from tests.bots.stand import LOOPBACK, Stand, serving, text_file

SECRET = "invented-secret"  # noqa: S105
LOCKED = "{name} is locked, for {weeks} too."
HERE = Source("Here", LOOPBACK, LOCKED, {"Authorization": SECRET})
ABROAD = Source("Here", ("files.example.com",), LOCKED)


def why(address: str, source: Source = HERE, **more: Any) -> str:
    with pytest.raises(FileError) as error:
        fetch_from(source, text_file(address, **more))
    assert SECRET not in str(error.value)
    assert address not in str(error.value)
    return str(error.value)


def test_a_file_is_fetched_as_its_platform_wants_to_be_asked(stand: Stand) -> None:
    address = stand.put(b"Client: can we talk?")
    assert fetch_from(HERE, text_file(address)) == "Client: can we talk?"
    assert [headers["Authorization"] for headers in stand.headers] == [SECRET]


@pytest.mark.parametrize(
    "address",
    [
        "https://files.example/f",
        "https://files.example.com.example/f",
        "https://files.example.com@example.org/f",
        "https://example.org@files.example.com/f",
        "https://example.org\\@files.example.com/f",
        "https://example.org/files.example.com",
        "https://example.com/f",
        "https://127.0.0.2/f",
        "http://files.example.com/f",
        "ftp://files.example.com/f",
        "file:///etc/hostname",
        "//files.example.com/f",
        "https://[files.example.com/f",
        "https://files.example.com:x/f",
        "https://files.example.com/a b",
        "https://files.example.com/\r\nHost: example.org",
    ],
)
def test_nothing_is_asked_of_another_host(address: str) -> None:
    # The tests have no network, so a request would fail with another sentence.
    assert why(address, ABROAD) == (
        "chat.txt is not kept by Here, so it was not opened. Paste the conversation as text."
    )


def test_a_file_without_an_address_is_not_opened() -> None:
    with pytest.raises(FileError, match="is not kept by Here"):
        fetch_from(ABROAD, text_file(""))


def test_a_plain_connection_is_for_a_stand_in_that_is_named(stand: Stand) -> None:
    address = stand.put(b"hi")
    assert "is not kept by Here" in why(address, ABROAD)
    assert "is not kept by Here" in why(address.replace("127.0.0.1", "localhost"))
    assert stand.asked == []


def test_no_redirect_is_followed(stand: Stand) -> None:
    with serving() as elsewhere:
        places = [
            elsewhere.put(b"stolen"),
            stand.put(b"stolen", "/new"),
            "/new",
            "file:///etc/hostname",
            "http://[x/",
        ]
        for status in (301, 302, 303, 307, 308):
            for place in places:
                assert "is locked" in why(stand.put(b"", status=status, Location=place))
        assert elsewhere.asked == []
    assert set(stand.asked) == {"/file"}


@pytest.mark.parametrize(
    "status, headers, said",
    [
        (200, {"Content_Type": "text/html; charset=utf-8"}, "chat.txt is locked, for {weeks} too."),
        (401, {}, "chat.txt is locked, for {weeks} too."),
        (403, {}, "chat.txt is locked, for {weeks} too."),
        (404, {}, "is no longer there"),
        (410, {}, "is no longer there"),
        (503, {}, "Here did not hand over chat.txt (error 503)"),
        (200, {"Content_Length": "900"}, "could not be fetched from Here"),
        (999, {"Content_Length": "x" * 70_000}, "could not be fetched from Here"),
    ],
)
def test_what_goes_wrong_is_said_plainly(
    stand: Stand, status: int, headers: dict[str, str], said: str
) -> None:
    said_of_it = why(stand.put(b"<html>Sign in</html>", status=status, **headers))
    assert said in said_of_it
    assert said_of_it.count("\n") == 0


def test_a_host_that_does_not_answer_is_said_plainly(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "could not be fetched" in why("http://127.0.0.1:1/file")
    monkeypatch.setattr(files, "_SECONDS", 0.0001)
    assert "could not be fetched" in why(stand.put(b"x" * 500_000))


def test_a_large_file_is_not_read_to_its_end(stand: Stand) -> None:
    address = stand.put(b"x" * 200_000)
    for size in (0, 200_000):
        with pytest.raises(FileError, match=r"larger than 100,000 bytes"):
            fetch_from(HERE, text_file(address, size=size), most=100_000)
    assert len(stand.asked) == 1
    assert len(fetch_from(HERE, text_file(address), most=200_000)) == 200_000


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf \r\n"])
def test_a_file_without_words_is_said_plainly(stand: Stand, content: bytes) -> None:
    assert "has no text in it" in why(stand.put(content))


def test_what_is_no_text_is_refused(stand: Stand) -> None:
    assert "chat.txt is no text file" in why(stand.put(b"PK\x03\x04" + bytes(range(256)) * 8))


def test_a_name_stays_on_its_line_and_may_be_missing(stand: Stand) -> None:
    assert why(stand.put(b""), name="a\nb.txt").startswith("a b.txt has no text")
    assert why(stand.put(b""), name="").startswith("The file has no text")


@pytest.mark.parametrize(
    "name, media_type",
    [
        ("talk.EML", "application/octet-stream"),
        ("x", "message/rfc822"),
        ("x", "message/rfc822; charset=utf-8"),
    ],
)
def test_a_mail_is_read_as_one(stand: Stand, name: str, media_type: str) -> None:
    address = stand.put(b"From: a@example.com\nX-Mailer: any\n\nhello")
    assert fetch_from(HERE, text_file(address, name, media_type=media_type)) == "From: a@example.com\n\nhello"


@pytest.mark.parametrize(
    "name, media_type, is_read",
    [
        ("a", "text/plain", True),
        ("a", "Text/Plain; charset=utf-8", True),
        ("a.txt", "", True),
        ("a.log", "application/octet-stream", True),
        ("a.txt", "image/png", False),
        ("a.exe", "", False),
        ("", "", False),
    ],
)
def test_files_of_text_are_told_by_their_type_then_by_their_ending(
    name: str, media_type: str, is_read: bool
) -> None:
    assert is_text(name, media_type) is is_read
