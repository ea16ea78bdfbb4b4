"""The bytes of a file as text."""

import re

from core.errors import PlainError

PASTE = "Paste the conversation as text."
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_SAMPLE = 4096
_CONTROL = re.compile(
    r"[\x00-\x08\x0e-\x1a\x1c-\x1f]"
)  # Exports may hold the sequences that colour a terminal.
# Python knows others by name, some of them slow on purpose-made text and some that are no encodings of text.
_CHARSET = re.compile(
    r"us-ascii|utf-?(?:7|8|16|32)(?:-?[bl]e)?|iso-8859-\d{1,2}|(?:windows-|cp)\d{3,4}|koi8-[ru]|gbk|gb2312|gb18030"
    r"|big5(?:-hkscs)?|shift_jis|euc-(?:jp|kr)|iso-2022-(?:jp|kr)",
    re.IGNORECASE,
)


class FileError(PlainError):
    """A file that cannot be read; the message says why and what to do."""


def decode(content: bytes, name: str) -> str:
    """Return the text of a file in one of the encodings of common editors; raises FileError where it is no text."""
    encoding = next((encoding for mark, encoding in _MARKS.items() if content.startswith(mark)), "")
    sample = content[:_SAMPLE]
    if not encoding and b"\x00" in sample:
        # Text in two bytes a character has its zeros on one side; a picture or a program has them anywhere.
        even, odd = sample[::2].count(0), sample[1::2].count(0)
        if min(even, odd) * 20 > max(even, odd) or max(even, odd) * 4 < len(sample) // 2:
            raise FileError(f"{name} is no text file. {PASTE}")
        encoding = "utf-16-le" if odd > even else "utf-16-be"
        if _CONTROL.search(sample.decode(encoding, errors="replace")):
            raise FileError(f"{name} is no text file. {PASTE}")
    for attempt in (encoding,) if encoding else ("utf-8", "cp1252"):
        try:
            return content.decode(attempt)
        except UnicodeDecodeError:
            continue
    raise FileError(f"{name} is in an unknown encoding. Save it as UTF-8, or paste it as text.")


def is_charset(name: str) -> bool:
    """Return whether a file that names its encoding so is taken at its word."""
    return _CHARSET.fullmatch(name) is not None


def decode_as(content: bytes, charset: str) -> str:
    """Return what can be read of some bytes whose encoding is named, as UTF-8 where the name is not taken."""
    return content.decode(charset if is_charset(charset) else "utf-8", errors="replace")
