"""People of servers as Discord knows them: by what comes with their messages, or asked for where nothing came."""

import time
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

import discord

from bots.delivery import Refused
from bots.discord.bridge import Bridge, person_id, user_id_of

FRESH_SECONDS = 600.0
MOST_PEOPLE = 10_000


@dataclass(frozen=True, slots=True)
class Person:
    """A person of a server; `gone` is somebody who is not in it, or not any more."""

    id: str
    name: str
    owner: bool = False  # of the server, or of its role for leads
    may_begin: bool = False  # may bring bots to the server
    gone: bool = False


class Directory:
    """Whoever is known of the servers; used from any thread."""

    def __init__(self, bridge: Bridge, lead_role: str) -> None:
        """Take the way to Discord, and the name of the role whose holders may become leads."""
        self._bridge = bridge
        self._lead_role = lead_role.casefold()
        self._lock = Lock()
        self._people: OrderedDict[tuple[int, int], tuple[float, Person]] = OrderedDict()

    def note(self, member: discord.Member) -> Person:
        """Remember a person as a message of theirs, or something they pressed, shows them: with the rights they have now."""
        return self._keep((member.guild.id, member.id), self._person(member))

    async def find(self, guild_id: int, person: str) -> Person:
        """Return a person of a server; in the bot's loop. Raises what Discord answers, other than that nobody is there."""
        user_id = user_id_of(person)
        if user_id is None:
            return Person(person, person, gone=True)
        key = (guild_id, user_id)
        return self._known(key) or self._keep(key, await self._fetch(guild_id, user_id))

    def person(self, guild_id: int, person: str) -> Person:
        """Return a person of a server; in a thread of its own. Raises what `find` raises, and what the bridge does.

        Never in a thread of `asyncio.to_thread`: the loop needs those itself to reach Discord, so that all of them
        could wait for each other.
        """
        known = self._known((guild_id, user_id_of(person) or 0))
        return known or self._bridge.wait(self.find(guild_id, person))

    def _known(self, key: tuple[int, int]) -> Person | None:
        with self._lock:
            at, person = self._people.get(key, (0.0, None))
        return person if person and time.monotonic() - at < FRESH_SECONDS else None

    def _keep(self, key: tuple[int, int], person: Person) -> Person:
        with self._lock:
            self._people[key] = (time.monotonic(), person)
            self._people.move_to_end(key)
            if len(self._people) > MOST_PEOPLE:
                self._people.popitem(last=False)
        return person

    async def _fetch(self, guild_id: int, user_id: int) -> Person:
        client = self._bridge.client
        guild = client.get_guild(guild_id)
        nobody = Person(person_id(user_id), person_id(user_id), gone=True)
        if guild is None and not client.is_ready():
            raise Refused("closed")  # Another replica may know the server.
        if guild is None:
            return nobody
        try:
            return self._person(await guild.fetch_member(user_id))
        except discord.NotFound:
            return nobody

    def _person(self, member: discord.Member) -> Person:
        guild = member.guild
        holds_role = any(role.name.casefold() == self._lead_role for role in member.roles)
        return Person(
            person_id(member.id),
            member.display_name,
            owner=member.id == guild.owner_id or holds_role,
            may_begin=member.guild_permissions.manage_guild,
        )
