"""The commands that keep checkmsg alive: what is missing, the tables, copies, keys."""

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bots.inputs import UserError

app = typer.Typer()
MISSING = 1


class Checkable(StrEnum):
    """What `doctor` looks at alone."""

    SLACK = "slack"
    DISCORD = "discord"


@app.command("doctor", epilog="Example: checkmsg doctor")
def doctor_command(
    what: Annotated[
        Checkable | None, typer.Argument(help="One platform alone; nothing for everything.")
    ] = None,
) -> None:
    """Say what is missing and what to do, a line each, beside a bot that runs. Exit status: 0 all is well, 1 something is missing."""
    from bots.terminal import show
    from core.policy import load
    from core.settings import load as load_settings

    match what:
        case Checkable.SLACK:
            from bots.slack.doctor import examine as examine_slack

            reply = examine_slack(load_settings())
        case Checkable.DISCORD:
            from bots.discord.doctor import examine as examine_discord

            reply = examine_discord(load_settings())
        case None:
            from bots.doctor import examine

            reply = examine(load(), datetime.now(UTC))
    show(reply, Console(highlight=False), numbered=False)
    if not reply.done:
        raise typer.Exit(MISSING)


@app.command("migrate", epilog="Example: checkmsg migrate --check")
def migrate_command(
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit with 1 if something is to be done.")
    ] = False,
) -> None:
    """Bring the tables up to date, as a job before replicas start; any number may do so at once."""
    from bots.opening import bring_up_to_date, what_is_behind
    from core.settings import load
    from core.store.upgrade import head

    if check:
        behind = what_is_behind(load())
        print(behind or "Nothing is to be done.")
        raise typer.Exit(MISSING if behind else 0)
    done = bring_up_to_date(load())
    if not done.revision:
        says = f"made, at {head()}"
    else:
        says = (
            f"brought from {done.revision} to {head()}" if done.revision != head() else f"at {head()} already"
        )
    print(
        f"{done.database.shown}: the tables are {says}.{'' if done.had_queue else ' So are those of the queue.'}"
    )


@app.command("backup", epilog="Example: checkmsg backup checkmsg-2026-11-27.db")
def backup_command(
    file: Annotated[Path, typer.Argument(help="Where the copy goes; it must not be there yet.")],
) -> None:
    """Copy what is remembered into a file, beside a bot that runs; PostgreSQL by its own pg_dump.

    The key is not in it: keep the .key file, or CHECKMSG_KEYS, somewhere else.
    """
    from bots.dumps import dump_to
    from bots.opening import is_begun, open_database
    from core.settings import load
    from core.store.upgrade import revision_of

    settings = load()
    database = open_database(settings)
    if not is_begun(settings, database) or not revision_of(database):
        raise UserError("nothing is remembered yet, so there is nothing to copy.")
    if file.exists():
        raise UserError(f"{file} is there already. Choose another name.")
    try:
        if database.is_sqlite:
            database.copy_to(file)
        else:
            dump_to(database, file)
    except OSError as error:
        raise UserError(f"{file} cannot be written: {error.strerror}.") from error
    print(f"Copied to {file}. Its key is not in it: keep that apart.")


@app.command("restore", epilog="Example: checkmsg restore checkmsg-2026-11-27.db")
def restore_command(
    file: Annotated[Path, typer.Argument(help="A copy that `checkmsg backup` made.")],
) -> None:
    """Put a copy back, while no bot runs; what has left since it was made is not sent twice.

    On PostgreSQL the database must be empty. A SQLite file that is replaced is kept.
    """
    from bots.restoring import restore
    from bots.terminal import show
    from core.settings import load

    try:
        reply = restore(load(), file, datetime.now(UTC))
    except OSError as error:
        raise UserError(f"{error.filename or file} cannot be used: {error.strerror}.") from error
    show(reply, Console(highlight=False), numbered=False)


@app.command("rotate-keys", epilog="Example: checkmsg rotate-keys")
def rotate_keys_command() -> None:
    """Seal everything with a new key, while no bot runs; what is broken off is gone on with the next time.

    A .key file beside the database gets a new key by itself; into CHECKMSG_KEYS you put it, in front of the old one.
    """
    from bots.rotating import rotate
    from bots.terminal import show
    from core.settings import load

    show(rotate(load(), datetime.now(UTC)), Console(highlight=False), numbered=False)
