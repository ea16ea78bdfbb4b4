"""What is not well, with whatever checkmsg needs: a line a check, and what to do. Nothing is changed, made or sent."""

import os
import shutil
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from bots.discord import way as discord
from bots.findings import Finding, as_reply, clock_beside
from bots.opening import is_begun, keyring_of, open_database
from bots.slack import way as slack
from core import zones
from core.environment import FILE
from core.errors import PlainError
from core.policy import Policy
from core.reply import Reply
from core.settings import Settings, SettingsError, load, named_files
from core.store import backlog
from core.store.copies import is_whole
from core.store.database import Database, is_held
from core.store.errors import DatabaseError
from core.store.keyfile import path_beside
from core.store.rotation import unopened
from core.store.tenant import Store
from core.store.upgrade import head, revision_of

YEAR = timedelta(days=365)
ZONES_KEPT = 2  # years
STUCK_SECONDS = 900
ROOM = 500_000_000  # bytes, or
COPIES = 3  # times the file: an update copies it, and so does a backup.
MIGRATE = "`checkmsg migrate`, or a start, brings them up to date."


def examine(policy: Policy, now: datetime) -> Reply:
    """Return everything that is looked at, what is wrong first; a running bot is not disturbed."""
    notes: list[str] = []
    return as_reply("checkmsg", [*_everything(policy, now, notes)], *notes)


def _everything(policy: Policy, now: datetime, notes: list[str]) -> Iterator[Finding]:
    yield from _rights(Path(FILE))
    try:
        settings = load()
        for file in named_files():
            yield from _rights(file)
    except SettingsError as error:
        yield Finding("Settings", str(error).removeprefix("settings: "), wrong=True)
    else:
        yield Finding("Settings", "can be read.")
        yield from _with_database(settings, now, notes)
    yield _zones(now.date())
    yield _citations(policy, now.date())


def _with_database(settings: Settings, now: datetime, notes: list[str]) -> Iterator[Finding]:
    """Yield what is seen of the database, and of the platforms with what it knows of them."""
    try:
        database = open_database(settings)
    except DatabaseError as error:
        yield Finding("Database", str(error), wrong=True)
        yield from _platforms(settings, None, notes)
        return
    try:
        store, findings = _database(settings, database, now)
        yield from findings
        yield from _platforms(settings, store, notes)
    finally:
        database.engine.dispose()


def _database(settings: Settings, database: Database, now: datetime) -> tuple[Store | None, list[Finding]]:
    """Return the store, as far as it can be used, and what was seen on the way to it."""
    found: list[Finding] = []
    try:
        if not is_begun(settings, database):
            return None, [
                Finding("Database", f"{database.shown} is not there yet; the first start makes it.")
            ]
        found += _file(database)
        revision = revision_of(database)
        found.append(Finding("Database", f"{database.shown} answers."))
        found += _clock(database, now)
        found.append(_tables(database, revision))
        if revision != head():
            return None, found
    except DatabaseError as error:
        return None, [*found, Finding("Database", str(error), wrong=True)]
    try:
        keyring = keyring_of(settings, database)
        with database.read() as session:
            closed = unopened(session, keyring)
    except PlainError as error:
        return None, [*found, Finding("Keys", str(error), wrong=True)]
    if closed:
        says = f"open all but {closed} of what is sealed. Put back the older key too, behind the newer ones."
        found.append(Finding("Keys", says, wrong=True))
    else:
        found.append(Finding("Keys", "open everything that is sealed."))
    return Store(database, keyring), [*found, *_waiting(database, now)]


def _file(database: Database) -> Iterator[Finding]:
    """Yield who may read a SQLite file and its keys, whether it is whole, who holds it, and how much room is beside it."""
    if database.file is None:
        return
    file = database.file
    for path in (file, path_beside(file)):
        yield from _rights(path)
    if not os.access(file, os.R_OK):
        return  # To open it says why.
    if not is_whole(database):
        says = f"{file} is damaged. `checkmsg restore FILE` puts back a copy."
        yield Finding("File", says, wrong=True)
    if is_held(database):
        yield Finding("File", "is held by a bot that runs.")
    free, size = shutil.disk_usage(file.parent).free, file.stat().st_size
    is_tight = free < max(ROOM, COPIES * size)
    says = f"{_shown(free)} are free beside the database, which has {_shown(size)}."
    yield Finding("Disk", says + " Make room." * is_tight, wrong=is_tight)


def _rights(path: Path) -> Iterator[Finding]:
    """Yield whether everybody on this machine can read a file; containers and systemd hand over files as they like."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return
    except OSError as error:
        yield Finding(str(path), f"cannot be looked at: {error.strerror}.", wrong=True)
        return
    handed_over = (Path("/run/secrets"), Path(os.environ.get("CREDENTIALS_DIRECTORY", "/run/credentials")))
    if mode & 0o006 and not any(map(path.is_relative_to, handed_over)):
        yield Finding(str(path), f"can be read by everybody on this machine: chmod 600 {path}", wrong=True)


def _clock(database: Database, now: datetime) -> Iterator[Finding]:
    theirs = database.server_time()
    if theirs is not None:
        yield clock_beside("PostgreSQL", theirs, now)


def _tables(database: Database, revision: str) -> Finding:
    if not revision:
        return Finding("Tables", f"there are none yet. {MIGRATE}")
    if revision != head():
        says = f"are at {revision}, and this version needs {head()}. {MIGRATE}"
        return Finding("Tables", says, wrong=True)
    if not database.is_sqlite:
        from bots.fleet import has_schema

        if not has_schema(database):
            return Finding("Tables", f"those of the queue are missing. {MIGRATE}", wrong=True)
    return Finding("Tables", f"are up to date ({revision}).")


def _waiting(database: Database, now: datetime) -> Iterator[Finding]:
    """Yield what is stuck on its way out or in."""
    for platform, waiting in backlog.backlogs(database, now).items():
        out, come_in = f"Outbox, {platform}", f"Inbox, {platform}"
        if waiting.parked:
            says = f"{waiting.parked} given up. A lead sees why with /checkmsg outbox, and can have them sent again."
            yield Finding(out, says, wrong=True)
        if waiting.unknown:
            says = f"{waiting.unknown} may have arrived, and are looked up before they are sent again."
            yield Finding(out, says)
        for about, number, seconds in (
            (out, waiting.unsent, waiting.unsent_seconds),
            (come_in, waiting.unread, waiting.unread_seconds),
        ):
            if seconds > STUCK_SECONDS:
                says = f"{number} waiting, the oldest for {_span(seconds)}. Is the bot running?"
                yield Finding(about, says, wrong=True)


def _platforms(settings: Settings, store: Store | None, notes: list[str]) -> Iterator[Finding]:
    if slack.is_wanted(settings):
        from bots.slack import doctor as slack_doctor

        yield from slack_doctor.look(settings, store)
        notes.append(slack_doctor.UNSEEN)
    if discord.is_wanted(settings):
        from bots.discord import doctor as discord_doctor

        yield from discord_doctor.look(settings, store)
        notes.append(discord_doctor.UNSEEN)
    if not notes:
        yield Finding("Platforms", "none is set, so checkmsg runs in the terminal.")


def _zones(today: date) -> Finding:
    version = zones.version()
    if not version:
        return Finding("Time zones", "are there; of what age they do not say.")
    is_old = int(version[:4]) < today.year - ZONES_KEPT
    says = f"are those of {version}." + " Bring tzdata of this machine up to date." * is_old
    return Finding("Time zones", says, wrong=is_old)


def _citations(policy: Policy, today: date) -> Finding:
    checked = sorted(_checked_on(policy))
    old = [on for on in checked if today - on > YEAR]
    if not old:
        return Finding("Citations", f"were checked on {checked[0]:%d %b %Y} or later.")
    says = f"{len(old)} of {len(checked)} were checked more than a year ago, first on {old[0]:%d %b %Y}. "
    return Finding(
        "Citations", f"{says}Bring checkmsg up to date, and verify with Upwork what matters.", wrong=True
    )


def _checked_on(policy: Policy) -> Iterable[date]:
    return [entry.checked_on for table in (policy.sources, policy.facts) for entry in table.values()]


def _shown(size: int) -> str:
    return f"{size / 1e9:.1f} GB" if size >= 1e8 else f"{size / 1e6:.1f} MB"


def _span(seconds: float) -> str:
    minutes = int(seconds // 60)
    return f"{minutes} minutes" if minutes < 120 else f"{minutes // 60} hours"
