"""Print how fast the engine is, how its cost grows with length, and what it needs: `make bench`.

Times are those of the processor, so that what else the machine does counts little.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[2]))

from core.model import Speaker
from core.policy import load
from core.question import Question, check
from tests.benchmarks.hostile import HOSTILE

CORPUS = Path(__file__).parents[1] / "corpus"
CHAT = Path(__file__).parents[1] / "conversations" / "whatsapp-before-a-contract.txt"
TODAY = date(2026, 11, 22)
POLICY = load()


def messages(name: str) -> list[str]:
    """Return the texts of a corpus file."""
    return [json.loads(line)["text"] for line in (CORPUS / name).read_text(encoding="utf-8").splitlines()]


def seconds(work: Callable[[], object], runs: int = 3) -> float:
    """Return the median time of some runs after one that is not counted."""
    work()
    times = []
    for _ in range(runs):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return median(times)


def judged(text: str) -> None:
    """Judge a text as the client's."""
    check(Question(text=text, speaker=Speaker.CLIENT), POLICY, TODAY)


def pasted(text: str) -> None:
    """Judge a text as a paste."""
    check(Question(text=text), POLICY, TODAY)


def each(work: Callable[[str], None], texts: list[str]) -> None:
    """Do a work for each text."""
    for text in texts:
        work(text)


def main() -> None:
    """Print the tables."""
    for name in ("messages_en.jsonl", "messages_intl.jsonl"):
        texts = messages(name)
        took = seconds(partial(each, judged, texts))
        print(f"{name:24} {len(texts) / took:8.0f} messages/s")
    paste = "\n".join(f"Client: {text}" for text in messages("messages_en.jsonl"))[:40_000]
    print(f"{'40,000-character paste':24} {seconds(partial(pasted, paste)) * 1000:8.1f} ms")
    print(f"\n{'hostile input':24} {'20k ms':>8} {'40k ms':>8} {'ratio':>6}")
    for name, make in HOSTILE.items():
        half, full = (seconds(partial(pasted, make(n))) for n in (20_000, 40_000))
        print(f"{name:24} {half * 1000:8.1f} {full * 1000:8.1f} {full / half:6.2f}")
    print(
        f"\n{'all languages, at most':24} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MB"
    )
    alone = [check_alone() for _ in range(9)]
    print(f"{'one `checkmsg check`':24} {max(held for held, _ in alone):8.0f} MB")
    print(f"{'  from a cold start':24} {median(took for _, took in alone):8.2f} s of the processor")


# A child counts the memory of the process it was forked from, so one that holds nothing stands between.
WITNESS = """
import resource, subprocess, sys
found = subprocess.run(sys.argv[1:], check=False, capture_output=True)
if found.returncode != 1:
    raise SystemExit(f"A violation was to be found: {found}")
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_maxrss / 1024, used.ru_utime + used.ru_stime)
"""


def check_alone() -> tuple[float, float]:
    """Return the most memory that checking a chat with a violation from a cold start holds, in MB, and its seconds."""
    command = [sys.executable, "-c", WITNESS, sys.executable, "-m", "bots", "check", str(CHAT)]
    held, took = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(held), float(took)


if __name__ == "__main__":
    main()
