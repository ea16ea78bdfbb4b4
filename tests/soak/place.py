"""A platform as the soak sees it: what people do there, and what of the bot's can be seen."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from core.records import Platform
from tests.slack.faults import Fault
from tests.soak.people import CHANNELS, Kind, Post, Question


@dataclass(frozen=True)
class Said:
    """A message of the bot's."""

    words: str
    at: float
    key: object  # Two messages with the same one are one that was sent twice; None where it has none.


@dataclass(frozen=True)
class Seen:
    """Everything of the bot's that stands on a platform."""

    replies: Mapping[str, Sequence[Said]]  # by the posts that they answer
    others: Sequence[Said]
    marks: Counter[str]  # by the posts that they are on
    answers: Counter[str]  # by the questions, as they know them


class Place(Protocol):
    """A fake platform with people in it. Everything may be done in any thread."""

    platform: Platform

    def settings(self, replica: int) -> dict[str, str]:
        """Return what a bot is told of it."""

    def post(self, post: Post, text: str, *, as_file: bool = False) -> None:
        """Let somebody post a message, and tell the bot of it; returns once it has it, where the platform waits for that."""

    def edit(self, post: Post, text: str) -> None:
        """Let the author of a post write something else in it."""

    def delete(self, post: Post) -> None:
        """Let the author of a post delete it."""

    def is_answered(self, post: Post) -> bool:
        """Return whether a reply to a post stands."""

    def press(self, post: Post, label: str) -> Question:
        """Let a lead use a control under the reply to a post."""

    def command(self, words: str, name: str) -> Question:
        """Let a lead give a command about a client."""

    def is_heard(self, since: float) -> bool:
        """Return whether a bot that started at an instant, in seconds, has read all that was posted while none was there."""

    def seen(self) -> Seen:
        """Return what of the bot's stands there."""

    def forget_calls(self) -> None:
        """Forget what the bot has asked, which would fill the memory in the end."""

    def fail(self, fault: Fault, send: int) -> None:
        """Let one call go wrong in a way of those that send something."""

    def cut(self) -> None:
        """Drop the connections of the bot's, where it has some."""


def channels() -> Iterator[tuple[str, str]]:
    """Yield the name of each channel, and what it is watched for."""
    for kind, (purpose, number) in CHANNELS.items():
        for name in names(kind, number):
            yield name, purpose


def names(kind: Kind, number: int) -> list[str]:
    """Return the names of the channels for a kind."""
    return [f"{kind}-{one}" for one in range(number)]
