"""The labelled corpus as samples: what the network reads of each text, and which questions its labels answer."""

import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from core.evaluate import held_back
from core.kinds import CONTACT, PAY
from core.kinds import TALK as TALK_KINDS
from core.meaning.bounds import FLAGS
from core.model import Level, Purpose, Reason, Rule, Speaker
from core.network import CLIENT, POST, QUESTIONS, US
from core.policy import load
from core.reading.scenes import scenes_of
from core.signals import DETECTORS
from core.transcript import parse
from core.transcript.gate import post_clues
from core.weigh import MESSAGES_BEFORE, clues, parts

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "tests" / "corpus"
TALK = frozenset({"contact_share", "contact_request", "move", "call"})
EXCEPTIONS = frozenset({"access_exception", "legal_exception"})
FREE_STAGES = frozenset({"active-contract", "earlier-contract"})
KINDS = {
    "unpaid": "unpaid_work",
    "file": "suspicious_file",
    "access": "access_without_contract",
    "pressure": "pressure",
}
KIND_OF = {**KINDS, "talk": "move", "pay": "payment", "exception": "access_exception", "fees": "fees"}
SAID_COUNT = 3  # How often what was said in whole conversations is shown: there are few of them.
CHATTER_COUNT = 2  # How often a post that is no client text is shown in each kind of channel.
POSTED = 0.2  # The share of messages that are shown as posts too.
JOINED = 0.12  # How many longer messages are put together, for each message,
MOST_JOINED = 5  # and of how many at most.
SEED = 20261122


def messages(files: Iterable[Path]) -> list[dict[str, Any]]:
    """Return the labelled messages of the part that is learnt from, those inside whole conversations included."""
    found: list[dict[str, Any]] = []
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if held_back(row):
                continue
            if "kinds" in row:
                found.append(row)
            found.extend(
                {"outcome": "allowed", **row, **message}
                for message in SAID_COUNT * row.get("messages", [])
                if message["speaker"] in ("client", "us") and "kinds" in message
            )
    return found


def scripts() -> list[dict[str, Any]]:
    """Return what we ourselves tell people to send: clean by definition, and full of the words of refusal."""
    return [
        {"text": text, "speaker": "us", "kinds": ["benign"], "outcome": "allowed", "stage": "no-contract"}
        for script in load().scripts.values()
        for situation in script.situations.values()
        for text in (situation.declines, situation.rewrites)
    ]


def examples() -> list[dict[str, Any]]:
    """Return the texts that prove the rules, those of one message; each answers the question of its rule alone."""
    policy = load()
    found = []
    for code, rule in policy.rules.items():
        question = _question_of(rule)
        proof = policy.proven(code)
        for example, breaks in [(e, True) for e in proof.breaks] + [(e, False) for e in proof.allowed]:
            name, _, text = example.text.partition(": ")
            speaker = {"Client": "client", "Me": "us"}.get(name, example.speaker)
            free = example.relationship.stage in FREE_STAGES or example.relationship.badge_seen
            if not question or "\n" in example.text or speaker is None or (free and question == "talk"):
                continue
            found.append(
                {
                    "text": text if name in ("Client", "Me") else example.text,
                    "speaker": str(speaker),
                    "kinds": [KIND_OF[question]] if breaks else ["benign"],
                    "outcome": "violation" if breaks and rule.level is Level.VIOLATION else "allowed",
                    "only": question,
                }
            )
    return found


def _question_of(rule: Rule) -> str:
    """Return the question that the examples of a rule answer, empty where they answer none of ours."""
    kinds = set(rule.signals.any)
    if kinds & PAY and rule.level is Level.VIOLATION:
        return "pay"
    if kinds & (TALK_KINDS | CONTACT):
        excepted = {Reason.ACCESS, Reason.LEGAL}.issuperset(rule.signals.purpose) and rule.signals.purpose
        return "exception" if excepted else "talk" if rule.level is Level.VIOLATION else ""
    return next((question for question, named in FLAGS.items() if kinds.intersection(named)), "")


def label(row: Mapping[str, Any], question: str) -> bool | None:
    """Return the answer to a question for a labelled message, None where the labels do not tell."""
    if row.get("only", question) != question:
        return None
    kinds = set(row["kinds"])
    excepted = bool(kinds & EXCEPTIONS) and row["outcome"] != "violation"
    # Where talk is free anyway, a label of "benign" may stand beside a perfectly real phone number.
    untold = _free(row) and not kinds & TALK
    if question == "talk":
        return None if untold else bool(kinds & TALK) and not excepted
    if question in TALK:
        return None if untold else question in kinds
    if question == "client_text":
        return None
    if question == "exception":
        return None if untold else excepted
    paying = "payment" in kinds and row["outcome"] == "violation"
    if question == "pay":
        return paying
    if question == "fees":
        return "fees" in kinds and not paying
    return KINDS[question] in kinds


def _free(row: Mapping[str, Any]) -> bool:
    exempt = row.get("badge_seen") and row.get("plan") in ("enterprise", "business")
    return bool(row.get("stage") in FREE_STAGES or exempt)


@dataclass(frozen=True)
class Sample:
    """One message, or the first part of a long one, as the network reads it, and what is known of it."""

    text: str
    speaker: int
    clues: frozenset[str]
    answers: tuple[bool | None, ...]
    before: tuple[tuple[str, int], ...] = ()  # what was said before, with who said it


def sample(row: Mapping[str, Any]) -> Sample | None:
    """Return a labelled message with all that the detectors saw in it."""
    conversation = parse(row["text"], speaker=Speaker(row["speaker"]))
    for scene in scenes_of(conversation):
        signals = [signal for find in DETECTORS for signal in find(scene)]
        for part in parts(scene)[:1]:
            return Sample(
                row["text"],
                US if row["speaker"] == "us" else CLIENT,
                frozenset(clues(scene, part, signals)),
                tuple(label(row, question) for question in QUESTIONS),
            )
    return None


def in_context(files: Iterable[Path]) -> Iterator[Sample]:
    """Yield the labelled messages of whole conversations with what was said before each."""
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if held_back(row):
                continue
            said: list[tuple[str, int]] = []
            for message in row.get("messages", []):
                if message["speaker"] not in ("client", "us"):
                    continue
                if "kinds" in message and (found := sample({"outcome": "allowed", **row, **message})):
                    yield replace(found, before=tuple(said[-MESSAGES_BEFORE:]))
                said.append((message["text"], US if message["speaker"] == "us" else CLIENT))


def posts(files: Iterable[Path]) -> Iterator[Sample]:
    """Yield posts in channels, and conversations and messages as what they would be there."""
    chosen = random.Random(SEED)
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if held_back(row):
                continue
            if "is_conversation" in row:
                own, client_text = Purpose(row["purpose"]), row["is_conversation"]
                # What is chatter in one channel is chatter in all; a mark of client text holds wherever chats go.
                others = (
                    CHATTER_COUNT * tuple(Purpose)
                    if not client_text
                    else (own, own, own)
                    if own is not Purpose.MIXED
                    else (own, own, Purpose.CHATS)
                )
                for purpose in others:
                    yield _post(row["text"], purpose, client_text=client_text)
            elif "messages" in row:
                yield _post(row["text"], chosen.choice((Purpose.MIXED, Purpose.CHATS)), client_text=True)
            elif "kinds" in row and chosen.random() < POSTED:
                purpose = Purpose.DRAFTS if row["speaker"] == "us" else Purpose.CHATS
                yield _post(row["text"], purpose, client_text=True)


def unlabelled_posts(rows: Sequence[Mapping[str, Any]], count: int) -> Iterator[Sample]:
    """Yield some messages as posts in channels of any purpose; nobody has said what they are there."""
    chosen = random.Random(SEED)
    for row in chosen.sample(rows, min(count, len(rows))):
        yield _post(row["text"], chosen.choice(tuple(Purpose)), client_text=None)


def _post(text: str, purpose: Purpose, *, client_text: bool | None) -> Sample:
    answers = tuple(client_text if question == "client_text" else None for question in QUESTIONS)
    return Sample(text, POST, frozenset(post_clues(text.strip(), purpose)), answers)


def joined(samples: Sequence[Sample]) -> Iterator[Sample]:
    """Yield messages of one side put together as the longer message that they could be; it means what any means."""
    chosen = random.Random(SEED)
    by_speaker = [[one for one in samples if one.speaker == speaker] for speaker in (CLIENT, US)]
    for _ in range(int(JOINED * len(samples))):
        several = chosen.sample(chosen.choice(by_speaker), chosen.randint(2, MOST_JOINED))
        answers = tuple(
            True if True in given else None if None in given else False
            for given in zip(*(one.answers for one in several), strict=True)
        )
        text = chosen.choice((" ", "\n", "\n\n")).join(one.text for one in several)
        seen = frozenset[str]().union(*(one.clues for one in several))
        yield Sample(text, several[0].speaker, seen, answers)
