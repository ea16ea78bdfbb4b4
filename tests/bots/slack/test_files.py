import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from timeit import timeit
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.slack import files
from bots.slack.files import FileError, fetch, is_text, mail
from core.records import Attachment
from core.transcript import parse

TOKEN = "xoxb-invented"  # noqa: S105
LOOPBACK = ("127.0.0.1",)


class Stand(ThreadingHTTPServer):
    """Stands in for the host of the files: it answers each path as told and keeps what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[tuple[str, str | None]] = []

    def put(self, content: bytes, path: str = "/file", status: int = 200, **headers: str) -> str:
        """Keep an answer and return its address."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[path] = (status, {"Content-Type": "text/plain", **named}, content)
        return f"http://127.0.0.1:{self.server_port}{path}"


class _Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        stand = cast("Stand", self.server)
        stand.asked.append((self.path, self.headers["Authorization"]))
        status, headers, content = stand.answers[self.path]
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass


@contextmanager
def serving() -> Iterator[Stand]:
    with Stand() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def stand(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stand]:
    monkeypatch.setenv("no_proxy", "*")
    with serving() as server:
        yield server


def text_file(
    address: str, name: str = "chat.txt", size: int = 0, media_type: str = "text/plain"
) -> Attachment:
    return Attachment(name, address, size, media_type)


def why(address: str, hosts: tuple[str, ...] = LOOPBACK, **more: Any) -> str:
    with pytest.raises(FileError) as error:
        fetch(text_file(address, **more), TOKEN, hosts)
    assert TOKEN not in str(error.value)
    assert address not in str(error.value)
    return str(error.value)


def test_a_file_is_fetched_with_the_token(stand: Stand) -> None:
    address = stand.put(b"Client: can we talk?")
    assert fetch(text_file(address), TOKEN, LOOPBACK) == "Client: can we talk?"
    assert stand.asked == [("/file", f"Bearer {TOKEN}")]


@pytest.mark.parametrize(
    "address",
    [
        "https://files.slack.example/f",
        "https://files.slack.com.example/f",
        "https://files.slack.com@example.com/f",
        "https://example.com@files.slack.com/f",
        "https://example.com\\@files.slack.com/f",
        "https://example.com/files.slack.com",
        "https://slack.com/f",
        "https://127.0.0.2/f",
        "http://files.slack.com/f",
        "ftp://files.slack.com/f",
        "file:///etc/hostname",
        "//files.slack.com/f",
        "https://[files.slack.com/f",
        "https://files.slack.com:x/f",
        "https://files.slack.com/a b",
        "https://files.slack.com/\r\nHost: example.com",
        "",
    ],
)
def test_nothing_is_sent_to_another_host(address: str) -> None:
    # The tests have no network, so a request would fail with another sentence.
    with pytest.raises(FileError, match="is not kept by Slack"):
        fetch(text_file(address), TOKEN, ("files.slack.com",))


def test_a_plain_connection_is_for_a_stand_in_that_is_named(stand: Stand) -> None:
    address = stand.put(b"hi")
    assert "is not kept by Slack" in why(address, ("files.slack.com",))
    assert "is not kept by Slack" in why(address.replace("127.0.0.1", "localhost"))
    assert stand.asked == []


def test_the_token_follows_no_redirect(stand: Stand) -> None:
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
                assert "does not let me open" in why(stand.put(b"", status=status, Location=place))
        assert elsewhere.asked == []
    assert {path for path, _ in stand.asked} == {"/file"}


@pytest.mark.parametrize(
    "status, headers, said",
    [
        (200, {"Content_Type": "text/html; charset=utf-8"}, "Ask an admin to install the app again"),
        (401, {}, "Ask an admin to install the app again"),
        (403, {}, "Ask an admin to install the app again"),
        (404, {}, "is no longer there"),
        (410, {}, "is no longer there"),
        (503, {}, "Slack did not hand over chat.txt (error 503)"),
        (200, {"Content_Length": "900"}, "could not be fetched"),
        (999, {"Content_Length": "x" * 70_000}, "could not be fetched"),
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
            fetch(text_file(address, size=size), TOKEN, LOOPBACK, most=100_000)
    assert len(stand.asked) == 1
    assert len(fetch(text_file(address), TOKEN, LOOPBACK, most=200_000)) == 200_000


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
def test_text_is_read_in_the_encodings_of_common_editors(stand: Stand, content: bytes) -> None:
    assert fetch(text_file(stand.put(content)), TOKEN, LOOPBACK) == "grüße 📞"


def test_an_old_windows_text_is_read_too(stand: Stand) -> None:
    assert fetch(text_file(stand.put(b"gr\xfc\xdfe \x96 100 \x80")), TOKEN, LOOPBACK) == "grüße – 100 €"


@pytest.mark.parametrize(
    "content, said",
    [
        (b"", "has no text in it"),
        (b"\xef\xbb\xbf \r\n", "has no text in it"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00", "is no text file"),
        (b"PK\x03\x04" + bytes(range(256)) * 8, "is no text file"),
        (b"\x81\x8d\xff", "unknown encoding"),
        (b"\xff\xfea", "unknown encoding"),
    ],
)
def test_what_is_no_text_is_refused(stand: Stand, content: bytes, said: str) -> None:
    assert said in why(stand.put(content))


def test_a_name_stays_on_its_line_and_may_be_missing(stand: Stand) -> None:
    assert why(stand.put(b""), name="a\nb.txt").startswith("a b.txt has no text")
    assert why(stand.put(b""), name="").startswith("The file has no text")


def a_mail() -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Änn Lee <ann@example.com>"
    message["To"] = "team@example.com"
    message["Date"] = "Wed, 23 Sep 2026 20:43:06 +0800"
    message["Subject"] = "Your proposal – a long subject that has to be folded over at least two lines to fit"
    message.set_content("Can we talk – today?\n", charset="windows-1252", cte="quoted-printable")
    return message


@pytest.mark.parametrize(
    "name, media_type", [("talk.EML", "application/octet-stream"), ("x", "message/rfc822")]
)
def test_a_mail_becomes_what_people_copy_out_of_one(stand: Stand, name: str, media_type: str) -> None:
    message = a_mail()
    message.add_alternative("<p>Can we talk?</p>", subtype="html")
    message.add_attachment("not this", filename="notes.txt")
    text = fetch(text_file(stand.put(bytes(message)), name, media_type=media_type), TOKEN, LOOPBACK)
    assert text == (
        "From: Änn Lee <ann@example.com>\n"
        "Date: Wed, 23 Sep 2026 20:43:06 +0800\n"
        "Subject: Your proposal – a long subject that has to be folded over at least two lines to fit\n"
        "\n"
        "Can we talk – today?"
    )
    conversation = parse(text)
    assert conversation.exported_from == "email"
    assert [message.name for message in conversation.messages] == ["Änn Lee"]
    assert text[conversation.messages[0].start :] == "Can we talk – today?"


@pytest.mark.parametrize(
    "content, text",
    [
        (b"From: a@example.com\n\ngr\xc3\xbc\xc3\x9fe", "From: a@example.com\n\ngrüße"),
        (b"Subject: =?nonsense?b?aGk=?=\n\nhello", "Subject: hi\n\nhello"),
        (b"Subject: =?utf-8?b?a?=\n\nhello", "Subject: =?utf-8?b?a?=\n\nhello"),
        (b"Subject: gr\xc3\xbc\xc3\x9fe\n\nhello", "Subject: grüße\n\nhello"),
        (b"Content-Type: text/plain; charset=punycode\n\nhello-", "hello-"),
        (b"Content-Type: text/plain; charset=of-tomorrow\n\n\x80", "€"),
        (b"Content-Type: text/plain; charset=windows-1252\n\n\x80", "€"),
        (b"Content-Transfer-Encoding: base64\n\naGVsbG8=", "hello"),
        (b"Content-Transfer-Encoding: base64\n\n!aGVsbG8", "hello"),
    ],
)
def test_a_mail_that_keeps_no_rules_is_read_as_well_as_it_goes(
    stand: Stand, content: bytes, text: str
) -> None:
    assert fetch(text_file(stand.put(content), "a.eml"), TOKEN, LOOPBACK).strip() == text


def test_a_mail_without_plain_text_is_refused(stand: Stand) -> None:
    page = EmailMessage()
    page.set_content("<p>hi</p>", subtype="html")
    assert "has no plain text in it" in why(stand.put(bytes(page)), name="a.eml")
    attached = EmailMessage()
    attached.add_attachment("hi", filename="a.txt")
    assert "has no plain text in it" in why(stand.put(bytes(attached)), name="a.eml")


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace")))
def test_no_mail_does_harm(content: bytes) -> None:
    for head in (b"", b"From: ", b"Subject: =?", b"Content-Type: ", b"Content-Type: text/plain; charset="):
        try:
            text = files._read_mail(head + content, "a.eml")
        except FileError:
            continue
        assert isinstance(text, str)


@pytest.mark.parametrize(
    "content",
    [
        b"Subject: " + b"=?utf-8?q?a?= " * 60_000,
        b"Subject: " + b"=?" * 450_000,
        b"Content-Type: text/plain; " + b"a=" * 450_000,
        b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a\n" * 200_000,
        b"".join(b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (at, at) for at in range(15_000)),
        b'Content-Type: text/plain; charset="' + b";" * 900_000,
        b'Content-Type: text/plain; charset="' + b";\n " * 300_000,
        b'a: b\rcontent-type: multipart/mixed; boundary="' + b";\r " * 300_000,
        b"Content-Type:\n" * 60_000,
        b"\n" * 900_000,
    ],
)
def test_no_mail_takes_long(content: bytes) -> None:
    def read() -> None:
        with suppress(FileError):
            files._read_mail(content, "a.eml")

    assert timeit(read, number=1) < 3


def test_a_mail_has_a_line_for_what_is_known_of_it() -> None:
    assert mail("", "today", "a\nb", " hi ") == "Date: today\nSubject: a b\n\nhi"


@pytest.mark.parametrize(
    "name, media_type, is_read",
    [
        ("a", "text/plain", True),
        ("a", "Text/Plain; charset=utf-8", True),
        ("a.txt", "", True),
        ("a.txt", "image/png", False),
        ("a.exe", "", False),
        ("", "", False),
    ],
)
def test_files_of_text_are_told_by_their_type_then_by_their_ending(
    name: str, media_type: str, is_read: bool
) -> None:
    assert is_text(name, media_type) is is_read
