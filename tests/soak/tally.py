"""What a soak came to: what was lost, what was said twice, how long it took, and what the bot has logged."""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.records import Platform
from tests.soak.people import Expected, Kind, Post, Question
from tests.soak.place import Seen
from tests.soak.replicas import Replica
from tests.soak.soak import Soak

PATIENCE = 10.0  # seconds within which a question is answered
TOLD_WITHIN = 1.0  # seconds in which a bot that is there has stored a deletion
TAKEN_OVER = 25.0  # seconds in which another replica takes over the gateway; its lease is 15
Spans = Sequence[tuple[float, float]]
_VARIES = re.compile(r"\d+")


@dataclass(frozen=True)
class Tally:
    """Everything that is counted."""

    lost: Sequence[str]  # which, in words
    twice: Sequence[str]
    answered_twice: int  # presses and commands
    unanswered: Sequence[str]  # those of them that a bot which was there has not answered
    cut_off: int  # and those that met no bot, or its end
    posts: int
    untold: int  # deletions in Discord while no bot was there, of which it tells nobody later
    latencies: Sequence[float]
    latencies_up: Sequence[float]
    unfinished: int
    log: Mapping[str, int]

    @property
    def is_good(self) -> bool:
        """Return whether nothing is lost, twice or stuck."""
        return not (self.lost or self.twice or self.answered_twice or self.unanswered or self.unfinished)


def tally(soak: Soak) -> Tally:
    """Count what stands on the platforms in the end."""
    absent = _absences(soak.replicas)
    lost: list[str] = []
    twice: list[str] = []
    asked: list[tuple[Question, int]] = []
    untold = 0
    latencies: list[tuple[float, float]] = []
    for group in soak.crowd.groups:
        seen = group.place.seen()
        for post in group.posts:
            where = f"{group.place.platform} {post.kind} {post.number} in {post.channel}, {post.ids}"
            missing, number = standing(post, seen)
            if missing and _is_untold(group.place.platform, post, absent):
                untold += 1
            elif missing:
                lost.append(f"{where}: {missing}; {soak.remembered(post.ids)}")
            if number > 1:
                twice.append(f"{where}: {number} replies or marks; {soak.remembered(post.ids)}")
            latencies += _latency(post, seen)
        asked += [(one, seen.answers[one.about]) for one in group.presses + group.commands]
        said = [one for replies in seen.replies.values() for one in replies] + list(seen.others)
        keys = Counter(one.key for one in said if one.key is not None)
        twice += [f"{group.place.platform}: the key {key}" for key, number in keys.items() if number > 1]
    unanswered = [one for one, number in asked if not number]
    while_up = [one for one in unanswered if not _overlaps(absent, one.asked_at - 1, one.asked_at + PATIENCE)]
    return Tally(
        lost=[*lost, *(f"not posted: {error!r}" for error in soak.wrong)],
        twice=twice,
        answered_twice=sum(number > 1 for _, number in asked),
        unanswered=[one.about for one in while_up],
        cut_off=len(unanswered) - len(while_up),
        posts=sum(len(group.posts) for group in soak.crowd.groups),
        untold=untold,
        latencies=[late for _, late in latencies],
        latencies_up=[late for at, late in latencies if not _overlaps(absent, at, at + late)],
        unfinished=soak.unfinished(),
        log=_logged(soak.replicas),
    )


def standing(post: Post, seen: Seen) -> tuple[str, int]:
    """Return what is missing at a post, if anything, and how many replies and marks stand there."""
    replies = [said for id_ in post.ids for said in seen.replies.get(id_, ())]
    marks = sum(seen.marks[id_] for id_ in post.ids)
    number = len(replies) + marks
    if post.expected is Expected.NOTHING:
        return (f"{number} replies or marks to what asked for none" if number else ""), number
    if post.expected is Expected.MARK:
        return ("" if marks else "no mark"), number
    if not replies:
        return "no reply", number
    is_said = any(post.expected in said.words for said in replies)
    return ("" if is_said else f"the reply does not say “{post.expected}”"), number


def _is_untold(platform: Platform, post: Post, absent: Spans) -> bool:
    if platform is not Platform.DISCORD or post.deleted_at is None:
        return False
    return _overlaps(absent, post.deleted_at - TOLD_WITHIN, post.deleted_at + TOLD_WITHIN)


def _latency(post: Post, seen: Seen) -> list[tuple[float, float]]:
    """Return when a post was posted and how long its reply took; of several pieces the reply may be older than the last."""
    if post.kind is Kind.PIECES or not post.ids:
        return []
    replies = seen.replies.get(post.ids[0], ())
    return [(post.posted_at, min(said.at for said in replies) - post.posted_at)] if replies else []


def _absences(replicas: Sequence[Replica]) -> Spans:
    """Return when not all replicas were there, as spans of time."""
    least = TAKEN_OVER if len(replicas) > 1 else 0.0
    spans = []
    for replica in replicas:
        for life, following in zip(replica.lives, [*replica.lives[1:], None], strict=True):
            if life.left_at is not None:
                back = following.ready_at if following else None
                spans.append((life.left_at, max(back or float("inf"), life.left_at + least)))
    return spans


def _overlaps(spans: Spans, begin: float, end: float) -> bool:
    return any(since < end and begin < until for since, until in spans)


def _logged(replicas: Sequence[Replica]) -> Counter[str]:
    """Count the warnings and errors by kind."""
    found: Counter[str] = Counter()
    for replica in replicas:
        for text in replica.log.read_text().splitlines():
            try:
                line = json.loads(text)
            except ValueError:
                found["no line of the log"] += 1
                continue
            if line["level"] not in ("debug", "info"):
                found[f"{line['level']} {line['logger']}: {_VARIES.sub('N', line['event'])}"] += 1
    return found
