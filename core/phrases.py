"""Phrase patterns: written as data, compiled once, matched on tokens in linear time.

The notation, used in every file of core/lexicon:

    send me your number     words, one after the other; folding makes case and accents irrelevant
    connect*                any word that begins like this
    (call|ring|phone)       one of several words
    please?                 may be missing
    <give>                  any phrase of a word list; names in channels.toml are lists too: <chat>, <rail>
    ..                      up to three other words; ..6 up to six
    <give> & <contact>      both, in any order, within eight words of one sentence; &4 within four
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import groupby, islice, product
from operator import itemgetter
from typing import Any, TypeVar

from core.fold import fold
from core.tokens import Tokens, tokenize

DEFAULT_GAP = 3
DEFAULT_WINDOW = 8
MOST_PLACES = 160  # Of one word list in one message; who says it more often says nothing new.
MOST_HITS = 24  # Of one pattern in one message; the first ones say it all.
MOST_PHRASES = 600  # That one entry of a word list is written out to.
MOST_VARIANTS = 64  # Of one pattern, after its optional and alternative parts are written out.
MOST_REMEMBERED = (
    4_096  # Words while a language is compiled: hardly one has more, and all together would stay for good.
)

T = TypeVar("T")
Slot = tuple[frozenset[str], tuple[str, ...]]  # words that fit, and beginnings of words that fit
Phrase = tuple[Slot, ...]
Mark = tuple[str, int, int]  # an entity found by a detector: its list, first token, token behind the last
Place = tuple[int, int, int, int]  # ordinal of first and last word, first token, token behind the last

_Ending = tuple[Phrase, tuple[int, ...]]  # the rest of a phrase, and the elements the whole belongs to
_Endings = tuple[_Ending, ...]

_NESTED = re.compile(r"\([^()]*\(")
_ITEM = re.compile(r"\([^()]*\)\??|<[a-z0-9-]+>\??|\.\.\d*|&\d*|[^\s()<>&]+")


@dataclass(frozen=True, slots=True)
class Step:
    """One element of a pattern and how many words may stand before it."""

    element: int
    gap: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled phrase pattern; `window` is 0 for an ordered one."""

    frame: str
    weak: bool
    language: str
    steps: tuple[Step, ...]
    window: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A frame found in a message; `first` and `last` are token indices, `last` behind the end."""

    frame: str
    weak: bool
    language: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Found:
    """Hits by frame, and for each watched list where its words stand: first token, token behind the last."""

    hits: dict[str, list[Hit]]
    touched: dict[str, list[tuple[int, int]]]


class PatternError(ValueError):
    """A pattern that cannot be read; the message says which and why."""


def mark(name: str) -> Phrase:
    """Return the phrase that stands for an entity of this name."""
    return (_slot("@" + name),)


def words_of(text: str) -> Phrase:
    """Return a plain phrase in which only the star is special."""
    slots: list[Slot] = []
    for part in text.split():
        stem = part.endswith("*")
        words = _plain(part.rstrip("*"))
        slots.extend(_slot(word) for word in words)
        if stem and words:
            slots[-1] = (frozenset(), (words[-1],))
    if not slots:
        raise PatternError(f"{text!r} holds no word")
    return tuple(slots)


@lru_cache(maxsize=MOST_REMEMBERED)
def _slot(word: str) -> Slot:
    return (frozenset((word,)), ())


@lru_cache(maxsize=MOST_REMEMBERED)
def _plain(part: str) -> tuple[str, ...]:
    if part.isascii() and part.isalpha():
        return (part.lower(),)
    return tuple(tokenize(fold(part)).words)


def phrases_of(text: str) -> list[Phrase]:
    """Return the phrases that an entry of a word list stands for; it may hold (a|b) and c?, but no gaps.

    Alternatives of one word stay together in a slot; longer ones and what may be missing are written out.
    """
    if "(" not in text and "?" not in text:
        return [words_of(text)]
    phrases: list[Phrase] = [()]
    for item in _ITEM.findall(text):
        if item.startswith(("..", "&", "<")):
            raise PatternError(f"{text!r} is an entry of a word list and may hold no gap and no list")
        inner = item.rstrip("?")
        options = _alternatives(inner[1:-1].split("|") if inner.startswith("(") else [inner])
        if item.endswith("?"):
            options.append(())
        phrases = [(*phrase, *option) for phrase in phrases for option in options]
    phrases = [phrase for phrase in phrases if phrase]
    if not phrases or len(phrases) > MOST_PHRASES:
        raise PatternError(f"{text!r} stands for {len(phrases)} phrases; write it in fewer or more entries")
    return phrases


def _alternatives(options: Iterable[str]) -> list[Phrase]:
    """Return alternatives with those of one word in one slot."""
    words: set[str] = set()
    stems: list[str] = []
    longer: list[Phrase] = []
    for option in options:
        phrase = words_of(option)
        if len(phrase) == 1:
            words |= phrase[0][0]
            stems.extend(phrase[0][1])
        else:
            longer.append(phrase)
    if words or stems:
        longer.insert(0, ((frozenset(words), tuple(stems)),))
    return longer


class PhraseBook:
    """All word lists and patterns of a language, ready to be matched.

    Words and phrases are kept as elements, which are numbers: one for each list or set of alternatives that a
    pattern names. Phrases are found by their first two words.
    """

    def __init__(self) -> None:
        self._words: dict[str, tuple[int, ...]] = {}  # elements of single words,
        self._stems: dict[str, tuple[int, ...]] = {}  # of beginnings for words that are not among those,
        self._heads: dict[str, tuple[str, ...]] = {}  # and these beginnings by their own first letters
        self._head_length = 0
        self._pairs: dict[str, dict[str, _Endings]] = {}  # by first and second word
        self._openings: dict[str, _Endings] = {}  # by first word, where the second is known by its beginning,
        self._begun: dict[str, _Endings] = {}  # and by the beginning of the first
        self._watched: defaultdict[int, list[str]] = defaultdict(list)
        self._by_anchor: defaultdict[int, list[tuple[Pattern, tuple[int, ...]]]] = defaultdict(list)
        self._draft = _Draft()

    def add(
        self, frame: str, weak: bool, language: str, text: str, lists: Mapping[str, list[Phrase]], reach: int
    ) -> None:
        """Compile one pattern; `reach` stretches gaps for scripts written without spaces.

        A pattern that names a list the language does not have is left out.
        """
        window, sequences = _parse(text)
        for sequence in sequences:
            steps: list[Step] = []
            for gap, alternatives in sequence:
                element = self._draft.element_of(tuple(alternatives), lists)
                if element is None:
                    break
                steps.append(self._draft.shared(Step(element, gap * reach)))
            else:
                self._draft.patterns.append(Pattern(frame, weak, language, tuple(steps), window * reach))

    def watch(self, name: str, phrases: list[Phrase]) -> None:
        """Have `find` report where the words of a list stand."""
        self._watched[self._draft.element(phrases)].append(name)

    def seal(self) -> None:
        """Choose each pattern's rarest element as the one that calls it up, and let go what only building needs."""
        draft = self._draft
        # Lists that all languages share stand in thousands of patterns: they would call up every language.
        uses = Counter(element for pattern in draft.patterns for element in _needs(pattern))
        for pattern in draft.patterns:
            anchor, *others = sorted(_needs(pattern), key=lambda needed: draft.rarity[needed] * uses[needed])
            self._by_anchor[anchor].append((pattern, draft.shared(tuple(others))))
        self._head_length = min(map(len, draft.stems), default=0)
        stems = sorted(draft.stems, key=lambda stem: (self._head_of(stem), len(stem)))
        self._heads = {head: tuple(alike) for head, alike in groupby(stems, self._head_of)}
        self._stems = {stem: draft.shared(tuple(set(found))) for stem, found in draft.stems.items()}
        for word, found in draft.words.items():
            also = (draft.stems[stem] for stem in self._stems_of(word))
            self._words[word] = draft.shared(tuple(set(found).union(*also)))
        self._pairs = {
            first: {second: draft.endings(found) for second, found in seconds.items()}
            for first, seconds in draft.pairs.items()
        }
        self._openings = {first: draft.endings(found) for first, found in draft.openings.items()}
        self._begun = {first: draft.endings(found) for first, found in draft.begun.items()}
        self._draft = _Draft()

    def knows(self, word: str) -> bool:
        """Tell whether any list or pattern holds the word itself."""
        return word in self._words

    def find(self, tokens: Tokens, marks: Iterable[Mark] = ()) -> Found:
        """Return all hits in a message, in no particular order; `marks` stand for entities as words do."""
        places = self._places(tokens)
        marked: set[int] = set()
        for name, first, last in marks:
            for element in self._words.get("@" + name, ()):
                places.setdefault(element, []).append((tokens.at[first], tokens.at[last - 1], first, last))
                marked.add(element)
        for element in marked:
            places[element].sort()
        is_present = places.__contains__
        hits: defaultdict[str, list[Hit]] = defaultdict(list)
        touched: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        by_anchor, watched = self._by_anchor, self._watched
        for element, where in places.items():
            if element in watched:
                for name in watched[element]:
                    touched[name].extend([place[2:] for place in where])
            if element not in by_anchor:
                continue
            for pattern, others in by_anchor[element]:
                if all(map(is_present, others)):
                    for first, last in islice(_match(pattern, places), MOST_HITS):
                        hits[pattern.frame].append(
                            Hit(pattern.frame, pattern.weak, pattern.language, first, last)
                        )
        return Found(dict(hits), dict(touched))

    def _places(self, tokens: Tokens) -> dict[int, list[Place]]:
        """Return where each element stands."""
        places: dict[int, list[Place]] = {}
        at, words = tokens.at, tokens.words
        known, heads, pairs = self._words, self._heads, self._pairs
        openings, begun = self._openings, self._begun
        last = len(words) - 1
        for index, word in enumerate(words):
            ordinal = at[index]
            if word in known:
                _put(places, known[word], (ordinal, ordinal, index, index + 1))
            elif self._head_of(word) in heads:
                elements = {element for stem in self._stems_of(word) for element in self._stems[stem]}
                _put(places, elements, (ordinal, ordinal, index, index + 1))
            if index == last or at[index + 1] != ordinal + 1:
                continue
            if seconds := pairs.get(word):
                for rest, owners in seconds.get(words[index + 1], ()):
                    if behind := _follows(tokens, index + 2, rest):
                        _put(places, owners, (ordinal, at[behind - 1], index, behind))
            longer = openings.get(word, ())
            if begun:
                longer += tuple(ending for stem in self._stems_of(word) for ending in begun.get(stem, ()))
            for rest, owners in longer:
                if behind := _follows(tokens, index + 1, rest):
                    _put(places, owners, (ordinal, at[behind - 1], index, behind))
        return places

    def _stems_of(self, word: str) -> Iterator[str]:
        return filter(word.startswith, self._heads.get(self._head_of(word), ()))

    def _head_of(self, word: str) -> str:
        return word[: self._head_length]


class _Draft:
    """What a book is compiled from; the same values are kept once, since there are many thousands of them."""

    def __init__(self) -> None:
        self.patterns: list[Pattern] = []
        self.rarity: dict[int, float] = {}
        self.words: defaultdict[str, set[int]] = defaultdict(set)
        self.stems: defaultdict[str, set[int]] = defaultdict(set)
        self.pairs: defaultdict[str, defaultdict[str, list[tuple[Phrase, int]]]] = defaultdict(
            partial(defaultdict, list)
        )
        self.openings: defaultdict[str, list[tuple[Phrase, int]]] = defaultdict(list)
        self.begun: defaultdict[str, list[tuple[Phrase, int]]] = defaultdict(list)
        self._elements: dict[frozenset[Phrase], int] = {}
        self._named: dict[tuple[str, ...], int | None] = {}
        self._shared: dict[Any, Any] = {}

    def shared(self, value: T) -> T:
        """Return the first value that is equal to this one."""
        found: T = self._shared.setdefault(value, value)
        return found

    def endings(self, found: Iterable[tuple[Phrase, int]]) -> _Endings:
        """Return the rests of phrases with the elements that each belongs to."""
        return self.shared(
            tuple(
                self.shared((self.shared(rest), self.shared(tuple(element for _, element in alike))))
                for rest, alike in groupby(found, key=itemgetter(0))
            )
        )

    def element_of(self, alternatives: tuple[str, ...], lists: Mapping[str, list[Phrase]]) -> int | None:
        """Return the element for a step's alternatives, None if the language has no words for it."""
        if alternatives not in self._named:
            phrases = _resolve(alternatives, lists)
            self._named[alternatives] = self.element(phrases) if phrases else None
        return self._named[alternatives]

    def element(self, phrases: list[Phrase]) -> int:
        """Return the element for some phrases."""
        key = frozenset(phrases)
        if key in self._elements:
            return self._elements[key]
        element = self._elements[key] = len(self._elements)
        rarity = 0.0
        for phrase in phrases:
            words, stems = phrase[0]
            shortest = min(map(len, (*words, *stems)))
            rarity += len(words) * 3.0 ** (4 - min(shortest * len(phrase), 9))
            if len(phrase) == 1:
                for word in words:
                    self.words[word].add(element)
                for stem in stems:
                    self.stems[stem].add(element)
            else:
                self._begin(phrase, element)
        self.rarity[element] = rarity
        return element

    def _begin(self, phrase: Phrase, element: int) -> None:
        """Enter a phrase of several words under the first of them."""
        (words, stems), (seconds, second_stems), *_ = phrase
        for word in words:
            for second in () if second_stems else seconds:
                self.pairs[word][second].append((phrase[2:], element))
            if second_stems:
                self.openings[word].append((phrase[1:], element))
        for stem in stems:
            self.stems[stem].update(())
            self.begun[stem].append((phrase[1:], element))


def _needs(pattern: Pattern) -> set[int]:
    return {step.element for step in pattern.steps}


def _put(places: dict[int, list[Place]], elements: Iterable[int], place: Place) -> None:
    for element in elements:
        if element not in places:
            places[element] = [place]
        elif len(places[element]) < MOST_PLACES:
            places[element].append(place)


def _follows(tokens: Tokens, index: int, rest: Phrase) -> int:
    """Return the token behind a phrase whose rest is expected from `index` on, 0 if it does not go on so."""
    words, at = tokens.words, tokens.at
    for fitting, stems in rest:
        if index >= len(words) or at[index] != at[index - 1] + 1:
            return 0
        if words[index] not in fitting and not (stems and words[index].startswith(stems)):
            return 0
        index += 1
    return index


def _match(pattern: Pattern, places: dict[int, list[Place]]) -> Iterator[tuple[int, int]]:
    return _match_set(pattern, places) if pattern.window else _match_sequence(pattern, places)


def _match_sequence(pattern: Pattern, places: dict[int, list[Place]]) -> Iterator[tuple[int, int]]:
    """Yield first token and token behind the end for each way the steps follow each other."""
    # For each end reached so far the latest start, so that work stays linear in the number of places.
    reached: list[tuple[int, int, int]] = [(p[1], p[2], p[3]) for p in places[pattern.steps[0].element]]
    for step in pattern.steps[1:]:
        following: dict[tuple[int, int], int] = {}
        options = places[step.element]
        for ordinal, first, _ in reached:
            index = bisect_left(options, (ordinal + 1,))
            while index < len(options) and options[index][0] <= ordinal + 1 + step.gap:
                option = options[index]
                key = (option[1], option[3])
                following[key] = max(following.get(key, 0), first)
                index += 1
        if not following:
            return
        reached = sorted((ordinal, first, behind) for (ordinal, behind), first in following.items())
    for _, first, behind in reached:
        yield first, behind


def _match_set(pattern: Pattern, places: dict[int, list[Place]]) -> Iterator[tuple[int, int]]:
    """Yield a span for each place of the rarest step that has all others near."""
    steps = sorted(pattern.steps, key=lambda step: len(places[step.element]))
    for place in places[steps[0].element]:
        chosen = [place]
        for step in steps[1:]:
            near = _nearest(places[step.element], place, pattern.window, chosen)
            if near is None:
                break
            chosen.append(near)
        else:
            yield min(p[2] for p in chosen), max(p[3] for p in chosen)


def _nearest(options: list[Place], place: Place, window: int, taken: list[Place]) -> Place | None:
    """Return the closest place within the window that shares no word with those taken."""
    best: Place | None = None
    index = bisect_left(options, (place[0] - window,))
    while index < len(options) and options[index][0] <= place[1] + window:
        option = options[index]
        index += 1
        if any(option[2] < other[3] and other[2] < option[3] for other in taken):
            continue
        if best is None or abs(option[0] - place[0]) < abs(best[0] - place[0]):
            best = option
    return best


def _parse(text: str) -> tuple[int, list[list[tuple[int, list[str]]]]]:
    """Return the window (0: ordered) and the sequences of (gap before, alternatives) a pattern stands for."""
    if _NESTED.search(text):
        raise PatternError(f"{text!r} has brackets within brackets; write it in more lines")
    window = 0
    gap = 0
    parts: list[list[list[tuple[int, list[str]]]]] = []  # per item: its variants, each a list of elements
    for item in _ITEM.findall(text):
        if item.startswith("&"):
            window = int(item[1:] or DEFAULT_WINDOW)
        elif item.startswith(".."):
            gap = int(item[2:] or DEFAULT_GAP)
        else:
            inner = item.rstrip("?")
            options = inner[1:-1].split("|") if inner.startswith("(") else [inner]
            element = [(gap, [option.strip() for option in options])]
            parts.append([element, []] if item.endswith("?") else [element])
            gap = 0
    sequences = [[element for variant in choice for element in variant] for choice in product(*parts)]
    if not sequences or len(sequences) > MOST_VARIANTS:
        raise PatternError(f"{text!r} stands for {len(sequences)} patterns; write it in fewer or more lines")
    return window, [sequence for sequence in sequences if sequence]


def _resolve(alternatives: Iterable[str], lists: Mapping[str, list[Phrase]]) -> list[Phrase]:
    """Return the phrases that an element's alternatives stand for."""
    phrases: list[Phrase] = []
    plain = [alternative for alternative in alternatives if not alternative.startswith("<")]
    for alternative in alternatives:
        if alternative.startswith("<"):
            phrases.extend(lists.get(alternative[1:-1], ()))
    return [*phrases, *_alternatives(plain)]
