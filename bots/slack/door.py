"""What Slack's news leave out: names, who else can read a channel, the text of files, the post that is meant."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from slack_sdk.errors import SlackApiError

from bots.slack.files import FileError, fetch
from bots.slack.reading import read
from bots.slack.workspaces import Workspace, Workspaces
from core.commands.arriving import Opened
from core.commands.commands import Asker
from core.model import Purpose
from core.records import Arrival, ArrivalKind, Attachment, Platform
from core.transcript.gate import is_conversation


class UnknownWorkspaceError(Exception):
    """News of a workspace that has taken the bot out since."""


class SlackDoor:
    """Opens what came from Slack; the inbox asks it from its own threads."""

    def __init__(self, workspaces: Workspaces, hosts: Collection[str]) -> None:
        """Take the workspaces, and the hosts from which files are fetched."""
        self._workspaces = workspaces
        self._hosts = hosts

    @property
    def is_open(self) -> bool:
        """Return that Slack can be asked, which takes no connection that stands."""
        return True

    def open(self, workspace: str, arrival: Arrival) -> Opened:
        """Return an arrival with names and texts."""
        known = self._workspace(workspace)
        asker = asker_of(known, arrival.author, "" if arrival.private else arrival.channel)
        if arrival.kind is ArrivalKind.DELETED:
            return Opened(arrival, asker)
        room = known.directory.room(arrival.channel)
        is_ours = not known.directory.person(arrival.author).outside
        if arrival.asked and arrival.thread and not is_conversation(arrival.text, Purpose.MIXED):
            # A mention in a thread, with or without a question beside it, means the post that began it.
            arrival = replace(arrival, text=_root(known, arrival))
        texts, unread = texts_of(known, arrival.attachments, self._hosts)
        text = "\n".join(filter(str.strip, (arrival.text, *texts)))
        return Opened(
            replace(arrival, text=text), asker, outsiders=room.shared, unread=tuple(unread), is_ours=is_ours
        )

    def stranger(self, workspace: str, arrival: Arrival) -> Asker:
        """Return who posted something, by ids alone."""
        return Asker(
            Platform.SLACK,
            workspace,
            workspace,
            arrival.author,
            arrival.author,
            arrival.channel,
            arrival.channel,
        )

    def _workspace(self, external_id: str) -> Workspace:
        found = self._workspaces.of(external_id)
        if found is None:
            raise UnknownWorkspaceError
        return found


def asker_of(workspace: Workspace, person: str, channel: str = "") -> Asker:
    """Return who asks and where, by the names that Slack has for them."""
    who = workspace.directory.person(person)
    where = _name_of(workspace, channel) if channel else ""
    return Asker(
        Platform.SLACK,
        workspace.external_id,
        workspace.name,
        person,
        who.name,
        channel,
        where or channel,
        owner=who.owner,
    )


def _name_of(workspace: Workspace, channel: str) -> str:
    """Return a channel's name, or nothing for a private one that the bot is not in: its commands work there too."""
    try:
        return workspace.directory.room(channel).name
    except SlackApiError as error:
        if error.response.get("error") != "channel_not_found":
            raise
        return ""


def texts_of(
    workspace: Workspace, attachments: Iterable[Attachment], hosts: Collection[str]
) -> tuple[list[str], list[str]]:
    """Return the texts of files, and why others could not be read, a sentence each."""
    texts, unread = [], []
    for attachment in attachments:
        try:
            texts.append(fetch(attachment, workspace.web.token or "", hosts))
        except FileError as error:
            unread.append(str(error))
    return texts, unread


def _root(workspace: Workspace, arrival: Arrival) -> str:
    """Return the text of the post that began a thread; nothing where it is gone."""
    try:
        found = workspace.web.conversations_replies(channel=arrival.channel, ts=arrival.thread, limit=1)
    except SlackApiError as error:
        if error.response.get("error") == "thread_not_found":
            return ""
        raise
    return next((read(message, workspace.me).text for message in found["messages"]), "")
