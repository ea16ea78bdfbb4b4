"""Texts as people have them: files and standard input, in whatever encoding."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from core.errors import PlainError


class UserError(PlainError):
    """Something the user can mend; the message says what happened, to what, and what to do."""


def raw_lines(file: str) -> Iterator[bytes]:
    """Yield the lines of a file, - for standard input; raises UserError where it cannot be read."""
    if file == "-":
        yield from sys.stdin.buffer
        return
    try:
        with Path(file).open("rb") as source:
            yield from source
    except OSError as error:
        hint = " To judge words, pipe them: echo 'WORDS' | checkmsg check" if " " in file else ""
        raise UserError(f"{file} cannot be read: {error.strerror}.{hint}") from error


def read_text(file: str) -> str:
    """Return the text of a file; raises UserError where it is empty or no text."""
    content = b"".join(raw_lines(file))
    if b"\x00" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UserError(f"{file}: this is no text file. Paste the conversation as text.")
    for encoding in (
        ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252")
    ):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise UserError(f"{file}: unknown encoding. Save the text as UTF-8.")
    if not text.strip():
        raise UserError(f"{file}: there is no text in it. Paste the conversation as text.")
    return text


def labelled_rows(file: Path) -> Iterator[dict[str, object]]:
    """Yield the rows of a file of labelled JSON lines; raises UserError with the line that is none."""
    for number, raw in enumerate(raw_lines(str(file)), 1):
        if raw.strip():
            try:
                row = json.loads(raw)
            except ValueError as error:
                raise UserError(f"{file}, line {number}: not JSON ({error}).") from error
            yield row
