"""What the benchmarks of the platforms share: the posts that are sent, and what is seen of them in the database."""

import sqlite3
import sys
import time
from pathlib import Path

CHANNELS = 40
GAP = 100  # seconds between two posts of a channel, so that they are not one conversation
TEXTS = (
    "Client {n}\n10:0{m} AM\nHi, the brief for part {n} is attached. Can we move to WhatsApp? It is easier for me.",
    "Client {n}\n9:1{m} AM\nThanks, draft {n} looks good. I will review it on Monday and come back to you.",
    "Client {n}\n2:3{m} PM\nCould I pay you by PayPal for milestone {n}?\nMe\n2:4{m} PM\nPlease keep it on Upwork.",
    "Client {n}\n4:2{m} PM\nCan you send me the files for page {n} by tomorrow, with the sources?",
    "has anybody looked at ticket {n}? I am out for lunch until {m}",
)


def text(number: int) -> str:
    """Return a post that no other number has: every fifth is talk among colleagues, and a quarter is fine."""
    return TEXTS[number % len(TEXTS)].format(n=number, m=number % 10)


def look(connection: sqlite3.Connection, last: int, seen: dict[str, float]) -> int:
    """Note when replies are first seen in the outbox, by their threads; returns the number of the last post."""
    asked = "SELECT id, thread FROM posts WHERE id > ? AND kind = 'reply' ORDER BY id"
    found = connection.execute(asked, (last,)).fetchall()
    seen.update((thread, time.time()) for _, thread in found if thread not in seen)
    return int(found[-1][0]) if found else last


def waiting(connection: sqlite3.Connection) -> int:
    """Return how much news waits to be read."""
    found = connection.execute("SELECT count(*) FROM inbox WHERE status = 'waiting'")
    return int(found.fetchone()[0])


def memory() -> float:
    """Return what the process holds, in MB."""
    fields = Path("/proc/self/status").read_text().splitlines()
    return next(int(field.split()[1]) for field in fields if field.startswith("VmRSS")) / 1024


def percentile(values: list[float], share: int) -> float:
    """Return the value below which a share of some values lies, in percent."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * share // 100)]


def show(what: str, value: float, goal: float | None = None) -> None:
    """Print a line of the table."""
    wanted = "" if goal is None else f"   goal {goal}"
    sys.stdout.write(f"{what:<45} {value:>10,.1f}{wanted}\n")
    sys.stdout.flush()
