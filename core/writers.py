"""Who of a paste's people are clients, to whom of several one of ours speaks, and what a message comes after."""

from collections.abc import Sequence

from core.model import Message, Speaker


def clients_of(messages: Sequence[Message]) -> list[str]:
    """Return the names of those who write and are not known to be ours."""
    return list(dict.fromkeys(message.name for message in messages if is_clients(message) and message.name))


def addressed(messages: Sequence[Message], place: int) -> str:
    """Return the client whose a message is, or whom it answers: who wrote last before it, or who writes next."""
    before, after = messages[: place + 1][::-1], messages[place + 1 :]
    return next((message.name for message in (*before, *after) if is_clients(message) and message.name), "")


def spoken_before(messages: Sequence[Message], place: int) -> int | None:
    """Return the place of the last message before one that a person wrote, None where there is none.

    Upwork puts its lines of offers and milestones between an ask and the answer to it.
    """
    before = (at for at in reversed(range(place)) if messages[at].speaker is not Speaker.SYSTEM)
    return next(before, None)


def is_clients(message: Message) -> bool:
    """Tell whether a message is a client's, or of somebody unknown, who is judged as one."""
    return message.speaker in (Speaker.CLIENT, Speaker.UNKNOWN)
