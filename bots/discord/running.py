"""Discord from start to stop: the client, what is sent there, and how long it lives."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

import discord

from bots.discord.bot import Bot
from bots.discord.bridge import Bridge
from bots.discord.client import Client
from bots.discord.directory import Directory
from bots.discord.door import DiscordDoor
from bots.discord.errors import FAILURES
from bots.discord.sender import DiscordSender
from bots.inbox import Inbox
from bots.intake import Intake
from bots.leases import Lease
from bots.logs import quiet_logs
from core.commands.commands import Commands
from core.errors import PlainError, trace
from core.records import Platform
from core.settings import Settings
from core.store import installations

logger = logging.getLogger(__name__)
HEARD_SECONDS = 60.0
_LOOK_SECONDS = 0.05
_FINISH_SECONDS = 10.0
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
        self._database = commands.store.database
        self._lease: Lease | None = None  # of the gateway, where there may be other replicas
        self.bridge = Bridge()
        directory = Directory(self.bridge, settings.discord_lead_role)
        self._bot = Bot(commands, now, settings.discord_file_hosts, self.bridge, directory, self._is_ours)
        self.client = Client(self._bot, settings)
        self._intake: Intake | None = None
        self._living: asyncio.Task[None] | None = None
        self.sender = DiscordSender(self.bridge, self._guild_of)
        self.door = DiscordDoor(self.bridge, directory, settings.discord_file_hosts)

    @property
    def shown(self) -> str:
        """Return in words where and how the bot is reached."""
        if self._settings.discord_message_content:
            return "Discord, by the gateway"
        return "Discord, by the gateway; it reads what is asked of it, and no channels"

    @property
    def stands_by(self) -> bool:
        """Return whether another replica listens to the gateway, or will; what is sent needs none."""
        return self._lease is not None and not self._lease.is_held

    @property
    def is_connected(self) -> bool:
        """Return whether all that is told by Discord reaches us, or whoever listens in our place."""
        shards = self.client.shards.values()
        return self.stands_by or (self.client.is_ready() and not any(shard.is_closed() for shard in shards))

    def _is_ours(self) -> bool:
        """Return whether what the gateway tells is for this process to deal with."""
        return self._database.is_sqlite or (self._lease is not None and self._lease.is_held)

    async def run(self, inbox: Inbox, stop: asyncio.Event) -> None:
        """Listen until told to stop, then finish what was begun; posts can still be sent until `close`.

        Raises DiscordError where Discord does not let us in.
        """
        self._intake = Intake(inbox)
        self._living = living = asyncio.create_task(self._live())
        stopping = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({living, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if living.done():
                living.result()
                raise DiscordError("Discord has ended the connection for good. Start checkmsg again.")
        finally:
            stopping.cancel()
            self._bot.stopping.set()
            try:
                await self.client.rest()
            finally:
                await self._bot.busy.finish()
                await self._end(living)

    async def ready(self) -> None:
        """Wait until Discord has told which servers there are, or nobody needs to be told."""
        while not self.client.is_ready() and not self.stands_by:  # noqa: ASYNC110  # discord.py can only be asked.
            await asyncio.sleep(_LOOK_SECONDS)

    async def close(self) -> None:
        """Leave Discord; nothing can be sent from then on."""
        self.bridge.close()
        if self._living is None:
            return  # Nothing was begun.
        await self._end(self._living)
        await _close(self.client)

    async def _end(self, living: asyncio.Task[None]) -> None:
        """Leave the gateway; another replica takes it over."""
        # While it is away discord.py waits for it, for minutes, and hears of nothing else.
        living.cancel()
        await asyncio.wait({living})

    async def _live(self) -> None:
        try:
            await self._log_in()
            if self._database.is_sqlite:
                await self._listen()
                return
            name = f"Discord, application {self.client.application_id}, all shards"
            self._lease = Lease(self._database, name, self._now)
            while not await self._lease.hold(self._listen):
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._bot.busy.finish(), _FINISH_SECONDS)
                # What is remembered of the servers grows old from now on.
                await _close(self.client)
                self.client = Client(self._bot, self._settings)
                await self._log_in()
        except discord.LoginFailure:
            raise DiscordError(REFUSED) from None
        except discord.PrivilegedIntentsRequired:
            raise DiscordError(NO_INTENT) from None
        except discord.ConnectionClosed as error:
            raise DiscordError(_CLOSED.get(error.code, NETWORK).format(code=error.code)) from None
        except (discord.GatewayNotFound, *FAILURES):
            raise DiscordError(NETWORK) from None
        except PlainError:
            raise
        except Exception as error:  # noqa: BLE001  # Whatever it is, it ends the bot with one sentence.
            logger.error("Discord has ended: %s", trace(error))  # noqa: TRY400  # Without its message.
            raise DiscordError(UNFORESEEN.format(kind=type(error).__name__)) from None

    async def _log_in(self) -> None:
        """Become able to send, and to be asked for what is sent."""
        if self._intake is None:
            raise RuntimeError("it was not run")
        self.client.open(self._intake)
        self.bridge.open(asyncio.get_running_loop(), self.client)
        await self.client.login(self._settings.discord_token)

    async def _listen(self) -> None:
        """Be told what happens, until cancelled or until Discord ends it for good."""
        self.bridge.guilds.begin(self.client)
        marking = asyncio.create_task(self._mark())
        try:
            await self.client.connect()
        finally:
            marking.cancel()
            await self.client.hang_up()

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
        return installations.external_id(self._commands.store, workspace_id)


async def _close(client: Client) -> None:
    with suppress(AttributeError):  # discord.py's own, of a client that was stopped before it began.
        await client.close()
