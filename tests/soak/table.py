"""The table at the end."""

from collections import Counter
from collections.abc import Iterator, Sequence

from tests.soak.replicas import LONGEST_DRAIN, End, Life
from tests.soak.soak import Soak
from tests.soak.tally import Tally

SHOWN = 5  # losses and the like of each platform and kind, one a line
GROWTH_EVENTS = 10_000
FEWEST_EVENTS = 1000  # that tell a growth from a start


def show(soak: Soak, tally: Tally) -> bool:
    """Print it; returns whether all is as it must be."""
    lives = [life for replica in soak.replicas for life in replica.lives]
    print()
    for name, value in (*_counts(soak, tally, lives), *_times(tally, lives), *_memory(lives)):
        print(f"{name:<44}{value:>24}")
    for name, number in tally.log.items():
        print(f"  {number:>6}  {name}")
    for name, found in (("lost", tally.lost), ("twice", tally.twice), ("unanswered", tally.unanswered)):
        kinds = Counter(" ".join(what.split()[:2]) for what in found)
        for kind, number in kinds.items():
            print(f"{name}: {number} of {kind}")
            for what in [one for one in found if one.startswith(kind)][:SHOWN]:
                print(f"  {what}")
    fell = sum(life.end is End.BY_ITSELF for life in lives)
    return tally.is_good and not fell and max(life.drain for life in lives) < LONGEST_DRAIN


def _counts(soak: Soak, tally: Tally, lives: Sequence[Life]) -> Iterator[tuple[str, str]]:
    checks, replies = soak.counted()
    ends = [life.end for life in lives]
    presses, commands = (
        sum(len(getattr(group, what)) for group in soak.crowd.groups) for what in ("presses", "commands")
    )
    yield "events in", f"{soak.crowd.events:,}"
    yield "  conversations, drafts, chatter", f"{tally.posts:,}"
    yield "  presses, commands", f"{presses:,}, {commands:,}"
    yield "checks", f"{checks:,}"
    yield "replies sent, new or in place", f"{replies:,}"
    yield "duplicates", f"{len(tally.twice)}"
    yield "losses", f"{len(tally.lost)}"
    yield "  deletions of which Discord told nobody", f"{tally.untold}"
    yield "presses and commands answered twice", f"{tally.answered_twice}"
    yield "  unanswered though a bot was there", f"{len(tally.unanswered)}"
    yield "  unanswered since none was there", f"{tally.cut_off}"
    yield (
        "kills, restarts, ended by itself",
        ", ".join(str(ends.count(end)) for end in (End.KILLED, End.STOPPED, End.BY_ITSELF)),
    )
    yield "faults of the platforms", f"{soak.faults}"
    yield "left over: inbox and outbox", f"{tally.unfinished}"
    yield "errors and warnings in the log", f"{sum(tally.log.values())}"


def _times(tally: Tally, lives: Sequence[Life]) -> Iterator[tuple[str, str]]:
    waits = [life.ready_at - life.began_at for life in lives if life.ready_at is not None]
    yield "longest drain, s", f"{max(life.drain for life in lives):.1f}"
    yield "start to ready, s: median, longest", f"{_percentile(waits, 50):.1f}, {max(waits):.1f}"
    for name, found in (("while up", tally.latencies_up), ("over everything", tally.latencies)):
        shares = ", ".join(f"{_percentile(found, share):.1f}" for share in (50, 95, 99))
        yield f"reply, s: p50, p95, p99 {name}", shares


def _memory(lives: Sequence[Life]) -> Iterator[tuple[str, str]]:
    starts = [life.sizes[0][1] for life in lives if life.sizes]
    longest = max(lives, key=lambda life: len(life.sizes))
    events = longest.sizes[-1][0] - longest.events if longest.sizes else 0
    yield (
        "MB at the start of a life: least, most",
        f"{min(starts, default=0):.0f}, {max(starts, default=0):.0f}",
    )
    yield "MB at most", f"{max(life.peak for life in lives):.0f}"
    yield "events in the longest life", f"{events:,}"
    yield "  MB at its end", f"{longest.sizes[-1][1] if longest.sizes else 0:.0f}"
    growth = f"{longest.growth * GROWTH_EVENTS:.1f}" if events >= FEWEST_EVENTS else "too few of them"
    yield f"  MB more per {GROWTH_EVENTS:,} events", growth


def _percentile(values: Sequence[float], share: int) -> float:
    ordered = sorted(values) or [float("nan")]
    return ordered[min(len(ordered) - 1, len(ordered) * share // 100)]
