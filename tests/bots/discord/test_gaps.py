"""What could not be stored, and servers that come and go: nothing is lost by either."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import discord
import pytest
from sqlmodel import SQLModel, select

from bots.discord.servers import PAUSE_SECONDS
from bots.inbox import News
from core.records import Platform, PostKind
from core.store import installations
from core.store.errors import DatabaseError
from core.store.tables import CheckRow, InboxRow, PostRow, WorkspaceRow
from tests.discord.server import Server
from tests.discord.words import words_of
from tests.discord.world import CHATS, DANA, DIRECT, MIXED, OMAR, SECONDS

ASK = "Acme\n10:02 AM\nHi, can we move to WhatsApp? It is easier for me."


def rows(place: Server, table: type[SQLModel]) -> list[Any]:
    with place.database.read() as session:
        return list(session.exec(select(table)))


@contextmanager
def locked(place: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let nothing be stored meanwhile."""

    def fail(_: Sequence[News]) -> None:
        raise DatabaseError("locked")

    with monkeypatch.context() as context:
        context.setattr(place.inbox, "keep", fail)
        yield


def keep_up(place: Server) -> None:
    place.later(minutes=5)
    place.do(place.bot.client.keep_up())
    place.settle()


def wait_for(text: str, caplog: pytest.LogCaptureFixture) -> None:
    until = time.monotonic() + SECONDS
    while text not in caplog.text:
        assert time.monotonic() < until
        time.sleep(0.01)


def test_a_post_that_could_not_be_stored_is_read_again(
    place: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    with locked(place, monkeypatch):
        message = place.post(CHATS, ASK)
    assert [type(error) for error in place.errors()] == [DatabaseError]
    assert place.replies(message) == []
    keep_up(place)
    assert len(place.replies(message)) == 1


def test_an_edit_that_could_not_be_stored_is_read_again(
    place: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = place.post(CHATS, "Good morning, all of you")
    with locked(place, monkeypatch):
        place.edit(message, ASK)
    assert [type(error) for error in place.errors()] == [DatabaseError]
    keep_up(place)
    assert len(place.replies(message)) == 1


def test_a_mention_whose_post_discord_could_not_give_is_read_again(
    place: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = place.post(MIXED, "Lunch at one?")
    thread = place.begin_thread(source, "about it")
    place.edit(source, ASK)
    answered = len(place.ours(thread))

    answer: Any = SimpleNamespace(status=503, reason="")

    async def fail(*_: object) -> None:
        raise discord.DiscordServerError(answer, "")

    with monkeypatch.context() as context:
        context.setattr(discord.TextChannel, "fetch_message", fail)
        place.post(thread, f"<@{place.env.backend.bot_user.id}>")
    assert [type(error) for error in place.errors()] == [discord.DiscordServerError]
    assert len(place.ours(thread)) == answered
    keep_up(place)
    assert len(place.ours(thread)) == answered + 1


def test_a_deletion_is_stored_once_it_can_be(
    place: Server, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    message = place.post(CHATS, ASK)
    with locked(place, monkeypatch):
        place.do(_delete(place, message))
        wait_for("could not be stored yet", caplog)
        assert not rows(place, CheckRow)[0].withdrawn
    place.do(place.env.advance_time(PAUSE_SECONDS))
    place.settle()
    (check,) = rows(place, CheckRow)
    assert (check.withdrawn, check.sealed) == (True, None)


async def _delete(place: Server, message: discord.Message) -> None:
    place.env.backend.delete_message(message.channel.id, message.id)


@pytest.mark.parametrize("gone", ["channel", "thread"])
def test_a_channel_and_a_thread_that_are_gone_are_forgotten_once_it_can_be(
    gone: str, place: Server, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    thread = place.begin_thread(place.post(CHATS, "Good morning"), "about it")
    place.post(thread, ASK)
    where = {"channel": place.channel(CHATS), "thread": thread}[gone]
    commands = type(place.commands)

    def fail(*_: object) -> None:
        raise DatabaseError("locked")

    async def delete() -> None:
        place.env.backend.delete_channel(where.id)

    with monkeypatch.context() as context:
        context.setattr(commands, "desk", fail)
        place.do(delete())
        wait_for("could not be stored yet", caplog)
    place.do(place.env.advance_time(PAUSE_SECONDS))
    place.settle()
    if gone == "thread":
        assert rows(place, CheckRow)[-1].sealed is None
    else:
        assert "is not read any more" in words_of(place.direct(DANA)[-1])


def test_what_cannot_be_stored_holds_up_no_stop(
    place: Server, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    message = place.post(CHATS, ASK)
    with locked(place, monkeypatch):
        place.do(_delete(place, message))
        wait_for("could not be stored yet", caplog)
        place.stop()
    assert [type(error) for error in place.errors()] == [DatabaseError]
    place.start()


def test_what_is_posted_while_a_server_is_out_of_reach_is_read_from_its_channel(
    place: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.do(place.bot.client.keep_up())
    place.later(minutes=10)
    place.do(place.bot.client.keep_up())
    guild = place.bot.client.get_guild(place.guild.id)
    assert guild is not None

    async def outage() -> None:
        place.env.backend.emit("GUILD_DELETE", {"id": str(guild.id), "unavailable": True})

    async def back() -> None:
        guild.unavailable = False
        await place.bot.client.on_guild_available(guild)

    place.do(outage())
    place.settle()
    place.later(seconds=10)
    message = place.do(_post_unheard(place, monkeypatch))
    channel = guild.get_channel(place.channel(CHATS).id)
    assert isinstance(channel, discord.TextChannel)
    channel.last_message_id = message.id  # As it is told when the server is back.
    place.later(seconds=20)
    place.do(back())
    place.settle()
    assert len(place.replies(message)) == 1


async def _post_unheard(place: Server, monkeypatch: pytest.MonkeyPatch) -> discord.Message:
    with monkeypatch.context() as context:
        context.setattr(place.env.backend, "emit", lambda *_, **__: None)
        posted: discord.Message = await place.person(OMAR).send(place.channel(CHATS), ASK, attachments=())
        return posted


def test_a_server_that_is_out_of_reach_at_the_start_keeps_its_name(place: Server) -> None:
    client = place.bot.client

    async def ready() -> None:
        guild = client.get_guild(place.guild.id)
        assert guild is not None
        client._connection._remove_guild(guild)
        told: Any = {"id": str(guild.id), "unavailable": True}
        client._connection._add_guild_from_data(told)
        await client.on_ready()

    place.do(ready())
    assert [(row.name, row.removed_at) for row in rows(place, WorkspaceRow)] == [("Alder", None)]


def present(place: Server) -> list[str]:
    return list(installations.present(place.commands.store, Platform.DISCORD))


def test_a_start_that_finds_none_of_our_servers_lets_go_of_none(place: Server) -> None:
    place.post(CHATS, ASK)
    client = place.bot.client

    async def ready() -> None:
        guild = client.get_guild(place.guild.id)
        assert guild is not None
        client._connection._remove_guild(guild)
        await client.on_ready()

    place.env.inject_error("GET", f"/guilds/{place.guild.id}", status=403, code=50001, times=None)
    place.do(ready())
    assert present(place) == [str(place.guild.id)]
    assert len(rows(place, InboxRow)) == 1


@pytest.mark.parametrize("status, code, is_let_go", [(403, 50001, True), (404, 10004, True), (500, 0, False)])
def test_a_start_lets_go_of_a_server_only_where_discord_says_that_we_are_not_in_it(
    status: int, code: int, is_let_go: bool, place: Server
) -> None:
    installations.settle(place.commands.store, Platform.DISCORD, "4711", "Birch", place.now)
    place.env.inject_error("GET", "/guilds/4711", status=status, code=code, times=None)
    place.do(place.bot.client.on_ready())
    assert ("4711" in present(place)) is not is_let_go
    assert str(place.guild.id) in present(place)


def test_a_server_that_joins_while_a_start_looks_around_is_not_let_go_of(
    place: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = place.bot.client
    real = installations.present

    def look(*given: Any) -> Sequence[str]:
        asyncio.run_coroutine_threadsafe(_join(place), place.loop).result(SECONDS)
        return real(*given)

    with monkeypatch.context() as context:
        context.setattr(installations, "present", look)
        place.do(client.on_ready())
    assert len(present(place)) == len(rows(place, WorkspaceRow)) == 2


async def _join(place: Server) -> None:
    place.env.create_guild("Birch")
    await asyncio.sleep(0.2)


def test_a_server_that_took_us_out_gets_no_mark_any_more(place: Server) -> None:
    client = place.bot.client
    place.do(client.keep_up())
    before = rows(place, WorkspaceRow)[0].heard_at

    async def kick() -> None:
        place.env.backend.emit("GUILD_DELETE", {"id": str(place.guild.id)})

    place.do(kick())
    place.settle()
    place.later(minutes=1)
    place.do(client.keep_up())
    assert rows(place, WorkspaceRow)[0].heard_at == before


def test_the_leads_are_told_once_in_which_channel_more_was_posted_than_was_read(place: Server) -> None:
    guild = place.bot.client.get_guild(place.guild.id)
    channel = guild.get_channel(place.channel(CHATS).id) if guild else None
    assert channel is not None
    for _ in range(2):
        place.do(place.bot.client.tell_missed(channel, "since then"))
    place.settle()
    told = [post for post in rows(place, PostRow) if post.kind == PostKind.NOTICE]
    assert sum(post.subject["notice"] == "missed" for post in told) == 1
    assert f"{CHATS} were not checked" in words_of(place.direct(DANA)[-1])


# Direct messages, of which nothing is read later.


def test_a_direct_message_that_cannot_be_stored_is_said_to_be_unchecked(
    place: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    with locked(place, monkeypatch):
        place.post(DIRECT, ASK, OMAR)
    assert "I could not do this (ref" in words_of(place.direct(OMAR)[-1])


def test_a_direct_command_that_fails_is_answered(place: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(type(place.commands), "run", fail)
    place.post(DIRECT, "lead list", DANA)
    assert "I could not do this (ref" in words_of(place.direct(DANA)[-1])


def test_somebody_of_no_server_is_told_so_once_an_hour(place: Server) -> None:
    async def come() -> Any:
        return place.env.create_user("nobody", global_name="Nobody")

    async def write() -> None:
        await stranger.send_dm(ASK, attachments=())

    stranger = place.do(come())
    answers = []
    for minutes in (0, 59, 2):
        place.later(minutes=minutes)
        place.do(write())
        place.settle()
        said = [words_of(one) for one in place.messages(stranger.dm_channel)]
        answers.append(sum("Which server is this for?" in one for one in said))
    assert answers == [1, 1, 2]
