"""All that a person can ask, as one object that every platform calls. Who may do what is decided here."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
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
    linking,
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
from core.commands.office import Asker, Office, office_of
from core.letters import storable
from core.policy import Policy
from core.preferences import our_names, policy_of
from core.question import Answer, Question, check
from core.reply import Field, Fields, Footnote, Paragraph, Reply
from core.store import clients as clients_store
from core.store import people
from core.store.crypto import KeyringError
from core.store.tenant import Store
from core.transcript.prefixes import labels
from core.twoyears import judging_day

__all__ = ["ALL", "Asker", "Commands", "usages"]

ALL: tuple[Command, ...] = (
    *clients.COMMANDS,
    *importing.COMMANDS,
    *facts.COMMANDS,
    *pressing.COMMANDS,
    *undoing.COMMANDS,
    *clock.COMMANDS,
    *incident.COMMANDS,
    *people_commands.COMMANDS,
    *linking.COMMANDS,
    *allowing.COMMANDS,
    *outbox.COMMANDS,
    *rules.COMMANDS,
    *setup.COMMANDS,
    *home.COMMANDS,
    *privacy.COMMANDS,
)


@dataclass(frozen=True, slots=True)
class Commands:
    """What can be asked of an installation."""

    store: Store
    policy: Policy
    us: tuple[str, ...] = ()

    def run(self, asker: Asker, words: str, now: datetime, text: str = "") -> Reply:
        """Do what a command says and return the reply; a mistake is told, and then nothing is changed."""
        asked = split(storable(words))
        if not asked or asked[0].casefold() == "help":
            return self.help(" ".join(asked[1:]))
        try:
            usage = find(asked, usages())
            command = usages()[usage]
            arguments = usage.match(asked)
            if command.takes_text:
                arguments["text"] = storable(text)
            with self.desk(asker, now) as desk:
                _allow(desk, command)
                return command.run(desk, **arguments)
        except (CommandError, UsageError, KeyringError) as error:
            return _told(error)

    def check(self, asker: Asker, paste: Paste, now: datetime) -> Checked:
        """Judge what was pasted, record it and plan the answer."""
        paste = replace(paste, text=storable(paste.text), client=storable(paste.client))
        # Reading takes the engine's time, so it is done before a transaction that holds up others.
        look = self.look(asker, paste, now)
        with self.desk(asker, now) as desk:
            return check_paste(desk, paste, look)

    def look(self, asker: Asker, paste: Paste, now: datetime) -> Answer:
        """Read a paste without knowing whose it is; nothing is recorded."""
        return self.looks([(asker, paste)], now)[0]

    def looks(self, asked: Sequence[tuple[Asker, Paste]], now: datetime) -> list[Answer]:
        """Read pastes of one workspace, of which there is at least one."""
        day = judging_day(now)
        questions, policy = self._questions(asked)
        return [check(question, policy, day) for question in questions]

    def press(self, asker: Asker, check_id: int, action: str, value: str, now: datetime) -> Reply:
        """Do what a control under the reply to a check stands for."""
        try:
            with self.desk(asker, now) as desk:
                return pressing.press(desk, check_id, action, storable(value))
        except (CommandError, KeyringError) as error:
            return _told(error)

    def meet(
        self, asker: Asker, channels: Mapping[str, str], persons: Mapping[str, str], now: datetime
    ) -> None:
        """Remember channels and people of a workspace by their ids and names, before somebody speaks of them."""
        if channels or persons:
            with self.desk(asker, now) as desk:
                for external_id, name in channels.items():
                    people.channel(desk.tenant, desk.member.workspace_id, external_id, name)
                for external_id, name in persons.items():
                    people.member(
                        desk.tenant, desk.member.workspace_id, external_id, name, now, may_begin=False
                    )

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

    def _questions(self, asked: Sequence[tuple[Asker, Paste]]) -> tuple[list[Question], Policy]:
        """Return pastes as questions, and the policy of their agency.

        A question knows what its channel is for, and which clients may be speaking in it.
        """
        questions = [
            Question(paste.text, place=paste.place, speaker=paste.speaker, us=self.us) for _, paste in asked
        ]
        first, _ = asked[0]
        with self.store.database.read() as session:
            place = people.workspace(session, first.platform, first.workspace)
            if place is None:
                return questions, self.policy
            tenant = self.store.tenant(session, place.agency_id)
            rows = people.known_channels(tenant, place.workspace_id, {asker.channel for asker, _ in asked})
            purposes = {row.external_id: people.as_channel(row).purpose for row in rows}
            preferences = people.preferences(tenant)
            us = (*self.us, *our_names(preferences))
            known = clients_store.among(tenant, {name for _, paste in asked for name in labels(paste.text)})
        known_more = [
            # What somebody asks about is judged, whether or not it looks like a conversation.
            replace(
                question,
                purpose=None if paste.asked else purposes.get(asker.channel),
                clients=known,
                us=us,
            )
            for question, (asker, paste) in zip(questions, asked, strict=True)
        ]
        return known_more, policy_of(self.policy, preferences)

    @contextmanager
    def desk(self, asker: Asker, now: datetime) -> Iterator[Desk]:
        """Give the agency's rows to whoever asks; all that is changed is committed together, or nothing."""
        with self.office(asker, now) as office:
            yield office.desk(asker)

    def office(self, asker: Asker, now: datetime) -> AbstractContextManager[Office]:
        """Give the agency's rows for serving several people of a workspace in one transaction."""
        return office_of(self.store, self.policy, self.us, asker, now)


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
