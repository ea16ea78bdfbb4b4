"""Run the bot against a Discord of the tests: `python -m tests.discord.process PORT run`.

The product has no such switch, on purpose: it would send the token to whatever address it is given.
"""

import sys

import discord
import yarl


def point_at(port: int) -> None:
    """Let discord.py call a port on loopback in place of Discord."""
    discord.http.Route.BASE = f"http://127.0.0.1:{port}/api/v10"
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"ws://127.0.0.1:{port}/gw")


if __name__ == "__main__":
    from bots.__main__ import main  # A process that only wants point_at needs no command line.

    point_at(int(sys.argv.pop(1)))
    main()
