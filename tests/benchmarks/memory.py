"""Print what it costs to remember, on both databases, with a year of 200 agencies loaded: `make bench-store`."""

import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import psycopg
from sqlmodel import Session

sys.path.insert(0, str(Path(__file__).parents[2]))

from core import planner
from core.commands.checking import Paste
from core.commands.commands import Asker, Commands
from core.policy import load
from core.question import Answer, Question, check
from core.recognition import fingerprint, message_marks
from core.records import Platform, PostKind
from core.reply import Rung
from core.sealing import seal
from core.store import checks, posts
from core.store.checks import Seen
from core.store.crypto import Keyring, new_key
from core.store.database import Database
from core.store.tenant import Store
from core.weekly import digest_of
from core.zones import zone
from tests.benchmarks.year import Year
from tests.postgres import fresh_database, server_url

DIALOGUES = Path(__file__).parents[1] / "corpus" / "own_dialogues.jsonl"
UNTIL = datetime(2026, 11, 24, 3, tzinfo=UTC)  # The digests of Monday are due in every zone of the agencies.
LAST_WEEK, PLACE = "2026-W47", zone("Europe/Berlin")
MANY = Year(agencies=200, clients=10_000, findings=1_000_000, until=UNTIL)
ONE = Year(agencies=1, clients=10_000, findings=100_000, until=UNTIL)
RECORDED, PASTED = 100_000, 2_000
POLICY, KEY = load(), b"a key of the benchmark"

Row = tuple[str, str, str]  # What was measured, the number, and the number it is to keep to.


def main() -> None:
    """Print one table; the growth comes first, while the peak of the process is still low."""
    with TemporaryDirectory() as folder:
        files = (file_store(Path(folder) / name) for name in ("growth.db", "many.db", "one.db"))
        with next(files) as store:
            growth = [*grown(store)]
        ours, theirs = measured(next(files), next(files)), measured(server_store(), server_store())
    print(f"{'':56} {'SQLite':>8} {'goal':>5} {'PostgreSQL':>12} {'goal':>5}")
    for (what, number, goal), (_, other, its_goal) in zip(ours, theirs, strict=True):
        print(f"{what:56} {number:>8} {goal:>5} {other:>12} {its_goal:>5}")
    for what, megabytes, _ in growth:
        print(f"{what:56} {megabytes:>8}")


def measured(many: AbstractContextManager[Store], one: AbstractContextManager[Store]) -> list[Row]:
    """Return what is measured of two stores of one kind."""
    with many as store:
        rows = [*digests(store), *passes(store, "200 agencies"), *records(store)]
    with one as store:
        loaded(store, ONE)
        return [*rows, *passes(store, "one agency")]


@contextmanager
def file_store(file: Path) -> Iterator[Store]:
    """Give a store in a new SQLite file."""
    database = Database(f"sqlite:///{file}")
    database.migrate()
    yield Store(database, Keyring([new_key()]))
    database.engine.dispose()


@contextmanager
def server_store() -> Iterator[Store]:
    """Give a store in a new database of PostgreSQL, which for once writes to the disk as it does in earnest."""
    server = server_url()
    with psycopg.connect(server, autocommit=True) as connection, fresh_database(server) as url:
        if "CHECKMSG_TEST_POSTGRES_URL" not in os.environ:
            connection.execute("ALTER SYSTEM SET fsync = on")
            connection.execute("SELECT pg_reload_conf()")
        database = Database(url)
        database.migrate()
        yield Store(database, Keyring([new_key()]))
        database.engine.dispose()


def digests(store: Store) -> Iterator[Row]:
    """Measure the loading of the many agencies, and their digests."""
    yield "load 10,000 clients and 1,000,000 findings, s", f"{loaded(store, MANY):.0f}", ""

    def digest(session: Session, agency_id: int) -> None:
        digest_of(store.tenant(session, agency_id), LAST_WEEK, UNTIL.date(), PLACE)

    with store.database.read() as session:
        digest(session, 1)
        times = [seconds(partial(digest, session, number + 1)) for number in range(MANY.agencies)]
    yield "digest of one agency, median, ms", f"{median(times) * 1000:.1f}", "50"
    yield "digest of one agency, slowest, ms", f"{max(times) * 1000:.1f}", "50"
    yield "digests of all 200, s", f"{sum(times):.2f}", "1"


def passes(store: Store, whose: str) -> Iterator[Row]:
    """Measure a pass of the planner when digests and reminders are due, and one minute later."""
    for when, now, goal in (("Monday", UNTIL, ""), ("nothing due", UNTIL + timedelta(minutes=1), "1")):
        took = seconds(partial(planner.due, store, now))
        yield f"planner, {whose}, 10,000 clients, {when}, s", f"{took:.2f}", goal


def records(store: Store) -> Iterator[Row]:
    """Measure how many checks a second are recorded: by themselves, and with all that a paste brings about."""
    goal = "500" if store.database.is_sqlite else "300"
    answers()
    took = [seconds(partial(record, store, MANY, number)) for number in range(3_000)]
    yield "record and outbox, each committed, per s", f"{len(took) / sum(took):.0f}", goal
    took = [seconds(partial(paste, store, MANY, number)) for number in range(500)]
    yield "whole paste, judged and recorded, per s", f"{len(took) / sum(took):.0f}", ""


def grown(store: Store) -> Iterator[Row]:
    """Measure the peak of the memory while very many checks are recorded, and then many pastes are judged."""
    year = replace(ONE, findings=0)
    year.load(store)
    for work, times, what in ((record, RECORDED, "records"), (paste, PASTED, "whole pastes")):
        for number in range(1, times + 1):
            work(store, year, number)
            if number in (times // 10, times // 2, times):
                peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
                yield f"peak memory after {number:,} {what}, MB", f"{peak:.1f}", ""


def loaded(store: Store, year: Year) -> float:
    """Load a year, let the server look at it as it would by itself, and return the seconds of loading."""
    took = seconds(partial(year.load, store))
    if not store.database.is_sqlite:
        with store.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    return took


def record(store: Store, year: Year, number: int) -> None:
    """Record a check that is judged already, with its reply in the outbox."""
    answer = answers()[number % len(answers())]
    agency = year.agency_of(number)
    with store.write(agency) as tenant:
        seen = Seen(
            member_id=agency,
            channel_id=None,
            client_id=agency,
            source=f"new {number}",
            asked_at=UNTIL,
            fingerprint=fingerprint(answer.question.text, KEY),
            marks=message_marks(answer.conversation, KEY),
            first_new=0,
            reading=seal(answer.reading, answer.excerpts),
            expires_at=UNTIL + timedelta(days=30),
        )
        check_id = checks.record(tenant, seen, answer.verdict, Rung.FULL).id
        posts.plan(
            tenant,
            kind=PostKind.REPLY,
            workspace_id=agency,
            destination="C1",
            subject={"check": check_id},
            dedupe_key=f"reply:{check_id}:0",
            not_before=UNTIL,
            now=UNTIL,
        )


def paste(store: Store, year: Year, number: int) -> None:
    """Paste a chat with one of an agency's clients."""
    agency = year.agency_of(number)
    asker = Asker(Platform.SLACK, f"T{agency}", "Alder", f"U{agency}", "Mara")
    text = chats()[number % len(chats())].replace("Client:", f"Client {number % year.clients + 1}:")
    Commands(store, POLICY).check(asker, Paste(text, source=f"paste {number}", destination="C1"), UNTIL)


@cache
def answers() -> list[Answer]:
    """Return what the chats are judged to be."""
    return [check(Question(text), POLICY, UNTIL.date()) for text in chats()]


@cache
def chats() -> list[str]:
    """Return the dialogues of the corpus as they are pasted."""
    names = {"client": "Client", "us": "Me"}
    dialogues = map(json.loads, DIALOGUES.read_text(encoding="utf-8").splitlines())
    return [
        "\n".join(f"{names[said['speaker']]}: {said['text']}" for said in dialogue["messages"])
        for dialogue in dialogues
    ]


def seconds(work: Callable[[], object]) -> float:
    """Return how long a work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
