"""Weigh the sentences of a message: how likely it is that a person here means what a phrase can mean.

Frames say what words can mean; whether it is meant ("text me there" or "the app texts the driver") shows in
many small things at once: which lists a sentence touches together, who speaks, which words stand around. A
logistic regression for each question weighs them. training/fit.py fits the weights to the labelled corpus and
writes weights.tsv, a feature a line, for anybody to read.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations, pairwise
from math import exp
from pathlib import Path

from core.model import Signal
from core.signals.scene import Scene
from core.signals.shape import shape

Placed = tuple[int, Signal]

WEIGHTS = Path(__file__).parent / "weights.tsv"
QUESTIONS = ("talk", "pay", "exception", "unpaid", "file", "access", "pressure", "fees")
MOST_WINDOWS = 60  # Of one message; a longer one is weighed in its first ones and where frames stand.
MOST_WORDS = 60  # Of one window.
SHORT = 6  # A sentence of fewer words is weighed together with its neighbours too.
PAIRED = frozenset(
    "my you your writeme addme findme giveme ask doyouhave contact contact-weak yourcontact call callme callyou "  # noqa: SIM905  # As one text it can be read.
    "calledyou meeting meetus inperson go talk elsewhere outside better by-mail agreed isent calendar book form "
    "fill pay payyou payme direct bank yourbank cash invoice bill-us fee avoid part firsttask money close-contract "
    "without-platform hire here upwork onplatform stay decline not once before contract-start product build "
    "enduser access legal unpaid test channel any-meet rail phone email handle link any-rail offerto".split()
)
# Frames that tell what a sentence is about even when they stand elsewhere in the message.
CONTEXT = frozenset(
    {"stay", "refusal", "condition", "upwork-tool", "reported", "product", "build", "enduser", "conversion"}
)


@dataclass(frozen=True, slots=True)
class Window:
    """A sentence, or two, of a message: first token, token behind the last."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Weighed:
    """The likelihood of each question's yes for a window."""

    window: Window
    chances: Mapping[str, float]


def windows(scene: Scene) -> list[Window]:
    """Return the sentences of a message, and a short one also together with each neighbour."""
    sentences: list[Window] = []
    numbers = scene.sentence
    start = 0
    for index in range(1, len(numbers) + 1):
        if index == len(numbers) or numbers[index] != numbers[start]:
            sentences.append(Window(start, index))
            start = index
        if len(sentences) >= MOST_WINDOWS:
            break
    pairs = [
        Window(one.first, two.last)
        for one, two in pairwise(sentences)
        if min(one.last - one.first, two.last - two.first) < SHORT and two.last - one.first <= MOST_WORDS
    ]
    return sentences + pairs


def features(scene: Scene, window: Window, signals: Iterable[Placed]) -> set[str]:
    """Return the features of a window; those that begin with m tell of the rest of the message."""
    words = scene.tokens.words[window.first : min(window.last, window.first + MOST_WORDS)]
    found = {"w " + word for word in words}
    found.update(f"b {one} {two}" for one, two in pairwise(words))
    found.add(f"by {scene.message.speaker}")
    found.add(f"n {min(len(words) // 4, 6)}")
    found.add("1 " + words[0])
    text = scene.tokens.folded.text
    if "?" in text[scene.tokens.starts[window.first] : scene.tokens.ends[window.last - 1] + 2]:
        found.add("?")
    found.update("x " + look for look in shape(scene.tokens, window.first, window.last))
    for entity, (first, _) in scene.placed_entities:
        if window.first <= first < window.last:
            found.add(f"e {entity.kind} {'sure' if entity.sure else 'unsure'}")
            if entity.channel:
                found.add(f"e {entity.kind} {entity.channel}")
    for place, signal in signals:
        where = "s" if window.first <= place < window.last else "ms"
        found.add(f"{where} {signal.kind} {signal.stance} {signal.purpose}")
    touched: set[str] = set()
    for frame, hits in scene.hits.items():
        inside = [hit for hit in hits if window.first <= hit.first < window.last]
        if not inside:
            if frame in CONTEXT:
                found.add("m " + frame)
            continue
        found.add("f " + frame)
        if not all(hit.weak for hit in inside):
            found.add("F " + frame)
    for name, places in scene.touched.items():
        if any(window.first <= place[0] < window.last for place in places):
            found.add("l " + name)
            if name in PAIRED:
                touched.add(name)
    found.update(f"p {one} {two}" for one, two in combinations(sorted(touched), 2))
    return found


def placed(scene: Scene, signals: Iterable[Signal]) -> list[Placed]:
    """Return signals with the token they begin at."""
    return [(scene.token_at(signal.start - scene.message.start), signal) for signal in signals]


def weigh(scene: Scene, signals: Iterable[Signal]) -> Iterator[Weighed]:
    """Yield the chances of each window of a message, given what the detectors saw in it."""
    table = weights()
    known = placed(scene, signals)
    for window in windows(scene):
        sums = [value for _, value in _row("")]
        for feature in features(scene, window, known):
            if feature in table:
                for place, value in _row(feature):
                    sums[place] += value
        yield Weighed(window, {q: 1 / (1 + exp(-total)) for q, total in zip(QUESTIONS, sums, strict=True)})


@lru_cache(maxsize=16_384)
def _row(feature: str) -> tuple[tuple[int, float], ...]:
    """Return the questions a feature bears on and its weights; the empty feature holds the intercepts."""
    values = weights()[feature].split("\t")
    return tuple((place, float(value)) for place, value in enumerate(values) if value)


@cache
def weights() -> dict[str, str]:
    """Return the weights of each feature as the file has them; a start must not wait for thousands of numbers."""
    lines = WEIGHTS.read_text(encoding="utf-8").splitlines()[1:]
    return dict(line.split("\t", 1) for line in lines)
