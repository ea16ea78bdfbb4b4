"""What a person reads and can press in a message, whichever way Discord carries it."""

from collections.abc import Iterator, Mapping
from typing import Any

import discord
from simcord import InteractionResult, ResponseMessage

Thing = Mapping[str, Any]
Said = discord.Message | ResponseMessage
_SHOWN = ("content", "title", "description", "name", "value", "text", "label", "placeholder", "url")


def words_of(message: Said) -> str:
    """Return every word of a message: its text, its embeds, its components with the labels of what can be pressed."""
    embeds = [embed.to_dict() for embed in message.embeds]
    files = [{"name": file.filename} for file in message.attachments]
    return " ".join(_words([{"content": message.content}, *embeds, *components_of(message), *files]))


def components_of(message: Said) -> list[Thing]:
    """Return the components of a message as Discord has them."""
    if isinstance(message, ResponseMessage):
        return list(message.components)
    return [component.to_dict() for component in message.components]


def walk(components: Any) -> Iterator[Thing]:
    """Yield all that is within some components."""
    if isinstance(components, Mapping):
        yield components
        for inner in components.values():
            yield from walk(inner)
    elif isinstance(components, list | tuple):
        for inner in components:
            yield from walk(inner)


def labels_of(message: Said) -> list[str]:
    """Return what can be pressed or chosen."""
    return [str(thing["label"]) for thing in walk(components_of(message)) if "label" in thing]


def answers(result: InteractionResult) -> list[ResponseMessage]:
    """Return what somebody was shown for what they did."""
    return [message for message in (result.response, *result.followups) if message is not None]


def said(result: InteractionResult) -> str:
    """Return every word that somebody was shown for what they did."""
    return "\n".join(map(words_of, answers(result)))


def _words(thing: Any) -> Iterator[str]:
    if isinstance(thing, Mapping):
        for key, value in thing.items():
            if key == "value" and "label" in thing:
                continue  # What an entry of a menu stands for is not shown.
            if key in _SHOWN and isinstance(value, str):
                yield value
            else:
                yield from _words(value)
    elif isinstance(thing, list | tuple):
        for inner in thing:
            yield from _words(inner)
