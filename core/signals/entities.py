"""What the entity finders return: contact data with a place, before anybody asks what it means."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entity:
    """A piece of contact data or a link.

    `start` and `end` are offsets into the folded text. `sure` is False where only words around it can tell that
    it is what it seems (a bare run of nine digits, "x at y dot z" without a known ending).
    """

    kind: str  # phone, email, link, handle, address, file
    start: int
    end: int
    channel: str = ""  # name in channels.toml
    value: str = ""  # normalized: digits with +, address in lower case, host and path; never stored
    disguised: bool = False
    sure: bool = True
