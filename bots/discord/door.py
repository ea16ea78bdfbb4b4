"""What Discord's news leave out: names, and the text of files."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from bots.discord.bridge import Bridge
from bots.discord.directory import Directory, Person
from bots.discord.files import FileError, fetch
from core.commands.arriving import Opened
from core.commands.commands import Asker
from core.records import Arrival, ArrivalKind, Attachment, Platform


class NotReadyError(Exception):
    """Discord has not told yet which servers there are."""


class DiscordDoor:
    """Opens what came from Discord; the inbox asks it from its own threads."""

    def __init__(self, bridge: Bridge, directory: Directory, hosts: Collection[str]) -> None:
        """Take the way to Discord, whom we know there, and the hosts from which files are fetched."""
        self._bridge = bridge
        self._directory = directory
        self._hosts = hosts

    @property
    def is_open(self) -> bool:
        """Return whether Discord has told which servers there are."""
        return self._bridge.is_open and self._bridge.client.is_ready()

    def open(self, workspace: str, arrival: Arrival) -> Opened:
        """Return an arrival with names and texts."""
        if not self.is_open:
            raise NotReadyError  # The gateway was left since this was taken up.
        if arrival.kind is ArrivalKind.DELETED:
            return Opened(arrival, replace(self.stranger(workspace, arrival), person=""))
        person = self._directory.person(int(workspace), arrival.author)
        asker = asker_of(self._bridge, workspace, person, "" if arrival.private else arrival.channel)
        texts, unread = texts_of(arrival.attachments, self._hosts)
        text = "\n".join(filter(str.strip, (arrival.text, *texts)))
        # What a webhook posts has an author who is in no server.
        is_ours = arrival.by_bot or not person.gone
        return Opened(replace(arrival, text=text), asker, unread=tuple(unread), is_ours=is_ours)

    def stranger(self, workspace: str, arrival: Arrival) -> Asker:
        """Return who posted something, by ids alone."""
        return Asker(
            Platform.DISCORD,
            workspace,
            workspace,
            arrival.author,
            arrival.author,
            "" if arrival.private else arrival.channel,
            arrival.channel,
            may_begin=False,
        )


def asker_of(bridge: Bridge, guild: str, person: Person, channel: str = "", thread: str = "") -> Asker:
    """Return who asks and where, by the names that Discord has for them."""
    server = bridge.client.get_guild(int(guild))
    where = server.get_channel(int(channel)) if server and channel else None
    return Asker(
        Platform.DISCORD,
        guild,
        server.name if server else guild,
        person.id,
        person.name,
        channel,
        where.name if where else channel,
        owner=person.owner,
        may_begin=person.may_begin,
        thread=thread,
    )


def texts_of(attachments: Iterable[Attachment], hosts: Collection[str]) -> tuple[list[str], list[str]]:
    """Return the texts of files, and why others could not be read, a sentence each."""
    texts, unread = [], []
    for attachment in attachments:
        try:
            texts.append(fetch(attachment, hosts))
        except FileError as error:
            unread.append(str(error))
    return texts, unread
