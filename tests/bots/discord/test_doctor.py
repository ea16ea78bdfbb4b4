from collections.abc import Iterator
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord
from discord.http import Route
from simcord.http import router

from bots.discord import doctor
from bots.discord.doctor import NO_INTENT, UNSEEN, examine, setup_lines
from bots.discord.permissions import invite_link
from core.records import Platform
from core.reply import Fields, Footnote, Heading
from core.settings import Settings
from core.store import people
from core.store.crypto import Keyring, new_key
from core.store.database import Database
from core.store.tables import WorkspaceRow
from core.store.tenant import Store
from tests.discord import wire
from tests.discord.people import People
from tests.discord.wire import API, WiredDiscord
from tests.discord.world import CHATS, DRAFTS, FORUM, MIXED
from tests.slack.faults import DropBeforeAccept, Fault, RateLimited, ServerError, Slow

KEY = new_key()
TOKEN = "a-token-that-opens.nothing.outside-of-these-tests"  # noqa: S105  # As it says.
APPLICATION = ["oauth2", "applications", "@me"]
LIMITED, APPROVED = 1 << 19, 1 << 18
ADVICE = "on the page Permissions."


class Portal(WiredDiscord):
    """A server with the bot in it, and its app, of which the commands were published."""

    flags = LIMITED

    def watch(self, database: Database, *names: str) -> None:
        """Have channels read, as the store knows it."""
        store = Store(database, Keyring([KEY]))
        with database.write() as session:
            place = people.install(
                session, store.keyring, Platform.DISCORD, str(self.guild.id), "Alder", self.now
            )
            tenant = store.tenant(session, place.agency_id)
            for name in names:
                known = self.guild.channels.get(name)
                row = people.channel(tenant, place.workspace_id, str(known.id) if known else "1", name)
                row.purpose = "chats"
            people.channel(tenant, place.workspace_id, self.id(MIXED), MIXED)
            other = WorkspaceRow(
                agency_id=place.agency_id,
                platform="terminal",
                external_id="t1",
                name="Alder",
                installed_at=self.now,
            )
            people.channel(tenant, tenant.add(other).id, "2", "of-another-place").purpose = "chats"

    def publish(self, *names: str) -> None:
        """Let Discord know commands by these names."""

        async def publish() -> None:
            self.env.backend.register_commands(None, [{"name": name, "type": 1} for name in names])

        self.do(publish())


@pytest.fixture(name="portal")
def _portal(monkeypatch: pytest.MonkeyPatch) -> Iterator[Portal]:
    monkeypatch.setattr(wire, "TOKEN", TOKEN)
    with Portal() as portal:
        known = next(answer for path, answer in router._ROUTES["GET"] if path == APPLICATION)
        flagged = (APPLICATION, lambda context: {**known(context), "flags": portal.flags})
        monkeypatch.setitem(router._ROUTES, "GET", [flagged, *router._ROUTES["GET"]])
        monkeypatch.setattr(Route, "BASE", f"http://127.0.0.1:{portal.port}{API}")
        portal.publish("checkmsg")
        yield portal


def looked_at(tmp_path: Path, **given: Any) -> tuple[str, dict[str, str]]:
    """Return the first line and the table."""
    usual = {
        "discord_token": TOKEN,
        "database_url": f"sqlite:///{tmp_path}/checkmsg.db",
        "keys": KEY,
    }
    reply = examine(Settings(_env_file=None, **{**usual, **given}))  # type: ignore[call-arg]  # pydantic's own
    heading, table, footnote = reply.blocks
    assert isinstance(heading, Heading)
    assert isinstance(table, Fields)
    assert footnote == Footnote(UNSEEN)
    fields = {field.name: field.value for field in table.fields}
    wrong = [name.startswith("✗") for name in fields]
    assert wrong == sorted(wrong, reverse=True)  # What is wrong comes first.
    assert reply.done is not any(wrong)
    return heading.text, fields


def test_where_nothing_is_missing_each_check_says_what_it_saw_and_changes_nothing(
    portal: Portal, sqlite_file: Database, tmp_path: Path
) -> None:
    portal.watch(sqlite_file, CHATS, FORUM)
    me = portal.env.backend.bot_user
    assert looked_at(tmp_path) == (
        "Discord: nothing is missing",
        {
            "✓ Discord": f"the app {me.name}, as {me.name}.",
            "✓ What people post": "can be read.",
            "✓ Clock beside Discord": "both tell the same time.",
            "✓ Commands": "/checkmsg is known to Discord.",
            f"✓ #{CHATS} in Alder": "is read, as chats.",
            f"✓ #{FORUM} in Alder": "is read, as chats.",
        },
    )
    assert {call.method for call in portal.http.calls} == {"GET"}


def test_a_right_that_is_missing_in_a_channel_or_a_forum_is_named_there(
    portal: Portal, sqlite_file: Database, tmp_path: Path
) -> None:
    portal.watch(sqlite_file, CHATS, DRAFTS, FORUM)
    portal.forbid(CHATS, "send_messages", "attach_files", "add_reactions")
    portal.forbid(DRAFTS, "pin_messages")
    portal.forbid(FORUM, "send_messages_in_threads")
    heading, said = looked_at(tmp_path)
    assert heading == "Discord: 2 things to mend"
    assert said[f"✗ #{CHATS} in Alder"] == (
        "The bot lacks Send Messages, Attach Files and Add Reactions. Give them to its role in the channel's "
        f"settings, {ADVICE}"
    )
    assert said[f"✗ #{FORUM} in Alder"].startswith("The bot lacks Send Messages in Threads. Give it to")
    assert said[f"✓ #{DRAFTS} in Alder"] == (
        "is read, as chats. Its line is not pinned: that takes Pin Messages."
    )


def test_a_channel_that_is_gone_is_named(portal: Portal, sqlite_file: Database, tmp_path: Path) -> None:
    portal.watch(sqlite_file, "deleted")
    _, said = looked_at(tmp_path)
    assert said["✗ #deleted in Alder"] == "is gone. /checkmsg watch stop ends reading it."


def test_a_server_in_which_nothing_is_read_says_how_to_begin(portal: Portal, tmp_path: Path) -> None:
    _, said = looked_at(tmp_path)
    assert said["✓ Server Alder"] == "no channel is read there. Name one: /checkmsg watch channel."
    assert portal.called("GET", "/guilds/*") == []


def test_without_a_server_the_link_is_given(portal: Portal, tmp_path: Path) -> None:
    backend = portal.env.backend
    backend.guilds.clear()
    _, said = looked_at(tmp_path)
    assert invite_link(backend.application_id) in said["✗ Servers"]


@pytest.mark.parametrize(
    "flags, wanted, name, says",
    [
        (LIMITED, True, "✓ What people post", "can be read."),
        (APPROVED, True, "✓ What people post", "can be read."),
        (0, True, "✗ What people post", NO_INTENT),
        (0, False, "✓ What people post", "is not read, as CHECKMSG_DISCORD_MESSAGE_CONTENT says"),
    ],
)
def test_whether_what_people_post_can_be_read(
    flags: int, wanted: bool, name: str, says: str, portal: Portal, tmp_path: Path
) -> None:
    portal.flags = flags
    _, said = looked_at(tmp_path, discord_message_content=wanted)
    assert said[name].startswith(says)


@pytest.mark.parametrize("names", [(), ("another",)])
def test_commands_that_discord_does_not_know_are_missed(
    names: tuple[str, ...], portal: Portal, tmp_path: Path
) -> None:
    portal.publish(*names)
    _, said = looked_at(tmp_path)
    assert said["✗ Commands"].startswith("/checkmsg is not known to Discord yet.")


def test_a_token_that_discord_refuses_ends_the_questions(portal: Portal, tmp_path: Path) -> None:
    _, said = looked_at(tmp_path, discord_token=f"{TOKEN}-of-yesterday")
    assert said["✗ Discord"].startswith("The token is refused. Make a new one")
    assert len(said) == 1
    assert portal.http.calls == []


@pytest.mark.parametrize(
    "token, says, asks", [("", "is not set. Make an app", False), ("short", "does not look like one.", True)]
)
def test_a_token_that_is_none_is_told_with_where_it_is_found(
    token: str, says: str, asks: bool, portal: Portal, tmp_path: Path
) -> None:
    _, said = looked_at(tmp_path, discord_token=token)
    assert said["✗ CHECKMSG_DISCORD_TOKEN"].startswith(says)
    assert ("✗ Discord" in said) is asks
    assert portal.http.calls == []


def test_where_no_network_is_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Route, "BASE", f"http://127.0.0.1:1{API}")
    _, said = looked_at(tmp_path)
    assert said == {"✗ Discord": "Discord does not answer (ClientConnectorError). Check the network."}


@pytest.mark.parametrize(
    "fault, says",
    [
        (RateLimited(3600), "wants to be left alone for 3600 seconds."),
        (ServerError(503), "answered http_503. Ask again in a minute."),
        (ServerError(500), "does not answer (TimeoutError)."),  # discord.py tries on for half a minute.
        (Slow(5), "does not answer (TimeoutError)."),
        (DropBeforeAccept(), "does not answer (ServerDisconnectedError)."),
    ],
)
def test_a_server_that_cannot_be_looked_at_is_told_in_a_line(
    fault: Fault,
    says: str,
    portal: Portal,
    sqlite_file: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(doctor, "PATIENCE_SECONDS", 0.5)
    portal.watch(sqlite_file, CHATS)
    portal.fault("GET", "/guilds/*/channels", fault, times=5)
    _, said = looked_at(tmp_path)
    assert says in said["✗ Server Alder"]
    assert "✓ Commands" in said


def test_what_discord_forbids_is_told_by_its_code(
    portal: Portal, sqlite_file: Database, tmp_path: Path
) -> None:
    portal.watch(sqlite_file, CHATS)
    portal.do(_forget_member(portal))
    _, said = looked_at(tmp_path)
    assert said["✗ Server Alder"] == "Discord answered 10007. Ask again in a minute."


async def _forget_member(portal: Portal) -> None:
    path = f"/guilds/{portal.guild.id}/members/*"
    portal.env.inject_error("GET", path, status=404, code=10007)


def test_discord_is_looked_at_although_nothing_can_be_remembered(portal: Portal, tmp_path: Path) -> None:
    _, said = looked_at(tmp_path, database_url="sqlite:////nowhere/at/all.db")
    assert "folder" in said["✗ What is remembered"]
    assert "✓ Discord" in said
    assert portal.http.calls != []


def test_the_first_steps_name_what_is_missing_and_are_silent_where_nothing_is() -> None:
    bot = discord.AutoShardedClient(intents=discord.Intents(guilds=True))
    place = People(simcord.Env(bot, shard_count=1))
    try:
        place.do(place.env.start())
        place.found()
        (guild,) = bot.guilds
        channels = [guild.get_channel(place.channel(name).id) for name in (CHATS, FORUM, DRAFTS)]
        read = [channel for channel in channels if channel is not None]
        assert setup_lines(read, guild.me, reads=True) == ()
        place.forbid(CHATS, "embed_links")
        place.forbid(FORUM, "send_messages_in_threads", "add_reactions")
        intent, chats, forum = setup_lines(read, guild.me, reads=False)
        assert intent == f"What people post {NO_INTENT}"
        assert chats.startswith(f"#{CHATS}: The bot lacks Embed Links. Give it to its role")
        assert forum.startswith(
            f"#{FORUM}: The bot lacks Send Messages in Threads and Add Reactions. Give them"
        )
        place.do(place.env.shutdown())
    finally:
        place.close()
