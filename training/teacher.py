"""multilingual-e5-small, which learns the corpus: all of it as a teacher, its lower layers as core/encoder.py.

It reads a sentence in twelve layers and knows from 100 languages who wants what; it is fifty times too slow to judge
a whole paste. So it answers for each text of the corpus, and for many variations of it, how sure it is: the small
network learns more from that than from yes and no (Hinton and others, 2015). Eight of its layers are asked in the
product too, where the small network is in doubt.
"""

import random
import sys
from collections.abc import Sequence

import numpy as np
import torch
from rich.progress import track
from torch import nn
from torch.nn import functional

from core.encoder import LIFTED, SAID_BEFORE
from core.network import QUESTIONS
from training.e5 import packed
from training.table import Table, padded, some_of

ALL_LAYERS = 12
FIXED = LIFTED  # Layers that stay as they are: what they know is true of all text.
SPEAKERS = SAID_BEFORE + 2
MIDDLE = 192
ROUNDS = 2
BATCH = 2800  # Subwords in a batch,
ASKED = 4096  # and in one that is only answered.
STRETCH = 4000  # Texts that are put in order of length before they are cut into batches.
SPEED = 8e-5
HEAD_SPEED = 1e-3
WARMING = 0.06  # The share of steps in which it begins slowly.
FORGOTTEN_WORDS = 0.05
QUERY = ("▁quer", "y", ":")  # What e5 was taught to read before a text.
# Twice as quick where the processor multiplies such numbers, and ten times as slow where it does not.
IN_HALF: bool = torch.ops.mkldnn._is_mkldnn_bf16_supported()  # noqa: SLF001  # Nothing public tells.


class Layer(nn.Module):
    """A layer of a BERT (Devlin and others, 2018)."""

    def __init__(self, number: int) -> None:
        super().__init__()
        whole = packed()
        shape, name = whole.shape, f"l{number}"
        width, inner = shape.columns, shape.inner
        self.heads = shape.heads
        self.asked = nn.Linear(width, 3 * width)
        self.answered = nn.Linear(width, width)
        self.wide = nn.Linear(width, inner)
        self.narrow = nn.Linear(inner, width)
        self.evens = nn.ModuleList(nn.LayerNorm(width, eps=shape.small) for _ in range(2))
        with torch.no_grad():
            self.asked.weight.copy_(
                torch.tensor(np.vstack([whole.matrix(f"{name}.{one}.w", width, width) for one in "qkv"]))
            )
            self.asked.bias.copy_(
                torch.tensor(np.hstack([whole.row(f"{name}.{one}.b", width) for one in "qkv"]))
            )
            for part, called in ((self.answered, "ao"), (self.wide, "fi"), (self.narrow, "fo")):
                part.weight.copy_(torch.tensor(whole.matrix(f"{name}.{called}.w", *part.weight.shape)))
                part.bias.copy_(torch.tensor(whole.row(f"{name}.{called}.b", len(part.bias))))
            for even, called in zip(self.evens, ("aln", "oln"), strict=True):
                _fill(even, f"{name}.{called}")

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return the words with all others weighed in."""
        count, length, width = x.shape
        asked = self.asked(x).view(count, length, 3, self.heads, width // self.heads)
        query, key, value = asked.permute(2, 0, 3, 1, 4)
        heeded = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        heeded = self.answered(heeded.transpose(1, 2).reshape(count, length, width))
        x = self.evens[0](x + functional.dropout(heeded, 0.1, self.training))
        inner = self.narrow(functional.gelu(self.wide(x), approximate="tanh"))
        even: torch.Tensor = self.evens[1](x + functional.dropout(inner, 0.1, self.training))
        return even


class Teacher(nn.Module):
    """The model with an answer to each of our questions; it reads the pieces of our own vocabulary."""

    def __init__(self, pieces: Sequence[str], clue_count: int, layer_count: int = ALL_LAYERS) -> None:
        """Take the pieces in the order of their numbers, the first of which is 1, and how many clues there are."""
        super().__init__()
        whole = packed()
        width = whole.shape.columns
        words = whole.matrix("emb.word", whole.shape.rows, width)[kept(pieces)]
        self.register_buffer("words", torch.tensor(words).to(torch.bfloat16))
        first = len(pieces) + 1
        self.before = list(range(first, first + 1 + len(QUERY)))
        self.end, self.filling = self.before[-1] + 1, self.before[-1] + 2
        places = whole.matrix("emb.pos", whole.shape.places, width)
        self.register_buffer(
            "places", torch.tensor(places + whole.matrix("emb.type", whole.shape.kinds, width)[:1])
        )
        self.even = nn.LayerNorm(width, eps=whole.shape.small)
        _fill(self.even, "emb.ln")
        self.layers = nn.ModuleList(Layer(number) for number in range(layer_count))
        for fixed in (self.even, *self.layers[:FIXED]):
            fixed.requires_grad_(False)
        self.speakers = nn.Parameter(torch.zeros(SPEAKERS, width))
        self.middle = nn.Linear(2 * width, MIDDLE)
        self.clue_rows = nn.EmbeddingBag(clue_count + 1, MIDDLE, mode="sum", padding_idx=clue_count)
        nn.init.normal_(self.clue_rows.weight, std=0.05)
        self.clue_rows.weight.data[clue_count] = 0
        self.exit = nn.Linear(MIDDLE, len(QUESTIONS))
        self.clue_count = clue_count

    def forward(self, table: Table, batch: Sequence[int]) -> torch.Tensor:
        """Return the log odds of each question for some texts of a table."""
        x, own = self._read(table, batch)
        x = x.float()
        mean = (x * own).sum(1) / own.sum(1)
        most = (x - 1e4 * (1 - own)).max(1).values
        clues = [table.clues[number] for number in batch]
        if self.training:
            clues = [some_of(one) for one in clues]
        summary = self.middle(torch.cat([mean, most], 1)) + self.clue_rows(padded(clues, self.clue_count))
        odds: torch.Tensor = self.exit(functional.dropout(functional.silu(summary), 0.2, self.training))
        return odds

    def _read(self, table: Table, batch: Sequence[int]) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the words of texts after all layers, and 1 where one is neither filling nor said before."""
        ids, speakers, own = [], [], []
        begin = len(self.before)
        for number in batch:
            before, speaker = table.before[number], int(table.speakers[number])
            words = table.words[number]
            if self.training:
                words = [0 if random.random() < FORGOTTEN_WORDS else word for word in words]
            earlier = [*(word for word, _ in before), self.end] if before else []
            ids.append([*self.before, *earlier, *words, self.end])
            after = len(ids[-1]) - begin - len(before)
            speakers.append([speaker] * begin + [who for _, who in before] + [speaker] * after)
            own.append([1] * begin + [0] * len(earlier) + [1] * (len(words) + 1))
        numbers = padded(ids, self.filling)
        there = torch.arange(numbers.shape[1])[None] < torch.tensor([len(one) for one in ids])[:, None]
        x = self.even(self.words[numbers].float() + self.places[: numbers.shape[1]])
        x = functional.dropout(x, 0.1, self.training)
        with torch.autocast("cpu", torch.bfloat16, enabled=IN_HALF):
            for number, layer in enumerate(self.layers):
                if number == FIXED:
                    x = x + self.speakers[padded(speakers, 0)].to(x.dtype)
                with torch.set_grad_enabled(self.training and number >= FIXED):
                    x = layer(x, there[:, None, None, :])
        return x, padded(own, 0)[..., None].float()

    def odds(self, table: Table) -> torch.Tensor:
        """Return the log odds of each question for all texts of a table."""
        self.eval()
        found = torch.zeros(len(table.words), len(QUESTIONS))
        with torch.no_grad():
            for batch in track(_batches(table, ASKED), "answering", transient=True):
                found[batch] = self(table, batch)
        return found


def kept(pieces: Sequence[str]) -> list[int]:
    """Return the rows of e5's words that are ours: the unknown one, the pieces, what stands around a text, filling."""
    whole, index = packed(), {piece: number for number, piece in enumerate(packed().pieces)}
    around = [whole.marks.begin, *(index[piece] for piece in QUERY), whole.marks.end]
    return [whole.marks.unknown, *(index[piece] for piece in pieces), *around, whole.marks.filling]


def taught(
    table: Table, pieces: Sequence[str], clue_count: int, layer_count: int = ALL_LAYERS, speed: float = SPEED
) -> Teacher:
    """Return a teacher that has learnt the table."""
    teacher = Teacher(pieces, clue_count, layer_count)
    learn(teacher, table, speed)
    return teacher


def learn(teacher: Teacher, table: Table, speed: float) -> None:
    """Have a teacher learn a table, after all that it has learnt before."""
    head = {"speakers", "middle", "clue_rows", "exit"}
    body, answers = [], []
    for name, weights in teacher.named_parameters():
        if weights.requires_grad:
            (answers if name.split(".")[0] in head else body).append(weights)
    optimizer = torch.optim.AdamW(
        [
            {"params": body, "lr": speed, "weight_decay": 0.01},
            {"params": answers, "lr": HEAD_SPEED, "weight_decay": 1e-4},
        ]
    )
    rounds = [_batches(table, BATCH) for _ in range(ROUNDS)]
    steps = sum(map(len, rounds))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / (WARMING * steps), max(0.02, 1 - step / steps))
    )
    for number, batches in enumerate(rounds):
        loss_sum = 0.0
        teacher.train()
        for batch in track(batches, f"teacher, round {number + 1} of {ROUNDS}", transient=True):
            loss = functional.binary_cross_entropy_with_logits(
                teacher(table, batch), table.answers[batch], weight=table.known[batch], reduction="sum"
            )
            optimizer.zero_grad()
            (loss / len(batch)).backward()
            nn.utils.clip_grad_norm_(body + answers, 1.0)
            optimizer.step()
            schedule.step()
            loss_sum += loss.item()
        print(f"teacher, round {number + 1}: loss {loss_sum / len(table.words):.3f}", file=sys.stderr)


def _batches(table: Table, most: int) -> list[list[int]]:
    """Return all texts in batches of at most so many subwords, in no order, of like length."""
    lengths = [
        len(words) + len(before) + len(QUERY) + 3
        for words, before in zip(table.words, table.before, strict=True)
    ]
    order = random.sample(range(len(lengths)), len(lengths))
    found: list[list[int]] = []
    for start in range(0, len(order), STRETCH):
        batch: list[int] = []
        for number in sorted(order[start : start + STRETCH], key=lengths.__getitem__):
            if batch and (len(batch) + 1) * lengths[number] > most:
                found.append(batch)
                batch = []
            batch.append(number)
        found.append(batch)
    random.shuffle(found)
    return found


def _fill(even: nn.Module, name: str) -> None:
    width = packed().shape.columns
    with torch.no_grad():
        even.weight.copy_(torch.tensor(packed().row(f"{name}.w", width)))
        even.bias.copy_(torch.tensor(packed().row(f"{name}.b", width)))
