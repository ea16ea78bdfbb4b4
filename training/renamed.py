"""The same message in other hands: under a name that nobody has heard, with other small numbers; it means the same."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from core.network import POST
from training.samples import SEED, Sample

SHARE = 0.12  # of the messages
UNDER_A_NAME = 0.7
TWO_WORDS = 0.25
AN_INITIAL = 0.35
IN_LATIN = 0.8
SYLLABLES = (
    ("b c d f g h j k l m n p r s t v w y z br ch dr gr kh kr ph sh st th tr", "a e i o u ai ei ia oa"),
    ("б в г д ж з к л м н п р с т ф х", "а е и о у я ю"),
    ("ب ت ج د ر ز س ش ع ف ق ك ل م ن ه", "ا و ي"),
    ("क ग च ज त द न प ब म र ल व श स ह", "ा ि ी ो े"),
    ("ক গ চ জ ত দ ন প ব ম র ল শ স হ", "া ি ী ো ে"),
)
# A number that is no part of a longer one, of an address or of a date.
_SMALL_NUMBER = re.compile(r"(?<![\d.,:/@+-])\d{1,4}(?![\d.,:/@-]|\s\d)")


def renamed(samples: Sequence[Sample]) -> Iterator[Sample]:
    """Yield some of the messages once more."""
    dice = random.Random(SEED)
    own = [one for one in samples if one.speaker != POST]
    for one in dice.sample(own, int(SHARE * len(own))):
        text = _SMALL_NUMBER.sub(lambda found: "".join(_digit(one, dice) for one in found[0]), one.text)
        if dice.random() < UNDER_A_NAME:
            text = f"{_name(dice)}: {text}"
        yield replace(one, text=text)


def _digit(digit: str, dice: random.Random) -> str:
    return digit if digit == "0" else dice.choice("123456789")


def _name(dice: random.Random) -> str:
    first, others = SYLLABLES[0], SYLLABLES[1:]
    begins, ends = (part.split() for part in (first if dice.random() < IN_LATIN else dice.choice(others)))

    def word() -> str:
        count = dice.randint(1, 3)
        end = dice.choice(begins) if dice.random() < 0.5 else ""
        return ("".join(dice.choice(begins) + dice.choice(ends) for _ in range(count)) + end).capitalize()

    kind = dice.random()
    if kind < TWO_WORDS:
        return f"{word()} {word()}"
    return f"{word()} {word()[0]}." if kind < AN_INITIAL else word()
