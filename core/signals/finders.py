"""Run every entity finder over a message."""

from core.signals import addresses, emails, files, handles, links, phones
from core.signals.entities import Entity
from core.tokens import Tokens


def find_entities(tokens: Tokens) -> tuple[list[Entity], bool]:
    """Return the contact data and links of a message, and whether there was too much to read it all."""
    folded = tokens.folded
    found: list[Entity] = []
    capped = False
    found.extend(emails.find(folded, tokens))
    found.extend(links.find(folded, tokens))
    numbers, capped = phones.find(folded, tokens)
    found.extend(numbers)
    found.extend(handles.find(folded, tokens))
    found.extend(addresses.find(folded, tokens))
    found.extend(files.find(folded))
    return found, capped
