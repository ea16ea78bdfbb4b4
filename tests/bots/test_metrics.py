import re
import resource
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest

from bots import asked, metrics
from bots import serving as serving_module
from bots.delivery import Gone, Refused, Unclear
from bots.inbox import OPENINGS, Inbox, News
from core.commands.arriving import Opened
from core.commands.checking import Paste
from core.commands.commands import Asker, Commands
from core.model import Outcome
from core.policy import load
from core.records import Arrival, ArrivalKind, Platform, Post
from core.reply import Reply
from core.store import people
from core.store.backlog import Backlog, backlogs
from core.store.crypto import Keyring, new_key
from core.store.database import Database
from core.store.errors import DatabaseError
from core.store.tenant import Store
from tests.bots.both import Both, both, wait_for
from tests.bots.numbers import Since, number, samples
from tests.bots.test_delivery import HELLO, Destination, Outbox, hello

POLICY = load()
AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
ASK = "Acme: Hi, can we move to WhatsApp? It is easier for me."
PLATFORMS = set(Platform)
# Every label there may be, with every value that it may have.
CLOSED = {
    "platform": PLATFORMS,
    "outcome": {*metrics.Told, *metrics.Read, *metrics.Sent, *Outcome, metrics.LEFT_ALONE},
    "way": set(metrics.Way),
    "rule": set(POLICY.rules),
    "version": {"0.1.0"},
}
BOUND = re.compile(r"\d+(\.\d+)?|\+Inf")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    """A bot on both platforms, which several tests share since it takes some seconds to come."""
    with both(tmp_path_factory.mktemp("served")) as place, place.ready():
        yield place


def test_a_bot_that_starts_takes_little_more_work_than_its_imports_and_rules(served: Both) -> None:
    began = number("process_cpu_seconds_total", served.scrape())
    # Measured beside it: how much a second of work is differs by machine, and by what else that does.
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    opening = "import bots.serving, core.policy; core.policy.load()"
    subprocess.run([sys.executable, "-c", opening], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    opened = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert 0 < began < 4 * opened


def test_what_people_do_is_counted_and_nothing_of_what_they_wrote_is_told(served: Both) -> None:
    before = served.scrape()
    words = ("zanzibar", "quillfeather", "Ottoline")
    slack, discord = served.slack, served.discord
    text = f"{words[2]} Marsh: Hi, can we move to WhatsApp? My {words[0]} team and {words[1]} are there."
    ts = slack.slack.run(say(served, text))
    served.way.tell({**slack.slack.message("C0", ts), "channel": "C0", "channel_type": "channel"})
    posted = discord.discord.post("talk-0", text, "Omar 2")
    wait_for(lambda: bool(discord.discord.look(lambda: discord.discord.replies(posted))))
    wait_for(lambda: not served.unfinished())
    after = served.scrape()

    def rise(name: str, **labels: str) -> float:
        return number(name, after, **labels) - number(name, before, **labels)

    for platform in metrics.PLATFORMS:
        assert rise("checkmsg_events_total", platform=platform, outcome="stored") == 1
        assert rise("checkmsg_readings_total", platform=platform, outcome="read") == 1
        assert rise("checkmsg_sends_total", platform=platform, outcome="sent") == 1
    assert rise("checkmsg_checks_total", outcome="violation") == 2
    assert rise("checkmsg_findings_total", rule="UPW101") == 2
    assert rise("checkmsg_ack_seconds_count", way="slack-http") == 1
    assert rise("checkmsg_check_seconds_count") == 2
    served.probe("/readyz")
    names = (
        *words,
        "Marsh",
        "WhatsApp",
        "C0",
        "talk",
        "Omar",
        "Dana",
        slack.slack.team["id"],
        str(posted.id),
    )
    told = "".join((after, *served.probe("/readyz")[1:], *served.probe("/healthz")[1:]))
    assert [name for name in names if name.casefold() in told.casefold()] == []


async def say(served: Both, text: str) -> str:
    return served.slack.slack.say("C0", "U2OMAR", text)


def test_every_label_and_every_value_is_of_a_closed_list(served: Both) -> None:
    for sample in samples(served.scrape()):
        for name, value in sample.labels.items():
            assert BOUND.fullmatch(value) if name == "le" else value in CLOSED[name], sample


def test_every_name_ends_with_its_unit_and_begins_with_ours(served: Both) -> None:
    counted = {one.name for one in samples(served.scrape())}
    assert {name.partition("_")[0] for name in counted} == {"checkmsg", "process"}
    assert not [name for name in counted if "milliseconds" in name or name.endswith("_created")]


@pytest.fixture
def commands(any_database: Database) -> Commands:
    """An agency in Slack that watches one channel."""
    store = Store(any_database, Keyring([new_key()]))
    with any_database.write() as session:
        people.install(session, store.keyring, Platform.SLACK, "T1", "Alder", AT)
    made = Commands(store, POLICY)
    for words in ("settings learning-days 0", "watch here as chats"):
        assert made.run(ASKER, words, AT).done
    return made


ASKER = Asker(Platform.SLACK, "T1", "Alder", "U1", "Dana", "C1", "chats")


def news(ts: str, channel: str = "C1", workspace: str = "T1") -> News:
    return News(Platform.SLACK, workspace, Arrival(ArrivalKind.POSTED, channel, ts, "U1", AT, ASK))


class Door:
    """Opens what came in, or fails."""

    is_open = True

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error

    def open(self, _: str, arrival: Arrival) -> Opened:
        if self.error:
            raise self.error
        return Opened(arrival, ASKER)

    def stranger(self, *_: object) -> Asker:
        return ASKER


def test_what_is_told_is_counted_by_what_becomes_of_it(commands: Commands) -> None:
    rise = Since()
    kept = Inbox(commands, {}, lambda: AT)
    kept.keep([news("1"), news("2"), news("2"), news("3", "C2"), news("4", workspace="T2")])
    kept.keep([news("1"), news("5")])
    counted = {told: rise("checkmsg_events_total", platform="slack", outcome=told) for told in metrics.Told}
    assert counted == {"stored": 3, "duplicate": 2, "unwanted": 1, "strange": 1}


def test_what_is_read_put_off_and_given_up_is_counted(commands: Commands) -> None:
    rise = Since()
    door, now = Door(OSError()), [AT]
    reading = Inbox(commands, {Platform.SLACK: door}, lambda: now[0])
    reading.keep([news("1")])
    for _ in range(OPENINGS):
        reading.read_all()
        now[0] += timedelta(hours=1)
    reading.keep([news("2")])
    door.error = None
    now[0] += timedelta(seconds=3)
    reading.read_all()
    counted = {how: rise("checkmsg_readings_total", platform="slack", outcome=how) for how in metrics.Read}
    assert counted == {"read": 1, "put-off": OPENINGS - 1, "given-up": 1}
    assert rise("checkmsg_check_seconds_sum") == pytest.approx(3)
    assert rise("checkmsg_checks_total", outcome="violation") == 1
    assert number("checkmsg_reading") == 0


def test_what_somebody_asks_about_is_counted(commands: Commands) -> None:
    rise = Since()
    asked.check(commands, ASKER, Paste(ASK, asked=True), AT)
    assert rise("checkmsg_checks_total", outcome="violation") == rise("checkmsg_checks_total") == 1
    assert rise("checkmsg_findings_total", rule="UPW101") == rise("checkmsg_findings_total") == 1
    assert rise("checkmsg_check_seconds_count") == 1


def test_talk_is_counted_as_left_alone(commands: Commands) -> None:
    rise = Since()
    assert commands.run(ASKER, "watch here as mixed", AT).done
    talk = Arrival(ArrivalKind.POSTED, "C1", "1", "U1", AT, "can you call me on WhatsApp in five?")
    reading = Inbox(commands, {Platform.SLACK: Door()}, lambda: AT)
    reading.keep([News(Platform.SLACK, "T1", talk)])
    reading.read_all()
    assert rise("checkmsg_checks_total", outcome="left-alone") == rise("checkmsg_checks_total") == 1


@pytest.mark.parametrize(
    "goes_wrong, times, outcomes",
    [
        (Destination(), 1, {"sent": 1}),
        (Destination(before=[Refused("no")]), 2, {"refused": 1, "sent": 1}),
        (Destination(after=[Unclear("timeout")]), 2, {"unclear": 1, "found": 1}),
        (Destination(before=[Refused("no", forever=True)]), 1, {"parked": 1}),
        (Destination(before=[Gone("gone")]), 1, {"cancelled": 1}),
        (Destination(before=[ValueError("ours")]), 1, {"unclear": 1}),
    ],
)
def test_each_attempt_to_send_is_counted_by_how_it_ended(
    goes_wrong: Destination, times: int, outcomes: dict[str, int], store: Store
) -> None:
    rise = Since()
    Outbox(store, goes_wrong, hello).deliver(times)
    counted = {how: rise("checkmsg_sends_total", platform="terminal", outcome=how) for how in metrics.Sent}
    assert {how: number for how, number in counted.items() if number} == outcomes
    assert number("checkmsg_sending") == 0


def test_what_is_being_sent_is_counted_until_it_is_sent(store: Store) -> None:
    seen = []

    def render(_: Post) -> Reply:
        seen.append((number("checkmsg_sending"), metrics.in_hand()))
        return HELLO

    Outbox(store, Destination(), render).deliver()
    assert seen == [(1, (1, 0))]


def test_a_tick_that_fails_is_counted_and_the_lag_goes_on(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticking = [100.0]
    monkeypatch.setattr(metrics, "monotonic", lambda: ticking[0])
    serving_module._plan(store, AT)
    ticking[0] += 60
    assert number("checkmsg_planner_lag_seconds") == 60
    rise = Since()

    def fail(*_: object) -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr(serving_module, "due", fail)
    with pytest.raises(DatabaseError):
        serving_module._plan(store, AT)
    assert rise("checkmsg_planner_errors_total") == 1
    assert number("checkmsg_planner_lag_seconds") == 60


def test_what_waits_is_counted_once_in_five_seconds_however_often_it_is_asked_for(
    commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = []

    def look(database: Database, now: datetime) -> Mapping[str, Backlog]:
        looked.append(now)
        return backlogs(database, now)

    monkeypatch.setattr(metrics, "backlogs", look)
    kept = Inbox(commands, {}, lambda: AT)
    with metrics.watching(commands.store.database, (), lambda: AT + timedelta(minutes=2), lambda: True):
        kept.keep([news("1")])
        assert number("checkmsg_inbox_waiting", platform="slack") == 1
        assert number("checkmsg_inbox_oldest_seconds", platform="slack") == 120
        assert number("checkmsg_ready") == number("checkmsg_database_answers") == 1
    assert len(looked) == 1
    assert number("checkmsg_ready") == 0
    assert "checkmsg_inbox_waiting" not in {one.name for one in samples(metrics.exposition().decode())}


def test_a_database_that_hangs_is_told_and_holds_up_no_other_number(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = Event()
    monkeypatch.setattr(metrics, "_PATIENCE_SECONDS", 0.1)

    def hang(*_: object) -> Mapping[str, Backlog]:
        answers.wait(10)
        raise DatabaseError("gone")  # Else it would go on asking a database that this test has left.

    monkeypatch.setattr(metrics, "backlogs", hang)
    with metrics.watching(store.database, (), lambda: AT, lambda: True):
        told = {one.name: one.value for one in samples(metrics.exposition().decode())}
    answers.set()
    assert told["checkmsg_database_answers"] == 0
    assert "checkmsg_outbox_pending" not in told
    assert told["checkmsg_ready"] == 1
