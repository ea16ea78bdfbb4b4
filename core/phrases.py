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
from functools import lru_cache
from itertools import islice, product

from core.fold import fold
from core.tokens import Tokens, tokenize

DEFAULT_GAP = 3
DEFAULT_WINDOW = 8
MOST_PLACES = 160  # Of one word list in one message; who says it more often says nothing new.
MOST_HITS = 24  # Of one pattern in one message; the first ones say it all.
MOST_KNOWN = 4_000  # Words whose entries are kept.
MOST_PHRASES = 600  # That one entry of a word list is written out to.
MOST_VARIANTS = 64  # Of one pattern, after its optional and alternative parts are written out.

Slot = tuple[frozenset[str], tuple[str, ...]]  # words that fit, and beginnings of words that fit
Phrase = tuple[Slot, ...]
Mark = tuple[str, int, int]  # an entity found by a detector: its list, first token, token behind the last
Place = tuple[int, int, int, int]  # ordinal of first and last word, first token, token behind the last

_Ending = tuple[Phrase, int]  # the rest of a phrase, and the element the whole belongs to

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
    needs: frozenset[int]


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


@lru_cache(maxsize=65_536)
def _slot(word: str) -> Slot:
    return (frozenset((word,)), ())


@lru_cache(maxsize=65_536)
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


@dataclass(frozen=True, slots=True)
class _Entry:
    """What a word can be: elements by itself, and the endings of phrases it begins, by their next word."""

    elements: tuple[int, ...]
    exact: dict[str, list[_Ending]]
    others: tuple[_Ending, ...]


_NOTHING = _Entry((), {}, ())


class PhraseBook:
    """All word lists and patterns of all languages, ready to be matched."""

    def __init__(self) -> None:
        self._elements: dict[frozenset[Phrase], int] = {}
        self._named: dict[tuple[str, tuple[str, ...]], int | None] = {}
        self._watched: defaultdict[int, list[str]] = defaultdict(list)
        self._exact: defaultdict[str, set[int]] = defaultdict(set)
        self._stems: defaultdict[str, set[int]] = defaultdict(set)
        self._after_word: defaultdict[str, list[_Ending]] = defaultdict(list)
        self._after_stem: defaultdict[str, list[_Ending]] = defaultdict(list)
        self._patterns: list[Pattern] = []
        self._by_anchor: defaultdict[int, list[Pattern]] = defaultdict(list)
        self._rarity: dict[int, float] = {}
        self._known: dict[str, _Entry] = {}
        self._stem_lengths: tuple[int, ...] = ()

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
                element = self._element_of(language, tuple(alternatives), lists)
                if element is None:
                    break
                steps.append(Step(element, gap * reach))
            else:
                needs = frozenset(step.element for step in steps)
                self._patterns.append(Pattern(frame, weak, language, tuple(steps), window * reach, needs))

    def watch(self, name: str, phrases: list[Phrase]) -> None:
        """Have `find` report where the words of a list stand."""
        self._watched[self._element(phrases)].append(name)

    def seal(self) -> None:
        """Choose each pattern's rarest element as the one that calls it up."""
        # Lists that all languages share stand in thousands of patterns: they would call up every language.
        uses = Counter(element for pattern in self._patterns for element in pattern.needs)
        for pattern in self._patterns:
            anchor = min(pattern.needs, key=lambda element: self._rarity[element] * uses[element])
            self._by_anchor[anchor].append(pattern)
        self._stem_lengths = tuple(sorted({len(stem) for stem in self._stems}))
        # What only building needed is let go: all languages together must stay small.
        self._elements.clear()
        self._named.clear()
        self._patterns.clear()
        self._rarity.clear()

    def knows(self, word: str) -> bool:
        """Tell whether any list or pattern holds the word itself."""
        return word in self._exact

    def find(self, tokens: Tokens, marks: Iterable[Mark] = ()) -> Found:
        """Return all hits in a message, in no particular order; `marks` stand for entities as words do."""
        places = self._places(tokens)
        marked: set[int] = set()
        for name, first, last in marks:
            for element in self._exact.get("@" + name, ()):
                places.setdefault(element, []).append((tokens.at[first], tokens.at[last - 1], first, last))
                marked.add(element)
        for element in marked:
            places[element].sort()
        present = places.keys()
        hits: defaultdict[str, list[Hit]] = defaultdict(list)
        touched: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        by_anchor, watched = self._by_anchor, self._watched
        for element, where in places.items():
            if element in watched:
                for name in watched[element]:
                    touched[name].extend([place[2:] for place in where])
            for pattern in by_anchor.get(element, ()):
                if pattern.needs <= present:
                    for first, last in islice(_match(pattern, places), MOST_HITS):
                        hits[pattern.frame].append(
                            Hit(pattern.frame, pattern.weak, pattern.language, first, last)
                        )
        return Found(dict(hits), dict(touched))

    def _places(self, tokens: Tokens) -> dict[int, list[Place]]:
        """Return where each element stands."""
        places: dict[int, list[Place]] = {}
        known = self._known
        at, words = tokens.at, tokens.words
        count = len(words)
        for index, word in enumerate(words):
            entry = known.get(word)
            if entry is None:
                entry = self._look_up(word)
                if len(known) < MOST_KNOWN or entry is not _NOTHING:
                    known[word] = entry
            ordinal = at[index]
            if entry is _NOTHING:
                continue
            for element in entry.elements:
                if element not in places:
                    places[element] = [(ordinal, ordinal, index, index + 1)]
                elif len(places[element]) < MOST_PLACES:
                    places[element].append((ordinal, ordinal, index, index + 1))
            if index + 1 == count or at[index + 1] != ordinal + 1:
                continue
            following = entry.exact.get(words[index + 1], ())
            for rest, owner in (*following, *entry.others) if entry.others else following:
                if behind := _follows(tokens, index, rest):
                    found = places.setdefault(owner, [])
                    if len(found) < MOST_PLACES:
                        found.append((ordinal, at[behind - 1], index, behind))
        return places

    def _look_up(self, word: str) -> "_Entry":
        """Return what a word is and which phrases may begin with it."""
        elements = set(self._exact.get(word, ()))
        endings = list(self._after_word.get(word, ()))
        for length in self._stem_lengths:
            if length > len(word):
                break
            stem = word[:length]
            if stem in self._stems:
                elements |= self._stems[stem]
                endings += self._after_stem.get(stem, ())
        if not elements and not endings:
            return _NOTHING
        exact: defaultdict[str, list[_Ending]] = defaultdict(list)
        others: list[_Ending] = []
        for rest, owner in endings:
            second, stems = rest[0]
            if len(second) == 1 and not stems:
                exact[next(iter(second))].append((rest, owner))
            else:
                others.append((rest, owner))
        return _Entry(tuple(elements), dict(exact), tuple(others))

    def _element_of(
        self, language: str, alternatives: tuple[str, ...], lists: Mapping[str, list[Phrase]]
    ) -> int | None:
        """Return the element for a step's alternatives, None if the language has no words for it."""
        key = (language, alternatives)
        if key not in self._named:
            phrases = _resolve(alternatives, lists)
            self._named[key] = self._element(phrases) if phrases else None
        return self._named[key]

    def _element(self, phrases: list[Phrase]) -> int:
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
                    self._exact[word].add(element)
                for stem in stems:
                    self._stems[stem].add(element)
                continue
            rest = phrase[1:]
            for word in words:
                self._after_word[word].append((rest, element))
            for stem in stems:
                self._after_stem[stem].append((rest, element))
                self._stems[stem].update(())
        self._rarity[element] = rarity
        return element


def _follows(tokens: Tokens, index: int, rest: Phrase) -> int:
    """Return the token behind a phrase whose first word stands at `index`, 0 if it does not go on so."""
    words, at = tokens.words, tokens.at
    cursor = index
    for fitting, stems in rest:
        cursor += 1
        if cursor >= len(words) or at[cursor] != at[cursor - 1] + 1:
            return 0
        if words[cursor] not in fitting and not (stems and words[cursor].startswith(stems)):
            return 0
    return cursor + 1


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
