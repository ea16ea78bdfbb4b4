"""Weigh a message: how likely it is that a person here means what a phrase can mean.

Frames and finders say what words can mean; whether it is meant ("text me there" or "the app texts the driver")
shows in many small things at once. The network reads the words themselves and, as clues, what the frames and
finders saw in them, and gives each question a chance.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from core.model import Signal, Speaker, Stance
from core.network import CLIENT, US, chance, network
from core.signals.scene import Scene
from core.signals.shape import shape
from core.subwords import UNKNOWN, subwords

DOUBT = 3.5  # Log odds that a sentence must have to spare to be heard among others.
MEANT = ("talk", "pay")
LONG = 50  # Subwords of a part in which one sentence may be drowned out.
MOST_SUBWORDS = 160  # Read in one go; a longer message is read in parts of whole sentences.


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a message: first token, token behind the last, and its subwords."""

    first: int
    last: int
    subwords: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """The chance of each question's yes for a part."""

    part: Part
    chances: Mapping[str, float]


def weigh(scene: Scene, signals: Iterable[Signal]) -> list[Weighed]:
    """Return the chances of each part of a message, given what the detectors saw in it.

    In a long part one sentence is easily drowned out: there its sentences, two by two, have half the say. And a
    sentence in which a detector saw something, and that by itself leaves no doubt, is heard among any others.
    """
    known = list(signals)
    found = []
    whole = parts(scene)
    single = list(sentences(scene))
    seen = {
        scene.token_at(signal.start - scene.message.start)
        for signal in known
        if signal.stance is Stance.ASSERTED
    }
    for part in whole:
        odds = _odds(scene, part, clues(scene, part, known))
        if closer := [_odds(scene, pair, clues(scene, pair, known)) for pair in _pairs(part, single)]:
            odds = {
                question: (one + max(two[question] for two in closer)) / 2 for question, one in odds.items()
            }
        for one in _within(part, single):
            if one.last - one.first < part.last - part.first and any(
                one.first <= at < one.last for at in seen
            ):
                alone = _odds(scene, one, clues(scene, one, known))
                odds |= {question: max(odds[question], alone[question] - DOUBT) for question in MEANT}
        found.append(Weighed(part, {question: chance(one) for question, one in odds.items()}))
    return found


def likeliest(scene: Scene, part: Part, question: str) -> Part:
    """Return the sentence of a part that speaks most for a question."""
    inside = [one for one in sentences(scene) if part.first <= one.first < part.last]
    if len(inside) < 2:
        return part
    return max(inside, key=lambda sentence: _odds(scene, sentence, ())[question])


def parts(scene: Scene) -> list[Part]:
    """Return a message whole, or in parts of whole sentences where it is too long to be read in one go."""
    words = scene.tokens.words
    if not words:
        return []
    whole = tuple(subwords(scene.text)) or (UNKNOWN,)
    if len(whole) <= MOST_SUBWORDS:
        return [Part(0, len(words), whole)]
    found: list[Part] = []
    for sentence in sentences(scene):
        before = found[-1] if found else None
        if before and len(before.subwords) + len(sentence.subwords) <= MOST_SUBWORDS:
            found[-1] = Part(before.first, sentence.last, before.subwords + sentence.subwords)
        else:
            found.append(sentence)
    return found


def sentences(scene: Scene) -> Iterator[Part]:
    """Yield the sentences of a message; one that is too long to be read in one go comes in several pieces."""
    numbers, starts, folded = scene.sentence, scene.tokens.starts, scene.tokens.folded
    first = 0
    for index in range(1, len(numbers) + 1):
        ended = index == len(numbers) or numbers[index] != numbers[first]
        if not ended and index - first < MOST_SUBWORDS // 2:
            continue
        start = folded.start(starts[first])
        end = len(scene.text) if index == len(numbers) else folded.start(starts[index])
        found = tuple(subwords(scene.text[start:end])) or (UNKNOWN,)
        yield Part(first, index, found[:MOST_SUBWORDS])
        first = index


def clues(scene: Scene, part: Part, signals: Iterable[Signal]) -> set[str]:
    """Return what the finders and phrases saw in a part."""
    found = {"x " + look for look in shape(scene.tokens, part.first, part.last)}
    for signal in signals:
        if part.first <= scene.token_at(signal.start - scene.message.start) < part.last:
            found.add(f"s {signal.kind} {signal.stance} {signal.purpose}")
    for entity, (first, _) in scene.placed_entities:
        if part.first <= first < part.last:
            found.add(f"e {entity.kind} {'sure' if entity.sure else 'unsure'}")
            if entity.channel:
                found.add(f"e {entity.kind} {entity.channel}")
    for frame, hits in scene.hits.items():
        inside = [hit for hit in hits if part.first <= hit.first < part.last]
        if inside:
            found.add("f " + frame)
            if not all(hit.weak for hit in inside):
                found.add("F " + frame)
    for name, places in scene.touched.items():
        if any(part.first <= place[0] < part.last for place in places):
            found.add("l " + name)
    return found


def _pairs(part: Part, single: Sequence[Part]) -> list[Part]:
    """Return each two neighbouring sentences of a long part, given all sentences of the message in order."""
    if len(part.subwords) < LONG:
        return []
    inside = _within(part, single)
    if len(inside) < 3:
        return []
    return [
        Part(one.first, two.last, (one.subwords + two.subwords)[:MOST_SUBWORDS])
        for one, two in pairwise(inside)
    ]


def _within(part: Part, single: Sequence[Part]) -> Sequence[Part]:
    """Return the sentences of a part, given all of the message in order."""
    first, last = (bisect_left(single, token, key=lambda one: one.first) for token in (part.first, part.last))
    return single[first:last]


def _odds(scene: Scene, part: Part, seen: Iterable[str]) -> dict[str, float]:
    net = network()
    return net.odds(net.summary(part.subwords, US if scene.message.speaker is Speaker.US else CLIENT), seen)
