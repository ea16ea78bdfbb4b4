"""Slack from start to stop: the workspaces, what is sent there, and one of the two ways in which Slack reaches us."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, assert_never

from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bots.inbox import Inbox
from bots.intake import Intake
from bots.logs import quiet_logs
from bots.slack.app import Listeners, make_app
from bots.slack.bot import Bot
from bots.slack.door import SlackDoor
from bots.slack.events import welcome
from bots.slack.http import HttpDoor, make_web_app
from bots.slack.install import oauth_settings
from bots.slack.sender import SlackSender
from bots.slack.socket import Socket
from bots.slack.way import Way, way_of
from bots.slack.workspaces import SlackError, Workspaces
from core.commands.commands import Commands
from core.records import Platform
from core.settings import Settings
from core.store import people
from core.store.installations import Installation

logger = logging.getLogger(__name__)


class Slack:
    """The bot in Slack. Raises SettingsError or SlackError where the settings do not open it."""

    platform = Platform.SLACK

    def __init__(self, settings: Settings, commands: Commands, now: Callable[[], datetime]) -> None:
        """Take the settings, what can be asked, and what tells the time."""
        quiet_logs()
        self._settings = settings
        self._commands = commands
        self._now = now
        self.port = 0  # at which Slack calls, while the door is open
        self._socket: Socket | None = None
        self.way = way_of(settings)
        is_single = self.way is not Way.INSTALLED
        self.workspaces = (Workspaces.single if is_single else Workspaces.installed)(settings, commands.store)
        self.sender = SlackSender(self.workspaces.by_row)
        self.door = SlackDoor(self.workspaces, settings.slack_file_hosts)
        self._bot = Bot(commands, self.workspaces, now, settings.slack_file_hosts)
        if self.workspaces.own is not None:
            self._settle(self.workspaces.own.external_id, self.workspaces.own.name)

    @property
    def shown(self) -> str:
        """Return in words where and how the bot is reached."""
        where = self.workspaces.own.name if self.workspaces.own else "all workspaces that install it"
        how = "Socket Mode" if self.way is Way.SOCKET else f"HTTP at {self._settings.slack_listen}"
        return f"Slack: {where}, by {how}"

    @property
    def is_connected(self) -> bool:
        """Return whether Slack can reach us: over the connection that stands, or at the door that is open."""
        return self._socket.state.connected if self._socket else bool(self.port)

    async def run(self, inbox: Inbox, stop: asyncio.Event) -> None:
        """Listen until told to stop, then finish what was begun; raises SocketError where Slack lets us in no more."""
        self.listeners = Listeners(self._bot, Intake(inbox))
        try:
            await self._listen(self.listeners, stop)
        finally:
            self._bot.stopping.set()
            await self.listeners.finish()

    async def ready(self) -> None:
        """Wait for nothing: Slack is asked by HTTP, connected or not."""

    async def close(self) -> None:
        """Leave Slack: what is sent there needs no connection that stands."""

    async def _listen(self, listeners: Listeners, stop: asyncio.Event) -> None:
        settings = self._settings
        own = _authorize(self.workspaces)
        client = AsyncWebClient(base_url=settings.slack_api_url, retry_handlers=[])
        match self.way:
            case Way.SOCKET:
                app = make_app(listeners, client, authorize=own, request_verification_enabled=False)
                self._socket = Socket(app, settings.slack_app_token)
                await self._socket.run_until(stop)
            case Way.HTTP:
                app = make_app(listeners, client, authorize=own, signing_secret=settings.slack_signing_secret)
                await self._serve(make_web_app(app, signing_secret=settings.slack_signing_secret), stop)
            case Way.INSTALLED:
                app = make_app(
                    listeners,
                    client,
                    oauth_settings=oauth_settings(settings, self._commands.store, self._installed),
                    signing_secret=settings.slack_signing_secret,
                )
                page = make_web_app(app, signing_secret=settings.slack_signing_secret, installed=True)
                await self._serve(page, stop)
            case _:
                assert_never(self.way)

    async def _serve(self, page: Any, stop: asyncio.Event) -> None:
        host, _, port = self._settings.slack_listen.rpartition(":")
        door = HttpDoor(page)
        try:
            await door.start(host, int(port))
        except OSError as error:
            raise SlackError(
                f"CHECKMSG_SLACK_LISTEN: {self._settings.slack_listen} cannot be opened "
                f"({error.strerror or type(error).__name__}). Another program may use it; choose another port."
            ) from None
        self.port = door.port
        try:
            await stop.wait()
        finally:
            self.port = 0
            await door.stop()

    def _settle(self, external_id: str, name: str) -> None:
        """Remember the workspace before its first news comes."""
        store = self._commands.store
        with store.database.write() as session:
            people.install(session, store.keyring, Platform.SLACK, external_id, name, self._now())

    def _installed(self, installation: Installation) -> None:
        """Greet whoever has installed the bot."""
        self.workspaces.forget(installation.external_id)
        try:
            found = self.workspaces.of(installation.external_id)
            if found is not None:
                welcome(self._bot, found, installation.installed_by)
        except (SlackApiError, OSError):
            logger.warning(
                "whoever installed the bot could not be greeted; App Home does it when it is opened"
            )


def _authorize(workspaces: Workspaces) -> Callable[..., Awaitable[AuthorizeResult | None]]:
    """Return what tells Bolt who we are in the one workspace of the settings. A method would not do: Bolt counts `self`."""

    async def authorize(team_id: str | None, enterprise_id: str | None) -> AuthorizeResult | None:
        own = workspaces.own
        if own is None or own.external_id not in (team_id, enterprise_id):
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_user_id=own.me,
            bot_id=own.bot_id,
            bot_token=own.web.token,
        )

    return authorize
