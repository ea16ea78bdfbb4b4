"""What else the texts of a table could be, for which the teacher answers, and texts that mean nothing."""

import random
from collections.abc import Mapping, Sequence

import torch
from torch.nn import functional

from core.network import CLIENT, QUESTIONS, US
from core.weigh import MOST_SUBWORDS
from training.e5 import packed
from training.table import SOFT, Table, counted, some_of

ALIKE = 8  # Pieces that may stand for a piece,
LEAST_ALIKE = 0.35  # if their vectors lie at least so close (cosine).
SWAPPED = (0.08, 0.15, 0.25)  # Shares of the words that give way to others like them.
ROWS = 1024  # compared in one go
LONGEST_JUNK = 150
JUNK_COUNTS = 0.5  # as much as a message where the question is of talk or payment


def varied(table: Table, pieces: Sequence[str], share: float, weight: Mapping[str, float]) -> Table:
    """Return a variation of so many of the texts, one each, with answers to be given yet; so much counts each question."""
    alike = _alike(pieces)
    chosen = random.sample(range(len(table.words)), int(share * len(table.words)))
    words, clues = [], []
    for number in chosen:
        found, seen = _variation(table, number, random.choice(chosen), alike)
        words.append(found[:MOST_SUBWORDS] or [0])
        clues.append(some_of(seen))
    answers = torch.zeros(len(chosen), len(QUESTIONS))
    known = counted(weight, len(chosen))
    return Table(words, table.speakers[chosen], clues, answers, known, [[] for _ in words])


def junk(table: Table, pieces: Sequence[str], count: int) -> Table:
    """Return words said again and again, and words at random: nobody means anything by them."""
    words = []
    for _ in range(count):
        real, length = random.choice(table.words), random.randint(4, LONGEST_JUNK)
        dice = random.random()
        if dice < 0.5:
            words.append([random.choice(real)] * length)
        elif dice < 0.8:
            words.append(([random.choice(real), random.choice(real)] * length)[:MOST_SUBWORDS])
        else:
            words.append([random.randint(1, len(pieces)) for _ in range(length)])
    weight = dict.fromkeys(QUESTIONS, 1.0) | {"client_text": 0.0, "talk": JUNK_COUNTS, "pay": JUNK_COUNTS}
    answers = torch.full((count, len(QUESTIONS)), SOFT)
    speakers = torch.tensor([random.choice((CLIENT, US)) for _ in words])
    nothing: list[list[int]] = [[] for _ in words]
    return Table(words, speakers, nothing, answers, counted(weight, count), [[] for _ in words])


def _variation(table: Table, number: int, other: int, alike: torch.Tensor) -> tuple[list[int], Sequence[int]]:
    """Return a text with some words swapped, with a stretch left out, or with a piece of another text in it."""
    words, clues = table.words[number], table.clues[number]
    foreign = table.words[other]
    dice = random.random()
    if dice < 0.5 or len(words) < 5:
        share = random.choice(SWAPPED)
        return [_like(word, alike) if random.random() < share else word for word in words], clues
    if dice < 0.75:
        length = random.randint(1, max(1, len(words) // 3))
        begin = random.randrange(len(words) - length)
        return words[:begin] + words[begin + length :], clues
    cut = random.randrange(1, len(words))
    if dice < 0.87:
        seen = sorted(set(clues) | set(table.clues[other]))
        return words[:cut] + foreign[random.randrange(len(foreign)) :], seen
    return words[:cut] + foreign[: random.randint(1, 6)] + words[cut:], clues


def _like(word: int, alike: torch.Tensor) -> int:
    return int(alike[word, random.randrange(ALIKE)]) if word else word


def _alike(pieces: Sequence[str]) -> torch.Tensor:
    """Return for each piece, by its number, those whose vectors lie closest; itself where there are none."""
    whole = packed()
    index = {piece: number for number, piece in enumerate(whole.pieces)}
    vectors = whole.matrix("emb.word", whole.shape.rows, whole.shape.columns)[[index[one] for one in pieces]]
    rows = functional.normalize(torch.tensor(vectors - vectors.mean(axis=0)), dim=1).to(torch.bfloat16)
    begins = torch.tensor([piece.startswith("▁") for piece in pieces])
    found = [torch.zeros(1, ALIKE, dtype=torch.long)]
    for start in range(0, len(rows), ROWS):
        some = torch.arange(start, min(start + ROWS, len(rows)))
        likeness = (rows[some] @ rows.T).float()
        # Only the begin of a word stands for the begin of a word.
        likeness -= (begins[some][:, None] != begins[None]).float()
        likeness[torch.arange(len(some)), some] = -1
        best, numbers = likeness.topk(ALIKE, 1)
        found.append(torch.where(best >= LEAST_ALIKE, numbers, some[:, None]) + 1)
    return torch.cat(found)
