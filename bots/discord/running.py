"""Discord from start to stop: the client, what is sent there, and how long it lives."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

import discord

from bots.delivery import Refused
from bots.discord.bot import Bot
from bots.discord.bridge import Bridge
from bots.discord.client import Client
from bots.discord.directory import Directory
from bots.discord.door import DiscordDoor
from bots.discord.errors import FAILURES
from bots.discord.sender import DiscordSender
from bots.inbox import Inbox
from bots.intake import Intake
from bots.logs import quiet_logs
from core.commands.commands import Commands
from core.errors import PlainError, trace
from core.records import Platform
from core.settings import Settings
from core.store import installations

logger = logging.getLogger(__name__)
HEARD_SECONDS = 60.0
_LOOK_SECONDS = 0.05
REFUSED = "Discord refuses CHECKMSG_DISCORD_TOKEN. Copy it anew from the page Bot of your application."
NO_INTENT = (
    "Discord does not let the bot read posts. Switch on Message Content Intent on the page Bot of your application, or "
    "set CHECKMSG_DISCORD_MESSAGE_CONTENT=false: then only what is asked of the bot is read."
)
NETWORK = "Discord cannot be reached: check the network, then start checkmsg again."
UNFIT = (
    "Discord does not speak with this version of checkmsg any more (code {code}). Bring checkmsg up to date."
)
UNFORESEEN = "Discord ended with something unforeseen ({kind}); the log says where. Start checkmsg again."
# Discord's codes for a connection that it closes for good; 4010 to 4013 mean how we asked for it.
_CLOSED = {4004: REFUSED, 4010: UNFIT, 4011: UNFIT, 4012: UNFIT, 4013: UNFIT}


class DiscordError(PlainError):
    """Discord cannot be used; the message says what to do."""


class Discord:
    """The bot in Discord."""

    platform = Platform.DISCORD

    def __init__(self, settings: Settings, commands: Commands, now: Callable[[], datetime]) -> None:
        """Take the settings, what can be asked, and what tells the time."""
        quiet_logs()
        logging.getLogger("discord.client").setLevel(logging.ERROR)  # It tells of voice, which we never use.
        self._settings = settings
        self._commands = commands
        self._now = now
        self.bridge = Bridge()
        directory = Directory(self.bridge, settings.discord_lead_role)
        self._bot = Bot(commands, now, settings.discord_file_hosts, self.bridge, directory)
        self.client = Client(self._bot, settings)
        self._living: asyncio.Task[None] | None = None
        self.sender = DiscordSender(self.bridge, self._guild_of)
        self.door = DiscordDoor(self.bridge, directory, settings.discord_file_hosts)

    @property
    def shown(self) -> str:
        """Return in words where and how the bot is reached."""
        if self._settings.discord_message_content:
            return "Discord, by the gateway"
        return "Discord, by the gateway; it reads what is asked of it, and no channels"

    async def run(self, inbox: Inbox, stop: asyncio.Event) -> None:
        """Listen until told to stop, then finish what was begun; posts can still be sent until `close`.

        Raises DiscordError where Discord does not let us in.
        """
        self.client.open(Intake(inbox))
        self.bridge.open(asyncio.get_running_loop(), self.client)
        self._living = living = asyncio.create_task(self._live())
        marking = asyncio.create_task(self._mark())
        stopping = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({living, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if living.done():
                living.result()
                raise DiscordError("Discord has ended the connection for good. Start checkmsg again.")
        finally:
            stopping.cancel()
            marking.cancel()
            self._bot.stopping.set()
            try:
                await self.client.rest()
            finally:
                await self._bot.busy.finish()

    async def ready(self) -> None:
        """Wait until Discord has told which servers there are."""
        while not self.client.is_ready():  # noqa: ASYNC110  # Before it has begun, discord.py can only be asked.
            await asyncio.sleep(_LOOK_SECONDS)

    async def close(self) -> None:
        """Leave Discord; nothing can be sent from then on."""
        self.bridge.close()
        if self._living is None:
            return  # Nothing was begun.
        # While the gateway is away discord.py waits for it, for minutes, and hears of nothing else.
        self._living.cancel()
        await asyncio.wait({self._living})
        with suppress(AttributeError):  # discord.py's own, of a client that was stopped before it began.
            await self.client.close()

    async def _live(self) -> None:
        try:
            await self.client.start(self._settings.discord_token)
        except discord.LoginFailure:
            raise DiscordError(REFUSED) from None
        except discord.PrivilegedIntentsRequired:
            raise DiscordError(NO_INTENT) from None
        except discord.ConnectionClosed as error:
            raise DiscordError(_CLOSED.get(error.code, NETWORK).format(code=error.code)) from None
        except (discord.GatewayNotFound, *FAILURES):
            raise DiscordError(NETWORK) from None
        except Exception as error:  # noqa: BLE001  # Whatever it is, it ends the bot with one sentence.
            logger.error("Discord has ended: %s", trace(error))  # noqa: TRY400  # Without its message.
            raise DiscordError(UNFORESEEN.format(kind=type(error).__name__)) from None

    async def _mark(self) -> None:
        """Note every minute until when we are sure to have heard everything."""
        while True:
            await asyncio.sleep(HEARD_SECONDS)
            if self.client.is_ready():
                try:
                    await self.client.keep_up()
                except Exception as error:  # noqa: BLE001  # It is logged, and the next minute tries again.
                    logger.error("what was missed could not be read: %s", trace(error))  # noqa: TRY400  # Without its message.

    def _guild_of(self, workspace_id: int) -> str:
        guild = installations.external_id(self._commands.store, workspace_id)
        if self.bridge.client.get_guild(int(guild)) is None:
            raise Refused("not-there")
        return guild
