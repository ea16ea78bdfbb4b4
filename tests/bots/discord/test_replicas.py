"""Several replicas on PostgreSQL: one listens to Discord, and all of them send."""

import asyncio
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Thread

import discord
import pytest
import yarl
from sqlmodel import select, update

from bots import leases
from bots.delivery import Delivery, Sender
from bots.discord import running
from bots.discord.running import Discord
from bots.inbox import Inbox
from bots.leases import Lease
from core.records import InboxStatus, Platform
from core.rendering import render
from core.settings import Settings
from core.store import claims
from core.store.tables import ClientRow, InboxRow, LeaseRow
from tests.crash.bot import POLICY
from tests.crash.server import DiscordTeam
from tests.discord.server import at_work
from tests.discord.wire import TOKEN, WiredDiscord
from tests.discord.words import said
from tests.discord.world import CHATS, DANA, DIRECT
from tests.loops import end

LENGTH = timedelta(seconds=9)  # A machine that is busy elsewhere for a second must not lose one.
SOON = 60.0


def now() -> datetime:
    return datetime.now(UTC)


class Replica:
    """One replica of the bot, without what delivers by itself."""

    def __init__(self, team: DiscordTeam, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._team = team
        settings = Settings(_env_file=None, discord_token=TOKEN)  # type: ignore[call-arg]  # pydantic's own
        self.bot = Discord(settings, team.commands, now)
        self.inbox = Inbox(team.commands, {Platform.DISCORD: self.bot.door}, now)
        self._stop, self._is_to_close = asyncio.Event(), asyncio.Event()
        self._running = asyncio.run_coroutine_threadsafe(self._run(), loop)

    async def _run(self) -> None:
        try:
            await self.bot.run(self.inbox, self._stop)
            await self._is_to_close.wait()
        finally:
            await self.bot.close()

    def rest(self) -> None:
        """Let it listen no more; it can still send."""
        self._loop.call_soon_threadsafe(self._stop.set)

    def stop(self) -> None:
        """Let it end."""
        self.rest()
        self._loop.call_soon_threadsafe(self._is_to_close.set)
        self._running.result(SOON)

    @property
    def listens(self) -> bool:
        """Return whether it hears Discord."""
        return self.bot.is_connected and not self.bot.stands_by

    def deliver(self) -> None:
        """Send what is due."""
        store = self._team.commands.store
        senders: dict[str, Sender] = {Platform.DISCORD: self.bot.sender}
        delivery = Delivery(store, senders, lambda post: render(store, POLICY, post, now()), now)
        while due := claims.due(store, now(), 100):
            for post_id in due:
                delivery.deliver(post_id)


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    made = asyncio.new_event_loop()
    thread = Thread(target=made.run_forever)
    thread.start()
    yield made
    end(made, thread)


@pytest.fixture
def team(empty_postgres: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[DiscordTeam]:
    with WiredDiscord() as server:
        address = f"127.0.0.1:{server.port}"
        monkeypatch.setattr(discord.http.Route, "BASE", f"http://{address}/api/v10")
        gateway = yarl.URL(f"ws://{address}/gw")
        monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", gateway)
        monkeypatch.setattr(running, "Lease", partial(Lease, length=LENGTH))
        monkeypatch.setattr(leases, "_TRY_SECONDS", 0.1)
        made = DiscordTeam(server, empty_postgres)
        yield made
        made.close()


@pytest.fixture
def pair(team: DiscordTeam, loop: asyncio.AbstractEventLoop) -> Iterator[tuple[Replica, Replica]]:
    """One that listens, and one that stands by."""
    first = Replica(team, loop)
    wait_for(lambda: first.listens and team.is_heard())
    second = Replica(team, loop)
    wait_for(lambda: second.bot.stands_by)
    yield first, second
    for one in (first, second):
        one.stop()


def wait_for(happened: Callable[[], bool]) -> None:
    until = time.monotonic() + SOON
    while not happened():
        assert time.monotonic() < until
        time.sleep(0.02)


def rows(team: DiscordTeam) -> list[InboxRow]:
    with team.commands.store.database.read() as session:
        return list(session.exec(select(InboxRow)))


def test_one_listens_and_the_other_sends_what_was_heard(
    pair: tuple[Replica, Replica], team: DiscordTeam
) -> None:
    first, second = pair
    assert (first.listens, second.listens, second.bot.is_connected) == (True, False, True)
    assert team.discord.gateway.identified == 1
    pastes = [team.post(), team.post()]
    wait_for(lambda: len(rows(team)) == len(pastes))
    second.inbox.read_all()
    assert [(row.status, row.attempts) for row in rows(team)] == [(InboxStatus.WAITING, 0)] * len(pastes)
    first.inbox.read_all()
    second.deliver()
    assert (team.lost(), team.duplicated(), team.unfinished()) == (0, 0, 0)
    assert len(team.discord.called("GET", f"/guilds/{team.discord.guild.id}")) == 1


def test_who_stops_hands_over_and_nothing_that_was_said_meanwhile_is_lost(
    pair: tuple[Replica, Replica], team: DiscordTeam
) -> None:
    first, second = pair
    before = time.monotonic()
    first.rest()
    paste = team.post()
    wait_for(lambda: second.listens)
    assert time.monotonic() - before < LENGTH.total_seconds()
    assert sum(link.is_open for link in team.discord.gateway.links) == 1
    wait_for(lambda: len(rows(team)) == 1)
    second.inbox.read_all()
    first.deliver()
    assert team.is_answered(paste)
    assert (team.lost(), team.duplicated(), team.unfinished()) == (0, 0, 0)


def test_who_loses_the_lease_hangs_up_and_stands_by(pair: tuple[Replica, Replica], team: DiscordTeam) -> None:
    first, second = pair
    client = first.bot.client
    with team.commands.store.database.write() as session:
        session.execute(update(LeaseRow).values(holder="somebody else", ends_at=now()))
    wait_for(lambda: second.listens and first.bot.client.user is not None and first.bot.client is not client)
    assert (first.listens, first.bot.stands_by, client.is_closed()) == (False, True, True)
    wait_for(lambda: sum(link.is_open for link in team.discord.gateway.links) == 1)
    paste = team.post()
    wait_for(lambda: len(rows(team)) == 1)
    second.inbox.read_all()
    first.deliver()
    assert team.is_answered(paste)


def test_what_comes_to_who_listens_no_more_is_left_to_who_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_ours = [True]
    monkeypatch.setattr(Discord, "_is_ours", lambda _: is_ours[0])
    with at_work(tmp_path) as place:
        place.slash("client add", person=DANA, name="Alder")
        assert place.suggestions("client show", "client", "", person=DANA)
        is_ours[0] = False
        shown = place.slash("client add", person=DANA, name="Acme")
        assert (said(shown), shown.followups) == ("", [])
        before = place.ours(DIRECT, DANA)
        place.post(DIRECT, "client add Birch", DANA)
        place.post(CHATS, "Cedar\n10:02 AM\nHi, can we move to WhatsApp? It is easier for me.")
        assert place.ours(DIRECT, DANA) == before
        assert place.suggestions("client show", "client", "", person=DANA) == []
        with place.database.read() as session:
            assert session.exec(select(ClientRow.name)).all() == ["Alder"]
            assert session.exec(select(InboxRow)).all() == []
        is_ours[0] = True
