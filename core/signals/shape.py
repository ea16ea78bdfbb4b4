"""The look of a sentence: how much of it could be a hidden number or address, whatever finders made of it."""

from collections.abc import Iterator

from core.signals.digit_words import load_numbers
from core.signals.emails import spelling
from core.tokens import Tokens

STEPS = (1, 3, 6, 9)  # Counts are told apart as 0, 1-2, 3-5, 6-8 and more.


def shape(tokens: Tokens, first: int, last: int) -> Iterator[str]:
    """Yield what the words between two tokens look like."""
    numbers = load_numbers().words
    words = spelling()
    figures = said = singles = ats = dots = 0
    for word in tokens.words[first:last]:
        if word.isdigit():
            figures += len(word)
        elif word in numbers:
            said += 1
        if word in words.ats:
            ats += 1
        if word in words.dots:
            dots += 1
        if word in words.providers:
            yield "provider"
        if len(word) == 1 and word.isalpha():
            singles += 1
    yield from _counted("figures", figures)
    yield from _counted("said", said)
    yield from _counted("digits", figures + said)
    yield from _counted("singles", singles)
    if ats:
        yield "at"
    if dots:
        yield "dot"
    if ats and dots:
        yield "at dot"
    if any(first <= index < last for index in tokens.disguised):
        yield "disguised"
    place = tokens.folded.text[tokens.starts[first] : tokens.ends[last - 1] + 1]
    yield from (f"sign {sign}" for sign in ("@", "#", "+", "_", "(", "[", "/", '"', ":") if sign in place)


def _counted(name: str, count: int) -> Iterator[str]:
    step = sum(count >= least for least in STEPS)
    if step:
        yield f"{name} {step}"
