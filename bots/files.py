"""Text files that people post: which ones are read, and how they are fetched from where a platform keeps them."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPMessage, HTTPResponse
from ipaddress import ip_address
from pathlib import PurePosixPath
from time import monotonic
from typing import IO
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from bots.decoding import PASTE, FileError, decode
from bots.mails import read_mail
from core.records import Attachment

MOST = 1_000_000  # bytes; a conversation is read up to 40,000 characters
_SECONDS = 10
_CHUNK = 65_536
_MAIL_TYPE = "message/rfc822"
_TYPES = frozenset(["text/plain", "text/markdown", "text/x-markdown", "text/csv", _MAIL_TYPE])
_VAGUE_TYPES = ("", "application/octet-stream", "binary/octet-stream")
_ENDINGS = frozenset([".csv", ".eml", ".log", ".markdown", ".md", ".text", ".txt"])
_ODD = re.compile(r"[\s\\\x00-\x1f\x7f]")  # What no address of a file has, and what parsers disagree about.


@dataclass(frozen=True, slots=True)
class Source:
    """Where a platform keeps the files of its people."""

    platform: str
    hosts: Collection[str]  # no other ones are asked
    locked: str  # the sentence for a file that is not handed over; holds {name}
    headers: Mapping[str, str] = field(default_factory=dict)


def is_text(name: str, media_type: str) -> bool:
    """Return whether a file is read: a plain text, a list or a mail; by its ending where its type says nothing."""
    kind = media_type.partition(";")[0].strip().casefold()
    return kind in _TYPES or (kind in _VAGUE_TYPES and _ending(name) in _ENDINGS)


def fetch_from(source: Source, file: Attachment, *, most: int = MOST) -> str:
    """Return the text of a file of at most so many bytes.

    A mail is returned as its sender, date, subject and words. Raises FileError where there is nothing to read.
    """
    name = " ".join(file.name.split()) or "The file"
    if not _is_trusted(file.address, source.hosts):
        raise FileError(f"{name} is not kept by {source.platform}, so it was not opened. {PASTE}")
    if file.size > most:
        raise FileError(_too_large(name, most))
    content = _download(source, file.address, name, most)
    if file.media_type.startswith(_MAIL_TYPE) or _ending(file.name) == ".eml":
        text = read_mail(content, name)
    else:
        text = decode(content, name)
    if not text.strip():
        raise FileError(f"{name} has no text in it. {PASTE}")
    return text


def _ending(name: str) -> str:
    return PurePosixPath(name).suffix.casefold()


def _too_large(name: str, most: int) -> str:
    return f"{name} is larger than {most:,} bytes. Paste the part that matters as text."


def _is_trusted(address: str, hosts: Collection[str]) -> bool:
    """Return whether an address may be asked: a host of the platform by https, or a loopback one of them by http."""
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
    """Leave redirects alone: a file is where its address says, and elsewhere there is a page to sign in."""

    def http_error_302(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage
    ) -> HTTPResponse | None:
        """Return no response, so that the redirect is an error like others."""

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


def _download(source: Source, address: str, name: str, most: int) -> bytes:
    request = Request(address, headers=dict(source.headers))  # noqa: S310  # Its scheme is checked.
    locked = source.locked.replace("{name}", name)
    try:
        with build_opener(_FollowNothing).open(request, timeout=_SECONDS) as response:
            # What comes as a page is one to sign in or to wait: a person's file never does.
            if response.headers.get_content_type() == "text/html":
                raise FileError(locked)
            return _read(response, name, most)
    except HTTPError as error:
        with error:
            if error.code in (404, 410):
                raise FileError(f"{name} is no longer there. Post it again, or paste it as text.") from None
            if error.code in (401, 403) or 300 <= error.code < 400:
                raise FileError(locked) from None
            said = f"{source.platform} did not hand over {name} (error {error.code}). Post it again."
            raise FileError(said) from None
    except (OSError, HTTPException):
        raise FileError(f"{name} could not be fetched from {source.platform}. Post it again.") from None


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
