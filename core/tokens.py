"""Cut folded text into words with places, sentences and clauses.

Scripts without spaces give one token a character (katakana: a run), so that a phrase in a lexicon is a
sequence of tokens in every language.
"""

import re
from dataclasses import dataclass

from core.fold import Folded

TOKEN = re.compile(
    r"[a-z]+|\d+|[\u3400-\u9fff\uf900-\ufaff\u3041-\u309f]|[\u30a0-\u30ff]+|[\u0900-\u0eff]+"
    r"|[^\W\d_a-z\u3041-\u30ff\u3400-\u9fff\u0900-\u0eff]+|\S|\n"
)
SENTENCE_GAP = 40  # More than any gap a phrase may bridge.
_ENDS = frozenset("!?\n;")
_PAUSES = frozenset(',:()[]{}/|"-*')
_SILENT = frozenset("'_.@#+&=<>~^$\\")


@dataclass(slots=True)
class Tokens:
    """The words of one message in parallel lists; places are offsets into the folded text.

    `at` is the ordinal of a word, jumping by SENTENCE_GAP where a sentence ends; `clause` counts commas,
    brackets and other pauses, so that two words of one clause have the same number.
    """

    folded: Folded
    words: list[str]
    starts: list[int]
    ends: list[int]
    at: list[int]
    clause: list[int]
    disguised: set[int]  # indices of words that were only readable after undoing a disguise


def tokenize(folded: Folded) -> Tokens:
    """Return the tokens of a folded text."""
    text = folded.text
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at: list[int] = []
    clauses: list[int] = []
    ordinal = clause = 0
    for match in TOKEN.finditer(text):
        word = match.group()
        if len(word) == 1 and not word.isalnum():
            if word in _ENDS or (word == "." and _ends_sentence(text, match.end())):
                ordinal += SENTENCE_GAP
                clause += 1
            elif word in _PAUSES:
                clause += 1
                if word == "-" and not _stands_apart(text, match.start(), match.end()):
                    clause -= 1
            if word in _ENDS or word in _PAUSES or word in _SILENT:
                continue
        words.append(word)
        starts.append(match.start())
        ends.append(match.end())
        at.append(ordinal)
        clauses.append(clause)
        ordinal += 1
    return Tokens(folded, words, starts, ends, at, clauses, set())


def _ends_sentence(text: str, after: int) -> bool:
    """Tell a full stop from the dot of an abbreviation, a host or a number."""
    return after >= len(text) or text[after] in " \n\"')" or text[after] > "\u2e80"


def _stands_apart(text: str, start: int, end: int) -> bool:
    """Tell a dash from a hyphen."""
    return start == 0 or end >= len(text) or text[start - 1] in " \n" or text[end] in " \n"
