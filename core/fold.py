"""Fold characters to plain lower-case ones, with a map back to the original offsets.

Folding takes away what people use to hide or to decorate (full-width and mathematical letters, look-alikes
from another alphabet, invisible characters, stacked marks) and what they leave out when they hurry (accents,
Arabic vowel signs), so that one spelling in a lexicon matches all of them.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Cyrillic and Greek letters that pass for Latin ones; applied only inside words that also hold Latin letters.
LOOK_ALIKES = str.maketrans(
    "авсԁеёғԍһіїјкӏмнопрѕстԛуԝхуүαβγεηικνορτυχωϲ",
    "abcdeefghiijklmhonpsctqywxyyabyehiknoptuxwc",
)
# Arabic-script letters that Arabic, Urdu and Persian keyboards type differently for the same sound.
ARABIC = str.maketrans("أإآٱىیےئکہھةۃۀؤ", "اااايييي" + "كهههههو")
LATIN_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ŋ": "n"}
)
PUNCTUATION = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "`": "'",
        "´": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "–": "-",
        "—": "-",
        "‐": "-",
        "‑": "-",
        "−": "-",
        "。": ".",
        "｡": ".",
        "、": ",",
        "،": ",",
        "؟": "?",
        "؛": ";",
        "।": ".",
        "۔": ".",
        "…": ".",
        "\u00a0": " ",
        "\u2009": " ",
        "\u202f": " ",
        "\u3000": " ",
        "\r": " ",
        "\t": " ",
    }
)
_NAMED_LETTER = re.compile(
    r"^(?:NEGATIVE (?:SQUARED|CIRCLED) LATIN CAPITAL LETTER|REGIONAL INDICATOR SYMBOL LETTER|"
    r"SQUARED LATIN CAPITAL LETTER|LATIN LETTER SMALL CAPITAL|TAG LATIN (?:SMALL|CAPITAL) LETTER|"
    r"PARENTHESIZED LATIN CAPITAL LETTER) ([A-Z])$"
)
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[a-z]")
_LOOKS_LATIN = re.compile(r"[\u0370-\u052f]")
_KEPT_ABOVE = "й"  # A letter of its own, although Unicode writes it as и with a mark.


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text and, for each of its characters, the offset of the original one.

    `origin` has one more entry than `text`, the original length; None stands for the identity. `source` is the
    original text, for whoever asks how a word was spelled.
    """

    text: str
    origin: tuple[int, ...] | None
    length: int
    source: str = ""

    def start(self, index: int) -> int:
        """Return the original offset of a folded character."""
        return index if self.origin is None else self.origin[index]

    def end(self, index: int) -> int:
        """Return the original offset just behind the folded character before `index`."""
        if self.origin is None or index <= 0:
            return max(index, 0)
        return self.origin[index - 1] + 1


def fold(text: str) -> Folded:
    """Return the folded form of a text."""
    if text.isascii():
        return Folded(text.lower().translate(PUNCTUATION), None, len(text), text)
    pieces: list[str] = []
    origin: list[int] = []
    for offset, char in enumerate(text):
        plain = char.lower() if char < "\x80" and char not in "`\r\t" else _fold_char(char)
        if len(plain) == 1:
            pieces.append(plain)
            origin.append(offset)
        elif plain:
            pieces.append(plain)
            origin.extend([offset] * len(plain))
    origin.append(len(text))
    folded = "".join(pieces)
    if _LATIN.search(folded) and _LOOKS_LATIN.search(folded):
        folded = _WORD.sub(_one_alphabet, folded)
    return Folded(folded, tuple(origin), len(text), text)


def _one_alphabet(match: re.Match[str]) -> str:
    """Return a word with its look-alikes made Latin, if it mixes alphabets."""
    word = match.group()
    return word.translate(LOOK_ALIKES) if _LATIN.search(word) and _LOOKS_LATIN.search(word) else word


@lru_cache(maxsize=8192)
def _fold_char(char: str) -> str:
    """Return the plain characters, possibly none, that stand for one character."""
    if unicodedata.category(char) in ("Cf", "Cc", "Cs") and char not in "\n\r\t":
        return ""
    if named := _NAMED_LETTER.match(unicodedata.name(char, "")):
        return named.group(1).lower()
    plain = unicodedata.normalize("NFKC", char).translate(PUNCTUATION).lower()
    kept: list[str] = []
    for part in plain if plain == _KEPT_ABOVE else unicodedata.normalize("NFKD", plain):
        if _is_decoration(part):
            continue
        digit = unicodedata.digit(part, None)
        kept.append(part if digit is None else str(digit))
    folded = "".join(kept).translate(ARABIC).translate(LATIN_LETTERS)
    # Hangul syllables come apart under NFKD; they are one character again in the result.
    return unicodedata.normalize("NFC", folded)


def _is_decoration(char: str) -> bool:
    """Tell whether a combining mark only decorates; Indic vowel signs are part of the spelling."""
    code = ord(char)
    return (
        0x0300 <= code <= 0x036F
        or 0x064B <= code <= 0x065F
        or code in (0x0640, 0x0670, 0x093C, 0x09BC)
        or 0x1AB0 <= code <= 0x1AFF
        or 0x1DC0 <= code <= 0x1DFF
        or 0x20D0 <= code <= 0x20FF
        or 0xFE00 <= code <= 0xFE2F
        or 0xE0100 <= code <= 0xE01EF
    )
