"""Text files that people post: which ones are read, and how they are fetched without giving the token away."""

import re
from collections.abc import Collection
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from http.client import HTTPException, HTTPMessage, HTTPResponse
from ipaddress import ip_address
from pathlib import PurePosixPath
from time import monotonic
from typing import IO, cast
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from core.errors import PlainError
from core.records import Attachment

MOST = 1_000_000  # bytes; a conversation is read up to 40,000 characters
_SECONDS = 10
_CHUNK = 65_536
_MAIL_TYPE = "message/rfc822"
_TYPES = frozenset(["text/plain", "text/markdown", "text/x-markdown", "text/csv", _MAIL_TYPE])
_VAGUE_TYPES = ("", "application/octet-stream", "binary/octet-stream")
_ENDINGS = frozenset([".csv", ".eml", ".markdown", ".md", ".text", ".txt"])
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_SAMPLE = 4096
# Python knows others by name, some of them slow on purpose-made text and some that are no encodings of text.
_CHARSET = re.compile(
    r"us-ascii|utf-?(?:7|8|16|32)(?:-?[bl]e)?|iso-8859-\d{1,2}|(?:windows-|cp)\d{3,4}|koi8-[ru]|gbk|gb2312|gb18030"
    r"|big5(?:-hkscs)?|shift_jis|euc-(?:jp|kr)|iso-2022-(?:jp|kr)",
    re.IGNORECASE,
)
_ODD = re.compile(r"[\s\\\x00-\x1f\x7f]")  # What no address of Slack's has, and what parsers disagree about.
# Python's reader of mails takes the square of their length for what follows a type, and for coded words.
_LONG_TYPE = re.compile(rb"(?:^|[\r\n])content-type:(?:[^\r\n]|(?:\r\n?|\n)[ \t]){2000}", re.IGNORECASE)
_HEADER = 1000
_PASTE = "Paste the conversation as text."


class FileError(PlainError):
    """A file that cannot be read; the message says why and what to do."""


def is_text(name: str, media_type: str) -> bool:
    """Return whether a file is read: a plain text, a list or a mail; by its ending where its type says nothing."""
    kind = media_type.partition(";")[0].strip().casefold()
    return kind in _TYPES or (kind in _VAGUE_TYPES and _ending(name) in _ENDINGS)


def fetch(file: Attachment, token: str, hosts: Collection[str], *, most: int = MOST) -> str:
    """Return the text of a file of at most so many bytes, which only these hosts are asked for.

    A mail is returned as its sender, date, subject and words. Raises FileError where there is nothing to read.
    """
    name = " ".join(file.name.split()) or "The file"
    if not _is_trusted(file.address, hosts):
        raise FileError(f"{name} is not kept by Slack, so it was not opened. {_PASTE}")
    if file.size > most:
        raise FileError(_too_large(name, most))
    content = _download(file.address, token, name, most)
    if file.media_type.startswith(_MAIL_TYPE) or _ending(file.name) == ".eml":
        text = _read_mail(content, name)
    else:
        text = _decode(content, name)
    if not text.strip():
        raise FileError(f"{name} has no text in it. {_PASTE}")
    return text


def mail(sender: str, date: str, subject: str, words: str) -> str:
    """Return a mail as people copy one out of their mailbox, which is how conversations are recognised."""
    lines = {"From": sender, "Date": date, "Subject": subject}
    heads = [f"{name}: {' '.join(value.split())}" for name, value in lines.items() if value.strip()]
    return "\n".join([*heads, "", words.strip()])


def _ending(name: str) -> str:
    return PurePosixPath(name).suffix.casefold()


def _too_large(name: str, most: int) -> str:
    return f"{name} is larger than {most:,} bytes. Paste the part that matters as text."


def _is_trusted(address: str, hosts: Collection[str]) -> bool:
    """Return whether the token may go to an address: a host of ours by https, or a loopback one of them by http."""
    try:
        parts = urlsplit(address)
        _ = parts.port  # It is read only here, and may be none.
    except ValueError:
        return False
    host = parts.hostname
    if host is None or host not in frozenset(hosts) or "@" in parts.netloc or _ODD.search(address):
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(host))


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class _FollowNothing(HTTPRedirectHandler):
    """Leave redirects alone: a file is where its address says, and what Slack sends elsewhere is to sign in."""

    def http_error_302(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage
    ) -> HTTPResponse | None:
        """Return no response, so that the redirect is an error like others."""

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


def _download(address: str, token: str, name: str, most: int) -> bytes:
    request = Request(address, headers={"Authorization": f"Bearer {token}"})  # noqa: S310  # Its scheme is checked.
    try:
        with build_opener(_FollowNothing).open(request, timeout=_SECONDS) as response:
            # What comes as a page is Slack's sign-in page: a person's file never does.
            if response.headers.get_content_type() == "text/html":
                raise FileError(_locked(name))
            return _read(response, name, most)
    except HTTPError as error:
        with error:
            if error.code in (404, 410):
                raise FileError(f"{name} is no longer there. Post it again, or paste it as text.") from None
            if error.code in (401, 403) or 300 <= error.code < 400:
                raise FileError(_locked(name)) from None
            raise FileError(f"Slack did not hand over {name} (error {error.code}). Post it again.") from None
    except (OSError, HTTPException):
        raise FileError(f"{name} could not be fetched from Slack. Post it again.") from None


def _locked(name: str) -> str:
    return f"Slack does not let me open {name}. Ask an admin to install the app again, or paste it as text."


def _read(response: HTTPResponse, name: str, most: int) -> bytes:
    content = bytearray()
    ends_at = monotonic() + _SECONDS
    while chunk := response.read1(_CHUNK):
        content += chunk
        if len(content) > most:
            raise FileError(_too_large(name, most))
        if monotonic() > ends_at:
            raise TimeoutError
    if response.length:
        raise HTTPException  # The connection ended before the file did.
    return bytes(content)


def _decode(content: bytes, name: str) -> str:
    encoding = next((encoding for mark, encoding in _MARKS.items() if content.startswith(mark)), "")
    sample = content[:_SAMPLE]
    if not encoding and b"\x00" in sample:
        # Text in two bytes a character has its zeros on one side; a picture or a program has them anywhere.
        even, odd = sample[::2].count(0), sample[1::2].count(0)
        if min(even, odd) * 20 > max(even, odd) or max(even, odd) * 4 < len(sample) // 2:
            raise FileError(f"{name} is no text file. {_PASTE}")
        encoding = "utf-16-le" if odd > even else "utf-16-be"
    for attempt in (encoding,) if encoding else ("utf-8", "cp1252"):
        try:
            return content.decode(attempt)
        except UnicodeDecodeError:
            continue
    raise FileError(f"{name} is in an unknown encoding. Save it as UTF-8, or paste it as text.")


def _read_mail(content: bytes, name: str) -> str:
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
        raise FileError(f"{name} has no plain text in it. {_PASTE}")
    return mail(sender, date, subject, _words(words, name))


def _no_mail(name: str) -> str:
    return f"{name} is no mail that can be read. {_PASTE}"


def _header(message: Message, key: str) -> str:
    """Return a header line as people see it, without the codes in which other letters travel."""
    value = message.get(key, "")
    try:
        parts = decode_header(value[:_HEADER] if isinstance(value, str) else value)
    except HeaderParseError:
        return str(value)
    return "".join(
        part if isinstance(part, str) else _decoded(part, charset or "") for part, charset in parts
    )


def _decoded(content: bytes, charset: str) -> str:
    return content.decode(charset if _CHARSET.fullmatch(charset) else "utf-8", errors="replace")


def _words(part: Message, name: str) -> str:
    content = cast("bytes", part.get_payload(decode=True))  # Only a part that has parts has none.
    charset = part.get_content_charset("")
    return _decoded(content, charset) if _CHARSET.fullmatch(charset) else _decode(content, name)
