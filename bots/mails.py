"""Mails as people copy them out of a mailbox, which is how conversations are recognised."""

import re
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from typing import cast

from bots.decoding import PASTE, FileError, decode, decode_as, is_charset

# Python's reader of mails takes the square of their length for what follows a type, and for coded words.
_LONG_TYPE = re.compile(rb"(?:^|[\r\n])content-type:(?:[^\r\n]|(?:\r\n?|\n)[ \t]){2000}", re.IGNORECASE)
_HEADER = 1000


def mail(sender: str, date: str, subject: str, words: str) -> str:
    """Return a mail as its sender, date, subject and words; what is empty has no line."""
    lines = {"From": sender, "Date": date, "Subject": subject}
    heads = [f"{name}: {' '.join(value.split())}" for name, value in lines.items() if value.strip()]
    return "\n".join([*heads, "", words.strip()])


def read_mail(content: bytes, name: str) -> str:
    """Return the mail in a file; raises FileError where there is none with plain text in it."""
    if _LONG_TYPE.search(content):
        raise FileError(_no_mail(name))
    try:
        message = message_from_bytes(content)
        sender, date, subject = (_header(message, key) for key in ("From", "Date", "Subject"))
        parts = [part for part in message.walk() if part.get_content_type() == "text/plain"]
    except RecursionError:
        raise FileError(_no_mail(name)) from None
    words = next((part for part in parts if part.get_content_disposition() != "attachment"), None)
    if words is None:
        raise FileError(f"{name} has no plain text in it. {PASTE}")
    return mail(sender, date, subject, _words(words, name))


def _no_mail(name: str) -> str:
    return f"{name} is no mail that can be read. {PASTE}"


def _header(message: Message, key: str) -> str:
    """Return a header line as people see it, without the codes in which other letters travel."""
    value = message.get(key, "")
    try:
        parts = decode_header(value[:_HEADER] if isinstance(value, str) else value)
    except HeaderParseError:
        return str(value)
    return "".join(
        part if isinstance(part, str) else decode_as(part, charset or "") for part, charset in parts
    )


def _words(part: Message, name: str) -> str:
    content = cast("bytes", part.get_payload(decode=True))  # Only a part that has parts has none.
    charset = part.get_content_charset("")
    return decode_as(content, charset) if is_charset(charset) else decode(content, name)
