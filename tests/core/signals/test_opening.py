"""A messenger asked for before a word was said about the work."""

import pytest

from core.model import Kind
from core.reading import read
from core.transcript import parse

ASK = "Ann Lee\n9:41 AM\nHello dear, please add me on Telegram @annlee99"


def opens(text: str) -> bool:
    signals = read(parse(text, us=("Dana Reyes",))).signals
    return any(signal.kind is Kind.TELEGRAM_FIRST for signal in signals)


@pytest.mark.parametrize(
    "above",
    ["", "Ann Lee invited you to an interview\n9:40 AM\n", "Ann Lee sent an offer\n9:38 AM\nMilestone funded\n9:40 AM\n"],
)  # fmt: skip
def test_the_first_words_of_a_client_are_first_below_the_lines_of_upwork(above: str) -> None:
    assert opens(above + ASK)


@pytest.mark.parametrize(
    "above",
    [
        "Dana Reyes\n9:30 AM\nHi Ann, I have read your brief and can begin on Monday.\n",
        "Ann Lee\n9:30 AM\nWe need a shop for our tea, with a checkout in two languages.\n",
        "Dana Reyes\n9:30 AM\nHi Ann, I have read your brief.\nAnn Lee sent an offer\n9:40 AM\n",
    ],
)
def test_who_has_heard_or_said_something_before_does_not_begin_with_it(above: str) -> None:
    assert not opens(above + ASK)
