"""Texts as people have them: files and standard input, in whatever encoding."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from bots.decoding import PASTE, decode
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
    """Return the text of a file as that of one that is posted, a mail's words out of a mail.

    Raises PlainError where it cannot be read, or is empty or no text.
    """
    content = b"".join(raw_lines(file))
    name = "Standard input" if file == "-" else file
    if Path(file).suffix.casefold() == ".eml":
        from bots.mails import read_mail

        text = read_mail(content, name)
    else:
        text = decode(content, name)
    if not text.strip():
        raise UserError(f"{name} has no text in it. {PASTE}")
    return text


def labelled_rows(file: Path) -> Iterator[dict[str, object]]:
    """Yield the rows of a file of labelled JSON lines; raises UserError with the line that is none."""
    for number, raw in enumerate(raw_lines(str(file)), 1):
        if raw.strip():
            try:
                row = json.loads(raw)
            except (ValueError, RecursionError) as error:
                raise UserError(f"{file}, line {number}: not JSON ({error}).") from error
            if not isinstance(row, dict):
                raise UserError(f"{file}, line {number}: not a JSON object.")
            yield row
