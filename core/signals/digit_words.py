"""The digit words of all languages: what each of them stands for within a number."""

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import tomli

from core.fold import fold
from core.tokens import tokenize

FOLDER = Path(__file__).parent.parent / "lexicon"

Atom = tuple[str, int]  # digit, number, hundred, repeat, zeros, times, plus, and, then

_KEYS = {
    "hundred": ("hundred", 100),
    "double": ("repeat", 2),
    "triple": ("repeat", 3),
    "fourfold": ("repeat", 4),
}


@dataclass(slots=True)
class Numbers:
    """The digit words of all languages: what a word means in each, and the phrases of several words."""

    words: dict[str, dict[str, Atom]]
    phrases: dict[str, list[tuple[tuple[str, ...], str, Atom]]]
    prefixes: frozenset[str]


@cache
def load_numbers() -> Numbers:
    """Return the digit words of numbers.toml, folded."""
    with (FOLDER / "numbers.toml").open("rb") as file:
        table = tomli.load(file)
    words: dict[str, dict[str, Atom]] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], str, Atom]]] = {}
    for language, entries in table.items():
        for entry, atom in [*_listed(entries), *_built(entries)]:
            parts = tuple(tokenize(fold(entry)).words)
            if len(parts) == 1:
                words.setdefault(parts[0], {}).setdefault(language, atom)
            elif parts:
                phrases.setdefault(parts[0], []).append((parts[1:], language, atom))
    for options in phrases.values():
        options.sort(key=lambda option: -len(option[0]))
    return Numbers(words, phrases, frozenset(word[:1] for word in words if not word.isascii()))


def _listed(entries: dict[str, str | bool]) -> list[tuple[str, Atom]]:
    pairs = []
    for key, text in entries.items():
        if key in ("joined", "fused") or not isinstance(text, str):
            continue
        value = int(key) if key.isdigit() else 0
        atom = (("digit" if value < 10 else "number"), value) if key.isdigit() else _KEYS.get(key, (key, 0))
        pairs += [(entry.strip(), atom) for entry in text.split(",")]
    return pairs


def _built(entries: dict[str, str | bool]) -> list[tuple[str, Atom]]:
    """Return the numbers that a language writes as one word: vierunddreißig, trentaquattro."""

    def forms(value: int) -> list[str]:
        return [form.strip() for form in str(entries.get(str(value), "")).split(",") if form.strip()]

    pairs: list[tuple[str, Atom]] = []
    for ten in range(20, 100, 10):
        for unit in range(1, 10):
            for high in forms(ten):
                for low in forms(unit):
                    if joined := entries.get("joined"):
                        pairs.append((f"{low}{joined}{high}", ("number", ten + unit)))
                    elif entries.get("fused"):
                        stem = high[:-1] if low[0] in "uo" else high
                        pairs.append((stem + low, ("number", ten + unit)))
    return pairs


@lru_cache(maxsize=4096)
def packed(word: str) -> str:
    """Return the digits of a word that is several digit words without a space, as in 공일공 or ゼロハチ."""
    numbers = load_numbers()
    if word.isascii() or word[:1] not in numbers.prefixes or len(word) > 60:
        return ""
    for tail in ("입니다", "이에요", "이요", "예요", "으로", "번", "에", "의", "로", "요", ""):
        rest = word.removesuffix(tail) if tail else word
        digits = ""
        while rest and (tail == "" or word.endswith(tail)):
            size = next((n for n in range(min(6, len(rest)), 0, -1) if _single(rest[:n], numbers)), 0)
            if not size:
                break
            digits += _single(rest[:size], numbers)
            rest = rest[size:]
        if digits and not rest:
            return digits
    return ""


def _single(word: str, numbers: Numbers) -> str:
    for kind, value in numbers.words.get(word, {}).values():
        if kind == "digit":
            return str(value)
    return ""
