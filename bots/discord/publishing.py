"""Discord is told of our commands only when they have changed: it takes 200 new ones a day, and forgets none."""

import asyncio
import json
import logging
from datetime import datetime
from hashlib import sha256
from typing import Any

from discord import app_commands
from discord.ext import commands

from core.errors import trace
from core.records import Platform
from core.store import published
from core.store.tenant import Store

logger = logging.getLogger(__name__)


async def publish(client: commands.AutoShardedBot, store: Store, now: datetime) -> bool:
    """Tell Discord of our commands where they have changed, and return whether it was told.

    Where that does not succeed, it is logged, and tried again at the next start.
    """
    application = str(client.application_id)
    new = fingerprint(client.tree)
    if new == await asyncio.to_thread(published.last_fingerprint, store, Platform.DISCORD, application):
        return False
    try:
        await client.tree.sync()
    except Exception as error:  # noqa: BLE001  # Posts are read all the same, whatever it is.
        logger.error("the commands could not be told to Discord: %s", trace(error))  # noqa: TRY400  # Without its message.
        return False
    await asyncio.to_thread(published.keep, store, Platform.DISCORD, application, new, now)
    return True


def fingerprint(tree: app_commands.CommandTree[Any]) -> str:
    """Return what tells our commands from others, in whatever order they are added."""
    payload = sorted(json.dumps(command.to_dict(tree), sort_keys=True) for command in tree.get_commands())
    return sha256("\n".join(payload).encode()).hexdigest()
