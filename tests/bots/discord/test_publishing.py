import asyncio
import logging
from datetime import UTC, datetime
from pathlib import Path

import discord
import pytest
import simcord
from discord import app_commands
from discord.ext import commands

from bots.discord.publishing import fingerprint, publish
from core.records import Platform
from core.store import published
from core.store.crypto import Keyring, new_key
from core.store.database import Database
from core.store.tenant import Store

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
SYNC = "/applications/"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    database = Database(f"sqlite:///{tmp_path}/checkmsg.db")
    database.migrate()
    return Store(database, Keyring([new_key()]))


def client_with(*names: str) -> commands.AutoShardedBot:
    client = commands.AutoShardedBot(command_prefix="!", intents=discord.Intents.none())
    for name in names:

        async def answer(_: discord.Interaction[discord.Client]) -> None: ...

        client.tree.add_command(app_commands.Command(name=name, description="A command", callback=answer))
    return client


def syncs(env: simcord.Env) -> int:
    return sum(entry.method == "PUT" and "/commands" in entry.path for entry in env.http_requests)


def test_commands_are_told_once_and_again_only_when_they_have_changed(store: Store) -> None:
    async def told(*names: str) -> tuple[bool, int]:
        client = client_with(*names)
        async with simcord.run(client, shard_count=1) as env:
            return await publish(client, store, MONDAY), syncs(env)

    assert asyncio.run(told("check", "help")) == (True, 1)
    assert asyncio.run(told("check", "help")) == (False, 0)
    assert asyncio.run(told("help", "check")) == (False, 0)
    assert asyncio.run(told("check")) == (True, 1)


def test_what_discord_refuses_is_logged_and_tried_again(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    async def told() -> tuple[bool, bool]:
        client = client_with("check")
        async with simcord.run(client, shard_count=1) as env:
            env.inject_error("PUT", "/applications/*/commands", status=403)
            return await publish(client, store, MONDAY), await publish(client, store, MONDAY)

    with caplog.at_level(logging.ERROR):
        assert asyncio.run(told()) == (False, True)
    assert "could not be told" in caplog.text


def test_another_app_is_told_by_itself(store: Store) -> None:
    async def told() -> bool:
        client = client_with("check")
        async with simcord.run(client, shard_count=1):
            published.keep(store, Platform.DISCORD, "1", fingerprint(client.tree), MONDAY)
            return await publish(client, store, MONDAY)

    assert asyncio.run(told())
