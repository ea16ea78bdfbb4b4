"""Somebody who is in two servers writes to us directly for one of them, and says which by asking us something there."""

from dataclasses import dataclass
from typing import Any

import discord
import pytest
from simcord import GuildHandle, MemberActor
from sqlmodel import col, select

from core.commands.commands import Asker
from core.records import Platform
from core.store.tables import CheckRow, ClientRow
from tests.discord.server import Server
from tests.discord.words import said, words_of
from tests.discord.world import CHATS, DANA, DIRECT, OMAR

ASK = "Acme\n10:02 AM\nHi, can we move to WhatsApp? It is easier for me."
PAYPAL = "Acme\n10:02 AM\nI would rather pay you by PayPal directly, then we both save the fees."


@dataclass(frozen=True)
class Other:
    """A second server with the bot, of another agency; Eve leads it, and Omar is in both."""

    guild: GuildHandle
    eve: MemberActor
    omar: MemberActor


@pytest.fixture
def other(place: Server) -> Other:
    """A second server."""

    async def found() -> Other:
        guild = place.env.create_guild("Birch")
        leads = guild.create_role("Leads", permissions=discord.Permissions(manage_guild=True))
        eve = guild.add_member(place.env.create_user("eve", global_name="Eve"), roles=[leads])
        omar = guild.add_member(place.person(OMAR).user)
        guild.create_text_channel("general")
        return Other(guild, eve, omar)

    other = place.do(found())
    place.settle()
    return other


def agencies(place: Server, table: Any = CheckRow) -> list[int]:
    with place.database.read() as session:
        return [row.agency_id for row in session.exec(select(table).order_by(table.id))]


def post_there(place: Server, other: Other, text: str) -> None:
    """Let Omar post in the second server, in a channel that is read."""
    guild, channel = other.guild, other.guild.channels["general"]
    eve = f"U{other.eve.id}"
    asker = Asker(Platform.DISCORD, str(guild.id), guild.name, eve, "Eve", str(channel.id), "general")
    place.commands.run(asker, "watch here as mixed", place.now)
    place.do(other.omar.send(channel, text))
    place.settle()


def test_who_has_said_for_which_server_is_heard_there_whatever_they_post_elsewhere(
    place: Server, other: Other
) -> None:
    place.slash("client list", person=OMAR)
    post_there(place, other, PAYPAL)
    place.slash("client list", person=OMAR)
    place.post(DIRECT, ASK, OMAR)
    assert agencies(place) == [2, 1]
    assert "What you write to me here is for Alder now" in " ".join(map(words_of, place.direct(OMAR)))


def test_who_has_not_said_is_asked_and_nothing_is_kept(place: Server, other: Other) -> None:
    place.post(CHATS, PAYPAL)
    post_there(place, other, PAYPAL)
    before = agencies(place)
    place.post(DIRECT, ASK, OMAR)
    assert agencies(place) == before
    assert "Which server is this for?" in words_of(place.direct(OMAR)[-1])
    assert "Which server is this for?" in said(place.slash("client list", person=OMAR, where=DIRECT))


def test_a_choice_is_changed_by_asking_elsewhere_and_old_posts_stay_where_they_were(
    place: Server, other: Other
) -> None:
    place.slash("client list", person=OMAR)
    post_there(place, other, PAYPAL)
    place.slash("client list", person=OMAR)
    first = place.post(DIRECT, ASK, OMAR)
    reply = place.direct(OMAR)[-1]

    async def ask_there() -> None:
        await other.omar.slash(other.guild.channels["general"], "checkmsg client list")

    place.later(minutes=20)
    place.do(ask_there())
    place.settle()
    assert "is for Birch now" in words_of(place.direct(OMAR)[-1])
    assert "Noted as answered" in said(place.press(reply, "Sent it", OMAR))
    place.edit(first, PAYPAL)
    assert agencies(place) == [2, 1, 1]
    place.delete(first)
    with place.database.read() as session:
        withdrawn = [row.withdrawn for row in session.exec(select(CheckRow).order_by(col(CheckRow.id)))]
    assert withdrawn == [False, True, True]
    place.post(DIRECT, ASK.replace("Acme", "Cedar"), OMAR)
    assert agencies(place, ClientRow)[-1] == 2


def test_one_server_needs_no_choice(place: Server) -> None:
    place.post(DIRECT, ASK, DANA)
    assert agencies(place) == [1]
    assert "keep it here" in words_of(place.direct(DANA)[-1])
