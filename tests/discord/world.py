"""The server itself: who and what there is, what the bot may do in it, and what has been said."""

import asyncio
from collections.abc import Coroutine
from datetime import datetime, timedelta
from threading import Thread
from typing import Any, TypeVar

import discord
import simcord
from simcord import ChannelHandle, GuildHandle, MemberActor, UserHandle
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bots.discord.bridge import person_id
from bots.discord.permissions import permissions
from tests.discord import corrections  # noqa: F401  # Its routes stand before simcord's.
from tests.discord.cdn import Cdn
from tests.discord.words import Said
from tests.loops import end

CHATS, DRAFTS, MIXED, FORUM = "chats", "drafts", "mixed", "projects"
DANA, OMAR = "Dana", "Omar"
DIRECT = "direct"  # the direct conversation of whoever acts
Where = str | ChannelHandle
Answer = TypeVar("Answer")
_ALL = discord.Permissions.all().value
SECONDS = 30.0  # after which something has failed


class World:
    """A Discord of our own, on a loop in a thread of its own; `do` is the way to it."""

    guild: GuildHandle

    def __init__(self, env: simcord.Env) -> None:
        """Take simcord's Discord."""
        self.env = env
        self.loop = asyncio.new_event_loop()
        self._thread = Thread(target=self.loop.run_forever, name="discord")
        self._thread.start()
        self._people: dict[str, MemberActor] = {}
        self.cdn = Cdn()
        env.backend.cdn = self.cdn
        self.do(self.cdn.open())

    def close(self) -> None:
        """End the loop."""
        self.do(self.cdn.close())
        end(self.loop, self._thread)

    @property
    def now(self) -> datetime:
        """Return what time it is."""
        return self.env.now()

    def later(self, **span: float) -> None:
        """Let time pass."""

        async def go_on() -> None:
            self.env.backend.advance_clock(timedelta(**span).total_seconds())

        self.do(go_on())

    def do(self, work: Coroutine[Any, Any, Answer]) -> Answer:
        """Return what some work comes to that is done where Discord and the bot live."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(SECONDS)

    def settle(self) -> None:
        """Let the bot do all that is waiting."""
        self.do(self.env.settle())

    # Who and what there is.

    def found(self) -> None:
        """Found the server and let the bot into it."""
        self.do(self._found())
        self.settle()

    async def _found(self) -> None:
        self.guild = self.env.create_guild("Alder")
        backend = self.env.backend
        mine = next(role for role in backend.get_guild(self.guild.id).roles.values() if role.managed)
        backend.edit_role(self.guild.id, mine.id, {"permissions": permissions().value})
        leads = self.guild.create_role("Leads", permissions=discord.Permissions(manage_guild=True))
        for name, roles in ((DANA, [leads]), (OMAR, [])):
            user = self.env.create_user(name.casefold(), global_name=name)
            self._people[name] = self.guild.add_member(user, roles=roles)
        for channel in (CHATS, DRAFTS, MIXED):
            self.guild.create_text_channel(channel)
        self.guild.create_forum_channel(FORUM)
        for handle in self.guild.channels.values():
            self._allow(handle, permissions().value)

    def add_channel(self, name: str) -> ChannelHandle:
        """Add a text channel in which the bot has its rights."""

        async def add() -> ChannelHandle:
            channel = self.guild.create_text_channel(name)
            self._allow(channel, permissions().value)
            return channel

        return self._settled(add())

    def add_person(self, name: str, *roles: str) -> MemberActor:
        """Add a member, with roles that are made where they do not exist."""

        async def add() -> MemberActor:
            theirs = [self.guild.roles.get(role) or self.guild.create_role(role) for role in roles]
            user = self.env.create_user(name.casefold(), global_name=name)
            return self.guild.add_member(user, roles=theirs)

        self._people[name] = self._settled(add())
        return self._people[name]

    def forbid(self, where: Where, *rights: str) -> None:
        """Take rights from the bot in a channel, and give it back all others that it asks for."""

        async def take() -> None:
            less = discord.Permissions(**dict.fromkeys(rights, True)).value
            self._allow(self.channel(where), permissions().value & ~less)

        self._settled(take())

    def _allow(self, channel: ChannelHandle, rights: int) -> None:
        """Give the bot some rights in a channel, and no other."""
        me = self.env.backend.bot_user.id
        only = Overwrite(me, OverwriteType.MEMBER, allow=rights, deny=_ALL & ~rights)
        self.env.backend.set_overwrite(channel.id, only)

    def _settled(self, work: Coroutine[Any, Any, Answer]) -> Answer:
        answer = self.do(work)
        self.settle()
        return answer

    def person(self, name: str) -> MemberActor:
        """Return a member by name."""
        return self._people[name]

    def person_id(self, name: str) -> str:
        """Return how the core knows a member."""
        return person_id(self._people[name].id)

    def channel(self, where: Where, person: str = "") -> ChannelHandle:
        """Return a channel by name, or the direct conversation of a member with the bot."""
        if isinstance(where, ChannelHandle):
            return where
        return self._people[person].user.dm_channel if where == DIRECT else self.guild.channels[where]

    def id(self, where: Where) -> str:
        """Return how the core knows a channel."""
        return str(self.channel(where).id)

    # What has been said.

    def thread(self, message: Said) -> ChannelHandle:
        """Return the thread that hangs on a message."""
        return ChannelHandle(self.env, self.guild, self.env.backend.get_channel(message.id))

    def has_thread(self, message: Said) -> bool:
        """Return whether a thread hangs on a message."""
        return message.id in self.env.backend.channels

    def messages(self, where: Where, person: str = "") -> list[discord.Message]:
        """Return what stands in a channel or a thread, the first first; what one person alone sees is left out."""
        return self.channel(where, person).history()

    def ours(self, where: Where, person: str = "") -> list[discord.Message]:
        """Return what the bot has said in a channel or a thread."""
        me = self.env.backend.bot_user.id
        plain = (discord.MessageType.default, discord.MessageType.reply)
        return [m for m in self.messages(where, person) if m.author.id == me and m.type in plain]

    def replies(self, message: discord.Message) -> list[discord.Message]:
        """Return what the bot has said about a post: in its thread, or as a reply to it."""
        where = ChannelHandle(self.env, self.guild, self.env.backend.get_channel(message.channel.id))
        beside = [
            m for m in self.ours(where) if m.reference is not None and m.reference.message_id == message.id
        ]
        return beside + (self.ours(self.thread(message)) if self.has_thread(message) else [])

    def direct(self, name: str) -> list[discord.Message]:
        """Return what the bot has said to a member alone, in the direct conversation."""
        return self.ours(DIRECT, name)

    def reactions(self, message: discord.Message) -> list[str]:
        """Return the marks that the bot has put on a message."""
        me = self.env.backend.bot_user.id
        stored = self.env.backend.get_message(message.channel.id, message.id)
        return [reaction.emoji for reaction in stored.reactions if me in reaction.user_ids]

    def user(self, name: str) -> UserHandle:
        """Return a member as they are outside the server."""
        return self._people[name].user
