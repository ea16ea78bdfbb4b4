"""Modals: the box in which a text is checked, and a form for every command, made from its usage line."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bots.slack import limits
from bots.slack.modals import (
    NOWHERE,
    Where,
    asked,
    box,
    filled,
    line,
    menu,
    modal,
    section,
    tick,
    ticked,
)
from bots.slack.richtext import plain
from core.commands.desk import Command
from core.commands.grammar import Argument, Bracket, Keyword, Part, Usage, split
from core.model import Stage
from core.wording.verdict import STAGES

CHECK, FORM = "check", "form"  # what a submission is of: its callback_id
TEXT, CLIENT, STAGE, DRAFT = "text", "client", "stage", "draft"
_LONGER = f"Up to {limits.TEXT:,} characters. Send a longer one to me as a direct message."
_AS_KNOWN = "as-known"
_CHANNEL = re.compile(r"[CG][A-Z0-9]{2,}")
_PERSON = re.compile(r"[UW][A-Z0-9]{2,}")

# By the name of an argument, or by the keyword before it and its name where the keyword changes what is meant.
_LABELS = {
    "also alias": "Also called",
    "by member": "Who of us met them",
    "by who": "Who saw the badge",
    "called title": "Title of the contract",
    "code": "Code of the rule",
    "confirm name": "The name once more, to confirm",
    "into target": "The client it becomes part of",
    "met when": "When you first met",
    "mode": "What to do with the list",
    "notice": "Number of the notice",
    "origin": "Where you first met",
    "purpose": "What the channel is for",
    "rule": "Code of the rule",
    "to name": "New name",
    "until number": "Up to which number",
    "until when": "Until when",
    "what": "What to erase",
}
_HINTS = {
    "when": "A day, a month or a year: 14 March 2026, May 2025 or 2025.",
    "until when": "A day ahead: 2026-12-24, 10 days or 3 weeks.",
}


class Incomplete(ValueError):  # noqa: N818
    """Something is missing in a submission; `errors` says it under the boxes, as `response_action: errors` wants it."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        """Take a sentence for each box, by its block_id."""
        super().__init__(", ".join(errors))
        self.errors = dict(errors)


@dataclass(frozen=True, slots=True)
class CheckAsked:
    """What somebody wants to have checked; without a stage, what is known of the client counts."""

    text: str
    client: str = ""
    stage: Stage | None = None
    draft: bool = False


def check_form(clients: Sequence[str] = (), *, where: Where = NOWHERE, text: str = "") -> dict[str, Any]:
    """Return the modal in which a text is pasted and checked; of more than 100 clients the name is typed."""
    stages = {_AS_KNOWN: "As it is known", **{stage: _sentence(says) for stage, says in STAGES.items()}}
    blocks = [
        asked(TEXT, "Conversation or draft", box(text), hint=_LONGER),
        asked(CLIENT, "Client", _whose(clients), optional=True),
        asked(STAGE, "Contract", menu(stages, chosen=_AS_KNOWN), optional=True),
        asked(DRAFT, "Written by", tick(DRAFT, "Us: it is a draft that is not sent yet"), optional=True),
    ]
    return modal("Check a text", blocks, callback=CHECK, submit="Check", where=where)


def check_asked(state: Mapping[str, Any]) -> CheckAsked:
    """Return what a submitted check form asks for; raises Incomplete where there is no text."""
    text = filled(state, TEXT)
    if not text.strip():
        raise Incomplete({TEXT: "Paste the conversation or the draft here."})
    stage = filled(state, STAGE)
    return CheckAsked(
        text,
        filled(state, CLIENT).strip(),
        None if stage in ("", _AS_KNOWN) else Stage(stage),
        draft=ticked(state, DRAFT),
    )


def needs_form(command: Command, usage: Usage, words: Sequence[str]) -> bool:
    """Return whether a command that stands there with nothing behind its name is asked for in a form."""
    bare = [word.casefold() for word in words] == usage.name.split()
    return bare and (command.takes_text or any(argument.required for argument in usage.arguments))


def form_of(
    command: Command, usage: Usage, *, prefilled: Mapping[str, str] | None = None, where: Where = NOWHERE
) -> dict[str, Any]:
    """Return the modal that asks for a command's arguments in the order of its usage line."""
    known = prefilled or {}
    example = usage.match(split(command.example))
    blocks: list[dict[str, Any]] = [
        section(_sentence(command.says)),
        {"type": "context", "elements": [plain(f"As a command: /checkmsg {command.example}")]},
    ]
    if command.takes_text:
        blocks.append(asked(TEXT, "Text", box(known.get(TEXT, "")), hint=_LONGER))
    for key, argument in _asked_for(usage.parts):
        name = argument.name
        label = _LABELS.get(key) or _LABELS.get(name) or name.capitalize()
        hint = _HINTS.get(key) or _HINTS.get(name, "")
        element = _element(key, argument, known.get(name, ""), example.get(name, ""))
        blocks.append(asked(name, label, element, hint=hint, optional=not argument.required))
    asked_here = replace(where, command=usage.name)
    return modal(_sentence(usage.name), blocks, callback=FORM, submit="Go ahead", where=asked_here)


def command_of(command: Command, usage: Usage, state: Mapping[str, Any]) -> tuple[str, str]:
    """Return the words and the text of the command that a submitted form stands for.

    A value is one line in them, and never taken for a keyword. Raises Incomplete where something is missing.
    """
    values = {argument.name: " ".join(filled(state, argument.name).split()) for argument in usage.arguments}
    given = {name: value for name, value in values.items() if value}
    text = filled(state, TEXT) if command.takes_text else ""
    missing = list(_missing(usage.parts, given))
    if command.takes_text and not text.strip():
        missing.append(TEXT)
    if missing:
        raise Incomplete(dict.fromkeys(missing, "This is needed too."))
    return " ".join(_words(usage.parts, given)), text


def _whose(clients: Sequence[str]) -> dict[str, Any]:
    """Return where the client is chosen; a name that no menu can hold is left to the conversation."""
    placeholder = "As the conversation says"
    names = {
        name: name
        for name in clients
        if limits.clean(name).strip() and limits.length(name) <= limits.OPTION_VALUE
    }
    if 0 < len(names) <= limits.MENU.things:
        return menu(names, placeholder=placeholder)
    return line(placeholder)


def _element(key: str, argument: Argument, known: str, example: str) -> dict[str, Any]:
    """Return where an argument is filled in; what cannot be chosen there is not filled in beforehand."""
    if argument.choices:
        return menu({choice: choice for choice in argument.choices}, chosen=argument.spelt(known))
    if argument.name == "channel":
        element = {"type": "conversations_select", "filter": {"include": ["public", "private"]}}
        chosen = {"initial_conversation": known} if _CHANNEL.fullmatch(known) else {}
        return {**element, "default_to_current_conversation": True, **chosen}
    # Whoever met a client may be on no platform, so their name is typed.
    if argument.name == "member" and key != "by member":
        return {"type": "users_select", **({"initial_user": known} if _PERSON.fullmatch(known) else {})}
    return line(f"As in: {example}" if example else "", known)


def _asked_for(parts: Sequence[Part], keyword: str = "") -> Iterator[tuple[str, Argument]]:
    """Yield the arguments, each with its name behind the last keyword before it."""
    for part in parts:
        if isinstance(part, Keyword):
            keyword = part.words[-1]
        elif isinstance(part, Bracket):
            yield from _asked_for(part.parts, keyword)
        else:
            yield f"{keyword} {part.name}", part


def _missing(parts: Sequence[Part], given: Mapping[str, str]) -> Iterator[str]:
    """Yield the arguments without which what was given is no command."""
    for part in parts:
        if isinstance(part, Argument) and part.name not in given:
            yield part.name
        elif isinstance(part, Bracket) and _stands(part, given):
            yield from _missing(part.parts, given)


def _words(parts: Sequence[Part], given: Mapping[str, str]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Keyword):
            yield from part.words
        elif isinstance(part, Argument):
            # A quote closes where a word ends, so a value with such a quote inside is written as two that are quoted:
            # matching joins them with the space that stood between them.
            value = given[part.name].replace('" ', '"" "')
            yield f'"{value}"'
        elif _stands(part, given):
            yield from _words(part.parts, given)


def _stands(bracket: Bracket, given: Mapping[str, str]) -> bool:
    return any(argument.name in given for _, argument in _asked_for(bracket.parts))


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
