"""The commands that judge and measure; nothing is remembered by them."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from bots.inputs import UserError, labelled_rows, raw_lines, read_text
from core.environment import has_settings
from core.model import Message, Origin, Outcome, Place, Plan, Purpose, Speaker, Stage

if TYPE_CHECKING:
    from core.policy import Policy

app = typer.Typer()
FOUND = 1


class Format(StrEnum):
    """How a check is printed."""

    TEXT = "text"
    JSON = "json"


class Side(StrEnum):
    """Whose words a single message holds."""

    CLIENT = "client"
    US = "us"


class Part(StrEnum):
    """Which rows of the labelled corpus are measured."""

    ALL = "all"
    LEARNT = "learnt"
    HELD_BACK = "held-back"


@app.command("check", epilog="Example: checkmsg check chat.txt --stage offer-sent --us 'Dana Reyes'")
def check_command(
    file: Annotated[str, typer.Argument(help="A text file; - or nothing for standard input.")] = "-",
    stage: Annotated[Stage | None, typer.Option(help="Where the contract stands.")] = None,
    plan: Annotated[Plan | None, typer.Option(help="The client's membership.")] = None,
    badge_seen: Annotated[bool, typer.Option(help="The Enterprise badge shows on the job.")] = False,
    origin: Annotated[Origin | None, typer.Option(help="Where you first met.")] = None,
    origin_proof: Annotated[bool, typer.Option(help="An origin elsewhere is proven.")] = False,
    place: Annotated[Place, typer.Option(help="Where the text stands.")] = Place.MESSAGE,
    client: Annotated[str, typer.Option(help="The client's name, for the reply.")] = "",
    us: Annotated[list[str] | None, typer.Option(help="A name of ours; may be repeated.")] = None,
    speaker: Annotated[
        Side | None, typer.Option(help="Whose words a single message holds; us for your own draft.")
    ] = None,
    met_on: Annotated[str, typer.Option(help="Date of first contact on Upwork.", metavar="YYYY-MM-DD")] = "",
    met_on_estimated: Annotated[bool, typer.Option(help="That date is an estimate.")] = False,
    converted_on: Annotated[
        str, typer.Option(help="Date of Upwork's conversion notice.", metavar="YYYY-MM-DD")
    ] = "",
    today: Annotated[str, typer.Option(help="Judge as of this day.", metavar="YYYY-MM-DD")] = "",
    lang: Annotated[str, typer.Option(help="Language of the reply, as es or hi-Latn.")] = "",
    purpose: Annotated[Purpose | None, typer.Option(help="Judge as in a channel of this purpose.")] = None,
    form: Annotated[Format, typer.Option("--format", help="Text for people or JSON.")] = Format.TEXT,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Read and write one JSON object a line.")] = False,
) -> None:
    """Judge a pasted conversation.

    Exit status: 0 clear, advice or care; 1 violation or warning; 2 usage.
    """
    from core.machine import day_of, described, question_of
    from core.policy import load
    from core.question import check, of_one_client, reply

    facts = {
        "stage": stage,
        "plan": plan,
        "badge_seen": badge_seen,
        "origin": origin,
        "origin_proof": origin_proof,
        "place": None if place is Place.MESSAGE else place,
        "us": us,
        "speaker": speaker,
        "met_on": met_on,
        "met_on_estimated": met_on_estimated,
        "converted_on": converted_on,
        "lang": lang,
        "purpose": purpose,
    }
    given = {name: value for name, value in facts.items() if value}
    policy = load()
    with _told_as_options():
        day = day_of({"today": today or None}, "today") or _today()
        if jsonl:
            _refuse_with_jsonl([*given, *(["client"] if client else [])])
            raise typer.Exit(_stream(file, policy, day))
        _refuse_what_frees_nobody(given)
        _refuse_unknown_language(lang, policy)
        question, _ = question_of("", given, policy, day)
    known = replace(question.relationship, client=client)
    question = replace(question, text=_pasted(file), us=_us(us), relationship=known)
    answer = check(question, policy, day)
    _warn_of_strangers(us or (), answer.conversation.messages)
    if form is Format.JSON:
        print(json.dumps(described(answer, policy), indent=2))
    elif not answer.judged:
        from bots.hints import left_alone

        print(left_alone(purpose))
    else:
        from bots.hints import hints
        from bots.terminal import show

        options = hints(answer, policy, day)
        told = reply(of_one_client(answer), policy)
        show(told, Console(highlight=False), numbered=False, options=options)
    if answer.verdict.outcome in (Outcome.VIOLATION, Outcome.WARNING):
        raise typer.Exit(FOUND)


@app.command("rules", epilog="Example: checkmsg rules UPW103")
def rules_command(
    code: Annotated[str, typer.Argument(help="The code of one rule, as UPW103.")] = "",
    write: Annotated[
        bool, typer.Option("--write", help="Write core/rules/README.md anew.", hidden=True)
    ] = False,
) -> None:
    """List the rules, or explain one."""
    from bots.tables import show_rule, show_rules
    from core.catalogue import render
    from core.policy import load

    policy = load()
    if write:
        (policy.rules_folder / "README.md").write_text(render(policy), encoding="utf-8")
    elif not code:
        show_rules(policy, Console(highlight=False))
    else:
        rule = _rule(policy, code)
        show_rule(policy.proven(rule), policy, Console(highlight=False))


@app.command("eval", epilog="Example: checkmsg eval tests/corpus/*.jsonl")
def eval_command(
    files: Annotated[list[Path], typer.Argument(help="Labelled JSON lines.")],
    part: Annotated[
        Part, typer.Option(help="All rows, those learnt from, or the third held back.")
    ] = Part.ALL,
    confusions: Annotated[int, typer.Option(help="How many wrong answers to list.", min=0)] = 20,
) -> None:
    """Measure recall, false positives and precision on labelled lines.

    Exit status: 0 all were judged; 1 some were not; 2 none was, or usage.
    """
    from bots.tables import show_evaluation
    from core.evaluate import held_back
    from core.policy import load

    wanted = {Part.ALL: (True, False), Part.LEARNT: (False,), Part.HELD_BACK: (True,)}[part]
    rows = [row for file in files for row in labelled_rows(file) if held_back(row) in wanted]
    judged = show_evaluation(rows, load(), _today(), Console(highlight=False), confusions)
    if not judged:
        raise UserError(
            "No line could be judged. A labelled line is "
            '{"id": "1", "text": "…", "speaker": "client", "outcome": "violation"}; the README names all fields.'
        )
    if judged < len(rows):
        raise typer.Exit(FOUND)


def _today() -> date:
    from core.twoyears import judging_day

    return judging_day(datetime.now(UTC))


def _pasted(file: str) -> str:
    """Return the text that is to be judged; raises UserError where it is a file of JSON lines."""
    if file == "-" and sys.stdin.isatty():
        print("Paste the conversation; Ctrl-D on a line of its own ends it.", file=sys.stderr)
    text = read_text(file)
    if text.lstrip().startswith("{"):
        from core.machine import is_line

        if is_line(text.strip().split("\n", 1)[0]):
            where = "Standard input" if file == "-" else file
            raise UserError(f"{where} holds one JSON object a line. Add --jsonl to judge each line.")
    return text


def _warn_of_strangers(us: Sequence[str], messages: Sequence[Message]) -> None:
    """Say so where people write who have names, and none of them is who is to be us."""
    said = [message for message in messages if message.speaker is not Speaker.SYSTEM]
    names = dict.fromkeys(message.name for message in said if message.name)
    if us and names and all(message.speaker is not Speaker.US for message in said):
        wanted, there = " or ".join(us), ", ".join(names)
        print(f"checkmsg: --us: nobody called {wanted} writes here, but {there}.", file=sys.stderr)


def _us(names: list[str] | None) -> tuple[str, ...]:
    if not has_settings():
        return tuple(names or ())
    from core.settings import load as load_settings

    return (*(names or ()), *load_settings().us)


def _refuse_unknown_language(lang: str, policy: "Policy") -> None:
    if lang and not policy.language_of(lang):
        raise UserError(f"--lang: no scripts in {lang!r}. There are {', '.join(sorted(policy.languages))}.")


def _refuse_what_frees_nobody(given: Mapping[str, object]) -> None:
    """Refuse a badge and a proof that change nothing: whoever types one thinks that it does."""
    from core.circumstances import EXEMPT_PLANS
    from core.machine import half_a_fact

    if "badge_seen" in given and given.get("plan") not in EXEMPT_PLANS:
        raise half_a_fact("badge_seen")
    if "origin_proof" in given and given.get("origin") is not Origin.ELSEWHERE:
        raise half_a_fact("origin_proof")


@contextmanager
def _told_as_options() -> Iterator[None]:
    """Tell what is wrong in a field under the name of its option."""
    from core.machine import InputError

    try:
        yield
    except InputError as error:
        raise UserError(error.told(_option)) from None


def _option(field: str) -> str:
    return f"--{field.replace('_', '-')}"


def _rule(policy: "Policy", code: str) -> str:
    if found := policy.code_of(code):
        return found
    raise UserError(f"There is no rule {code}. `checkmsg rules` lists them.")


def _refuse_with_jsonl(given: Sequence[str]) -> None:
    if given:
        options = ", ".join(map(_option, given))
        raise UserError(f"{options} cannot go with --jsonl: there each line holds its own facts.")


def _stream(file: str, policy: "Policy", today: date) -> int:
    """Answer line by line; returns 1 if any line was not valid."""
    from core.machine import answer_line

    status = 0
    for number, raw in enumerate(raw_lines(file), 1):
        if not raw.strip():
            continue
        try:
            answer = answer_line(raw.decode("utf-8-sig"), policy, today)
        except UnicodeDecodeError:
            answer = {"id": None, "error": "not UTF-8"}
        if "error" in answer:
            status = 1
            if answer["id"] is None:  # Nothing else would tell which line it was.
                answer["error"] = f"line {number}: {answer['error']}"
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    return status
