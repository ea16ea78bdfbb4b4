"""Run the bot with every logger at DEBUG, against a Discord of the tests: `python -m tests.bots.loud PORT run`."""

import logging
import sys

from tests.discord.process import point_at

_set = logging.Logger.setLevel


def _set_to_debug(logger: logging.Logger, _: int | str) -> None:
    _set(logger, logging.DEBUG)


if __name__ == "__main__":
    # Libraries silence themselves, and we silence some of them.
    logging.Logger.setLevel = _set_to_debug  # type: ignore[assignment, method-assign]
    for name in (
        None,
        "sqlalchemy",
        "procrastinate",
        "alembic",
        "aiohttp",
        "asyncio",
        "discord",
        "slack_sdk",
    ):
        logging.getLogger(name).setLevel(logging.DEBUG)

    from bots.__main__ import main

    point_at(int(sys.argv.pop(1)))
    main()
