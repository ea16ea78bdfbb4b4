"""Fit the networks of core/network.py and core/encoder.py to the labelled corpus: `make weights`.

Every message is read as the product reads it; its words and its clues are learnt together, so that a network
knows when a phrase that a frame names is meant. A teacher learns first (training/teacher.py): the small network learns
what it says of talk and payment in each text, and in variations of them, beside the labels. Another learns posts alone,
and answers for the gate. The encoder learns from labels, and what was said before a message with it. A third of the
corpus is held back (core/evaluate.py says which) and never read here.
"""

import argparse
import math
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from rich.progress import track
from torch import nn
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from core import subwords
from core.fold import fold
from core.languages import language_of
from core.network import FOLDER, MOST_HEED, QUESTIONS, REACHES, SMALL
from core.tokens import tokenize
from core.weigh import MEANT
from training import packing, pieces
from training.answers import answers
from training.renamed import renamed
from training.samples import (
    CORPUS,
    SEED,
    Sample,
    examples,
    in_context,
    joined,
    messages,
    posts,
    sample,
    scripts,
    unlabelled_posts,
)
from training.table import Table, counted, padded, some_of
from training.teacher import Teacher, learn, taught
from training.variations import junk, varied

WIDTH = 128  # Numbers a word has inside the network,
HEADS = 4  # Ways of choosing the words that deserve heed.
MIDDLE = 160  # and a message once its words are summed up.
SEEN_AT_LEAST = 4  # A clue of fewer messages says more about one message than about language.
ROUNDS = 8
BATCH = 64
SPEED = 2e-3
FORGOTTEN_WORDS = 0.08  # The share of words left out at random while learning.
EXAMPLES_COUNT = 9  # How often the examples of the rules are shown: they are the specification.
# The weight of the teacher's word beside the label. It says who wants what; all else the labels say well enough.
TEACHER = {"talk": 0.5, "pay": 0.5} | dict.fromkeys(("contact_share", "contact_request", "move", "call"), 0.3)
SURER = 1.4  # By how much its log odds are stretched, for a plain ask must stand out in a long chat.
JUNK = 900  # Texts without any meaning.
AVERAGED = 0.98  # What is kept of the average of the network when it is taken anew,
AVERAGED_EVERY = 8  # which is so many steps apart,
AVERAGED_FROM = 0.4  # once this share of the steps is done.
VARIED = 0.4  # Variations of messages that only the teacher has answered for, for each of them.
VARIED_POSTS = 0.5
UNLABELLED_POSTS = 4000  # Messages in channels, of which only the teacher says what they are there.
JOINED_TAUGHT = 1500  # Longer texts put together that the teacher learns; each of its steps is dear.
# What the teacher is asked about a variation of a message, and how much its answer counts; and of a post.
ANSWERED = {"talk": 1.0, "pay": 1.0} | dict.fromkeys(
    ("contact_share", "contact_request", "move", "call", "exception"), 0.5
)
GATE = {"client_text": 1.0}
SURER_OF_POSTS = 1.2
ENCODER_LAYERS = 8
ENCODER_SPEED = 1e-4
POSTS_SPEED = 6e-5  # With which its upper layers learn posts alone once more, for the gate.
MOST_ALIKE = 2  # How often the encoder is shown the same sample.
ALONE_TOO = 0.05  # The share of messages of conversations that it is shown without what was said before,
ELSEWHERE = 0.8  # and of single ones behind what was said somewhere else,
SAME_LANGUAGE = 0.85  # so many of them in the same language.
ASKS_SHOWN = (
    3  # How often it is shown a message of a conversation that asks for something: one in twenty does.
)
OTHERS_SHOWN = 0.6  # The share of the others that it is shown.
JOINED_ENCODED = 700
RENAMED_ENCODED = 900
LONG_POST = 420  # Characters of a post of which only some
LONG_POSTS = 0.4  # are learnt: it is dear.


class Net(nn.Module):
    """core/network.py once more, as something that can learn."""

    def __init__(self, vectors: pieces.Vectors, clue_count: int) -> None:
        super().__init__()
        count, columns = vectors.shape
        self.register_buffer("vectors", torch.tensor(np.vstack([np.zeros((1, columns)), vectors])).float())
        self.shifted = nn.Embedding(
            count + 1, columns, sparse=True
        )  # What our own task moves the vectors by.
        nn.init.zeros_(self.shifted.weight)
        self.entry = nn.Linear(columns, WIDTH)
        self.speakers = nn.Parameter(torch.zeros(3, WIDTH))
        self.norms = nn.ModuleList(nn.RMSNorm(WIDTH, eps=SMALL) for _ in REACHES)
        self.convolutions = nn.ModuleList(nn.Linear(3 * WIDTH, 2 * WIDTH) for _ in REACHES)
        self.heeded = nn.Linear(WIDTH, HEADS, bias=False)
        self.middle = nn.Linear((HEADS + 1) * WIDTH, MIDDLE)
        self.clue_rows = nn.EmbeddingBag(clue_count + 1, MIDDLE, mode="sum", padding_idx=clue_count)
        nn.init.normal_(self.clue_rows.weight, std=0.05)
        self.clue_rows.weight.data[clue_count] = 0
        self.exit = nn.Linear(MIDDLE, len(QUESTIONS))
        self.forget = nn.Dropout(0.2)

    def forward(
        self, words: torch.Tensor, there: torch.Tensor, speakers: torch.Tensor, seen: torch.Tensor
    ) -> torch.Tensor:
        """Return the log odds of each question for a batch; `there` is 1 where a message has a word."""
        mask = there.unsqueeze(-1).float()
        x = self.entry(self.forget(self.vectors[words] + self.shifted(words)))
        x = (x + self.speakers[speakers][:, None]) * mask
        for norm, convolution, reach in zip(self.norms, self.convolutions, REACHES, strict=True):
            even = norm(x) * mask
            left = functional.pad(even, (0, 0, reach, 0))[:, :-reach]
            right = functional.pad(even, (0, 0, 0, reach))[:, reach:]
            value, gate = convolution(torch.cat([left, even, right], -1)).chunk(2, -1)
            x = x + self.forget(value * (1 + torch.tanh(gate))) * mask
        heed = torch.exp(self.heeded(x).clamp(max=MOST_HEED)) * mask
        heed = heed / heed.sum(1, keepdim=True)
        pooled = torch.einsum("nwh,nwd->nhd", heed, x).flatten(1)
        most = (x - 1e4 * (1 - mask)).max(1).values
        summary = self.middle(torch.cat([pooled, most], 1)) + self.clue_rows(seen)
        odds: torch.Tensor = self.exit(self.forget(functional.silu(summary)))
        return odds


def batches(table: Table) -> Iterator[list[int]]:
    """Yield the samples in random batches of like length."""
    order = list(range(len(table.words)))
    random.shuffle(order)
    found: list[list[int]] = []
    for start in range(0, len(order), BATCH * 20):
        stretch = sorted(order[start : start + BATCH * 20], key=lambda n: len(table.words[n]))
        found.extend(stretch[at : at + BATCH] for at in range(0, len(stretch), BATCH))
    random.shuffle(found)
    yield from found


def fit(table: Table, vectors: pieces.Vectors, clue_count: int) -> Net:
    """Return a network that has learnt the table."""
    net = Net(vectors, clue_count)
    rest = [weights for name, weights in net.named_parameters() if name != "shifted.weight"]
    # Only the rows of the words in a batch are moved; the table is too long to be gone through each time.
    optimizers = [
        torch.optim.AdamW(rest, lr=SPEED, weight_decay=1e-4),
        torch.optim.SparseAdam([net.shifted.weight], lr=SPEED / 2),
    ]
    steps = ROUNDS * math.ceil(len(table.words) / BATCH)
    schedules = [
        torch.optim.lr_scheduler.LambdaLR(
            optimizer,
            lambda step: min((step + 1) / 100, 1) * max(0.01, 0.5 * (1 + math.cos(math.pi * step / steps))),
        )
        for optimizer in optimizers
    ]
    averaged = AveragedModel(net, multi_avg_fn=get_ema_multi_avg_fn(AVERAGED))
    done = 0
    for round_ in range(ROUNDS):
        loss_sum = 0.0
        for batch in track(list(batches(table)), f"round {round_ + 1} of {ROUNDS}", transient=True):
            loss = _loss(net, table, batch, clue_count)
            for optimizer in optimizers:
                optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(rest, 1.0)
            for worker in (*optimizers, *schedules):
                worker.step()
            done += 1
            if done > AVERAGED_FROM * steps and done % AVERAGED_EVERY == 0:
                averaged.update_parameters(net)
            loss_sum += loss.item() * len(batch)
        print(f"round {round_ + 1}: loss {loss_sum / len(table.words):.3f}", file=sys.stderr)
    net.load_state_dict(averaged.module.state_dict())
    return net.eval()


def _loss(net: Net, table: Table, batch: list[int], clue_count: int) -> torch.Tensor:
    words = padded([table.words[n] for n in batch], 0)
    lengths = torch.tensor([len(table.words[n]) for n in batch])
    there = (torch.arange(words.shape[1])[None] < lengths[:, None]).long()
    words = words.masked_fill(torch.rand(words.shape) < FORGOTTEN_WORDS, 0)
    seen = [some_of(table.clues[n]) for n in batch]
    odds = net(words, there, table.speakers[batch], padded(seen, clue_count))
    loss = functional.binary_cross_entropy_with_logits(
        odds, table.answers[batch], weight=table.known[batch], reduction="sum"
    )
    return loss / len(batch)


def with_answers(table: Table, teacher: Teacher, weight: Mapping[str, float], surer: float) -> Table:
    """Return a table with the teacher's word weighed into its answers, by so much for each question."""
    given = (surer * teacher.odds(table)).sigmoid()
    weights = torch.tensor([[weight.get(question, 0.0) for question in QUESTIONS]])
    return replace(table, answers=(1 - weights) * table.answers + weights * given)


def messages_learnt(samples: Sequence[Sample], clue_names: Sequence[str], names: Sequence[str]) -> Table:
    """Return the messages with the labels and the teacher's word, and what only the teacher has answered for."""
    longer = list(joined(samples))
    some = random.sample(longer, min(JOINED_TAUGHT, len(longer)))
    teacher = taught(Table.of([*samples, *some], clue_names), names, len(clue_names))
    table = Table.of([*samples, *longer, *renamed(samples)], clue_names)
    more = varied(table, names, VARIED, ANSWERED)
    return (
        with_answers(table, teacher, TEACHER, SURER)
        + with_answers(more, teacher, dict.fromkeys(QUESTIONS, 1.0), SURER)
        + junk(table, names, JUNK)
    )


def posts_learnt(
    labelled: Sequence[Sample], others: Sequence[Sample], clue_names: Sequence[str], names: Sequence[str]
) -> Table:
    """Return the posts with their labels, and what a teacher of their own says of them, of others and of variations."""
    table, unlabelled = Table.of(labelled, clue_names), Table.of(others, clue_names)
    teacher = taught(table, names, len(clue_names))
    asked = table + unlabelled + varied(table, names, VARIED_POSTS, GATE)
    asked = replace(asked, known=counted(GATE, len(asked.words)))
    return table + with_answers(asked, teacher, GATE, SURER_OF_POSTS)


def encoder_learns(
    samples: Sequence[Sample], talks: Sequence[Sample], channel: Sequence[Sample], clue_names: Sequence[str]
) -> Table:
    """Return messages alone and in their conversations, longer ones put together, and each post once."""
    inside = {(one.text, one.speaker) for one in talks}
    often: Counter[Sample] = Counter()
    bare: list[Sample] = []
    for one in samples:
        often[one] += 1
        if often[one] <= MOST_ALIKE and (
            (one.text, one.speaker) not in inside or random.random() < ALONE_TOO
        ):
            bare.append(one)
    for more, most in ((joined(samples), JOINED_ENCODED), (renamed(samples), RENAMED_ENCODED)):
        found = list(more)
        bare += random.sample(found, min(most, len(found)))
    bare = list(said_elsewhere(bare, talks))
    return Table.of([*bare, *balanced(talks), *posts_once(channel)], clue_names)


def balanced(talks: Sequence[Sample]) -> Iterator[Sample]:
    """Yield messages of conversations, those that ask for something often and of the others only some."""
    for one in talks:
        if asks(one):
            yield from ASKS_SHOWN * (one,)
        elif random.random() < OTHERS_SHOWN:
            yield one


def asks(one: Sample) -> bool:
    """Return whether a message asks for a step outside, by its labels."""
    return any(one.answers[QUESTIONS.index(question)] for question in MEANT)


def said_elsewhere(bare: Sequence[Sample], talks: Sequence[Sample]) -> Iterator[Sample]:
    """Yield single messages, many of them behind what was said in some conversation before a message without fault.

    Few messages of a conversation ask for anything, and most single ones that are written to be learnt from do: from these
    alone the encoder would learn that what stands in a chat is no ask.
    """
    before: defaultdict[str, list[tuple[tuple[str, int], ...]]] = defaultdict(list)
    for one in talks:
        if one.before and not asks(one):
            before[spoken(one.before[-1][0])].append(one.before)
    everywhere = [said for found in before.values() for said in found]
    for one in bare:
        if not everywhere or random.random() >= ELSEWHERE:
            yield one
            continue
        alike = before.get(spoken(one.text)) if random.random() < SAME_LANGUAGE else None
        yield replace(one, before=random.choice(alike or everywhere))


def spoken(text: str) -> str:
    """Return the language of a text."""
    return language_of([tokenize(fold(text))])


def posts_once(channel: Sequence[Sample]) -> list[Sample]:
    """Return each post in one of the channels that it was shown in, and only some of the long ones."""
    by_text: dict[tuple[str, tuple[bool | None, ...]], list[Sample]] = {}
    for one in channel:
        by_text.setdefault((one.text, one.answers), []).append(one)
    once = [random.choice(alike) for alike in by_text.values()]
    return [one for one in once if len(one.text) < LONG_POST or random.random() < LONG_POSTS]


def main() -> None:
    """Fit both networks and write them to core/network/."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="labelled JSON lines; without any, tests/corpus")
    files = parser.parse_args().files or sorted(CORPUS.glob("*.jsonl"))
    random.seed(SEED)
    torch.manual_seed(SEED)
    rows = messages(files) + scripts() + EXAMPLES_COUNT * examples()
    print(f"{len(rows)} messages", file=sys.stderr)
    vocabulary = pieces.thinned(row["text"] for row in rows)
    print(pieces.describe(vocabulary), file=sys.stderr)
    FOLDER.mkdir(exist_ok=True)
    subwords.Vocabulary.of(vocabulary.pieces, vocabulary.scores).write(FOLDER)
    samples = [found for row in track(rows, "reading", transient=True) if (found := sample(row))]
    channel, others = list(posts(files)), list(unlabelled_posts(rows, UNLABELLED_POSTS))
    counts = Counter(clue for one in (*samples, *channel) for clue in one.clues)
    clue_names = sorted(clue for clue, count in counts.items() if count >= SEEN_AT_LEAST)
    table = messages_learnt(samples, clue_names, vocabulary.pieces)
    table += posts_learnt(channel, others, clue_names, vocabulary.pieces)
    net = fit(table, vocabulary.vectors, len(clue_names))
    packing.write_network(net, clue_names, FOLDER)
    learnt = encoder_learns(samples, list(in_context(files)), channel, clue_names)
    learnt += Table.of(list(answers()), clue_names)
    encoder = taught(learnt, vocabulary.pieces, len(clue_names), ENCODER_LAYERS, ENCODER_SPEED)
    packing.write_encoder(encoder, vocabulary.pieces, FOLDER)
    learn(encoder, Table.of(posts_once(channel), clue_names), POSTS_SPEED)
    packing.write_posts_encoder(encoder, FOLDER)
    print(f"{len(clue_names)} clues and {len(vocabulary.pieces)} pieces in {FOLDER.name}/", file=sys.stderr)


if __name__ == "__main__":
    main()
