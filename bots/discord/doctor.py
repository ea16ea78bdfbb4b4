"""What is missing for the bot to work in Discord: a line a check, with what to do. Nothing is sent to anybody."""

import asyncio
import re
from collections.abc import Coroutine, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import aiohttp
import discord
from discord import app_commands

from bots.discord.errors import FAILURES, code_of
from bots.discord.names import as_slash
from bots.discord.permissions import PIN, Right, invite_link, missing, reads_content
from bots.findings import Finding, clock_told, seen_at
from core.records import Platform
from core.reply import Reply
from core.settings import Settings
from core.store import people
from core.store.tables import ChannelRow
from core.store.tenant import Store

COMMAND = "checkmsg"
TOKEN = "CHECKMSG_DISCORD_TOKEN"  # noqa: S105  # The name of a setting.
CONTENT = "CHECKMSG_DISCORD_MESSAGE_CONTENT"
FORM = r"[\w-]{18,}\.[\w-]{4,}\.[\w-]{20,}"  # what a token looks like
PORTAL = "https://discord.com/developers/applications"
PATIENCE_SECONDS = 20.0  # for a server, or for all that is asked about the app
UNSEEN = "Whether a connection can be opened is not tried: another bot of this token would be in its way."
AGAIN = "Ask again in a minute."
TOO_MUCH = "It was asked too much; leave it alone for an hour."
_TOO_MUCH = 429
NO_INTENT = (
    f"cannot be read. Switch on Message Content Intent at {PORTAL}, on your app's page Bot, or set {CONTENT}=false: "
    "then only what is asked of the bot is read."
)


def examine(settings: Settings) -> Reply:
    """Return what is missing, the wrong before the right; no news is taken, so the bot may be running."""
    return seen_at("Discord", settings, look, UNSEEN)


def look(settings: Settings, store: Store | None) -> Iterator[Finding]:
    """Yield what is missing; without a store the channels that should be read are not known."""
    yield from _token(settings)
    if settings.discord_token:
        yield from asyncio.run(_ask(settings, store))


def setup_lines(
    channels: Iterable[discord.abc.GuildChannel], me: discord.Member, *, reads: bool
) -> tuple[str, ...]:
    """Return what is missing for the bot to work in the channels that are read, a sentence each.

    `reads` says whether Discord tells us what people post, or whether nobody wants it to.
    """
    found = ((channel, missing(channel, me)) for channel in channels)
    lines = tuple(f"#{channel.name}: {_to_give(rights)}" for channel, rights in found if rights)
    return lines if reads else (f"What people post {NO_INTENT}", *lines)


def _to_give(rights: Sequence[Right]) -> str:
    *others, last = (right.name for right in rights)
    names = f"{', '.join(others)} and {last}" if others else last
    return (
        f"The bot lacks {names}. Give {'them' if others else 'it'} to its role in the channel's settings, "
        "on the page Permissions."
    )


def _token(settings: Settings) -> Iterator[Finding]:
    if not settings.discord_token:
        yield Finding(
            TOKEN, f"is not set. Make an app at {PORTAL} and copy the token of its page Bot.", wrong=True
        )
    elif not re.fullmatch(FORM, settings.discord_token):
        yield Finding(TOKEN, "does not look like one. Copy it anew from your app's page Bot.", wrong=True)


async def _ask(settings: Settings, store: Store | None) -> list[Finding]:
    """Ask Discord by single requests: a connection of its own would be in the running bot's way."""
    clock: list[Finding] = []
    client = discord.Client(
        intents=discord.Intents(guilds=True),
        max_ratelimit_timeout=PATIENCE_SECONDS,
        http_trace=_listening_for_the_time(clock),
    )
    async with client:
        findings = await _answered("Discord", _app(client, settings))
        if client.application is None:
            return findings
        findings += clock[-1:]
        findings += await _answered("Commands", _commands(client))
        guilds: list[discord.Guild] = []
        findings += await _answered("Servers", _servers(client, guilds))
        for guild in guilds:
            rows = [] if store is None else await asyncio.to_thread(_watched, store, str(guild.id))
            findings += await _answered(f"Server {guild.name}", _server(client, guild, rows))
        return findings


def _listening_for_the_time(clock: list[Finding]) -> aiohttp.TraceConfig:
    """Return what notes with each answer of Discord's how its clock goes beside ours."""

    async def note(_: object, __: object, ended: aiohttp.TraceRequestEndParams) -> None:
        clock.extend(clock_told("Discord", ended.response.headers.get("Date"), datetime.now(UTC)))

    tracing = aiohttp.TraceConfig()
    tracing.on_request_end.append(note)
    return tracing


async def _answered(about: str, asked: Coroutine[Any, Any, list[Finding]]) -> list[Finding]:
    """Return what a check has shown, or why it could not be made."""
    try:
        return await asyncio.wait_for(asked, PATIENCE_SECONDS)
    except discord.LoginFailure:
        says = f"The token is refused. Make a new one on your app's page Bot and put it into {TOKEN}."
    except discord.RateLimited as error:
        says = f"Discord wants to be left alone for {error.retry_after:.0f} seconds. Ask again after that."
    except discord.HTTPException as error:
        says = f"Discord answered {code_of(error)}. {TOO_MUCH if error.status == _TOO_MUCH else AGAIN}"
    except FAILURES as error:
        says = f"Discord does not answer ({type(error).__name__}). Check the network."
    return [Finding(about, says, wrong=True)]


async def _app(client: discord.Client, settings: Settings) -> list[Finding]:
    """Log in, and return whose token it is and whether what people post can be read."""
    await client.login(settings.discord_token)
    assert client.application is not None
    assert client.user is not None
    about = "What people post"
    if not settings.discord_message_content:
        content = Finding(about, f"is not read, as {CONTENT} says; only what is asked of the bot is.")
    elif reads_content(client.application.flags):
        content = Finding(about, "can be read.")
    else:
        content = Finding(about, NO_INTENT, wrong=True)
    return [Finding("Discord", f"the app {client.application.name}, as {client.user}."), content]


async def _commands(client: discord.Client) -> list[Finding]:
    known = {command.name for command in await app_commands.CommandTree(client).fetch_commands()}
    if COMMAND in known:
        return [Finding("Commands", f"/{COMMAND} is known to Discord.")]
    says = f"/{COMMAND} is not known to Discord yet. Start checkmsg once: it tells Discord by itself."
    return [Finding("Commands", says, wrong=True)]


async def _servers(client: discord.Client, guilds: list[discord.Guild]) -> list[Finding]:
    """Look for the servers that the bot is in."""
    assert client.application is not None
    guilds += [guild async for guild in client.fetch_guilds(limit=None, with_counts=False)]
    if guilds:
        return []
    link = invite_link(client.application.id)
    return [Finding("Servers", f"the bot is in none. Open this link to add it: {link}", wrong=True)]


def _watched(store: Store, external_id: str) -> list[ChannelRow]:
    """Return the channels of a server that should be read."""
    with store.database.read() as session:
        place = people.workspace(session, Platform.DISCORD, external_id)
        if place is None:
            return []
        rows = people.watched(store.tenant(session, place.agency_id))
        return [row for row in rows if row.workspace_id == place.workspace_id]


async def _server(client: discord.Client, listed: discord.Guild, rows: Sequence[ChannelRow]) -> list[Finding]:
    """Return what the bot lacks in the channels of a server that it should read."""
    about = f"Server {listed.name}"
    if not rows:
        return [Finding(about, f"no channel is read there. Name one: {as_slash('watch')}.")]
    assert client.user is not None
    guild = await client.fetch_guild(listed.id, with_counts=False)
    me = await guild.fetch_member(client.user.id)
    channels = {str(channel.id): channel for channel in await guild.fetch_channels()}
    return [_channel(channels.get(row.external_id), me, row, guild.name) for row in rows]


def _channel(
    channel: discord.abc.GuildChannel | None, me: discord.Member, row: ChannelRow, server: str
) -> Finding:
    about = f"#{row.name} in {server}"
    if channel is None:
        return Finding(about, f"is gone. {as_slash('unwatch')} ends reading it.", wrong=True)
    if rights := missing(channel, me):
        return Finding(about, _to_give(rights), wrong=True)
    unpinned = "" if not missing(channel, me, [PIN]) else f" Its line is not pinned: that takes {PIN.name}."
    return Finding(about, f"is read, as {row.purpose}.{unpinned}")
