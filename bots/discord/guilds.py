"""Servers as whoever sends needs them: as the gateway tells of them, or asked for where another replica listens to it."""

import asyncio
import time
from typing import Any

import discord

from bots.delivery import Refused
from bots.discord.errors import asking

FRESH_SECONDS = 60.0  # Channels come and rights go; what is refused costs one request more.


class Guilds:
    """The servers of a client; used in the bot's loop."""

    def __init__(self) -> None:
        """Begin without any."""
        self._asked_at: dict[int, float] = {}
        self._are_told = False
        self._one_at_a_time = asyncio.Lock()

    async def find(self, client: discord.Client, guild_id: int) -> discord.Guild:
        """Return a server with its channels, its roles and ourselves; raises Refused where it cannot be had."""
        if not client.is_ready():
            await self._ask(client, guild_id)
        guild = client.get_guild(guild_id)
        if guild is None:
            raise Refused("not-there")
        if guild.unavailable or guild.me is None:
            raise Refused("unavailable")
        return guild

    def begin(self, client: discord.Client) -> None:
        """Let the gateway tell from now on which servers there are: one that has taken us out must not stay."""
        self._are_told = True
        for guild in filter(None, map(client.get_guild, self._asked_at)):
            client._connection._remove_guild(guild)  # noqa: SLF001  # discord.py has no open way.

    async def _ask(self, client: discord.Client, guild_id: int) -> None:
        """Have a client know a server as the gateway would tell of it, unless that is known."""
        async with self._one_at_a_time:
            if self._is_known(client, guild_id):
                return
            if client.user is None or client.is_closed():
                raise Refused("closed")
            try:
                with asking():
                    guild = await client.http.get_guild(guild_id)
                    channels = await client.http.get_all_guild_channels(guild_id)
                    threads = await client.http.get_active_threads(guild_id)
                    ourselves = await client.http.get_member(guild_id, client.user.id)
            except Refused as error:
                # Whether we are in a server is for the gateway to say.
                raise Refused(error.status, retry_after=error.retry_after) from None
            if not self._is_known(client, guild_id):
                told: Any = {
                    **guild,
                    "channels": channels,
                    "threads": threads["threads"],
                    "members": [ourselves],
                }
                client._connection._add_guild_from_data(told)  # noqa: SLF001
                self._asked_at[guild_id] = time.monotonic()

    def _is_known(self, client: discord.Client, guild_id: int) -> bool:
        """Return whether the gateway has told of a server, or it was asked for lately."""
        if self._are_told:
            return client.get_guild(guild_id) is not None
        asked_at = self._asked_at.get(guild_id)
        return asked_at is not None and time.monotonic() - asked_at < FRESH_SECONDS
