"""All samples as numbers, as both networks read them."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch

from core.encoder import Asked
from core.network import QUESTIONS, Text
from core.subwords import subwords
from core.weigh import MOST_SUBWORDS
from training.samples import Sample

SOFT = 0.003  # No label is taken for certain.
FORGOTTEN_CLUES = 0.1  # The share of clues that are left out at random while learning,
WITHOUT_CLUES = 0.2  # and of texts that are read without any.


@dataclass(frozen=True)
class Table:
    """Texts in the numbers of their subwords and clues, who speaks, and what is known of each question.

    `before` are the subwords of what was said before, each with the number of its speaker; only an encoder reads them.
    """

    words: list[list[int]]
    speakers: torch.Tensor
    clues: list[list[int]]
    answers: torch.Tensor  # how likely each yes is
    known: torch.Tensor  # 1 where that counts
    before: list[list[tuple[int, int]]]

    @classmethod
    def of(cls, samples: Sequence[Sample], clue_names: Sequence[str]) -> "Table":
        """Return samples as numbers; clues that are not named are left out."""
        number = {clue: n for n, clue in enumerate(clue_names)}
        answers = torch.tensor([[float(bool(a)) for a in one.answers] for one in samples])
        return cls(
            [(subwords(one.text) or [0])[:MOST_SUBWORDS] for one in samples],
            torch.tensor([one.speaker for one in samples]),
            [sorted(number[clue] for clue in one.clues if clue in number) for one in samples],
            answers * (1 - 2 * SOFT) + SOFT,
            torch.tensor([[float(a is not None) for a in one.answers] for one in samples]),
            [_before(one) for one in samples],
        )

    def __add__(self, other: "Table") -> "Table":
        return Table(
            self.words + other.words,
            torch.cat([self.speakers, other.speakers]),
            self.clues + other.clues,
            torch.cat([self.answers, other.answers]),
            torch.cat([self.known, other.known]),
            self.before + other.before,
        )


def _before(one: Sample) -> list[tuple[int, int]]:
    said = [Text(subwords(text), speaker) for text, speaker in one.before]
    return Asked(Text((), one.speaker), said).words_before


def counted(weight: Mapping[str, float], count: int) -> torch.Tensor:
    """Return for so many texts how much each question counts, those that are not named not at all."""
    return torch.tensor([[weight.get(question, 0.0) for question in QUESTIONS]]).repeat(count, 1)


def padded(rows: Sequence[Sequence[int]], filling: int) -> torch.Tensor:
    """Return rows of different length as one block."""
    block = torch.full((len(rows), max(1, *(len(row) for row in rows))), filling, dtype=torch.long)
    for n, row in enumerate(rows):
        block[n, : len(row)] = torch.tensor(row, dtype=torch.long)
    return block


def some_of(clues: Sequence[int]) -> list[int]:
    """Return what is left of clues when some are forgotten, so that nothing leans on them where there are none."""
    if random.random() < WITHOUT_CLUES:
        return []
    return [clue for clue in clues if random.random() >= FORGOTTEN_CLUES]
