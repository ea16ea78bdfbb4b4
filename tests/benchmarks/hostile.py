"""Texts that break careless patterns, at any length."""

from collections.abc import Callable

HOSTILE: dict[str, Callable[[int], str]] = {
    "spaces": lambda n: " " * n,
    "a.": lambda n: "a." * (n // 2),
    "1 ": lambda n: "1 " * (n // 2),
    "1-": lambda n: "1-" * (n // 2),
    "a@": lambda n: "a@" * (n // 2),
    "a at ": lambda n: "a at " * (n // 5),
    "four ": lambda n: "four " * (n // 5),
    "digits": lambda n: "7" * n,
    "zalgo": lambda n: "a\u0336\u0353" * (n // 3),
    "emoji": lambda n: "💬" * n,
    "((((": lambda n: "(" * n,
    "unique phones": lambda n: "".join(f"+1415555{i % 10000:04d} " for i in range(n // 13)),
    "unique hosts": lambda n: "".join(f"h{i:06d}.example " for i in range(n // 16)),
    "speaker lines": lambda n: "".join(f"Name{i}: hello\n" for i in range(n // 14)),
    "send me your": lambda n: "send me your " * (n // 13),
    "whatsapp": lambda n: "whatsapp " * (n // 9),
    "w h a t s": lambda n: "w h a t s " * (n // 10),
    "quotes": lambda n: '"' * n,
    "han": lambda n: "加我微信" * (n // 4),
}
