"""What people hand over as files, fed with bytes: the decoding, mails, lists and tables of clients."""

from datetime import date

from bots.decoding import FileError, decode
from bots.mails import read_mail
from core.lists import Problem, Row, as_csv, read_csv, read_list
from core.machine import answer_line
from core.policy import load

TODAY = date(2026, 11, 22)
FILE = "list.txt"


def feed(data: bytes) -> None:
    """Read a file in every way in which one is read; raises what is not told in plain words."""
    for read in (decode, read_mail):
        try:
            text = read(data, FILE)
        except FileError as error:
            if FILE not in (text := str(error)):
                raise AssertionError from error
        _read_rows(text)
    answer_line(data.decode("utf-8", errors="surrogateescape"), load(), TODAY)


def _read_rows(text: str) -> None:
    lines = text.count("\n") + text.count("\r") + 1
    for read in (read_csv, read_list):
        rows, problems = read(text, TODAY)
        told: tuple[Row | Problem, ...] = (*rows, *problems)
        assert all(1 <= entry.line <= lines for entry in told)
        assert all(problem.what for problem in problems)
        table = as_csv([(row.name, *row.aliases) for row in rows], ("client",))
        assert len(list(table.splitlines())) >= len(rows)
