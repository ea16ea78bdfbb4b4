"""Thin the vocabulary and the word vectors of multilingual-e5-small to what our languages need.

The vectors are turned so that the first few columns hold most of what tells our words apart (principal components,
weighed by how often a piece is seen).
"""

import json
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core import subwords
from training.e5 import packed

SIZE = 40_000
COLUMNS = 128
SEEN_AT_LEAST = 2  # A piece seen once is worth no more than one of the likeliest others.
SPECIAL = 4  # The first pieces of the vocabulary are marks, not text.
# How the places that the corpus does not fill are shared out among scripts.
SHARES = {
    "LATIN": 0.56,
    "CYRILLIC": 0.12,
    "ARABIC": 0.07,
    "DEVANAGARI": 0.05,
    "BENGALI": 0.03,
    "CJK": 0.10,
    "HIRAGANA": 0.015,
    "KATAKANA": 0.015,
    "HANGUL": 0.04,
}

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class Vocabulary:
    """Pieces, their log likelihoods, and their vectors row by row."""

    pieces: list[str]
    scores: list[float]
    vectors: Vectors


def thinned(texts: Iterable[str]) -> Vocabulary:
    """Return the pieces that the texts use and the likeliest others of our scripts, with short vectors."""
    full = _load()
    known = [n for n, piece in enumerate(full.pieces) if n >= SPECIAL and piece]
    cutting = subwords.Vocabulary.of([full.pieces[n] for n in known], [full.scores[n] for n in known])
    counts: Counter[int] = Counter()
    for text in texts:
        for part in subwords.parts_of(text):
            cut = (number for number in subwords.likeliest_cut(part, cutting) if number != subwords.UNKNOWN)
            counts.update(known[number - 1] for number in cut)
    kept = _chosen(full, counts)
    weights = np.array([counts[n] ** 0.5 + 0.3 for n in kept], dtype=np.float32)
    return Vocabulary(
        [full.pieces[n] for n in kept],
        [full.scores[n] for n in kept],
        _turned(full.vectors[kept], weights),
    )


def _chosen(full: Vocabulary, counts: Counter[int]) -> list[int]:
    by_script: defaultdict[str, list[int]] = defaultdict(list)
    kept = sorted(n for n, count in counts.items() if n >= SPECIAL and count >= SEEN_AT_LEAST)
    seen = set(kept)
    for n, piece in enumerate(full.pieces):
        script = _script(piece)
        if n < SPECIAL or n in seen or script not in SHARES:
            continue
        if len(piece) == 1:
            kept.append(n)
        else:
            by_script[script].append(n)
    room = max(SIZE - len(kept), 0)
    for script, share in SHARES.items():
        likeliest = sorted(by_script[script], key=lambda n: -full.scores[n])
        kept.extend(likeliest[: int(room * share)])
    return kept


def _script(piece: str) -> str:
    for char in piece:
        if char.isalpha():
            return unicodedata.name(char, "").split(" ")[0].split("-")[0]
    return ""


def _turned(vectors: Vectors, weights: Vectors) -> Vectors:
    centre = (vectors * weights[:, None]).sum(axis=0) / weights.sum()
    around = vectors - centre
    _, axes = np.linalg.eigh((around * weights[:, None]).T @ around)
    turned = around @ axes[:, ::-1][:, :COLUMNS]
    return (turned / turned.std()).astype(np.float32)


def _load() -> Vocabulary:
    whole = packed()
    vectors = whole.matrix("emb.word", whole.shape.rows, whole.shape.columns)
    return Vocabulary(whole.pieces, whole.scores, vectors[: len(whole.pieces)])


def describe(vocabulary: Vocabulary) -> str:
    """Return a line about a vocabulary for the person who waits."""
    scripts = Counter(_script(piece) or "other" for piece in vocabulary.pieces)
    return f"{len(vocabulary.pieces)} pieces: " + json.dumps(dict(scripts.most_common(6)))
