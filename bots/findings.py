"""What a look at something has shown, a line each, and how a doctor says it: what is wrong first."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from bots.opening import look_into
from core.errors import PlainError
from core.reply import Block, Field, Fields, Footnote, Heading, Reply, Rung
from core.settings import Settings
from core.store.tenant import Store

CLOCKS_DIFFER = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check has shown; where something is wrong, with what to do."""

    about: str
    says: str
    wrong: bool = False


def as_reply(what: str, findings: Iterable[Finding], *notes: str) -> Reply:
    """Return findings as a reply, the wrong before the right and each once; it is not done where anything is wrong."""
    found = sorted(dict.fromkeys(findings), key=lambda finding: not finding.wrong)
    wrong = sum(finding.wrong for finding in found)
    title = f"{what}: {wrong} thing{'s' * (wrong > 1)} to mend" if wrong else f"{what}: nothing is missing"
    fields = tuple(
        Field(f"{'✗' if finding.wrong else '✓'} {finding.about}", finding.says) for finding in found
    )
    blocks: tuple[Block, ...] = (Heading(title), Fields(fields), *map(Footnote, notes))
    return Reply(Rung.FULL, blocks, done=not wrong)


def seen_at(
    what: str, settings: Settings, look: Callable[[Settings, Store | None], Iterable[Finding]], *notes: str
) -> Reply:
    """Return what a look at one platform shows, and whether what is remembered can be used."""
    findings: list[Finding] = []
    store = None
    try:
        store = look_into(settings)
    except PlainError as error:
        findings.append(Finding("What is remembered", str(error), wrong=True))
    return as_reply(what, [*findings, *look(settings, store)], *notes)


def clock_told(by: str, date: str | None, now: datetime) -> list[Finding]:
    """Return what the Date of somebody's answer says of our clock; nothing where it carries none that can be read."""
    try:
        theirs = parsedate_to_datetime(date or "")
    except ValueError:
        return []
    return [clock_beside(by, theirs, now)]


def clock_beside(by: str, theirs: datetime, now: datetime) -> Finding:
    """Return what another clock says of ours."""
    about, apart = f"Clock beside {by}", now - theirs
    if abs(apart) <= CLOCKS_DIFFER:
        return Finding(about, "both tell the same time.")
    seconds = f"{abs(apart).total_seconds():.0f} seconds {'fast' if apart > timedelta() else 'slow'}"
    says = f"this machine is {seconds}. Let it set its clock by the network: timedatectl set-ntp true."
    return Finding(about, says, wrong=True)
