import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import discord
import pytest
import simcord

from bots.discord.names import as_slash
from bots.discord.permissions import (
    PIN,
    RIGHTS,
    SCOPES,
    Right,
    invite_link,
    missing,
    permissions,
    reads_content,
)
from tests.discord.people import People
from tests.discord.world import CHATS, FORUM

PAGE = (Path(__file__).parents[3] / "deploy" / "discord.md").read_text(encoding="utf-8")
NEVER = (
    "administrator",
    "manage_channels",
    "manage_messages",
    "manage_roles",
    "manage_threads",
    "mention_everyone",
)
IN_FORUMS = [right for right in RIGHTS if right.flag != "create_public_threads"]


@pytest.fixture(name="place", scope="module")
def _place() -> Iterator[People]:
    place = People(
        simcord.Env(discord.AutoShardedClient(intents=discord.Intents(guilds=True)), shard_count=1)
    )
    place.do(place.env.start())
    place.found()
    yield place
    place.do(place.env.shutdown())
    place.close()


def lacking(place: People, where: str, *taken: str) -> list[Right]:
    """Return what is missing in a channel from which these rights are taken."""
    place.forbid(where, *taken)
    guild = place.env.bot.get_guild(place.guild.id)
    assert guild is not None
    channel = guild.get_channel(place.channel(where).id)
    assert channel is not None
    return missing(channel, guild.me)


@pytest.mark.parametrize("where", [CHATS, FORUM])
def test_nothing_is_missing_where_all_that_is_asked_for_is_given(where: str, place: People) -> None:
    assert lacking(place, where) == []


@pytest.mark.parametrize("where, rights", [(CHATS, RIGHTS), (FORUM, IN_FORUMS)])
def test_each_right_that_is_taken_is_named_alone_in_a_channel_as_in_a_forum(
    where: str, rights: list[Right], place: People
) -> None:
    # discord.py lets others fall with the right to see or to send; they need not be given anew.
    assert [lacking(place, where, right.flag) for right in rights] == [[right] for right in rights]


def test_in_a_forum_the_right_to_begin_threads_is_not_asked_for(place: People) -> None:
    assert lacking(place, FORUM, "create_public_threads") == []


def test_the_right_to_pin_is_not_needed(place: People) -> None:
    assert lacking(place, CHATS, PIN.flag) == []


def test_the_link_asks_for_these_rights_and_no_others() -> None:
    link = urlsplit(invite_link(1234))
    asked = parse_qs(link.query)
    assert (link.scheme, link.netloc, link.path) == ("https", "discord.com", "/oauth2/authorize")
    assert asked["client_id"] == ["1234"]
    assert asked["scope"][0].split() == list(SCOPES)
    given = discord.Permissions(int(asked["permissions"][0]))
    assert all(getattr(given, right.flag) for right in (*RIGHTS, PIN))
    assert given == permissions()
    assert given.value.bit_count() == len(RIGHTS) + 1
    assert not any(getattr(given, flag) for flag in NEVER)


def test_every_right_has_its_reason_in_one_sentence() -> None:
    for right in (*RIGHTS, PIN):
        assert right.reason.endswith(".")
        assert right.reason.count(".") == 1
        assert right.flag in discord.Permissions.VALID_FLAGS


@pytest.mark.parametrize(
    "flag, reads",
    [
        ("gateway_message_content", True),
        ("gateway_message_content_limited", True),
        ("gateway_guild_members", False),
    ],
)
def test_content_can_be_read_where_the_intent_is_switched_on_or_approved(flag: str, reads: bool) -> None:
    flags = discord.ApplicationFlags._from_value(discord.ApplicationFlags.VALID_FLAGS[flag])
    assert reads_content(flags) is reads


def test_the_page_names_every_right_with_its_reason_and_gives_the_link() -> None:
    table = PAGE.partition("| Right | Why |\n| --- | --- |\n")[2].partition("\n\n")[0]
    expected = [(right.name, right.reason) for right in RIGHTS]
    assert re.findall(r"^\| (.+?) \| (.+?) \|$", table, re.MULTILINE) == [
        *expected,
        (PIN.name, f"{PIN.reason} It works without."),
    ]
    assert invite_link("YOUR_APPLICATION_ID") in PAGE


def test_the_page_names_commands_as_discord_has_them() -> None:
    known = {"/checkmsg check", as_slash("setup"), as_slash("watch")}
    assert set(re.findall(r"`(/checkmsg[^`]*)`", PAGE)) == known
