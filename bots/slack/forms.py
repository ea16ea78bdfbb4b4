"""Modals: the box in which a text is checked, and a form for every command, made from its usage line."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bots.filling import TEXT, Blank, Incomplete, Kind, blanks, sentence, words_of
from bots.fitting import clean
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
from core.commands.grammar import Usage
from core.commands.people import HERE
from core.model import Stage
from core.wording.verdict import STAGES

CHECK, FORM = "check", "form"  # what a submission is of: its callback_id
CLIENT, STAGE, DRAFT = "client", "stage", "draft"
_LONGER = f"Up to {limits.TEXT:,} characters. Send a longer one to me as a direct message."
_AS_KNOWN = "as-known"
_CHANNEL = re.compile(r"[CG][A-Z0-9]{2,}")
_PERSON = re.compile(r"[UW][A-Z0-9]{2,}")


@dataclass(frozen=True, slots=True)
class CheckAsked:
    """What somebody wants to have checked; without a stage, what is known of the client counts."""

    text: str
    client: str = ""
    stage: Stage | None = None
    draft: bool = False


def check_form(clients: Sequence[str] = (), *, where: Where = NOWHERE, text: str = "") -> dict[str, Any]:
    """Return the modal in which a text is pasted and checked; of more than 100 clients the name is typed."""
    stages = {_AS_KNOWN: "As it is known", **{stage: sentence(says) for stage, says in STAGES.items()}}
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
        Stage(stage) if stage in frozenset(Stage) else None,
        draft=ticked(state, DRAFT),
    )


def form_of(
    command: Command, usage: Usage, *, prefilled: Mapping[str, str] | None = None, where: Where = NOWHERE
) -> dict[str, Any]:
    """Return the modal that asks for a command's arguments in the order of its usage line."""
    known = prefilled or {}
    blocks: list[dict[str, Any]] = [
        section(sentence(command.says)),
        {"type": "context", "elements": [plain(f"As a command: /checkmsg {command.example}")]},
    ]
    if command.takes_text:
        blocks.append(asked(TEXT, "Text", box(known.get(TEXT, "")), hint=_LONGER))
    for blank in blanks(command, usage):
        element = _element(blank, known.get(blank.name, ""))
        blocks.append(
            asked(blank.name, blank.label, element, hint=blank.hint, optional=not blank.argument.required)
        )
    asked_here = replace(where, command=usage.name)
    return modal(sentence(usage.name), blocks, callback=FORM, submit="Go ahead", where=asked_here)


def command_of(command: Command, usage: Usage, state: Mapping[str, Any]) -> tuple[str, str]:
    """Return the words and the text of the command that a submitted form stands for.

    Raises Incomplete where something is missing.
    """
    values = {argument.name: filled(state, argument.name) for argument in usage.arguments}
    text = filled(state, TEXT) if command.takes_text else ""
    return words_of(command, usage, values, text), text


def _whose(clients: Sequence[str]) -> dict[str, Any]:
    """Return where the client is chosen; a name that no menu can hold is left to the conversation."""
    placeholder = "As the conversation says"
    names = {
        name: name for name in clients if clean(name).strip() and limits.length(name) <= limits.OPTION_VALUE
    }
    if 0 < len(names) <= limits.MENU.things:
        return menu(names, placeholder=placeholder)
    return line(placeholder)


def _element(blank: Blank, known: str) -> dict[str, Any]:
    """Return where an argument is filled in; what cannot be chosen there is not filled in beforehand."""
    match blank.kind:
        case Kind.CHOICE:
            choices = {choice: choice for choice in blank.argument.choices}
            return menu(choices, chosen=blank.argument.spelt(known))
        # Reports go to a channel or to the leads, which stand in no menu of channels.
        case Kind.CHANNEL if blank.otherwise == HERE:
            element = {"type": "conversations_select", "filter": {"include": ["public", "private"]}}
            chosen = {"initial_conversation": known} if _CHANNEL.fullmatch(known) else {}
            return {**element, "default_to_current_conversation": True, **chosen}
        case Kind.MEMBER:
            return {"type": "users_select", **({"initial_user": known} if _PERSON.fullmatch(known) else {})}
    return line(f"As in: {blank.example}" if blank.example else "", known)
