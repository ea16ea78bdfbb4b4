"""Count which phrases of a word list occur in a text, in one pass over its words."""

import re
from collections import defaultdict
from collections.abc import Iterable

_WORD = re.compile(r"[@$€£+]?\w+(?:['’.-]\w+)*|[$€£]")
_SPACELESS = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def has_no_spaces(text: str) -> bool:
    """Tell whether a text holds letters of a script that is written without spaces."""
    return _SPACELESS.search(text) is not None


class Cues:
    """Phrases to be counted; a trailing '*' takes any ending of the last word."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._phrases: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        self._stems: dict[int, set[str]] = defaultdict(set)
        solid = set()
        for phrase in phrases:
            words = tuple(_WORD.findall(phrase.casefold()))
            if has_no_spaces(phrase):
                solid.add(phrase)
            elif phrase.endswith("*") and len(words) == 1:
                self._stems[len(words[0])].add(words[0])
            elif words:
                self._phrases[words[0]].append(words)
        self._solid = tuple(solid)

    def count(self, text: str) -> int:
        """Count the different phrases that occur in casefolded text."""
        words = _WORD.findall(text)
        found: set[tuple[str, ...]] = set()
        for at, word in enumerate(words):
            for phrase in self._phrases.get(word, ()):
                if len(phrase) == 1 or tuple(words[at : at + len(phrase)]) == phrase:
                    found.add(phrase)
        total = len(found)
        for length, stems in self._stems.items():
            total += len(stems.intersection(word[:length] for word in words))
        if self._solid and has_no_spaces(text):
            total += sum(phrase in text for phrase in self._solid)
        return total
