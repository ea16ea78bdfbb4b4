"""Run every entity finder over a message."""

from core.signals import addresses, emails, files, handles, links, phones
from core.signals.entities import Entity
from core.tokens import Tokens


def find_entities(tokens: Tokens) -> tuple[list[Entity], bool]:
    """Return the contact data and links of a message, and whether there was too much to read it all."""
    folded = tokens.folded
    numbers, capped = phones.find(folded, tokens)
    found: list[Entity] = []
    for entities, most in (
        (emails.find(folded, tokens), emails.MOST),
        (links.find(folded, tokens), links.MOST),
        (numbers, len(numbers) + 1),
        (handles.find(folded, tokens), handles.MOST),
        (addresses.find(folded, tokens), addresses.MOST),
        (files.find(folded), files.MOST),
    ):
        capped = capped or len(entities) >= most
        found.extend(entities)
    return found, capped
