"""Short answers behind their questions: "WhatsApp, easiest" means one thing of the guests and another of us two.

The pieces in training/answers/ were written by hand, each list so that all of it fits what it can meet; what is put
together here is shown to the encoder alone, for only it reads what was said before.
"""

import random
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from core.network import CLIENT, QUESTIONS, US
from core.weigh import MESSAGES_BEFORE
from training.samples import SEED, TALK, Sample, sample

FOLDER = Path(__file__).parent / "answers"
EACH = 10  # How often each way of putting pieces together is taken in a language, twice that in English.
WORDS_AROUND = 0.4  # The share of questions and answers that stand beside another sentence,
EARLIER = 0.5  # and of questions before which something else was said.
US_FIRST = 0.6  # Mostly we ask, and the client answers.

Pieces = Mapping[str, Sequence[str]]
# The last word, what it is (empty where it is innocent), and what was said before it.
Scene = tuple[str, str, list[str]]
Way = Callable[[Pieces, random.Random], Scene]


def answers() -> Iterator[Sample]:
    """Yield answers with what was said before them, in all languages."""
    dice = random.Random(SEED)
    for file in sorted(FOLDER.glob("*.toml")):
        pieces = tomllib.loads(file.read_text(encoding="utf-8"))
        for _ in range(EACH * (2 if file.stem == "en" else 1)):
            for scene in SCENES:
                if found := _sample(scene(pieces, dice), pieces, dice):
                    yield found


def _sample(scene: Scene, pieces: Pieces, dice: random.Random) -> Sample | None:
    said, meant, before = scene
    asker = US if dice.random() < US_FIRST else CLIENT
    answerer = CLIENT if asker == US else US
    row: dict[str, Any] = {
        "text": _among(said, pieces, dice) if dice.random() < WORDS_AROUND else said,
        "speaker": "us" if answerer == US else "client",
        "kinds": [meant or "benign"],
        "outcome": "violation" if meant else "allowed",
    }
    found = sample(row)
    # The question stands last, and the two have spoken in turn before it.
    turns = [(text, answerer if at % 2 else asker) for at, text in enumerate(reversed(before))][::-1]
    if found is None:
        return None
    # Which kind of talk it is, a short answer does not always tell.
    known = [
        None if meant == "move" and q in TALK - {"move"} else a
        for q, a in zip(QUESTIONS, found.answers, strict=True)
    ]
    return replace(found, answers=tuple(known), before=tuple(turns[-MESSAGES_BEFORE:]))


def _among(text: str, pieces: Pieces, dice: random.Random) -> str:
    """Return a text with an innocent sentence before or behind it."""
    both = [text, dice.choice(pieces["chat"])]
    dice.shuffle(both)
    return " ".join(both)


def _asked(question: str, pieces: Pieces, dice: random.Random) -> list[str]:
    """Return a question, perhaps behind another sentence of the same message, and behind other messages."""
    if dice.random() < WORDS_AROUND:
        question = f"{dice.choice(pieces['chat'])} {question}"
    return [*(dice.sample(pieces["chat"], 2) if dice.random() < EARLIER else ()), question]


def behind(ask: str, say: str, meant: str = "") -> Way:
    """Return how a question of one list is answered from another."""

    def scene(pieces: Pieces, dice: random.Random) -> Scene:
        return dice.choice(pieces[say]), meant, _asked(dice.choice(pieces[ask]), pieces, dice)

    return scene


def asked(ask: str) -> Way:
    """Return how something that alone is no step outside is said, behind other words."""

    def scene(pieces: Pieces, dice: random.Random) -> Scene:
        return dice.choice(pieces[ask]), "", dice.sample(pieces["chat"], 2)

    return scene


def second(first: str, reply: str, ask: str, say: str, meant: str = "") -> Way:
    """Return how a question is answered after another one was: the answer belongs to the later one."""

    def scene(pieces: Pieces, dice: random.Random) -> Scene:
        before = [dice.choice(pieces[name]) for name in (first, reply, ask)]
        return dice.choice(pieces[say]), meant, before

    return scene


def later(ask: str, say: str, meant: str = "") -> Way:
    """Return how a question is answered after other words were said, with an opening that goes back to it."""

    def scene(pieces: Pieces, dice: random.Random) -> Scene:
        said = f"{dice.choice(pieces['back'])} {dice.choice(pieces[say])}"
        return said, meant, [dice.choice(pieces[ask]), *dice.sample(pieces["chat"], 2)]

    return scene


SCENES: Sequence[Way] = (
    asked("ask_us_pay"),
    asked("ask_us_pay"),
    asked("ask_them_talk"),
    asked("ask_them_pay"),
    asked("offer_in"),
    behind("ask_us_talk", "say_channel", "move"),
    behind("ask_us_pay", "say_rail", "payment"),
    behind("ask_us_talk", "say_channel", "move"),
    behind("ask_us_pay", "say_rail", "payment"),
    behind("ask_them_talk", "say_channel"),
    behind("ask_them_pay", "say_rail"),
    behind("ask_them_talk", "say_channel"),
    behind("ask_them_pay", "say_rail"),
    behind("ask_us_talk", "say_here"),
    behind("ask_us_pay", "say_here_pay"),
    behind("ask_work", "say_other"),
    behind("offer_talk", "accept", "move"),
    behind("offer_pay", "accept", "payment"),
    behind("offer_in", "accept"),
    behind("offer_in", "accept"),
    behind("offer_talk", "decline"),
    behind("offer_pay", "decline"),
    behind("offer_talk", "hedge"),
    behind("offer_pay", "hedge"),
    behind("offer_talk", "chat"),
    behind("offer_pay", "chat"),
    behind("offer_talk", "say_other"),
    behind("offer_pay", "ask_work"),
    behind("ask_us_talk", "chat"),
    behind("ask_us_pay", "hedge"),
    second("ask_us_talk", "say_here", "ask_them_talk", "say_channel"),
    second("ask_us_pay", "say_here_pay", "ask_them_pay", "say_rail"),
    second("ask_them_talk", "say_channel", "ask_us_talk", "say_channel", "move"),
    second("ask_them_pay", "say_rail", "ask_us_pay", "say_rail", "payment"),
    second("ask_them_talk", "say_channel", "ask_us_talk", "say_here"),
    second("ask_them_pay", "say_rail", "ask_us_pay", "say_here_pay"),
    second("offer_talk", "decline", "offer_in", "accept"),
    second("offer_in", "accept", "ask_them_talk", "say_channel"),
    later("ask_us_talk", "say_channel", "move"),
    later("ask_us_pay", "say_rail", "payment"),
    later("ask_them_talk", "say_channel"),
    later("ask_them_pay", "say_rail"),
)
