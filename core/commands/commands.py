"""All that a person can ask, as one object that every platform calls. Who may do what is decided here."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from types import MappingProxyType

from core.commands import (
    allowing,
    clients,
    clock,
    facts,
    home,
    importing,
    incident,
    outbox,
    pressing,
    privacy,
    rules,
    setup,
    undoing,
)
from core.commands import people as people_commands
from core.commands.checking import Checked, Paste, check_paste
from core.commands.desk import Command, CommandError, Desk, answer, near_names
from core.commands.grammar import Usage, UsageError, find, split
from core.policy import Policy
from core.question import Answer, Question, check
from core.records import Platform
from core.reply import Field, Fields, Footnote, Paragraph, Reply
from core.store import clients as clients_store
from core.store import people
from core.store.crypto import KeyringError
from core.store.tenant import Store
from core.transcript.prefixes import labels
from core.twoyears import judging_day

ALL: tuple[Command, ...] = (
    *clients.COMMANDS,
    *importing.COMMANDS,
    *facts.COMMANDS,
    *pressing.COMMANDS,
    *undoing.COMMANDS,
    *clock.COMMANDS,
    *incident.COMMANDS,
    *people_commands.COMMANDS,
    *allowing.COMMANDS,
    *outbox.COMMANDS,
    *rules.COMMANDS,
    *setup.COMMANDS,
    *home.COMMANDS,
    *privacy.COMMANDS,
)


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks and where, by the platform's own ids."""

    platform: Platform
    workspace: str
    workspace_name: str
    person: str
    person_name: str
    channel: str = ""
    channel_name: str = ""
    owner: bool = False  # of the workspace, as the platform has it


@dataclass(frozen=True, slots=True)
class Commands:
    """What can be asked of an installation."""

    store: Store
    policy: Policy
    us: tuple[str, ...] = ()

    def run(self, asker: Asker, words: str, now: datetime, text: str = "") -> Reply:
        """Do what a command says and return the reply; a mistake is told, and then nothing is changed."""
        asked = split(words)
        if not asked or asked[0].casefold() == "help":
            return self.help(" ".join(asked[1:]))
        try:
            usage = find(asked, usages())
            command = usages()[usage]
            arguments = usage.match(asked)
            if command.takes_text:
                arguments["text"] = text
            with self.desk(asker, now) as desk:
                _allow(desk, command)
                return command.run(desk, **arguments)
        except (CommandError, UsageError, KeyringError) as error:
            return _told(error)

    def check(self, asker: Asker, paste: Paste, now: datetime) -> Checked:
        """Judge what was pasted, record it and plan the answer."""
        # Reading takes the engine's time, so it is done before a transaction that holds up others.
        look = self.look(asker, paste, now)
        with self.desk(asker, now) as desk:
            return check_paste(desk, paste, look)

    def look(self, asker: Asker, paste: Paste, now: datetime) -> Answer:
        """Read a paste without knowing whose it is; nothing is recorded."""
        return check(self._question(asker, paste), self.policy, judging_day(now))

    def press(self, asker: Asker, check_id: int, action: str, value: str, now: datetime) -> Reply:
        """Do what a control under the reply to a check stands for."""
        try:
            with self.desk(asker, now) as desk:
                return pressing.press(desk, check_id, action, value)
        except (CommandError, KeyringError) as error:
            return _told(error)

    def mark(self, asker: Asker, external_id: str, action: str, now: datetime) -> Reply | None:
        """Do what a mark that somebody put on a reply of ours stands for; None where it changes nothing."""
        with self.desk(asker, now) as desk:
            return pressing.mark(desk, external_id, action)

    def help(self, about: str = "") -> Reply:
        """List the commands, or explain those that begin with some words."""
        commands = [command for command in ALL if command.usage.startswith(about.casefold())]
        if not commands:
            near = near_names(about, [usage.name for usage in usages()])
            return answer(
                f"There is no command {about}.",
                Paragraph(f"Near: {', '.join(near)}" if near else "`help` lists all."),
            )
        shown = Fields(
            tuple(Field(command.usage, f"{command.says}{_right(command)}") for command in commands)
        )
        if len(commands) > SHOWN_WITH_EXAMPLES:
            return answer(
                "Paste a conversation, or ask:",
                shown,
                Footnote("`help client` explains the commands that begin with client, with examples."),
            )
        examples = "\n".join(f"as in: {command.example}" for command in commands)
        headline = commands[0].usage if len(commands) == 1 else f"Commands that begin with {about}"
        return answer(headline, shown, Paragraph(examples))

    def _question(self, asker: Asker, paste: Paste) -> Question:
        """Return a paste as a question: what its channel is for, and which clients may be speaking in it."""
        question = Question(paste.text, place=paste.place, speaker=paste.speaker, us=self.us)
        with self.store.database.read() as session:
            place = people.workspace(session, asker.platform, asker.workspace)
            if place is None:
                return question
            tenant = self.store.tenant(session, place.agency_id)
            row = people.known_channel(tenant, place.workspace_id, asker.channel)
            # What somebody asks about is judged, whether or not it looks like a conversation.
            purpose = people.as_channel(row).purpose if row and not paste.asked else None
            return replace(question, purpose=purpose, clients=clients_store.among(tenant, labels(paste.text)))

    @contextmanager
    def desk(self, asker: Asker, now: datetime) -> Iterator[Desk]:
        """Give the agency's rows to whoever asks; all that is changed is committed together, or nothing."""
        with self.store.database.write() as session:
            place = people.install(
                session, self.store.keyring, asker.platform, asker.workspace, asker.workspace_name, now
            )
            tenant = self.store.tenant(session, place.agency_id)
            tenant.hold()
            member = people.member(tenant, place.workspace_id, asker.person, asker.person_name, now)
            channel = None
            if asker.channel:
                row = people.channel(tenant, place.workspace_id, asker.channel, asker.channel_name)
                channel = people.as_channel(row)
            preferences = people.preferences(tenant)
            learns = now < place.installed_at + timedelta(days=int(preferences["learning-days"]))
            yield Desk(tenant, self.policy, member, now, preferences, channel, self.us, asker.owner, learns)


SHOWN_WITH_EXAMPLES = 14


@cache
def usages() -> Mapping[Usage, Command]:
    """Return every command by its usage."""
    return MappingProxyType({Usage.parse(command.usage, command.choices or {}): command for command in ALL})


def _allow(desk: Desk, command: Command) -> None:
    if command.for_leads and not desk.member.lead:
        raise CommandError("Only a lead can do this. `lead list` shows who that is.")


def _told(error: Exception) -> Reply:
    """Return a mistake as a reply; with the usage line below, where there is one."""
    first, _, rest = str(error).partition("\n")
    return replace(answer(first, *([Paragraph(rest)] if rest else [])), done=False)


def _right(command: Command) -> str:
    return " (leads)" if command.for_leads else ""
