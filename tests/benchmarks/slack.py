"""How much one process takes from Slack: signed events through Bolt, stored, judged, the reply in the outbox.

`make bench-slack` runs it (about four minutes). Whoever sends the events is a process of its own, as Slack is. Every
post is a different conversation of one or two messages in one of 40 channels that are read; a fifth of them is talk among
colleagues, and a quarter is fine.
"""

import argparse
import asyncio
import json
import multiprocessing
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import aiohttp
from slack_sdk.signature import SignatureVerifier

from tests.benchmarks.load import CHANNELS, GAP, look, memory, percentile, show, text, waiting
from tests.slack.fake import FakeSlack
from tests.slack.workplace import LEAD, MEMBER, SECRET, Workplace, at_work

GOALS = {"events a second": 300, "ack p99, ms": 500, "reply p95, s": 3, "growth, MB": 5}


def main() -> None:
    """Measure, and print a table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--events", type=int, default=3000, help="how many as fast as they are taken")
    arguments.add_argument("--steady", type=int, default=1500, help="how many at 100 a second")
    arguments.add_argument("--long", type=int, default=50_000, help="how many for the growth of memory")
    asked = arguments.parse_args()
    with (
        FakeSlack() as slack,
        tempfile.TemporaryDirectory() as folder,
        at_work(slack, Path(folder)) as place,
    ):
        place.inbox.start()
        try:
            measure(place, Path(folder) / "checkmsg.db", asked)
        finally:
            place.inbox.stop()


def measure(place: Workplace, file: Path, asked: argparse.Namespace) -> None:
    for channel in channels():
        place.slack.add_channel(channel, LEAD, MEMBER)
        place.command("watch here as mixed", channel=channel)
    numbers = iter(range(10**9))
    run(place, file, numbers, 300, 0)  # Everything is warm afterwards.
    seconds, acks, _ = run(place, file, numbers, asked.events, 0)
    show("events a second, end to end", asked.events / seconds, GOALS["events a second"])
    show("  acknowledged, ms, median", percentile(acks, 50) * 1000)
    _, acks, replies = run(place, file, numbers, asked.steady, 100)
    show("at 100 a second: ack p99, ms", percentile(acks, 99) * 1000, GOALS["ack p99, ms"])
    show("at 100 a second: reply in the outbox p95, s", percentile(replies, 95), GOALS["reply p95, s"])
    if asked.long:
        before = memory()
        seconds, _, _ = run(place, file, numbers, asked.long, 0, silent=True)
        show(f"growth over {asked.long:,} events, MB", memory() - before, GOALS["growth, MB"])
        show("  events a second over them", asked.long / seconds)


def channels() -> list[str]:
    return [f"CB{number:04}" for number in range(CHANNELS)]


def run(
    place: Workplace, file: Path, numbers: Iterator[int], events: int, rate: int, *, silent: bool = False
) -> tuple[float, list[float], list[float]]:
    """Send events and wait until all are read; returns the seconds, those until each ack, and until each reply.

    The outbox is looked at twenty times a second, so a reply may be there a little earlier. When `silent` only the
    seconds are returned: what is noted down of each event would be taken for growth of the bot.
    """
    first = next(numbers)
    for _ in range(events - 1):
        next(numbers)
    spawn = multiprocessing.get_context("spawn")
    queue = spawn.SimpleQueue()
    base = place.now.timestamp()
    sender = spawn.Process(target=send_all, args=(place.bot.port, first, events, rate, base, queue, silent))
    seen: dict[str, float] = {}
    with closing(sqlite3.connect(file)) as connection:
        last = look(connection, 0, {})
        sender.start()
        while queue.empty() or waiting(connection):
            if queue.empty() and not sender.is_alive():
                raise RuntimeError("whoever sends the events has failed; see above")
            time.sleep(0.05)
            last = last if silent else look(connection, last, seen)
        ended = time.time()
        if not silent:
            look(connection, last, seen)
    sent = queue.get()
    sender.join()
    began = min(at for _, at, _ in sent)
    replies = [seen[ts] - at for ts, at, _ in sent if ts in seen]
    return ended - began, [seconds for _, _, seconds in sent], replies


def send_all(port: int, first: int, events: int, rate: int, base: float, queue: Any, silent: bool) -> None:
    """Send events as Slack does; in a process of its own."""
    sent = asyncio.run(_send(port, first, events, rate, base))
    queue.put(sent[:1] if silent else sent)


async def _send(port: int, first: int, events: int, rate: int, base: float) -> list[tuple[str, float, float]]:
    verifier = SignatureVerifier(SECRET)
    sent: list[tuple[str, float, float]] = []
    numbers = iter(range(first, first + events))
    begun = time.time()

    async def work(session: aiohttp.ClientSession) -> None:
        for number in numbers:
            if rate:
                await asyncio.sleep(max(0.0, begun + (number - first) / rate - time.time()))
            ts, body = event(number, base)
            stamp = str(int(time.time()))
            headers = {
                "X-Slack-Request-Timestamp": stamp,
                "X-Slack-Signature": verifier.generate_signature(timestamp=stamp, body=body) or "",
                "Content-Type": "application/json",
            }
            at = time.time()
            async with session.post(
                f"http://127.0.0.1:{port}/slack/events", data=body, headers=headers
            ) as answer:
                if answer.status != 200:
                    raise RuntimeError(f"an event was answered {answer.status}")
            sent.append((ts, at, time.time() - at))

    async with aiohttp.ClientSession() as session:
        await asyncio.gather(*(work(session) for _ in range(20)))
    return sent


def event(number: int, base: float) -> tuple[str, bytes]:
    """Return the ts and the body of a post that no other event has."""
    ts = f"{base + (number // CHANNELS) * GAP:.0f}.{number % 1_000_000:06}"
    inner = {
        "type": "message",
        "channel_type": "channel",
        "channel": channels()[number % CHANNELS],
        "user": MEMBER,
        "ts": ts,
        "event_ts": ts,
        "text": text(number),
    }
    whose = {
        "enterprise_id": None,
        "team_id": "T1",
        "user_id": "UBOT",
        "is_bot": True,
        "is_enterprise_install": False,
    }
    body = {
        "type": "event_callback",
        "team_id": "T1",
        "api_app_id": "A1",
        "event_id": f"EvB{number}",
        "event_time": int(base),
        "authorizations": [whose],
        "event": inner,
    }
    return ts, json.dumps(body).encode()


if __name__ == "__main__":
    main()
