"""Letters that no database keeps: JSON can hold half of a pair, and files the letter zero."""


def storable(text: str) -> str:
    """Return a text of the same length without such letters."""
    return text.encode(errors="replace").decode().replace("\0", "?")
