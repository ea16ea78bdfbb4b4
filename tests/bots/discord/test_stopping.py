"""The end: nothing is left half done, nothing is lost, and it comes soon whatever Discord does."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import discord
import pytest
from rich.console import Console
from sqlmodel import select

from bots import serving
from bots.discord import catchup, looking_back
from bots.discord.running import NETWORK, REFUSED, Discord, DiscordError
from bots.inbox import Inbox
from core.commands.commands import Commands
from core.policy import load
from core.records import InboxStatus, Platform
from core.settings import Settings
from core.store.crypto import Keyring, new_key
from core.store.database import Database
from core.store.errors import DatabaseError
from core.store.tables import ClientRow, InboxRow
from core.store.tenant import Store
from tests.discord.server import Server
from tests.discord.words import answers, said, words_of
from tests.discord.world import CHATS, DANA

ASK = "{}\n10:02 AM\nHi, can we move to WhatsApp? It is easier for me."
SOON = 15.0
Leaves = Callable[[], Coroutine[Any, Any, None]]


class Bot:
    """A bot whose log-in and connection a test decides."""

    def __init__(self, folder: Path) -> None:
        self.database = Database(f"sqlite:///{folder}/checkmsg.db")
        self.database.migrate()
        commands = Commands(Store(self.database, Keyring([new_key()])), load())
        settings = Settings(_env_file=None, discord_token="a.b.c")  # type: ignore[call-arg]  # noqa: S106
        self.discord = Discord(settings, commands, lambda: datetime.now(UTC))
        self.client: Any = self.discord.client
        self.inbox = Inbox(commands, {Platform.DISCORD: self.discord.door}, lambda: datetime.now(UTC))

    async def live_and_stop(self) -> None:
        """Run for a moment, then end as `serve` does."""
        stop = asyncio.Event()
        running = asyncio.create_task(self.discord.run(self.inbox, stop))
        try:
            await asyncio.sleep(0.1)
            stop.set()
            await running
        finally:
            await self.discord.close()


@pytest.fixture(name="bot")
def _bot(tmp_path: Path) -> Any:
    made = Bot(tmp_path)
    yield made
    made.database.engine.dispose()


async def never(*_: object, **__: object) -> None:
    await asyncio.Event().wait()


async def at_once(*_: object, **__: object) -> None:
    """Return."""


@pytest.mark.parametrize("stuck", ["login", "connect"])
def test_it_ends_soon_while_discord_does_not_answer(stuck: str, bot: Bot) -> None:
    bot.client.login, bot.client.connect = at_once, at_once
    setattr(bot.client, stuck, never)
    begun = time.monotonic()
    asyncio.run(asyncio.wait_for(bot.live_and_stop(), SOON))
    assert time.monotonic() - begun < SOON
    assert bot.client.is_closed()


def test_a_bot_that_was_never_begun_can_be_left(bot: Bot) -> None:
    asyncio.run(bot.discord.close())


def closed(code: int) -> Exception:
    socket: Any = SimpleNamespace(close_code=code)
    return discord.ConnectionClosed(socket, shard_id=0, code=code)


@pytest.mark.parametrize(
    "error, told",
    [
        (closed(4004), REFUSED),
        (closed(4000), NETWORK),
        (OSError(), NETWORK),
        *((closed(code), f"any more (code {code})") for code in (4010, 4011, 4012, 4013)),
        (ValueError("what somebody wrote"), "something unforeseen (ValueError)"),
    ],
)
def test_why_discord_ended_is_told_in_one_sentence_without_payload(
    error: Exception, told: str, bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(*_: object, **__: object) -> None:
        raise error

    bot.client.login, bot.client.connect = at_once, fail
    with pytest.raises(DiscordError) as raised:
        asyncio.run(bot.live_and_stop())
    assert told in str(raised.value)
    assert "what somebody wrote" not in f"{raised.value}{caplog.text}"


class Left:
    """A platform that does nothing until it is left."""

    platform = Platform.SLACK
    sender: Any = None
    door: Any = None
    shown = "nowhere"
    is_connected = True

    def __init__(self, leave: Leaves) -> None:
        self.close = leave

    async def ready(self) -> None:
        """Wait for nothing."""

    async def run(self, inbox: Inbox, stop: asyncio.Event) -> None:
        """End at once."""


def test_a_platform_that_cannot_be_left_does_not_keep_the_others(
    bot: Bot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    left = []

    async def fail() -> None:
        raise ValueError(ASK)

    async def leave() -> None:
        left.append(True)

    monkeypatch.setattr(serving, "platforms", lambda *_: [Left(fail), Left(leave)])
    settings = Settings(_env_file=None)  # type: ignore[call-arg]  # pydantic's own
    commands = Commands(Store(bot.database, Keyring([new_key()])), load())
    serving.serve(settings, commands, lambda: datetime.now(UTC), Console(quiet=True))
    assert left == [True]
    assert "could not be left: ValueError" in caplog.text
    assert "WhatsApp" not in caplog.text


def rest(place: Server) -> None:
    async def begin() -> None:
        place.bot._bot.stopping.set()
        await place.bot.client.rest()

    place.do(begin())


def test_whoever_asks_while_it_stops_is_told_to_try_again_and_nothing_is_done(place: Server) -> None:
    rest(place)
    shown = said(place.slash("client add", person=DANA, name="Acme"))
    assert "I am being started anew. Try again in a minute." in shown
    with place.database.read() as session:
        assert session.exec(select(ClientRow)).all() == []


def test_what_is_under_way_is_finished_where_the_mark_cannot_be_moved(
    place: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    finished = []

    def fail(*_: object) -> None:
        raise DatabaseError("gone")

    async def work() -> None:
        with place.bot._bot.busy.at_work():
            await asyncio.sleep(0.3)
            finished.append(True)

    monkeypatch.setattr(catchup, "mark_heard", fail)
    working = asyncio.run_coroutine_threadsafe(work(), place.loop)
    with pytest.raises(DatabaseError):
        place.stop()
    assert finished == [True]
    working.result(SOON)
    place.do(place.bot.close())
    place.do(place.env.shutdown())
    place._is_connected.clear()


def test_somebody_elses_answer_is_no_failure(place: Server, caplog: pytest.LogCaptureFixture) -> None:
    parsers = place.bot.client._connection.parsers
    hear = parsers["INTERACTION_CREATE"]

    def twice(data: Any) -> None:
        hear(data)
        hear(dict(data))

    parsers["INTERACTION_CREATE"] = twice
    shown = place.slash("client add", person=DANA, name="Acme")
    assert "Acme is a client now" in said(shown)
    assert shown.followups == []
    assert "could not be answered" not in caplog.text


def test_reading_stops_between_two_posts_and_lets_go_of_the_rest(
    place: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = 12

    async def post() -> None:
        backend = place.env.backend
        for one in range(number):
            backend.create_message(place.channel(CHATS).id, place.person(DANA).id, ASK.format(f"A{one}"))
        await place.env.settle()

    place.do(post())
    opened = []
    door = type(place.bot.door)
    real = door.open

    def open_one(self: Any, *given: Any) -> Any:
        opened.append(given)
        if len(opened) == 2:
            place.inbox._stopping.set()
        return real(self, *given)

    monkeypatch.setattr(door, "open", open_one)
    place.inbox.read_all()
    with place.database.read() as session:
        found = list(session.exec(select(InboxRow).order_by(InboxRow.id)))  # type: ignore[arg-type]
    assert [row.status for row in found] == [InboxStatus.READ] * 2 + [InboxStatus.WAITING] * (number - 2)
    assert {row.held_by for row in found} == {""}
    place.inbox._stopping.clear()
    place.settle()
    with place.database.read() as session:
        assert {row.status for row in session.exec(select(InboxRow))} == {InboxStatus.READ}


def test_a_look_back_that_is_cut_short_is_not_summed_up(
    place: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.post(CHATS, ASK.format("Acme"))
    before = len(place.direct(DANA))
    record = looking_back._record

    def stop(*given: Any) -> int:
        place.bot._bot.stopping.set()
        return record(*given)

    (step,) = answers(place.slash("setup steps", DANA, step="5"))
    monkeypatch.setattr(looking_back, "_record", stop)
    shown = place.press(step, "Look back", DANA)
    place.settle()
    assert "I did not get to the end of looking back" in " ".join(map(words_of, shown.followups))
    assert len(place.direct(DANA)) == before
