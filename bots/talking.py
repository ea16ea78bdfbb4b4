"""The commands by which the bot is talked to: what runs for good, and what is asked beside it."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from bots.inputs import UserError, read_text

if TYPE_CHECKING:
    from core.commands.commands import Asker
    from core.policy import Policy
    from core.settings import Settings

app = typer.Typer()
NOT_DONE = 2


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
    from bots.logs import open_logs_aside
    from bots.opening import open_commands
    from bots.session import Screen, Session
    from bots.slack import way as slack
    from core.planner import due
    from core.policy import load
    from core.records import Platform
    from core.rendering import render
    from core.settings import load as load_settings
    from core.store import claims
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
    open_logs_aside(settings)
    store = commands.store
    clock = _clock(now)
    with held_alone(store.database):
        asker = _asker(person, settings)
        screen = Screen(console, asker.person)
        delivery = Delivery(
            store, {Platform.TERMINAL: screen}, lambda post: render(store, policy, post, clock()), clock
        )
        session = Session(commands, asker, screen, delivery, clock)
        if store.database.is_sqlite:
            # Nobody else works on the file: what a terminal that was closed was showing is shown now.
            claims.release(store, clock())
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
    from core.policy import load
    from core.settings import load as load_settings

    settings = load_settings()
    commands = open_commands(settings, load())
    asked = [f'"{word}"' if " " in word else word for word in words or ["help"]]
    text = "" if sys.stdin.isatty() or asked[:2] != ["client", "import"] else read_text("-")
    reply = commands.run(_asker(person, settings), " ".join(asked), _clock(now)(), text)
    show(reply, Console(highlight=False, stderr=not reply.done), numbered=False)
    if not reply.done:
        raise typer.Exit(NOT_DONE)


def _serve(settings: "Settings", policy: "Policy", console: Console) -> None:
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
