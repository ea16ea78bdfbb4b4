"""The `checkmsg` command: the one place where the parts are put together."""

import json
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from bots.inputs import UserError, labelled_rows, raw_lines, read_text
from core.errors import PlainError
from core.evaluate import held_back
from core.machine import answer_line, described
from core.model import Origin, Outcome, Place, Plan, Purpose, Relationship, Stage
from core.policy import Policy, load
from core.question import Question, check, reply
from core.twoyears import judging_day

if TYPE_CHECKING:
    from core.commands.commands import Asker
    from core.settings import Settings

app = typer.Typer(
    help="Judge client conversations against Upwork's off-platform rules and say what to send instead.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
USAGE = 2
FOUND = 1


class Format(StrEnum):
    """How a check is printed."""

    TEXT = "text"
    JSON = "json"


class Part(StrEnum):
    """Which rows of the labelled corpus are measured."""

    ALL = "all"
    LEARNT = "learnt"
    HELD_BACK = "held-back"


def part_of(row: dict[str, object]) -> Part:
    """Return the part of the corpus a labelled row belongs to."""
    return Part.HELD_BACK if held_back(row) else Part.LEARNT


def main() -> None:
    """Run the command; a mistake of the user's ends in one line, never in a traceback."""
    try:
        app()
    except PlainError as error:
        print(f"checkmsg: {error}", file=sys.stderr)
        raise SystemExit(USAGE) from None
    except BrokenPipeError:
        # The reader of our output has gone, as `head` does; nothing is left to say.
        sys.stderr.close()
        raise SystemExit(0) from None


def _version(wanted: bool) -> None:
    if wanted:
        print(version("checkmsg"))
        raise typer.Exit


@app.callback()
def _options(
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


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
    policy = load()
    day = _day(today, "--today") or _today()
    if jsonl:
        raise typer.Exit(_stream(file, policy, day))
    question = Question(
        text=read_text(file),
        relationship=Relationship(
            client=client,
            stage=stage,
            plan=plan,
            badge_seen=badge_seen,
            origin=origin,
            origin_proof=origin_proof,
            met_on=_day(met_on, "--met-on"),
            met_on_estimated=met_on_estimated,
            converted_on=_day(converted_on, "--converted-on"),
        ),
        place=place,
        us=_us(us),
        purpose=purpose,
        lang=_language(lang, policy),
    )
    answer = check(question, policy, day)
    if form is Format.JSON:
        print(json.dumps(described(answer, policy), indent=2))
    elif not answer.judged:
        print("This looks like talk among colleagues, so it was not judged. Leave --purpose out to judge it.")
    else:
        from bots.terminal import show

        show(reply(answer, policy), Console(highlight=False), numbered=False)
    if answer.verdict.outcome in (Outcome.VIOLATION, Outcome.WARNING):
        raise typer.Exit(FOUND)


@app.command("rules", epilog="Example: checkmsg rules UPW103")
def rules_command(
    code: Annotated[str, typer.Argument(help="The code of one rule, as UPW103.")] = "",
    write: Annotated[bool, typer.Option("--write", help="Write core/rules/README.md anew.")] = False,
) -> None:
    """List the rules, or explain one."""
    from bots.tables import show_rule, show_rules
    from core.catalogue import render

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
    confusions: Annotated[int, typer.Option(help="How many wrong answers to list.")] = 20,
) -> None:
    """Measure recall, false positives and precision on labelled lines."""
    from bots.tables import show_evaluation

    rows = [row for file in files for row in labelled_rows(file) if part in (Part.ALL, part_of(row))]
    show_evaluation(rows, load(), _today(), Console(highlight=False), confusions)


@app.command("run", epilog="Example: checkmsg run < chat.txt")
def run_command(
    person: Annotated[str, typer.Option("--as", help="Who you are; the first one is the first lead.")] = "",
    now: Annotated[str, typer.Option(help="Act as if it were this time.", metavar="YYYY-MM-DD[THH:MM]")] = "",
) -> None:
    """Open the channels that are configured; with no token that is the terminal."""
    from bots.clock import Clock
    from bots.delivery import Delivery
    from bots.discord import way as discord
    from bots.fleet import Fleet
    from bots.opening import open_commands
    from bots.session import Screen, Session
    from bots.slack import way as slack
    from core.planner import due
    from core.records import Platform
    from core.rendering import render
    from core.settings import load as load_settings
    from core.store.database import held_alone

    settings = load_settings()
    policy = load()
    console = Console(highlight=False)
    if slack.is_wanted(settings) or discord.is_wanted(settings):
        _serve(settings, policy, console)
        return
    console.print(
        "checkmsg, terminal channel. Slack: CHECKMSG_SLACK_BOT_TOKEN and CHECKMSG_SLACK_APP_TOKEN; "
        "Discord: CHECKMSG_DISCORD_TOKEN.\n",
        style="dim",
    )
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # a TextIOWrapper
    commands = open_commands(settings, policy)
    store = commands.store
    clock = _clock(now)
    with held_alone(store.database):
        asker = _asker(person, settings)
        screen = Screen(console, asker.person)
        delivery = Delivery(
            store, {Platform.TERMINAL: screen}, lambda post: render(store, policy, post, clock()), clock
        )
        session = Session(commands, asker, screen, delivery, clock)
        if not sys.stdin.isatty() or now:
            session.talk(sys.stdin)
            return
        engine = (Clock if store.database.is_sqlite else Fleet)(
            store, deliver=delivery.deliver, plan=lambda at: due(store, at), now=clock
        )
        engine.start()
        try:
            session.talk(sys.stdin)
        finally:
            engine.stop()


@app.command(
    "admin",
    epilog="Example: checkmsg admin client add Acme met May 2025",
    context_settings={"ignore_unknown_options": True},
)
def admin_command(
    words: Annotated[list[str] | None, typer.Argument(help="A command, as `help` lists them.")] = None,
    person: Annotated[str, typer.Option("--as", help="Who you are; the first one is the first lead.")] = "",
    now: Annotated[str, typer.Option(help="Act as if it were this time.", metavar="YYYY-MM-DD[THH:MM]")] = "",
) -> None:
    """Ask what can be asked with /checkmsg, beside a bot that runs.

    A list for `client import` comes from standard input. Exit status: 0 done, 2 not done.
    """
    from bots.opening import open_commands
    from bots.terminal import show
    from core.settings import load as load_settings

    settings = load_settings()
    commands = open_commands(settings, load())
    asked = [f'"{word}"' if " " in word else word for word in words or ["help"]]
    text = "" if sys.stdin.isatty() or asked[:2] != ["client", "import"] else read_text("-")
    reply = commands.run(_asker(person, settings), " ".join(asked), _clock(now)(), text)
    show(reply, Console(highlight=False, stderr=not reply.done), numbered=False)
    if not reply.done:
        raise typer.Exit(USAGE)


class Checkable(StrEnum):
    """What `doctor` looks at."""

    SLACK = "slack"
    DISCORD = "discord"


@app.command("doctor", epilog="Example: checkmsg doctor slack")
def doctor_command(
    what: Annotated[Checkable, typer.Argument(help="What to look at.")],
) -> None:
    """Say which setting, right or channel is missing, a line each. Exit status: 0 all is well, 1 something is missing."""
    from bots.terminal import show
    from core.settings import load as load_settings

    match what:
        case Checkable.SLACK:
            from bots.slack.doctor import examine
        case Checkable.DISCORD:
            from bots.discord.doctor import examine
    reply = examine(load_settings())
    show(reply, Console(highlight=False), numbered=False)
    if not reply.done:
        raise typer.Exit(FOUND)


@app.command("backup", epilog="Example: checkmsg backup checkmsg-2026-11-27.db")
def backup_command(
    file: Annotated[Path, typer.Argument(help="Where the copy goes; it must not be there yet.")],
) -> None:
    """Copy what is remembered into a file, beside a bot that runs.

    The key is not in it: keep the .key file, or CHECKMSG_KEYS, somewhere else.
    """
    from bots.opening import open_store
    from core.settings import load as load_settings

    database = open_store(load_settings()).database
    if not database.is_sqlite:
        raise UserError(f"{database.shown}: PostgreSQL is backed up by its own tools, as pg_dump.")
    if file.exists():
        raise UserError(f"{file} is there already. Choose another name.")
    try:
        database.copy_to(file)
    except OSError as error:
        raise UserError(f"{file} cannot be written: {error.strerror}.") from error
    print(f"Copied to {file}. Its key is not in it: keep that apart.")


def _serve(settings: "Settings", policy: Policy, console: Console) -> None:
    """Run the bot on the platforms that are configured."""
    from bots.opening import open_commands
    from bots.serving import serve
    from core.store.database import held_alone

    commands = open_commands(settings, policy)
    with held_alone(commands.store.database):
        serve(settings, commands, _clock(""), console)


def _asker(person: str, settings: "Settings") -> "Asker":
    import getpass

    from core.commands.commands import Asker
    from core.records import Platform

    name = person or getpass.getuser()
    return Asker(
        Platform.TERMINAL, "terminal", settings.agency, name.casefold(), name, "terminal", "terminal"
    )


def _clock(now: str) -> Callable[[], datetime]:
    """Return what tells the time: the machine's clock, or one that stands still."""
    if not now:
        return lambda: datetime.now(UTC)
    try:
        given = datetime.fromisoformat(now)
    except ValueError:
        raise UserError(f"--now: {now!r} is no time. Write it as 2026-11-22T09:30.") from None
    standing = given.replace(tzinfo=given.tzinfo or UTC)
    return lambda: standing


def _today() -> date:
    return judging_day(datetime.now(UTC))


def _us(names: list[str] | None) -> tuple[str, ...]:
    from core.settings import load as load_settings

    return (*(names or ()), *load_settings().us)


def _day(text: str, option: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UserError(f"{option}: {text!r} is no date. Write it as 2026-11-22.") from None


def _language(lang: str, policy: Policy) -> str:
    if lang and lang not in policy.scripts:
        raise UserError(f"--lang: no scripts in {lang!r}. There are {', '.join(sorted(policy.scripts))}.")
    return lang


def _rule(policy: Policy, code: str) -> str:
    wanted = code.upper()
    for rule in policy.rules.values():
        if wanted in (rule.code, *rule.aliases) or code.lower() == rule.name:
            return rule.code
    raise UserError(f"There is no rule {code}. `checkmsg rules` lists them.")


def _stream(file: str, policy: Policy, today: date) -> int:
    """Answer line by line; returns 1 if any line was not valid."""
    status = 0
    for raw in raw_lines(file):
        if not raw.strip():
            continue
        try:
            answer = answer_line(raw.decode("utf-8"), policy, today)
        except UnicodeDecodeError:
            answer = {"id": None, "error": "not UTF-8"}
        if "error" in answer:
            status = 1
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    return status


if __name__ == "__main__":
    main()
