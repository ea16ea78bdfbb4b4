"""Two agencies with rows everywhere, each with a word of its own in all that it has: what the other must never see."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bots.delivery import Delivery, Refused
from bots.inbox import Inbox, News
from core.commands.arriving import Opened
from core.commands.checking import Paste
from core.commands.commands import Asker, Commands
from core.planner import due
from core.policy import load
from core.records import Arrival, ArrivalKind, Platform, Post
from core.rendering import render
from core.reply import Reply
from core.store import claims, installations
from core.store import inbox as inbox_rows
from core.store.crypto import Keyring
from core.store.database import Database
from core.store.installations import Installation
from core.store.tables import TABLES
from core.store.tenant import Store

POLICY = load()
NOW = datetime(2026, 12, 7, 9, 0, tzinfo=UTC)
TABLES_OF_AGENCIES = [str(table.__tablename__) for table in TABLES]
Rows = dict[str, list[dict[str, Any]]]  # by table


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency on Slack and Discord, and the word that stands in everything it has; `number` is its row."""

    number: int
    name: str
    secret: str

    def asker(self, platform: Platform = Platform.SLACK, person: str = "lead") -> Asker:
        """Return somebody of it; ids are their own on a platform, names are alike in all agencies."""
        place = f"{platform}-{self.number}"
        return Asker(
            platform,
            place,
            f"{self.name} on {platform} {self.secret}",
            f"U{self.number}{person}",
            f"{person.title()} {self.secret}",
            f"C{self.number}chats",
            f"{self.secret}-chats",
            owner=person == "lead",
        )


ALDER, BIRCH = Agency(1, "Alder", "quillmarsh"), Agency(2, "Birch", "zephyrine")
BOTH = (ALDER, BIRCH)


class Nowhere:
    """Takes every post but the line that is to be pinned, which it refuses for good."""

    def send(self, post: Post, _: Reply) -> str:
        """Return an id, as a platform does."""
        if post.subject.get("notice") == "watched":
            raise Refused("is_archived", forever=True)
        return f"sent-{post.id}"

    def find(self, _: Post) -> None:
        """Return that nothing is known of it."""

    def mark(self, _: Post) -> str:
        """Return that it became no mark."""
        return ""


class House:
    """The door of a platform that knows everybody by their ids."""

    is_open = True

    def open(self, workspace: str, arrival: Arrival) -> Opened:
        """Return an arrival with the names of its people."""
        return Opened(arrival, self.stranger(workspace, arrival), unread=("list.txt cannot be read.",))

    def stranger(self, workspace: str, arrival: Arrival) -> Asker:
        """Return who posted it."""
        platform, _, number = workspace.partition("-")
        agency = BOTH[int(number) - 1]
        person = arrival.author.removeprefix(f"U{agency.number}")
        return replace(agency.asker(Platform(platform), person), channel=arrival.channel)


@contextmanager
def opened(url: str, keys: Sequence[str]) -> Iterator[Store]:
    """Give a store that is closed afterwards."""
    database = Database(url)
    yield Store(database, Keyring(keys))
    database.engine.dispose()


def build(store: Store) -> None:
    """Let both agencies take turns at everything that leaves rows behind."""
    commands = Commands(store, POLICY)
    for agency in BOTH:
        installations.keep(store, Platform.SLACK, _granted(agency))
    for step in _STEPS:
        for agency in BOTH:
            step(commands, agency)
    for days in (0, 8, 15):
        due(store, NOW - timedelta(days=15 - days))
        deliver(store, NOW - timedelta(days=15 - days))
    for agency in BOTH:
        commands.run(agency.asker(), "link", NOW)
        commands.check(agency.asker(), _paste(agency, "last"), NOW)
        _post(commands, agency, "p9", kept_only=True)
    _put_off_what_waits(store)


def _put_off_what_waits(store: Store) -> None:
    """Let nobody read yet what has come in: it stays as it is, whoever reads the inbox."""
    for agency in BOTH:
        for row in rows_of(store, agency)["inbox"]:
            inbox_rows.put_off(store, row["id"], NOW + timedelta(days=1))


def deliver(store: Store, now: datetime) -> None:
    """Let everything leave that is due."""
    senders = {str(platform): Nowhere() for platform in Platform}
    delivery = Delivery(store, senders, lambda post: render(store, POLICY, post, now), lambda: now)
    for post_id in claims.due(store, now, 1000):
        delivery.deliver(post_id)


def rows_of(store: Store, agency: Agency) -> Rows:
    """Return every row of an agency by its table, as the database has it."""
    with store.database.engine.connect() as connection:
        return {
            name: [
                dict(row._mapping)
                for row in connection.exec_driver_sql(
                    f"SELECT * FROM {name} WHERE {_whose(name)} = {agency.number} ORDER BY id"  # noqa: S608  # Ours.
                )
            ]
            for name in TABLES_OF_AGENCIES
        }


def words_in(rows: Rows, keyring: Keyring) -> str:
    """Return all that rows hold as one text in small letters, what is sealed opened."""
    return "\n".join(
        keyring.open(value).decode(errors="replace") if isinstance(value, bytes) else str(value)
        for found in rows.values()
        for row in found
        for value in row.values()
    ).casefold()


def words_of(reply: Reply) -> str:
    """Return all that a reply says, its files unfolded."""
    return repr(reply).replace("\\r\\n ", "").casefold()


def _whose(table: str) -> str:
    return "id" if table == "agencies" else "agency_id"


def _granted(agency: Agency) -> Installation:
    asker = agency.asker()
    return Installation(
        enterprise_id="",
        team_id=asker.workspace,
        name=asker.workspace_name,
        installed_by=asker.person,
        installed_at=NOW - timedelta(days=30),
        token=f"xoxb-{agency.secret}",
        me="B1",
    )


def _said(*lines: str, person: str = "lead", days: int = 20) -> Callable[[Commands, Agency], None]:
    """Return a step in which somebody of an agency says some commands; `~` stands for its secret."""

    def step(commands: Commands, agency: Agency) -> None:
        for line in lines:
            words, _, text = line.replace("~", agency.secret).partition("\n")
            reply = commands.run(agency.asker(person=person), words, NOW - timedelta(days=days), text)
            assert reply.done, (words, reply)

    return step


def _paste(agency: Agency, source: str, client: str = "Acme") -> Paste:
    text = f"{client}: Can I pay you for the {agency.secret} {source} by PayPal? Or write to {agency.secret}@example.com."
    return Paste(
        text, source=f"C{agency.number}chats:{source}", destination=f"C{agency.number}chats", asked=True
    )


def _pasted(commands: Commands, agency: Agency) -> None:
    for number, person in enumerate(("lead", "member", "lead"), 1):
        for client in ("Acme", f"{agency.secret} Bakery"):
            paste = _paste(agency, f"m{number}{client[:1]}", client)
            commands.check(agency.asker(person=person), paste, NOW - timedelta(days=20 - number))
    deliver(commands.store, NOW - timedelta(days=16))


def _pressed(commands: Commands, agency: Agency) -> None:
    check = commands.run(agency.asker(), "dismiss", NOW - timedelta(days=15))
    assert check.done


def _post(commands: Commands, agency: Agency, message: str, *, kept_only: bool = False) -> None:
    inbox = Inbox(commands, dict.fromkeys(Platform, House()), lambda: NOW)
    asker = agency.asker()
    text = f"Acme 10:02 AM\nCan we do the {agency.secret} on WhatsApp? My number is +1 415 555 0132.\nMe 10:04 AM\nNo."
    arrival = Arrival(ArrivalKind.POSTED, asker.channel, message, asker.person, NOW, text, pictures=1)
    inbox.keep([News(asker.platform, asker.workspace, arrival)])
    if not kept_only:
        inbox.read_all()


def _posted(commands: Commands, agency: Agency) -> None:
    _post(commands, agency, "p1")


def _joined(commands: Commands, agency: Agency) -> None:
    """Let a Discord server join the agency, in which somebody else leads."""
    made = commands.run(agency.asker(), "link", NOW - timedelta(days=14))
    code = made.blocks[0].text.rpartition(" ")[2]  # type: ignore[union-attr]  # It begins with a heading.
    there = agency.asker(Platform.DISCORD, "other")
    for words in (f"client add {agency.secret} of there", f"link confirm {code}"):
        reply = commands.run(there, words, NOW - timedelta(days=14))
        assert reply.done, reply


_STEPS: tuple[Callable[[Commands, Agency], None], ...] = (
    _said("lead list", "watch here as chats", "settings our-names Mara ~", "settings reminders all"),
    _said(
        "client add Acme met 2025-01-10",
        "client add Globex met 2024-12-20",
        "client add ~ Bakery",
        "client add Initech",
        "client add Initech Inc",
        "client alias Acme also ~ of Acme",
        "contract start Globex on 2026-01-10 called ~ shop",
        'origin Initech elsewhere proof "~ invoice"',
        "plan Globex enterprise badge seen by ~ on 2026-11-01",
        "converted Initech notice ~4711 on 2026-11-02",
        "client merge Initech Inc into Initech",
        "client rename Globex to Globex Corp",
        "channel bind Acme in here",
        "channel unbind here",
        "client import apply\n~ Travel, active, May 2025\nHooli, offer sent",
    ),
    _said(
        "client list",
        "contract start Acme on 2026-11-12 called ~ logo",
        "met ~ Bakery on May 2025",
        person="member",
    ),
    _pasted,
    _said("allow UPW105 for Acme because ~ knows", "mute UPW110 until 2027-12-24 because ~ trains"),
    _said("mute channel here because ~ moves", "unmute here", "lead add Member ~", "keep"),
    _pressed,
    _posted,
    _joined,
)
