"""What a second replica brings: whole processes on PostgreSQL that take Slack's events by HTTP, first one, then two.

`make bench-replicas` runs it (about two minutes). Each is sent its share of the posts that tests/benchmarks/slack.py
sends, as fast as it takes them; what is measured ends when all of them are read and their replies stand in the outbox.
What is in the outbox is sent meanwhile, to a Slack in this process. How busy the processors are says what binds.
"""

import argparse
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import urlopen

import psycopg

from tests.benchmarks.load import show
from tests.benchmarks.slack import channels, send_all
from tests.crash.team import LEAD, Team
from tests.crash.telling import free_ports
from tests.postgres import fresh_database, server_url
from tests.slack.bolt import SECRET
from tests.slack.wire import WiredSlack
from tests.slack.workplace import MEMBER

ROOT = Path(__file__).resolve().parents[2]
WARM = 300  # events
TICKS = os.sysconf("SC_CLK_TCK")
WAITING = "SELECT count(*) FROM inbox WHERE status = 'waiting'"
Bot = subprocess.Popen[bytes]


def main() -> None:
    """Measure one replica and two, and print a table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--events", type=int, default=3000, help="how many as fast as they are taken")
    asked = arguments.parse_args()
    found = [measure(replicas, asked.events) for replicas in (1, 2)]
    show("two replicas to one", found[1] / found[0])


def measure(replicas: int, events: int) -> float:
    """Return how many events a second so many replicas take."""
    with WiredSlack() as slack, fresh_database(server_url()) as url:
        team = Team(slack, url)
        slack.add_user(MEMBER, name="Omar")
        for channel in channels():
            slack.add_channel(channel, LEAD, MEMBER)
            team.ask(channel, "watch here as mixed")
        ports = free_ports(replicas)
        try:
            with at_work(team, ports) as bots, psycopg.connect(_plain(url), autocommit=True) as connection:
                run(ports, connection, 0, WARM)
                ours, all_of_them = sum(used(bot.pid) for bot in bots), busy()
                seconds = run(ports, connection, WARM, events)
                ours, all_of_them = sum(used(bot.pid) for bot in bots) - ours, busy() - all_of_them
        finally:
            team.close()
    show(f"{replicas} replica(s): events a second, end to end", events / seconds)
    show("  processors busy: replicas", ours / seconds)
    show(f"  processors busy: all, of {os.cpu_count()}", all_of_them / seconds)
    return events / seconds


@contextmanager
def at_work(team: Team, ports: Sequence[int]) -> Iterator[Sequence[Bot]]:
    """Run a replica at each port, and wait until they listen."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("CHECKMSG_")}
    with tempfile.TemporaryDirectory() as folder:
        bots = [
            subprocess.Popen(
                [sys.executable, "-m", "bots", "run"],
                cwd=folder,
                env={
                    **ours,
                    **team.settings,
                    "PYTHONPATH": str(ROOT),
                    "CHECKMSG_SLACK_SIGNING_SECRET": SECRET,
                    "CHECKMSG_SLACK_LISTEN": f"127.0.0.1:{port}",
                },
                stdout=subprocess.DEVNULL,
            )
            for port in ports
        ]
        try:
            for port in ports:
                _wait_for(port)
            yield bots
        finally:
            for bot in bots:
                bot.kill()
                bot.wait()


def run(ports: Sequence[int], connection: psycopg.Connection, first: int, events: int) -> float:
    """Send events and return after how many seconds all of them were read."""
    spawn = multiprocessing.get_context("spawn")
    queue, share = spawn.SimpleQueue(), events // len(ports)
    base = datetime.now(UTC).timestamp()
    senders = [
        spawn.Process(target=send_all, args=(port, first + number * share, share, 0, base, queue, True))
        for number, port in enumerate(ports)
    ]
    for sender in senders:
        sender.start()
    began = min(float(queue.get()[0][1]) for _ in senders)
    for sender in senders:
        sender.join()
    while connection.execute(WAITING).fetchone() != (0,):
        time.sleep(0.05)
    return time.time() - began


def used(pid: int) -> float:
    """Return how many seconds of a processor a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def busy() -> float:
    """Return for how many seconds the processors of this machine were not idle, all together."""
    user, nice, system, _, _, *interrupts = map(int, Path("/proc/stat").read_text().split()[1:8])
    return sum((user, nice, system, *interrupts)) / TICKS


def _plain(url: str) -> str:
    return url.replace("postgresql+psycopg", "postgresql")


def _wait_for(port: int) -> None:
    until = time.monotonic() + 30
    while True:
        try:
            with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1):  # Our own address.
                return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


if __name__ == "__main__":
    main()
