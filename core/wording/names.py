"""Names and other words that people chose, in one line of ours: they can neither break it, turn it round nor fill it."""

LONGEST = 60
UNKNOWN = "unknown client"


def one_line(words: str, longest: int = LONGEST) -> str:
    """Return words as they are, without line breaks and control characters, at most so many characters of them."""
    line = " ".join("".join(char if char.isprintable() else " " for char in words).split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def counted(number: int, noun: str) -> str:
    """Return a number of things, as "1 client" or "3 clients"."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
