"""The dialogues in tests/dialogues are the specification that agencies can read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from sqlmodel import SQLModel

from bots.delivery import Delivery
from bots.session import Screen, Session
from core.commands.commands import Asker, Commands
from core.policy import load
from core.records import Platform
from core.rendering import render
from core.store.crypto import Keyring, new_key
from core.store.database import Database
from core.store.tenant import Store

FOLDER = Path(__file__).parents[1] / "dialogues"
FILES = sorted(FOLDER.glob("*.txt"))
SPOKEN = re.compile(r"(?P<who>[A-Z]\w*)> ?(?P<words>.*)")
POLICY = load()


@dataclass
class Play:
    """A dialogue as it goes on."""

    store: Store
    now: datetime = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
    heard: str = ""
    sessions: dict[str, tuple[Session, StringIO]] = field(default_factory=dict)

    def says(self, who: str, words: str) -> None:
        session, page = self._session(who)
        page.truncate(0)
        page.seek(0)
        session.answer(words)
        self.heard = re.sub(" +", " ", page.getvalue())

    def it_is(self, now: datetime) -> None:
        self.now = now
        session, page = next(iter(self.sessions.values())) if self.sessions else self._session("Omar")
        page.truncate(0)
        page.seek(0)
        session.catch_up()
        self.heard = re.sub(" +", " ", page.getvalue())

    def _session(self, who: str) -> tuple[Session, StringIO]:
        if who not in self.sessions:
            page = StringIO()
            commands = Commands(self.store, POLICY, us=("Rana Siddiqui",))
            asker = Asker(Platform.TERMINAL, "terminal", "Alder Studio", who.casefold(), who, "desk", "desk")
            screen = Screen(Console(file=page, width=400, highlight=False), asker.person)
            delivery = Delivery(
                self.store,
                {Platform.TERMINAL: screen},
                lambda post: render(self.store, POLICY, post, self.now),
                lambda: self.now,
            )
            self.sessions[who] = Session(commands, asker, screen, delivery, lambda: self.now), page
        return self.sessions[who]


def steps(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield what happens in a dialogue: (sign, who, words)."""
    spoken: tuple[str, list[str]] | None = None
    for line in text.splitlines():
        sign = line[:2]
        said = SPOKEN.fullmatch(line)
        if spoken is not None and (sign in ("< ", "! ", "@ ", "# ") or said):
            yield ">", spoken[0], "\n".join(spoken[1])
            spoken = None
        if said:
            spoken = said["who"], [said["words"]]
        elif spoken is not None:
            spoken[1].append(line)
        elif sign in ("< ", "! ", "@ "):
            yield sign[0], "", line[2:].strip()
    if spoken is not None:
        yield ">", spoken[0], "\n".join(spoken[1])


@pytest.fixture
def empty_store() -> Iterator[Store]:
    database = Database()
    SQLModel.metadata.create_all(database.engine)
    yield Store(database, Keyring([new_key()]))
    database.engine.dispose()


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_dialogue_goes_as_its_file_says(
    path: Path, empty_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # Files that are given out land here.
    play = Play(empty_store)
    heard_something = False
    for sign, who, words in steps(path.read_text(encoding="utf-8")):
        if sign == ">":
            play.says(who, words)
        elif sign == "@":
            play.it_is(datetime.fromisoformat(words).replace(tzinfo=UTC))
        elif sign == "<":
            heard_something = True
            assert words in play.heard, f"{words!r} is missing in:\n{play.heard}"
        else:
            assert words not in play.heard, f"{words!r} should not stand in:\n{play.heard}"
    assert heard_something, "a dialogue that expects nothing proves nothing"
