"""The numbers of a bot that runs, for Prometheus: counted where things happen, with labels from lists that are closed.

A label is a platform, the code of a rule or a word of our own, never a name, an id of somebody's or what people wrote.
What waits is counted in the database, so several replicas tell the same of it; all other numbers are of one process.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from importlib.metadata import version
from time import monotonic

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector

from bots.lately import Lately
from core.commands.checking import Checked
from core.model import Outcome
from core.records import Platform
from core.store.backlog import Backlog, backlogs, last_digest_at
from core.store.database import Database

logger = logging.getLogger(__name__)
disable_created_metrics()  # type: ignore[no-untyped-call]
REGISTRY = CollectorRegistry()
MEDIA_TYPE = CONTENT_TYPE_PLAIN_0_0_4
PLATFORMS = (Platform.SLACK, Platform.DISCORD)
LEFT_ALONE = "left-alone"  # the outcome of what was no conversation
_FRESH_SECONDS = 5.0  # How old a number from the database may be,
_PATIENCE_SECONDS = 3.0  # and how long a scrape waits for one.


class Told(StrEnum):
    """What became of something that a platform told us."""

    STORED = "stored"
    DUPLICATE = "duplicate"
    UNWANTED = "unwanted"  # of a channel that is not read
    STRANGE = "strange"  # of a workspace that has not got the bot


class Read(StrEnum):
    """How an attempt to read what came in has ended."""

    READ = "read"
    PUT_OFF = "put-off"
    GIVEN_UP = "given-up"


class Sent(StrEnum):
    """How an attempt to send a post has ended."""

    SENT = "sent"
    FOUND = "found"  # A look showed that it had arrived before.
    REFUSED = "refused"
    UNCLEAR = "unclear"
    CANCELLED = "cancelled"
    PARKED = "parked"


class Way(StrEnum):
    """How somebody waits for our acknowledgement."""

    SLACK_HTTP = "slack-http"
    SLACK_SOCKET = "slack-socket"
    DISCORD = "discord"


# What waits in the database.
WAITING: Sequence[tuple[str, str, Callable[[Backlog], float]]] = (
    ("checkmsg_outbox_pending", "Posts that are due and not sent.", lambda one: one.unsent),
    ("checkmsg_outbox_oldest_seconds", "For how long one of them is due.", lambda one: one.unsent_seconds),
    (
        "checkmsg_outbox_unknown",
        "Posts that may have arrived, and wait to be looked up.",
        lambda one: one.unknown,
    ),
    ("checkmsg_outbox_parked", "Posts that were given up.", lambda one: one.parked),
    ("checkmsg_inbox_waiting", "News that came in and is not read.", lambda one: one.unread),
    ("checkmsg_inbox_oldest_seconds", "For how long some of it waits.", lambda one: one.unread_seconds),
)


def _by_platform(name: str, says: str, outcomes: Iterable[str]) -> Counter:
    """Return a counter that begins with nought everywhere: Prometheus sees no rise in what was not there before."""
    counter = Counter(name, says, ("platform", "outcome"), registry=REGISTRY)
    for platform in PLATFORMS:
        for outcome in outcomes:
            counter.labels(platform, outcome)
    return counter


EVENTS = _by_platform("checkmsg_events", "News of posts that a platform has told us.", Told)
READINGS = _by_platform("checkmsg_readings", "Attempts to read what came in.", Read)
READING = Gauge("checkmsg_reading", "News that is being read right now.", registry=REGISTRY)
ACK_SECONDS = Histogram(
    "checkmsg_ack_seconds",
    "From when a platform told us something until it had our answer; it waits for three seconds.",
    ("way",),
    registry=REGISTRY,
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10),
)
CHECK_SECONDS = Histogram(
    "checkmsg_check_seconds",
    "From when a text was stored, or asked about, until it was judged.",
    registry=REGISTRY,
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300),
)
CHECKS = Counter(
    "checkmsg_checks", "Texts that were judged, by what it came to.", ("outcome",), registry=REGISTRY
)
FINDINGS = Counter("checkmsg_findings", "What was found in texts, by rule.", ("rule",), registry=REGISTRY)
SENDS = _by_platform("checkmsg_sends", "Attempts to send a post.", Sent)
SENDING = Gauge("checkmsg_sending", "Posts that are being sent right now.", registry=REGISTRY)
PLANNER_ERRORS = Counter(
    "checkmsg_planner_errors", "Ticks of the planner that have failed.", registry=REGISTRY
)
PLANNER_LAG = Gauge(
    "checkmsg_planner_lag_seconds",
    "Since the planner's last full tick in this process, or since its start.",
    registry=REGISTRY,
)
READY = Gauge("checkmsg_ready", "Whether /readyz says so: 1 or 0.", registry=REGISTRY)
Info("checkmsg_build", "The version that runs.", registry=REGISTRY).info({"version": version("checkmsg")})
ProcessCollector(registry=REGISTRY)

for _way in Way:
    ACK_SECONDS.labels(_way)
for _outcome in (*Outcome, LEFT_ALONE):
    CHECKS.labels(_outcome)


def count_checks(checked: Iterable[Checked]) -> None:
    """Count what was judged, and what was found."""
    for one in checked:
        CHECKS.labels(one.verdict.outcome if one.verdict else LEFT_ALONE).inc()
        for finding in one.verdict.findings if one.verdict else ():
            FINDINGS.labels(finding.rule).inc()


@contextmanager
def at_work(gauge: Gauge, number: int = 1) -> Iterator[None]:
    """Count things that are being done until they are."""
    gauge.inc(number)
    try:
        yield
    finally:
        gauge.dec(number)


def in_hand() -> tuple[int, int]:
    """Return how many posts are being sent right now, and how much news is being read."""
    sending, reading = map(REGISTRY.get_sample_value, ("checkmsg_sending", "checkmsg_reading"))
    return int(sending or 0), int(reading or 0)


def note_tick() -> None:
    """Note that the planner has looked at everything."""
    ticked_at = monotonic()
    PLANNER_LAG.set_function(lambda: monotonic() - ticked_at)


def exposition() -> bytes:
    """Return all numbers as Prometheus reads them, as MEDIA_TYPE says."""
    return generate_latest(REGISTRY)


@contextmanager
def watching(
    database: Database, rules: Iterable[str], now: Callable[[], datetime], is_ready: Callable[[], bool]
) -> Iterator[None]:
    """Tell what waits in a database, and whether the bot is ready, as long as it runs; rules are given by their codes."""
    for rule in rules:
        FINDINGS.labels(rule)
    backlog_of = _Backlog(database, now)
    REGISTRY.register(backlog_of)
    READY.set_function(lambda: float(is_ready()))
    note_tick()
    try:
        yield
    finally:
        REGISTRY.unregister(backlog_of)
        READY.set_function(lambda: 0.0)


class _Backlog(Collector):
    """The numbers that stand in the database: of what waits, and of the last digest."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._waiting = Lately(
            lambda: (backlogs(database, now()), last_digest_at(database)),
            fresh=_FRESH_SECONDS,
            patience=_PATIENCE_SECONDS,
        )

    def collect(self) -> Iterator[Metric]:
        """Yield the numbers; where the database does not answer, only that."""
        answers = GaugeMetricFamily("checkmsg_database_answers", "Whether it told what waits: 1 or 0.")
        try:
            waiting, digest_at = self._waiting.get()
        except Exception as error:  # noqa: BLE001  # Whatever it is, the other numbers are told all the same.
            logger.warning("what waits could not be counted: %s", type(error).__name__)
            answers.add_metric((), 0)
            yield answers
            return
        answers.add_metric((), 1)
        yield answers
        for name, says, number in WAITING:
            family = GaugeMetricFamily(name, f"{says} The same from every replica.", labels=("platform",))
            for platform in dict.fromkeys((*PLATFORMS, *waiting)):
                family.add_metric((platform,), number(waiting.get(platform, Backlog())))
            yield family
        if digest_at:
            yield GaugeMetricFamily(
                "checkmsg_digest_timestamp_seconds",
                "When a digest was planned last. The same from every replica.",
                digest_at.timestamp(),
            )
