import asyncio
import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import discord
import pytest
import simcord

from bots.discord.catchup import LONGEST, MARGIN, MOST_POSTS, CatchUp
from core.records import Arrival, ArrivalKind, Platform
from core.store import inbox, people
from core.store.crypto import Keyring, new_key
from core.store.database import Database
from core.store.errors import DatabaseError
from core.store.heard import heard, mark_heard
from core.store.tenant import Store
from tests.discord.people import People
from tests.discord.server import Server
from tests.discord.world import CHATS, DANA, DRAFTS, FORUM

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
ASK = "Acme: Can we move to WhatsApp? My number is +1 415 555 0132."
INTENTS = discord.Intents(guilds=True, guild_messages=True, message_content=True)


class Ears(discord.AutoShardedClient):
    """A bot that hears only what is read again."""

    def __init__(self) -> None:
        super().__init__(
            intents=INTENTS,
            max_messages=None,
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
        )
        self.told: list[str] = []
        self.told_leads: list[tuple[str, str]] = []
        self.begun = asyncio.Event()
        self.may_go_on = asyncio.Event()
        self.may_go_on.set()

    async def hear(self, message: discord.Message, *, answered: bool = False) -> None:
        self.told.append(f"answered: {message.content}" if answered else message.content)
        self.begun.set()
        await self.may_go_on.wait()

    async def hear_edit(self, message: discord.Message) -> None:
        self.told.append(f"edit: {message.content}")

    async def tell_missed(self, channel: discord.abc.GuildChannel, key: str) -> None:
        self.told_leads.append((channel.name, key))


class Away(People):
    """A server whose bot was connected until MONDAY, and since then was told nothing."""

    def __init__(self, store: Store, *, reads_content: bool = True) -> None:
        self.ears = Ears()
        super().__init__(simcord.Env(self.ears, shard_count=1))
        self.later(seconds=(MONDAY - self.now).total_seconds())
        self.do(self.env.start())
        self.found()
        self.store = store
        self.catchup = CatchUp(self.ears, store, lambda: self.now, reads_content=reads_content)
        with store.database.write() as session:
            place = people.install(
                session, store.keyring, Platform.DISCORD, str(self.guild.id), "Alder", MONDAY
            )
            for name in (CHATS, FORUM):
                row = people.channel(
                    store.tenant(session, place.agency_id), place.workspace_id, self.id(name), name
                )
                row.purpose = "chats"

    def heard_until(self, at: datetime | None) -> None:
        if at is not None:
            mark_heard(self.store, Platform.DISCORD, [str(self.guild.id)], at)

    @property
    def mark(self) -> datetime | None:
        known = heard(self.store, Platform.DISCORD, str(self.guild.id))
        assert known is not None
        return known.until

    def keep(self, message: discord.Message) -> None:
        """Store a post, as when it was heard."""
        arrival = Arrival(
            ArrivalKind.POSTED,
            str(message.channel.id),
            str(message.id),
            str(message.author.id),
            message.created_at,
            text=message.content,
        )
        with self.store.database.write() as session:
            place = people.workspace(session, Platform.DISCORD, str(self.guild.id))
            assert place is not None
            inbox.keep(self.store.tenant(session, place.agency_id), place.workspace_id, [arrival], self.now)

    def archive(self, thread: discord.Message) -> None:
        async def archive() -> None:
            metadata = {"archived": True, "archive_timestamp": self.now.isoformat()}
            self.env.backend.edit_channel(thread.id, {}, thread_metadata=metadata)

        self.do(archive())
        self.settle()

    def come_back(self) -> list[str]:
        """Catch up as after a gap; returns what was heard by that."""
        self.catchup.lost(0)
        self.catchup.found(0)
        return self.keep_up()

    def keep_up(self) -> list[str]:
        self.ears.told.clear()
        self.do(self.catchup.keep_up(self.ears.guilds))
        return list(self.ears.told)

    def requests(self) -> list[str]:
        """Return what was asked of Discord since this was called last."""
        done = [f"{entry.method} {entry.path}" for entry in self.env.http_requests]
        self.env.http_requests.clear()
        return done

    def close(self) -> None:
        try:
            self.do(self.env.shutdown())
        finally:
            super().close()


@pytest.fixture(name="store")
def _store(sqlite_file: Database) -> Store:
    return Store(sqlite_file, Keyring([new_key()]))


@pytest.fixture(name="away")
def _away(store: Store) -> Iterator[Away]:
    away = Away(store)
    yield away
    away.close()


def test_what_was_posted_in_a_gap_is_heard_in_its_order_and_only_where_it_is_watched(away: Away) -> None:
    away.heard_until(MONDAY)
    away.later(minutes=10)
    for number in (1, 2, 3):
        away.post(CHATS, f"post {number}")
    away.post(DRAFTS, "in a channel that nobody named")
    assert away.come_back() == ["post 1", "post 2", "post 3"]


def test_what_is_stored_is_not_told_again_so_that_each_life_gets_further(away: Away) -> None:
    away.heard_until(MONDAY)
    away.later(minutes=10)
    first, second = away.post(CHATS, "heard before"), away.post(CHATS, "heard before, edited since")
    away.post(CHATS, "missed")
    away.edit(second, "edited")
    away.keep(first)
    away.keep(second)
    assert away.come_back() == ["edit: edited", "missed"]


def test_the_first_time_nothing_is_read_and_the_mark_is_set(away: Away) -> None:
    away.post(CHATS, "from before the bot came")
    assert away.keep_up() == []
    assert away.mark == away.now


def test_a_server_that_is_not_installed_yet_is_left_alone(away: Away) -> None:
    other = away.do(_add_guild(away))
    away.keep_up()
    assert heard(away.store, Platform.DISCORD, str(other)) is None
    assert away.mark == away.now


async def _add_guild(away: Away) -> int:
    return away.env.create_guild("Birch").id


@pytest.mark.parametrize(
    "before, is_heard",
    [(timedelta(), True), (MARGIN - timedelta(seconds=1), True), (MARGIN + timedelta(seconds=1), False)],
)
def test_a_margin_before_the_mark_is_read_again(before: timedelta, is_heard: bool, away: Away) -> None:
    away.post(CHATS, "about then")
    away.heard_until(away.now + before)
    away.later(hours=1)
    away.post(CHATS, "later")
    assert away.come_back() == ["about then", "later"][not is_heard :]


def test_nothing_is_read_that_is_older_than_a_day(away: Away) -> None:
    away.heard_until(MONDAY)
    away.post(CHATS, "two days ago")
    away.later(days=2)
    away.post(CHATS, "today")
    assert away.come_back() == ["today"]
    assert timedelta(days=2) > LONGEST
    assert away.ears.told_leads == [(CHATS, MONDAY.isoformat())]


def test_of_too_many_posts_the_newest_are_read(away: Away, caplog: pytest.LogCaptureFixture) -> None:
    away.heard_until(MONDAY)

    async def post_many() -> None:
        backend, author = away.env.backend, away.person(DANA).id
        for number in range(MOST_POSTS + 1):
            backend.create_message(away.channel(CHATS).id, author, f"post {number}")

    away.do(post_many())
    told = away.come_back()
    assert (told[0], told[-1], len(told)) == ("post 1", f"post {MOST_POSTS}", MOST_POSTS)
    assert "more may be missed" in caplog.text
    assert "post 1" not in caplog.text
    assert away.ears.told_leads == [(CHATS, MONDAY.isoformat())]


def test_threads_and_the_posts_of_a_forum_are_read(away: Away) -> None:
    old = away.post(CHATS, "an old post")
    thread = away.begin_thread(old, "about it")
    first = away.post_in_forum(FORUM, "Acme", "an old post of the forum")
    away.later(hours=1)
    away.heard_until(away.now)
    away.post(thread, "in a thread")
    away.post(away.thread(first), "below a post of the forum")
    away.post_in_forum(FORUM, "Birch", "a new post of the forum")
    assert sorted(away.come_back()) == [
        "a new post of the forum",
        "below a post of the forum",
        "in a thread",
    ]


def test_a_thread_that_came_to_rest_in_a_long_gap_is_read_too(away: Away) -> None:
    # Discord gives first what came to rest last; simcord gives what began first.
    closed = away.post_in_forum(FORUM, "Acme", "an old post")
    resting = away.post_in_forum(FORUM, "Birch", "rests for long")
    away.archive(resting)
    away.later(hours=1)
    away.heard_until(away.now)
    away.later(minutes=10)
    away.post(away.thread(closed), "said before it came to rest")
    away.later(hours=1)
    away.archive(closed)
    away.requests()
    assert away.come_back() == ["said before it came to rest"]
    assert not any(f"/{resting.id}/" in request for request in away.requests())


def test_an_edit_in_the_gap_is_told_as_one(away: Away) -> None:
    unchanged, changed = away.post(CHATS, "as it was"), away.post(CHATS, "before")
    away.heard_until(away.now)
    away.later(minutes=1)
    away.edit(changed, "after")
    assert away.come_back() == ["as it was", "after", "edit: after"]
    assert unchanged.content == "as it was"


def test_a_channel_in_which_nothing_was_posted_costs_no_request(away: Away) -> None:
    away.post(CHATS, "long ago")
    away.later(hours=1)
    away.heard_until(away.now)
    away.requests()
    assert away.come_back() == []
    assert away.requests() == []


def test_while_nothing_is_missing_the_mark_moves_and_nothing_is_asked(away: Away) -> None:
    away.keep_up()
    away.requests()
    away.later(minutes=1)
    away.post(CHATS, "told by Discord itself")
    assert away.keep_up() == []
    assert away.requests() == []
    assert away.mark == away.now


@pytest.mark.parametrize("status, code", [(403, 50001), (404, 10003)])
def test_a_channel_that_may_not_be_seen_stops_no_other_and_no_mark(
    status: int, code: int, away: Away, caplog: pytest.LogCaptureFixture
) -> None:
    away.heard_until(MONDAY)
    away.post(CHATS, "not to be seen")
    away.post_in_forum(FORUM, "Acme", "to be seen")
    away.later(minutes=1)
    away.env.inject_error("GET", f"/channels/{away.id(CHATS)}/messages", status=status, code=code, times=None)
    with caplog.at_level(logging.WARNING):
        assert away.come_back() == ["to be seen"]
    assert str(code) in caplog.text
    assert away.mark == away.now


def test_a_thread_that_may_not_be_seen_stops_no_other(away: Away) -> None:
    threads = [away.begin_thread(away.post(CHATS, "an old post"), "about it") for _ in range(2)]
    away.later(hours=2)
    away.heard_until(away.now)
    for thread in threads:
        away.post(thread, "missed")
    away.later(minutes=1)
    away.env.inject_error("GET", f"/channels/{threads[0].id}/messages", status=404, code=10003)
    assert away.come_back() == ["missed"]
    assert away.mark == away.now


def test_threads_at_rest_that_may_not_be_listed_stop_nothing_else(away: Away) -> None:
    away.heard_until(MONDAY)
    away.later(hours=2)
    away.post(CHATS, "missed")
    away.post_in_forum(FORUM, "Acme", "missed as well")
    away.env.inject_error("GET", "/channels/*/threads/archived/public", status=403, code=50001)
    assert away.come_back() == ["missed", "missed as well"]
    assert away.mark == away.now


def test_a_server_that_is_out_of_service_keeps_its_mark(away: Away) -> None:
    away.keep_up()
    before = away.mark

    async def fail() -> None:
        away.env.backend.emit("GUILD_DELETE", {"id": str(away.guild.id), "unavailable": True})

    away.do(fail())
    away.settle()
    away.later(minutes=5)
    assert away.keep_up() == []
    assert away.mark == before


def test_a_gap_that_ends_within_a_minute_is_read(away: Away) -> None:
    away.keep_up()
    away.post(CHATS, "missed")
    away.later(seconds=20)
    assert away.come_back() == ["missed"]


def test_where_discord_is_not_well_the_mark_waits_until_all_was_read(away: Away) -> None:
    away.heard_until(MONDAY)
    away.later(minutes=5)
    away.post(CHATS, "missed")
    away.post_in_forum(FORUM, "Acme", "not missed")
    away.env.inject_error("GET", f"/channels/{away.id(CHATS)}/messages", status=500)
    assert away.come_back() == ["not missed"]
    assert away.mark == MONDAY
    assert away.keep_up() == ["missed", "not missed"]
    assert away.mark == away.now


def test_a_server_that_cannot_be_stored_holds_up_no_other_and_keeps_its_mark(
    away: Away, monkeypatch: pytest.MonkeyPatch
) -> None:
    away.heard_until(MONDAY)
    other = str(away.do(_add_guild(away)))
    with away.store.database.write() as session:
        people.install(session, away.store.keyring, Platform.DISCORD, other, "Birch", MONDAY)
    away.later(minutes=5)
    away.post(CHATS, "missed")

    async def fail(_: discord.Message, **__: bool) -> None:
        raise DatabaseError("locked")

    with monkeypatch.context() as context:
        context.setattr(away.ears, "hear", fail)
        with pytest.raises(DatabaseError):
            away.keep_up()
    known = heard(away.store, Platform.DISCORD, other)
    assert known is not None
    assert (known.until, away.mark) == (away.now, MONDAY)
    assert away.keep_up() == ["missed"]
    assert away.mark == away.now


def test_a_server_in_doubt_is_read_again_and_keeps_its_mark_until_then(away: Away) -> None:
    away.keep_up()
    before = away.mark
    away.post(CHATS, "not stored")
    away.later(minutes=1)
    away.catchup.doubt(away.guild.id)
    away.do(away.catchup.rest([]))
    assert away.mark == before
    assert away.keep_up() == ["not stored"]
    assert away.mark == away.now


def test_at_the_end_the_mark_covers_what_was_heard_and_nothing_is_read_any_more(away: Away) -> None:
    away.keep_up()
    away.later(minutes=1)
    away.do(away.catchup.rest([0]))
    assert away.mark == away.now
    heard_until = away.mark
    away.later(minutes=1)
    assert away.keep_up() == []
    assert away.mark == heard_until


def test_a_mark_does_not_move_while_a_shard_is_without_connection(away: Away) -> None:
    away.keep_up()
    before = away.mark
    away.catchup.lost(0)
    away.later(minutes=5)
    away.post(CHATS, "missed")
    assert away.keep_up() == []
    away.do(away.catchup.rest([0]))
    assert away.mark == before
    away.catchup.found(0)
    assert away.keep_up() == ["missed"]
    assert away.mark == away.now


@pytest.mark.parametrize("later", [[], ["in the first gap, too"]])
def test_a_gap_that_begins_while_another_is_read_is_read_as_well(later: list[str], away: Away) -> None:
    away.heard_until(MONDAY)
    away.later(minutes=5)
    away.post(CHATS, "in the first gap")
    for text in later:
        away.post_in_forum(FORUM, "Acme", text)

    async def interrupted() -> None:
        away.ears.may_go_on.clear()
        reading = asyncio.create_task(away.catchup.keep_up(away.ears.guilds))
        await away.ears.begun.wait()
        away.catchup.lost(0)
        away.ears.may_go_on.set()
        await reading

    away.do(interrupted())
    assert away.ears.told == ["in the first gap"]
    assert away.mark == MONDAY
    away.catchup.found(0)
    assert away.keep_up() == ["in the first gap", *later]
    assert away.mark == away.now


def test_without_the_right_to_read_content_only_mentions_are_heard(store: Store) -> None:
    away = Away(store, reads_content=False)
    try:
        away.heard_until(MONDAY)
        away.post(CHATS, "not for the bot")
        away.post(CHATS, f"<@{away.env.backend.bot_user.id}> look at this")
        assert [text.partition(" ")[2] for text in away.come_back()] == ["look at this"]
    finally:
        away.close()


def test_what_was_posted_while_the_bot_was_stopped_is_answered_once_when_it_is_back(place: Server) -> None:
    before = place.post(CHATS, ASK)
    place.do(place.bot.client.keep_up())
    place.stop()
    place.later(hours=1)
    missed = place.post(CHATS, ASK.replace("Acme", "Birch"))
    place.start()
    for post in (before, missed):
        assert len(place.replies(post)) == 1
