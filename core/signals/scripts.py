"""Our own scripts, said by our side: whoever sends one has answered, whatever its words look like to the other detectors.

A script is known again when most of its pairs of neighbouring words stand in the message, so a name may be added and
a word changed.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from core.fold import fold
from core.languages import CHINESE, TRADITIONAL, active
from core.ledger import read_script
from core.model import Kind, Signal, Speaker, Stance
from core.signals.scene import Scene
from core.tokens import tokenize

FOLDER = Path(__file__).parent.parent / "scripts"
ENOUGH = 0.75  # Of a script's pairs of words.

# What is declined by a script: all of these, of which each answers the asks of its family.
DECLINED = {
    "continue-here": (Kind.MOVE, Kind.TELEGRAM_FIRST),
    "contact-received": (Kind.MOVE,),
    "call-here": (Kind.CALL,),
    "book-here": (Kind.CALL,),
    "restate-here": (Kind.MOVE,),
    "pay-here": (Kind.PAY_OUTSIDE,),
    "pay-here-firm": (Kind.PAY_OUTSIDE,),
    "pay-nothing": (Kind.PAY_TO_WORK, Kind.PAY_OUTSIDE),
    "small-milestone": (Kind.FIRST_TASK_OUTSIDE, Kind.UNPAID_TEST),
    "everyone-does-it": (Kind.MOVE, Kind.PRESSURE),
    "access-only": (Kind.MOVE, Kind.ACCESS_REQUEST),
    "start-after-contract": (Kind.OFFER_AS_CONTRACT, Kind.EARLY_WORK),
    "convert-first": (Kind.DIRECT_HIRE, Kind.MEMBER_LEAVES),
    "badge-first": (Kind.MOVE, Kind.PLAN_CLAIM),
    "no-unknown-files": (Kind.SUSPICIOUS_FILE,),
    "work-sample": (Kind.MOVE,),
}

Pair = tuple[str, str]


def find(scene: Scene) -> Iterator[Signal]:
    """Yield what the script in a message of ours declines."""
    if scene.message.speaker is not Speaker.US:
        return
    words = scene.tokens.words
    declined: set[Kind] = set()
    languages = active(scene.tokens)
    for language in (*languages, TRADITIONAL) if CHINESE in languages else languages:
        for situation, first, last in _said(words, language):
            for kind in DECLINED[situation]:
                if kind not in declined:
                    declined.add(kind)
                    yield scene.signal(kind, first, last, stance=Stance.REFUSED)


def _said(words: Sequence[str], language: str) -> Iterator[tuple[str, int, int]]:
    """Yield the situation of each script in a language that the words hold, its first word and the one behind it."""
    texts, by_pair = _texts(language)
    places: defaultdict[int, list[int]] = defaultdict(list)
    seen: set[Pair] = set()
    for place, pair in enumerate(pairwise(words)):
        if pair not in seen:
            seen.add(pair)
            for number in by_pair.get(pair, ()):
                places[number].append(place)
    for number, found in places.items():
        situation, length = texts[number]
        if len(found) >= ENOUGH * length:
            yield situation, found[0], found[-1] + 2


@cache
def _texts(language: str) -> tuple[Sequence[tuple[str, int]], dict[Pair, list[int]]]:
    """Return a language's texts, each with its situation and number of pairs, and where a pair occurs."""
    texts: list[tuple[str, int]] = []
    by_pair: defaultdict[Pair, list[int]] = defaultdict(list)
    script = read_script(FOLDER, language)
    for situation, said in script.situations.items() if script else ():
        for text in (said.declines, said.rewrites):
            pairs = set(pairwise(tokenize(fold(text)).words))
            for pair in pairs:
                by_pair[pair].append(len(texts))
            texts.append((situation, len(pairs)))
    return texts, dict(by_pair)
