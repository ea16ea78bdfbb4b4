"""A whole life of an agency in a SQLite file: what a client, a person and the agency leave behind everywhere."""

import logging
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import LargeBinary
from sqlmodel import SQLModel

from bots.delivery import Delivery
from bots.inbox import Inbox, News
from core.commands.arriving import Opened
from core.commands.commands import Asker, Commands
from core.commands.looking_back import plan_summary, read_past
from core.planner import due
from core.policy import load
from core.records import Arrival, ArrivalKind, Attachment, Platform
from core.rendering import render
from core.store import claims, installations, people
from core.store.crypto import Keyring
from core.store.database import Database
from core.store.installations import Installation
from core.store.tenant import Store
from tests.hardening.agencies import Nowhere

POLICY = load()
BEGAN_AT = datetime(2026, 9, 7, 9, 0, tzinfo=UTC)  # a Monday
CLIENT, PERSON, AGENCY = "Northwind", "Wilhelmina", "Quillmarsh"
SHARED = "Jolanda"  # who writes for two clients
TOKEN = "xoxb-of-the-tests"  # noqa: S105  # It opens nothing.


class House:
    """The door of a platform on which Wilhelmina and a lead write; the words of files are theirs too."""

    is_open = True

    def open(self, workspace: str, arrival: Arrival) -> Opened:
        """Return an arrival with names, and with what its files say."""
        files = "\n".join(
            f"{CLIENT}: The list of {file.name} comes by WhatsApp." for file in arrival.attachments
        )
        read = replace(arrival, text=f"{arrival.text}\n{files}".strip())
        return Opened(read, self.stranger(workspace, arrival), unread=(f"{CLIENT}.pdf cannot be read.",))

    def stranger(self, workspace: str, arrival: Arrival) -> Asker:
        """Return who posted it."""
        return asker(Platform(workspace.partition("-")[0]), arrival.author)


def asker(platform: Platform = Platform.SLACK, person: str = "U1LEAD") -> Asker:
    """Return a lead, or Wilhelmina by her id."""
    name = PERSON if PERSON.upper() in person else "Omar"
    place = f"{AGENCY} HQ on {platform}"
    return Asker(
        platform, f"{platform}-1", place, person, name, f"C1-{platform}", f"{AGENCY}-chats", owner=True
    )


@contextmanager
def remembered(folder: Path, keys: list[str]) -> Iterator[Commands]:
    """Give what can be asked of a SQLite file in a folder, with the log of it all beside the file."""
    log = logging.FileHandler(folder / "checkmsg.log", encoding="utf-8")
    root = logging.getLogger()
    level = root.level
    root.addHandler(log)
    root.setLevel(logging.DEBUG)
    database = Database(f"sqlite:///{folder}/checkmsg.db")
    database.migrate()
    try:
        yield Commands(Store(database, Keyring(keys)), POLICY)
    finally:
        root.setLevel(level)
        root.removeHandler(log)
        log.close()
        database.engine.dispose()


def live(commands: Commands) -> None:
    """Let an agency live for some months with a client, and with others."""
    store = commands.store
    installations.keep(store, Platform.SLACK, _granted())
    now = BEGAN_AT
    for line in _FIRST:
        _say(commands, line, now)
    _link(commands, now)
    for platform in (Platform.SLACK, Platform.DISCORD):
        _say(commands, "watch here as chats", now, platform)
        _say(commands, "settings learning-days 0", now, platform)
        _posts(commands, platform, now + timedelta(days=1))
    for number, line in enumerate(_LATER):
        _say(commands, line, now + timedelta(days=2, minutes=number))
    for weeks in range(3):
        now = BEGAN_AT + timedelta(weeks=weeks, days=7, hours=3)
        due(store, now)
        _deliver(store, now)
    _look_back(commands, now)
    _deliver(store, now)
    _say(commands, "link", now)


def everything_in(folder: Path) -> bytes:
    """Return the bytes of all files in a folder."""
    return b"\n".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


def found_in(folder: Path, keys: list[str], word: str) -> list[str]:
    """Return in which forms a word stands in the files of a folder, or in what is sealed there."""
    content = everything_in(folder)
    forms = {encoding: word.encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be")}
    # Where a word begins within three bytes changes how all of it is written.
    for start in range(3):
        inner = b64encode(b" " * start + word.encode() + b" " * 3)[start and 4 : -4]
        forms[f"base64 from {start}"] = inner.rstrip(b"=")[:-1]
    found = [name for name, form in forms.items() if form in content or form.lower() in content.lower()]
    return [*found, *_sealed_with(folder, keys, word)]


def _sealed_with(folder: Path, keys: list[str], word: str) -> Iterator[str]:
    keyring = Keyring(keys)
    database = Database(f"sqlite:///{folder}/checkmsg.db")
    with database.engine.connect() as connection:
        for table in SQLModel.metadata.sorted_tables:
            for column in table.columns:
                if isinstance(column.type, LargeBinary):
                    for sealed in connection.execute(column.table.select()).mappings():
                        kept = sealed[column.name]
                        if kept and word.encode().lower() in keyring.open(kept).lower():
                            yield f"sealed in {table.name}.{column.name}"
    database.engine.dispose()


def _say(commands: Commands, line: str, now: datetime, platform: Platform = Platform.SLACK) -> None:
    who, _, words = line.rpartition("> ")
    words, _, text = words.partition("\n")
    reply = commands.run(asker(platform, f"U1{who.upper() or 'LEAD'}"), words, now, text)
    assert reply.done, (words, reply)


def _link(commands: Commands, now: datetime) -> None:
    made = commands.run(asker(), "link", now)
    code = made.blocks[0].text.rpartition(" ")[2]  # type: ignore[union-attr]  # It begins with a heading.
    _say(commands, f"link confirm {code}", now, Platform.DISCORD)


def _posts(commands: Commands, platform: Platform, now: datetime) -> None:
    """Post, answer, edit, delete and send files in a channel, as Wilhelmina and as the lead."""
    clock = [now]
    inbox = Inbox(commands, dict.fromkeys(Platform, House()), lambda: clock[0])
    here = asker(platform)
    for number, (kind, message, text) in enumerate(_NEWS):
        clock[0] = now + timedelta(minutes=5 * number)
        author = f"U1{PERSON.upper()}" if number % 2 == 0 else "U1LEAD"
        files = (Attachment(f"{CLIENT} list.txt", "https://example.com/f", 9),) if message == "p3" else ()
        news = Arrival(
            kind,
            here.channel,
            message,
            author,
            clock[0],
            text,
            version=str(number),
            attachments=files,
            pictures=1,
        )
        inbox.keep([News(platform, here.workspace, news)])
        inbox.read_all()
        _deliver(commands.store, clock[0])


def _look_back(commands: Commands, now: datetime) -> None:
    old = f"{CLIENT}: Here is my mail, write to buyer@example.com about the invoice."
    read_past(commands, asker(), old, "C1-slack:old", now)
    with commands.desk(asker(), now) as desk:
        plan_summary(desk, people.members(desk.tenant)[0], 1)


def _deliver(store: Store, now: datetime) -> None:
    senders = {str(platform): Nowhere() for platform in Platform}
    delivery = Delivery(store, senders, lambda post: render(store, POLICY, post, now), lambda: now)
    while found := claims.due(store, now, 100):
        for post_id in found:
            delivery.deliver(post_id)


def _granted() -> Installation:
    here = asker()
    return Installation("", here.workspace, here.workspace_name, here.person, BEGAN_AT, TOKEN, "B1")


POSTED, EDITED, DELETED = ArrivalKind.POSTED, ArrivalKind.EDITED, ArrivalKind.DELETED
_NEWS = (
    (POSTED, "p1", f"{CLIENT}: Can we go on about {CLIENT} by WhatsApp? My number is +1 415 555 0132."),
    (POSTED, "p2", f"{CLIENT}: And can I pay the {CLIENT} work by PayPal?\nMe: Sure, send it to my PayPal."),
    (POSTED, "p3", f"{CLIENT}: The details are in the list."),
    (EDITED, "p1", f"{CLIENT}: Can we go on by Telegram instead?"),
    (POSTED, "p4", f"{SHARED}: Write to me at john@example.com."),
    (POSTED, "p5", f"{CLIENT}: Let us call by Zoom."),
    (DELETED, "p5", ""),
)
_FIRST = (
    "lead list",
    f"{PERSON}> client list",
    f"lead add {PERSON}",
    f"settings our-names {PERSON}, Omar",
    f"client add {CLIENT} met 2024-10-20",
    "client add Globex met 2024-10-25",
    f"client alias {CLIENT} also {CLIENT} John",
    *(f"client alias {name} also {SHARED}" for name in (CLIENT, "Globex")),
)
_LATER = (
    f"{PERSON}> contract start {CLIENT} on 2025-12-01 called {CLIENT} shop",
    f"{PERSON}> contract end {CLIENT} on 2026-08-01 called {CLIENT} shop",
    f"met {CLIENT} on 2024-10-21 by {PERSON} because {CLIENT} said so",
    f"{PERSON}> confirm all",
    f"allow UPW105 for {CLIENT} because {PERSON} knows {CLIENT}",
    f"{PERSON}> mute UPW110 until 2027-08-24 because it is too much",
    f"client rename {CLIENT} to {CLIENT} Traders",
    f"channel bind {CLIENT} in here",
    "channel unbind here",
    f"client add {CLIENT} Two",
    f"client merge {CLIENT} Two into {CLIENT} Traders",
    f"client import apply\n{CLIENT} Three, active, May 2025",
    f"incident {CLIENT}",
    f"{PERSON}> handled {CLIENT}",
    "reminders",
    f"reminders snooze {CLIENT} until 2026-10-05",
    f'{PERSON}> origin {CLIENT} elsewhere proof "{CLIENT} invoice"',
    f"plan {CLIENT} enterprise badge seen by {PERSON} on 2026-08-01",
    "digest preview",
    f"changes {CLIENT}",
)
