"""Help as Discord needs it: which commands there are, under the names that they have here."""

from itertools import groupby

from bots.discord.names import HELP, as_slash, path_of
from core.commands.commands import usages
from core.commands.desk import Command, answer, near_names
from core.reply import COMMAND, Field, Fields, Footnote, Paragraph, Reply

# What is no command of the core's, as Discord itself asks for it.
OWN = {
    "check": f"check a conversation or a draft; only you see the answer; as in {COMMAND} check, which opens a box for it",
    HELP: f"all commands, or those that begin with some words; as in {COMMAND} {HELP} about: client",
}


def help_with(about: str) -> Reply:
    """List the commands, or explain those that begin with some words, as they are called here or in our texts."""
    wanted = " ".join(about.casefold().removeprefix(COMMAND).split())
    named = [(" ".join(path_of(usage)), usage.name, command) for usage, command in usages().items()]
    found = [one for one in named if wanted and any(name.startswith(wanted) for name in one[:2])]
    own = [
        Field(f"{COMMAND} {name}", says) for name, says in OWN.items() if wanted and name.startswith(wanted)
    ]
    if own or found:
        return answer(f"Commands that begin with {wanted}", Fields((*own, *map(_explained, found))))
    if wanted:
        near = near_names(wanted, [*OWN, *(name for name, _, _ in named)])
        return answer(f"There is no command {wanted}.", Paragraph(f"Near: {', '.join(near)}" if near else ""))
    words = sorted(name.partition(" ")[::2] for name, _, _ in named)
    alone = " · ".join(first for first, last in words if not last)
    groups = [
        (first, " · ".join(last for _, last in group))
        for first, group in groupby((word for word in words if word[1]), lambda word: word[0])
    ]
    return answer(
        "Paste a conversation into a channel that is read, or write it to me directly",
        Paragraph(
            f"`{COMMAND} check` opens a box for it, and only you see the answer. The other commands are:"
        ),
        Fields((*(Field(first, rest) for first, rest in groups), Field("and", alone))),
        Footnote(f"{COMMAND} {HELP} about: client explains the commands that begin with client."),
    )


def _explained(one: tuple[str, str, Command]) -> Field:
    name, _, command = one
    right = " (leads)" if command.for_leads else ""
    return Field(f"{COMMAND} {name}", f"{command.says}{right}; as in {as_slash(command.example)}")
