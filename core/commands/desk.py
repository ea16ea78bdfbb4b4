"""What a command works with: who asks, where and when, and the rows of their agency."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from rapidfuzz import process

from core.policy import Policy
from core.records import Channel, Member
from core.reply import Block, Button, Buttons, Heading, Paragraph, Reply, Rung
from core.store import changes, checks, clients
from core.store.changes import Change
from core.store.tables import CheckRow, ClientRow
from core.store.tenant import Tenant
from core.twoyears import judging_day
from core.wording.clients import which_one
from core.zones import local_day, zone

NEAR_NAMES = 3
LONGEST_NUMBER = 9
_NEAR_ENOUGH = 60


class CommandError(ValueError):
    """Something the person can mend; the message says what happened, to what, and what to do."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One request: a member, a place, an instant, and the agency's rows in one transaction."""

    tenant: Tenant
    policy: Policy
    member: Member
    now: datetime
    preferences: Mapping[str, str]
    channel: Channel | None = None
    us: tuple[str, ...] = ()
    owner: bool = False  # of the workspace on its platform
    learns: bool = False  # how the clients' contracts stand; the bot has been here for days only
    thread: str = ""  # in which it is asked

    @property
    def zone(self) -> ZoneInfo:
        """Return the agency's time zone."""
        return zone(self.preferences["zone"])

    @property
    def today(self) -> date:
        """Return the day it is for the agency."""
        return local_day(self.now, self.zone)

    @property
    def judging_day(self) -> date:
        """Return the day by which the two years are judged."""
        return judging_day(self.now)

    def change(self, change: Change, undoes: int | None = None) -> int:
        """Write a change into the audit; returns its number."""
        return changes.record(self.tenant, change, self.member.name, self.now, undoes)

    def client(self, name: str) -> ClientRow:
        """Return the client that goes by a name, or by a number as controls carry it: #12.

        Raises CommandError where that is nobody, or several.
        """
        by_number = (
            clients.current(self.tenant, number_of(name.removeprefix("#"))) if name.startswith("#") else None
        )
        found = [by_number] if by_number and not by_number.removed else clients.named(self.tenant, name)
        if len(found) == 1:
            return found[0]
        if found:
            raise CommandError(which_one(name, (client.name for client in found)))
        near = near_names(name, clients.written_names(self.tenant))
        did_you_mean = f" Did you mean {', '.join(near)}?" if near else ""
        raise CommandError(f"No client goes by {name}.{did_you_mean} `client add {name}` adds one.")

    def last_check(self) -> CheckRow:
        """Return the check of the member's last paste; raises CommandError where there is none."""
        check = checks.last_of(self.tenant, self.member.id)
        if check is None:
            raise CommandError("You have pasted nothing yet. Paste a conversation first.")
        return check


@dataclass(frozen=True, slots=True)
class Command:
    """Something a person can ask, as `usage` says it; `run` gets the arguments by their names.

    With `takes_text` it also gets the text that came along: further lines, a file, standard input.
    """

    usage: str
    says: str
    example: str
    run: Callable[..., Reply]
    for_leads: bool = False
    takes_text: bool = False
    choices: Mapping[str, tuple[str, ...]] | None = None


def near_names(name: str, names: Iterable[str]) -> list[str]:
    """Return the few names that are most like one that is not known."""
    found = process.extract(name, list(dict.fromkeys(names)), limit=NEAR_NAMES, score_cutoff=_NEAR_ENOUGH)
    return [near for near, _, _ in found]


def answer(headline: str, *more: Block, aside: str = "", buttons: Iterable[Button] = ()) -> Reply:
    """Return a plain reply to a command."""
    controls = tuple(buttons)
    blocks: list[Block] = [Heading(headline, aside), *more]
    if controls:
        blocks.append(Buttons(controls))
    return Reply(Rung.FULL, tuple(blocks))


def number_of(text: str) -> int:
    """Return the number that a person typed, or 0, which nothing has, where it is none that a column holds."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else 0


def undo_button(number: int) -> Button:
    """Return the control that takes a change back."""
    return Button("Undo", "run", f"undo {number}")


def lines(texts: Iterable[str]) -> tuple[Block, ...]:
    """Return a paragraph a line."""
    return tuple(Paragraph(text) for text in texts)
