"""Our commands as Discord names them: at most 25 words below /checkmsg, and at most 25 below each of those.

There a word is either a command or the beginning of some, never both.
"""

from collections.abc import Mapping
from functools import cache

from bots.filling import blanks
from core.commands.commands import usages
from core.commands.grammar import Usage, UsageError, find, split
from core.reply import COMMAND

HELP = "help"
# What would be both, or one word too many for Discord; every other command has its own name.
ELSEWHERE: Mapping[str, str] = {
    "allow": "allow rule",
    "confirm": "client confirm",
    "converted": "client converted",
    "handled": "client handled",
    "incident": "client incident",
    "link": "link code",
    "met": "client met",
    "mute": "mute rule",
    "origin": "client origin",
    "outbox": "outbox list",
    "plan": "client plan",
    "reminders": "reminders list",
    "reports to": "channel reports",
    "sample": "setup sample",
    "setup": "setup steps",
    "unmute": "mute stop",
    "unwatch": "watch stop",
    "watch": "watch channel",
}


def path_of(usage: Usage) -> tuple[str, ...]:
    """Return the one or two words below /checkmsg by which Discord knows a command."""
    return tuple(ELSEWHERE.get(usage.name, usage.name).split())


def as_slash(line: str) -> str:
    """Return what a person types in Discord for a command line as our texts write it; other lines stay as they are."""
    words = split(line.removeprefix(COMMAND))
    if words and words[0].casefold() == HELP:
        return _typed((HELP,), {"about": " ".join(words[1:])})
    try:
        usage = find(words, usages())
    except UsageError:
        return line
    try:
        given = usage.match(words)
    except UsageError:
        given = {}  # It is the name alone, or the beginning of a line.
    # In Discord nothing is typed for a channel that goes without saying.
    unsaid = {blank.name: blank.otherwise for blank in blanks(usages()[usage], usage)}
    return _typed(path_of(usage), {name: value for name, value in given.items() if value != unsaid[name]})


def _typed(path: tuple[str, ...], given: Mapping[str, str]) -> str:
    filled = [f"{name}: {value}" for name, value in given.items() if not _is_open(value)]
    return " ".join((COMMAND, *path, *filled))


def _is_open(value: str) -> bool:
    """Return whether a value is a word that stands for one, as usage lines have it: `lead add MEMBER`."""
    first = value.partition(" ")[0].strip("[]")
    return not first or first in _placeholders()


@cache
def _placeholders() -> frozenset[str]:
    return frozenset(argument.name.upper() for usage in usages() for argument in usage.arguments)
