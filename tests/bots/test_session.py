import re
from collections.abc import Callable
from datetime import UTC, datetime
from io import StringIO

import pytest
from rich.console import Console
from sqlmodel import SQLModel

from bots.delivery import Delivery
from bots.session import Screen, Session, texts
from core.commands.commands import Asker, Commands
from core.policy import load
from core.records import Platform
from core.store.tenant import Store

TEXT = "Client: Can we jump on WhatsApp? My number is +44 7700 900418."
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def broken_clock() -> datetime:
    raise RuntimeError(TEXT)


def said(store: Store, now: Callable[[], datetime] = lambda: NOW, text: str = TEXT) -> str:
    page = StringIO()
    screen = Screen(Console(file=page, width=200), "dana")
    asker = Asker(Platform.TERMINAL, "t1", "Alder", "dana", "Dana")
    delivery = Delivery(store, {Platform.TERMINAL: screen}, lambda _: None, now)
    Session(Commands(store, load()), asker, screen, delivery, now).answer(text)
    return page.getvalue()


def test_a_crash_is_said_with_a_reference_and_without_the_words(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    told = said(store, broken_clock)

    assert "Treat it as unchecked." in told
    (reference,) = re.findall(r"\(ref (\w{4})\)", told)
    assert f"(ref {reference})" in caplog.text
    assert "900418" not in caplog.text


def test_a_database_that_fails_is_told_and_the_text_called_unchecked(store: Store) -> None:
    SQLModel.metadata.drop_all(store.database.engine)

    told = said(store)
    assert "no such table" in told
    assert "Treat this as unchecked." in told


@pytest.mark.parametrize("text", ["\x7fELF\x02\x01\0\0\0", "\ufffd\ufffdPNG\ufffd hello"])
def test_what_is_no_text_is_not_judged(store: Store, text: str) -> None:
    assert said(store, text=text) == "This is no text. Paste the conversation as text.\n"


@pytest.mark.parametrize(
    "line",
    [
        "help",
        "help client import",
        "help import",
        "client list",
        "client alias Acme also client import",
        "client imports",
        "7",
        "",
    ],
)
def test_a_command_is_done_once_its_line_ends(line: str) -> None:
    typed = StringIO(f"/checkmsg {line}\n/checkmsg confirm\n")
    assert list(texts(typed)) == [f"/checkmsg {line}\n", "/checkmsg confirm\n"]


@pytest.mark.parametrize("line", ["client import", "Client  Import apply", "client import apply-good"])
def test_a_command_that_takes_a_list_waits_for_its_end(line: str) -> None:
    typed = StringIO(f"/CheckMsg {line}\nAcme, active\n/checkmsg is a tool\n.\n/checkmsg confirm\n")
    assert list(texts(typed)) == [
        f"/CheckMsg {line}\nAcme, active\n/checkmsg is a tool\n",
        "/checkmsg confirm\n",
    ]
