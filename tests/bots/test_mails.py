from contextlib import suppress
from email.message import EmailMessage
from timeit import timeit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.decoding import FileError
from bots.mails import mail, read_mail
from core.transcript import parse

NAME = "talk.eml"


def test_a_mail_becomes_what_people_copy_out_of_one() -> None:
    message = EmailMessage()
    message["From"] = "Änn Lee <ann@example.com>"
    message["To"] = "team@example.com"
    message["Date"] = "Wed, 23 Sep 2026 20:43:06 +0800"
    message["Subject"] = "Your proposal – a long subject that has to be folded over at least two lines to fit"
    message.set_content("Can we talk – today?\n", charset="windows-1252", cte="quoted-printable")
    message.add_alternative("<p>Can we talk?</p>", subtype="html")
    message.add_attachment("not this", filename="notes.txt")
    text = read_mail(bytes(message), NAME)
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
def test_a_mail_that_keeps_no_rules_is_read_as_well_as_it_goes(content: bytes, text: str) -> None:
    assert read_mail(content, NAME).strip() == text


def test_a_mail_without_plain_text_is_refused() -> None:
    page, attached = EmailMessage(), EmailMessage()
    page.set_content("<p>hi</p>", subtype="html")
    attached.add_attachment("hi", filename="a.txt")
    for message in (page, attached):
        with pytest.raises(FileError, match="has no plain text in it"):
            read_mail(bytes(message), NAME)


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace")))
def test_no_mail_does_harm(content: bytes) -> None:
    for head in (b"", b"From: ", b"Subject: =?", b"Content-Type: ", b"Content-Type: text/plain; charset="):
        try:
            text = read_mail(head + content, NAME)
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
            read_mail(content, NAME)

    assert timeit(read, number=1) < 3


def test_a_mail_has_a_line_for_what_is_known_of_it() -> None:
    assert mail("", "today", "a\nb", " hi ") == "Date: today\nSubject: a b\n\nhi"
