"""Weigh a message: how likely it is that a person here means what a phrase can mean.

Frames and finders say what words can mean; whether it is meant ("text me there" or "the app texts the driver")
shows in many small things at once. The network reads the words themselves and, as clues, what the frames and
finders saw in them, and gives each question a chance.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from math import inf, log

from core.encoder import MOST_BEFORE, Asked, encoder
from core.flags import ANY, WARNS_OF, encoder_head, network_head
from core.model import Kind, Signal, Speaker, Stance
from core.network import CLIENT, US, Text, chance, network
from core.signals.scene import Scene
from core.signals.shape import shape
from core.subwords import UNKNOWN, subwords
from core.transcript.words import is_proper_name

DOUBT = 2.5  # Log odds that a sentence must have to spare to be heard among others.
MEANT = ("talk", "pay")
RED_FLAGS = ("unpaid", "file", "access", "pressure", "fees")
# Kinds that the networks have learnt as one with another.
LEARNT_AS = {Kind.FREE_OFFER: Kind.UNPAID_TEST, Kind.REMINDED_LINK: Kind.PORTFOLIO_LINK}
SURE = 2.0  # Log odds from which on what a part means leaves no doubt.
# Log odds between which the encoder is asked too, and how much its word counts then. In a conversation what was said
# before may change everything, and only the encoder reads it: there it is asked of all but what nobody would take for an
# ask, and its word mostly stands. Chosen on texts that no network had learnt by then: the weights on `d1` to `d4` and on
# `cc`, `y1`, `y2`, `z6` and `w6`; the lower bound of ALONE on what is held back of messages, where of 303 texts below it the
# encoder was right against the small network in two and wrong in two; CAUTION on all `stranger_talks`.
# tests/corpus/README.md says whose they are.
ALONE = (-2.5, 5.0, 0.9)
IN_COMPANY = (-4.0, inf, 0.8)
IN_QUESTION = -3.0  # Log odds from which on the encoder is asked of a red flag,
WORTH_ASKING = -1.0  # and those that there is any, which the small network is surer of.
CAUTION = 1.0  # By how many log odds each e-fold of company lowers the chances,
CAUTION_OF_PAYMENT = 0.85  # and those of a payment, which is spoken of in more veiled words,
CAUTION_OF_FLAGS = (
    1.5  # Those of red flags are as much lower in any company, so that none is told and then taken back.
)
MOST_COMPANY = 100  # up to here: beyond it a plain ask must not drown in what was said around it.
LONG = 50  # Subwords of a part in which one sentence may be drowned out.
WORDS_SAID = 4  # at least, behind a name
SAYS_MORE = 1.0  # Log odds by which the whole must be louder than its pieces to be one sentence,
ASKS_FOR_NOTHING = -1.0  # and those up to which it turns what a piece seems to ask into something else.
MESSAGES_BEFORE = 3
MOST_JOINED = 4
NO_HEADING = 3  # Characters between two messages, at most, where neither name nor time stands there: "\n> "
MOST_AGAIN = 1_500  # Subwords of one conversation that the encoder reads, but for what others drown out.
MOST_SUBWORDS = 160  # Read in one go; a longer message is read in parts of whole sentences.

_LABEL = re.compile(r"\s{0,8}(?P<name>[^\s:：][^:：\n]{0,40})[:：]\s{1,4}")
Sighting = tuple[int, str]  # a token, and the clue that begins there


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a message: first token, token behind the last, and its subwords."""

    first: int
    last: int
    subwords: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """The chance of each question's yes for a part; `goes_on` where it was read with the message behind it."""

    part: Part
    chances: Mapping[str, float]
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class _View:
    """A part, and which texts are read for it: itself, so many pairs of its sentences, then single ones."""

    part: Part
    pairs: int
    texts: slice


def weigh(scenes: Sequence[tuple[Scene, Sequence[Signal]]]) -> list[list[Weighed]]:
    """Return the chances of each part of each message of a conversation, given what the detectors saw in it.

    In a long part one sentence is easily drowned out: there its sentences, two by two, have half the say. And a
    sentence in which a detector saw something, and that by itself leaves no doubt, is heard among any others.
    All messages are read in one go, which costs the network half as much as one after the other.
    """
    texts: list[Text] = []
    views: list[list[_View]] = []
    for scene, signals in scenes:
        sighted = _sighted(scene, signals)
        views.append([])
        for part, pairs, alone in _parts_read(scene, signals):
            first = len(texts)
            texts.extend(_text(scene, one, sighted) for one in (part, *pairs, *alone))
            views[-1].append(_View(part, len(pairs), slice(first, len(texts))))
    runs = _runs(scenes, views)
    begins = [*range(len(scenes)), *(run[0] for run in runs)]
    for run in runs:  # Each is read as one more message, which begins where the first of its own does.
        pieces = [views[index][0] for index in run]
        views.append([_View(pieces[-1].part, 0, slice(len(texts), len(texts) + 1))])
        texts.append(_whole([texts[piece.texts.start] for piece in pieces]))
    odds = network().odds(texts, network_head())
    said = [[_weighed(view, odds) for view in found] for found in views]
    _ask_again(scenes, views, texts, said, begins)
    goes_on = _heard_whole(scenes, runs, said)
    return [
        [
            Weighed(view.part, {q: chance(one) for q, one in found.items()}, index in goes_on)
            for view, found in zip(*both, strict=True)
        ]
        for index, both in enumerate(zip(views[: len(scenes)], said, strict=False))
    ]


def _ask_again(
    scenes: Sequence[tuple[Scene, Sequence[Signal]]],
    views: Sequence[Sequence[_View]],
    texts: Sequence[Text],
    said: Sequence[list[dict[str, float]]],
    begins: Sequence[int],
) -> None:
    """Weigh in what the encoder says of the parts that are in doubt; of a long conversation, of those that come first.

    First comes what would be heard as an ask, then what is nearest to it, and last what may be a red flag alone.
    """
    lowered = {q: sobering(len(scenes), q) for q in MEANT}
    low, high, weight = IN_COMPANY if len(scenes) > 1 else ALONE
    doubts: list[tuple[float, int, int]] = []
    for index, found in enumerate(said):
        for place, odds in enumerate(found):
            above = [left for q in MEANT if low <= (left := odds[q] - lowered[q]) <= high]
            if above:
                doubts.append((max(0.0, -max(above)), index, place))
            elif odds[ANY] >= WORTH_ASKING or any(odds[q] >= IN_QUESTION for q in RED_FLAGS):
                doubts.append((inf, index, place))
    doubts.sort()
    asked: list[Asked] = []
    room = MOST_AGAIN
    for _, index, place in doubts:
        asked.append(Asked(texts[views[index][place].texts.start], _before(scenes, begins[index])))
        room -= len(asked[-1].text.subwords) + len(asked[-1].words_before)
        if room < 0:
            break
    if not asked:
        return  # The encoder is opened when it is first needed.
    for (_, index, place), second in zip(doubts, encoder().odds(asked, encoder_head()), strict=False):
        first = said[index][place]
        doubtful = {q for q in MEANT if low <= first[q] - lowered[q] <= high}
        doubtful |= {q for q in RED_FLAGS if first[q] >= IN_QUESTION}
        if "talk" in doubtful:
            doubtful |= first.keys() & second.keys() - set(MEANT)
        said[index][place] = {
            q: (1 - weight) * one + weight * second[q] if q in doubtful else one for q, one in first.items()
        } | {flag: second[flag] for flag in WARNS_OF}
        said[index][place] |= _drowned_out(views[index][place], texts, said[index][place])


def _drowned_out(view: _View, texts: Sequence[Text], odds: Mapping[str, float]) -> dict[str, float]:
    """Return the odds of what a sentence says beside another that surely means something else.

    Of "Send me your mail. Later you can pay me outside." the encoder, reading both at once, hears the graver one alone.
    """
    sure = [q for q in MEANT if odds[q] >= SURE]
    alone = texts[view.texts][1 + view.pairs :]
    if len(sure) != 1 or not alone:
        return {}
    (other,) = (q for q in MEANT if q not in sure)
    heard = max(found[other] for found in encoder().odds([Asked(text) for text in alone]))
    return {other: max(odds[other], heard - DOUBT)}


def _runs(
    scenes: Sequence[tuple[Scene, Sequence[Signal]]], views: Sequence[Sequence[_View]]
) -> list[list[int]]:
    """Return the messages of one person that each break off within a sentence which the next one goes on with.

    Who sends too soon, or pastes a screen at a time, cuts anywhere: "can you email", and then "templates be tested?"
    """
    runs: list[list[int]] = []
    for index, ((scene, _), found) in enumerate(zip(scenes, views, strict=True)):
        goes_on = index and len(found) == len(views[index - 1]) == 1 and _goes_on(scenes[index - 1][0], scene)
        if goes_on and len(runs[-1]) < MOST_JOINED:
            runs[-1].append(index)
        else:
            runs.append([index])
    return [run for run in runs if len(run) > 1]


def _whole(pieces: Sequence[Text]) -> Text:
    """Return the pieces of a sentence as one text, of the person who wrote the last."""
    words = tuple(chain.from_iterable(piece.subwords for piece in pieces))[:MOST_SUBWORDS]
    return Text(words, pieces[-1].speaker, frozenset(chain.from_iterable(piece.clues for piece in pieces)))


def _heard_whole(
    scenes: Sequence[tuple[Scene, Sequence[Signal]]],
    runs: Sequence[Sequence[int]],
    said: list[list[dict[str, float]]],
) -> set[int]:
    """Give the messages of a run the odds of the whole, and return all of them but the last ones.

    Where one has a name or a time of its own, as most that are sent one after the other, they are one sentence only if
    the whole says clearly more than any of them, or surely asks for nothing.
    """
    goes_on: set[int] = set()
    for run, (whole,) in zip(runs, said[len(scenes) :], strict=True):
        headed = any(_is_headed(scenes[index][0], scenes[index + 1][0]) for index in run[:-1])
        loudest = max(said[index][0][q] for index in run for q in MEANT)
        in_all = max(whole[q] for q in MEANT)
        if headed and ASKS_FOR_NOTHING < in_all < loudest + SAYS_MORE:
            continue
        goes_on.update(run[:-1])
        for index in run:
            said[index] = [whole]
    return goes_on


def _is_headed(scene: Scene, following: Scene) -> bool:
    """Tell whether a name or a time stands between two messages."""
    return following.message.start - scene.message.end > NO_HEADING


def _goes_on(scene: Scene, following: Scene) -> bool:
    """Tell whether a message breaks off within a sentence that the next one, of the same person, goes on with."""
    one, other = scene.message, following.message
    if (one.speaker, one.name) != (other.speaker, other.name) or following.index != scene.index + 1:
        return False
    if one.speaker is Speaker.UNKNOWN and not one.name:
        return False
    said, more = scene.text.rstrip(), following.text.lstrip()
    broken_off = said[-1:].isalnum() or said[-1:] in tuple(",-–—/&+(")
    return broken_off and more[:1].isalpha() and not more[:1].isupper()


def _before(scenes: Sequence[tuple[Scene, Sequence[Signal]]], index: int) -> list[Text]:
    """Return the ends of the messages that stand before one of a conversation."""
    earlier = (scene for scene, _ in scenes[max(index - MESSAGES_BEFORE, 0) : index])
    return [
        Text(subwords(scene.text[_label_ends(scene.text) :])[-MOST_BEFORE:], _speaker(scene))
        for scene in earlier
    ]


def sobering(company: int, question: str) -> float:
    """Return by how many log odds the chance of a question is lowered in a conversation of so many messages.

    A message shown alone was picked for a reason; among many each is less likely to be the one, and many chances to
    be wrong add up.
    """
    if question in WARNS_OF:
        return CAUTION_OF_FLAGS if company > 1 else 0.0
    caution = CAUTION_OF_PAYMENT if question == "pay" else CAUTION
    return caution * log(max(1, min(company, MOST_COMPANY)))


def _parts_read(
    scene: Scene, signals: Sequence[Signal]
) -> Sequence[tuple[Part, Sequence[Part], Sequence[Part]]]:
    """Return the parts of a message, and of each the pairs of sentences and the sentences that are read by themselves."""
    whole = parts(scene)
    seen = {
        scene.token_at(signal.start - scene.message.start)
        for signal in signals
        if signal.stance is Stance.ASSERTED
    }
    if not seen and all(len(part.subwords) < LONG for part in whole):
        return [(part, (), ()) for part in whole]
    single = list(sentences(scene))
    found = []
    for part in whole:
        inside = _within(part, single)
        alone = [
            one
            for one in inside
            if one.last - one.first < part.last - part.first
            and any(one.first <= at < one.last for at in seen)
        ]
        found.append((part, _pairs(part, inside), alone))
    return found


def _weighed(view: _View, odds: Sequence[dict[str, float]]) -> dict[str, float]:
    """Return what the odds of a part and of the pieces of it come to."""
    said, *pieces = odds[view.texts]
    closer, alone = pieces[: view.pairs], pieces[view.pairs :]
    if closer:
        said = {question: (one + max(two[question] for two in closer)) / 2 for question, one in said.items()}
    return said | {q: max(said[q], *(one[q] - DOUBT for one in alone)) for q in MEANT if alone}


def likeliest(scene: Scene, part: Part, question: str) -> Part:
    """Return the sentence of a part that speaks most for a question."""
    inside = [one for one in sentences(scene) if part.first <= one.first < part.last]
    if len(inside) < 2:
        return part
    odds = network().odds([_text(scene, sentence) for sentence in inside], network_head())
    return max(zip(inside, odds, strict=True), key=lambda read: read[1][question])[0]


def parts(scene: Scene) -> list[Part]:
    """Return a message whole, or in parts of whole sentences where it is too long to be read in one go."""
    words = scene.tokens.words
    if not words:
        return []
    whole = tuple(subwords(scene.text[_label_ends(scene.text) :])) or (UNKNOWN,)
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
    first, said_from = 0, _label_ends(scene.text)
    for index in range(1, len(numbers) + 1):
        ended = index == len(numbers) or numbers[index] != numbers[first]
        if not ended and index - first < MOST_SUBWORDS // 2:
            continue
        start = max(folded.start(starts[first]), said_from)
        end = len(scene.text) if index == len(numbers) else folded.start(starts[index])
        found = tuple(subwords(scene.text[start:end])) or (UNKNOWN,)
        yield Part(first, index, found[:MOST_SUBWORDS])
        first = index


def _label_ends(text: str) -> int:
    """Return where the words begin of a message under a person's name, as in 'Mia Lund: words'.

    The pieces of a name that nobody has heard may mean anything; what a value stands behind is no name.
    """
    label = _LABEL.match(text)
    if label is None or not is_proper_name(label["name"]):
        return 0
    return label.end() if len(text[label.end() :].split(None, WORDS_SAID)) >= WORDS_SAID else 0


def clues(scene: Scene, part: Part, signals: Iterable[Signal]) -> set[str]:
    """Return what the finders and phrases saw in a part."""
    return _clues(scene, part, _sighted(scene, signals))


def _clues(scene: Scene, part: Part, sighted: Sequence[Sighting]) -> set[str]:
    found = {clue for at, clue in sighted if part.first <= at < part.last}
    found.update("x " + look for look in shape(scene.tokens, part.first, part.last))
    return found


def _sighted(scene: Scene, signals: Iterable[Signal]) -> list[Sighting]:
    """Return what the finders and phrases saw in a message, and where."""
    found = []
    for signal in signals:
        at = scene.token_at(signal.start - scene.message.start)
        kind = LEARNT_AS.get(signal.kind, signal.kind)
        found.append((at, f"s {kind} {signal.stance} {signal.purpose}"))
    for entity, (first, _) in scene.placed_entities:
        found.append((first, f"e {entity.kind} {'sure' if entity.sure else 'unsure'}"))
        if entity.channel:
            found.append((first, f"e {entity.kind} {entity.channel}"))
    for frame, hits in scene.hits.items():
        found.extend((hit.first, "f " + frame) for hit in hits)
        found.extend((hit.first, "F " + frame) for hit in hits if not hit.weak)
    for name, places in scene.touched.items():
        found.extend((first, "l " + name) for first, _ in places)
    return found


def _pairs(part: Part, inside: Sequence[Part]) -> list[Part]:
    """Return each two neighbouring sentences of a long part."""
    if len(part.subwords) < LONG or len(inside) < 3:
        return []
    return [
        Part(one.first, two.last, (one.subwords + two.subwords)[:MOST_SUBWORDS])
        for one, two in pairwise(inside)
    ]


def _within(part: Part, single: Sequence[Part]) -> Sequence[Part]:
    """Return the sentences of a part, given all of the message in order."""
    first, last = (bisect_left(single, token, key=lambda one: one.first) for token in (part.first, part.last))
    return single[first:last]


def _text(scene: Scene, part: Part, sighted: Sequence[Sighting] | None = None) -> Text:
    return Text(part.subwords, _speaker(scene), () if sighted is None else _clues(scene, part, sighted))


def _speaker(scene: Scene) -> int:
    return US if scene.message.speaker is Speaker.US else CLIENT
