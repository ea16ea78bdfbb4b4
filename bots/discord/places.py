"""Where something is in a server: a channel, and the thread in it."""

from dataclasses import dataclass

import discord


@dataclass(frozen=True, slots=True)
class Place:
    """A channel of a server, or a direct conversation; `thread` is empty outside of threads."""

    guild: str  # empty in a direct conversation
    channel: str
    name: str = ""
    thread: str = ""
    is_ours: bool = False  # a thread that we began, to answer in it

    @property
    def private(self) -> bool:
        """Return whether it is between one person and us."""
        return not self.guild


async def place_of(client: discord.Client, channel: object, guild_id: int | None) -> Place | None:
    """Return where a channel of discord.py's is, or None where Discord does not let us see it."""
    if isinstance(channel, discord.PartialMessageable):
        found = client.get_channel(channel.id)
        try:
            channel = found or await client.fetch_channel(channel.id)
        except (discord.NotFound, discord.Forbidden):
            return None
    if isinstance(channel, discord.DMChannel):
        return Place("", str(channel.id))
    if guild_id is None or not isinstance(channel, discord.Thread | discord.abc.GuildChannel):
        return None
    if not isinstance(channel, discord.Thread):
        return Place(str(guild_id), str(channel.id), channel.name)
    parent = channel.parent
    me = client.user
    return Place(
        str(guild_id),
        str(channel.parent_id),
        parent.name if parent else channel.name,
        str(channel.id),
        is_ours=me is not None and channel.owner_id == me.id,
    )
