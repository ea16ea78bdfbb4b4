"""The `checkmsg` command: the one place where the parts are put together."""

import sys
from typing import Annotated

import typer

from bots import judging, talking, upkeep
from core.errors import PlainError

app = typer.Typer(
    help="Judge client conversations against Upwork's off-platform rules and say what to send instead.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)
for _part in (judging, talking, upkeep):
    app.add_typer(_part.app)
USAGE = 2


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
        from importlib.metadata import version

        print(version("checkmsg"))
        raise typer.Exit


@app.callback()
def _options(
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


if __name__ == "__main__":
    main()
