"""How workspaces install the bot by themselves: Bolt's interfaces over what the store keeps."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from logging import Logger, getLogger
from typing import Any

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.error import BoltError
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.installation_store.models.bot import Bot
from slack_sdk.oauth.installation_store.models.installation import Installation
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore

from bots.slack import manifest
from bots.slack.payload import inner_of
from core.records import Platform
from core.settings import Settings
from core.store import installations
from core.store.tenant import Store

logger = getLogger(__name__)
Now = Callable[[], datetime]
Told = Callable[[installations.Installation], None]

# What the last page says, by Bolt's reason. Slack's own come through the browser: an unknown one is not repeated.
REASONS = {
    "access_denied": "Slack was told not to allow it.",
    "invalid_browser": "You came back in another browser than the one you began in.",
    "invalid_state": "It took longer than ten minutes, or this page was opened twice.",
    "storage_error": "Slack granted no bot.",
}
UNKNOWN = "Slack did not confirm it."
_HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "Referrer-Policy": "no-referrer",  # The address of the page holds what Slack sent along.
    "Cache-Control": "no-store",
}
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>checkmsg</title>
<style>body {{ font: 1.1rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 15vh auto; padding: 0 1rem }}</style>
</head><body><h1>{title}</h1><p>{text}</p></body></html>
"""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Installations(AsyncInstallationStore):
    """What Slack granted, kept for each workspace or organisation; a token of a person is never kept."""

    def __init__(self, store: Store, told: Told, now: Now = _utc_now) -> None:
        """Take where it is kept, who is told of each installation once it is, and what tells the time."""
        self._store = store
        self._told = told
        self._now = now

    @property
    def logger(self) -> Logger:
        """Return where Bolt may write."""
        return logger

    async def async_save(self, installation: Installation) -> None:
        """Keep what was granted in place of what was granted before; raises BoltError where no bot was."""
        if not installation.bot_token:
            raise BoltError("Slack granted no bot token")
        kept = installations.Installation(
            enterprise_id=installation.enterprise_id or "",
            team_id="" if installation.is_enterprise_install else installation.team_id or "",
            name=installation.team_name or installation.enterprise_name or "",
            installed_by=installation.user_id,
            installed_at=datetime.fromtimestamp(installation.installed_at, UTC),
            token=installation.bot_token,
            me=installation.bot_user_id or "",
            bot_id=installation.bot_id or "",
            app_id=installation.app_id or "",
            scopes=tuple(installation.bot_scopes or ()),
        )
        await asyncio.to_thread(installations.keep, self._store, Platform.SLACK, kept)
        await asyncio.to_thread(self._told, kept)

    async def async_save_bot(self, bot: Bot) -> None:
        """Keep a newer token of an installation; raises BoltError where there is none."""
        known = await self._find(bot.enterprise_id, bot.team_id, bot.is_enterprise_install)
        if known is None:
            raise BoltError("a token of no installation")
        newer = replace(known, token=bot.bot_token, scopes=tuple(bot.bot_scopes or ()))
        await asyncio.to_thread(installations.keep, self._store, Platform.SLACK, newer)

    async def async_find_bot(
        self, *, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool | None = False
    ) -> Bot | None:
        """Return what the bot may do in a workspace, or None where it is not installed."""
        found = await self._find(enterprise_id, team_id, is_enterprise_install)
        return None if found is None else _installation(found).to_bot()

    async def async_find_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,
        is_enterprise_install: bool | None = False,
    ) -> Installation | None:
        """Return the installation of a workspace; for a person there is none."""
        if user_id is not None:
            return None
        found = await self._find(enterprise_id, team_id, is_enterprise_install)
        return None if found is None else _installation(found)

    async def async_delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Erase the token of a workspace, or of an organisation where no team is named."""
        ids = tuple(filter(None, (team_id or enterprise_id,)))
        await asyncio.to_thread(installations.remove, self._store, Platform.SLACK, ids, self._now())

    async def async_delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """Erase the token of a workspace; that a person takes back theirs changes nothing, because none is kept."""
        if user_id is None:
            await self.async_delete_bot(enterprise_id=enterprise_id, team_id=team_id)

    async def _find(
        self, enterprise_id: str | None, team_id: str | None, org_wide: bool | None
    ) -> installations.Installation | None:
        ids = installations.external_ids(enterprise_id or "", team_id or "", org_wide=bool(org_wide))
        return await asyncio.to_thread(installations.find, self._store, Platform.SLACK, ids)


class States(AsyncOAuthStateStore):
    """The sign-ins that are open."""

    def __init__(self, store: Store, now: Now = _utc_now) -> None:
        """Take where they are kept, and what tells the time."""
        self._store = store
        self._now = now

    @property
    def logger(self) -> Logger:
        """Return where Bolt may write."""
        return logger

    async def async_issue(self, *_: Any, **__: Any) -> str:
        """Begin a sign-in and return its secret."""
        return await asyncio.to_thread(installations.begin_sign_in, self._store, self._now())

    async def async_consume(self, state: str) -> bool:
        """Return whether a sign-in with this secret is open; it is over then."""
        return await asyncio.to_thread(installations.end_sign_in, self._store, state, self._now())


class Authorize(AsyncAuthorize):
    """Who we are in a workspace, from what is kept.

    Bolt's own asks Slack at every event, and takes a database that is out of reach for a workspace it does not know:
    Slack would believe that the event was dealt with.
    """

    def __init__(self, kept: Installations) -> None:
        """Take what is kept."""
        self._kept = kept

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        **_: Any,
    ) -> AuthorizeResult | None:
        """Return the bot's own token in a workspace, or None where it is not installed."""
        bot = await self._kept.async_find_bot(
            enterprise_id=enterprise_id, team_id=team_id, is_enterprise_install=context.is_enterprise_install
        )
        if bot is None:
            return None
        return AuthorizeResult(
            enterprise_id=bot.enterprise_id,
            team_id=team_id,
            team=bot.team_name,
            bot_user_id=bot.bot_user_id,
            bot_id=bot.bot_id,
            bot_token=bot.bot_token,
            bot_scopes=bot.bot_scopes,
            user_id=user_id,
        )


def oauth_settings(settings: Settings, store: Store, told: Told) -> AsyncOAuthSettings:
    """Return how Bolt lets workspaces install the bot; `told` hears of each one that did.

    Bolt exchanges Slack's codes with the client that AsyncApp is given, so that one needs CHECKMSG_SLACK_API_URL.
    """
    kept = Installations(store, told)
    made = AsyncOAuthSettings(
        client_id=settings.slack_client_id,
        client_secret=settings.slack_client_secret,
        scopes=list(manifest.SCOPES),
        user_scopes=[],
        install_path=manifest.INSTALL_PATH,
        install_page_rendering_enabled=False,  # Bolt's page loads a picture from elsewhere.
        redirect_uri_path=manifest.REDIRECT_PATH,
        callback_options=AsyncCallbackOptions(_success, _failure),
        authorization_url=settings.slack_authorize_url,
        installation_store=kept,
        installation_store_bot_only=True,
        state_store=States(store),
        state_expiration_seconds=int(installations.SIGN_IN_LASTS.total_seconds()),
        logger=logger,
    )
    made.authorize = Authorize(kept)
    return made


def note_removal(store: Store, context: AsyncBoltContext, body: Mapping[str, Any]) -> str:
    """Let go of a workspace whose `app_uninstalled` or `tokens_revoked` says that it took the bot out.

    Returns its id, or nothing where it keeps the bot: a person took back a token of theirs, or it is old news.
    """
    event = body["event"]
    if event["type"] == "tokens_revoked" and not inner_of(event, "tokens").get("bot"):
        return ""
    ids = installations.external_ids(
        context.enterprise_id or "", context.team_id or "", org_wide=bool(context.is_enterprise_install)
    )
    return installations.remove(store, Platform.SLACK, ids, datetime.fromtimestamp(body["event_time"], UTC))


async def _success(args: AsyncSuccessArgs) -> BoltResponse:
    name = args.installation.team_name or args.installation.enterprise_name or "your workspace"
    return _page(args.settings, 200, f"checkmsg is in {escape(name)}", "Open Slack: it writes to you there.")


async def _failure(args: AsyncFailureArgs) -> BoltResponse:
    again = f'<a href="{args.settings.install_path}">Begin again</a>.'
    text = f"{REASONS.get(args.reason, UNKNOWN)} {again}"
    return _page(args.settings, args.suggested_status_code, "Nothing was installed", text)


def _page(settings: AsyncOAuthSettings, status: int, title: str, text: str) -> BoltResponse:
    # The sign-in is over, and with it the cookie that tied it to this browser.
    cookie = settings.state_utils.build_set_cookie_for_deletion()
    return BoltResponse(
        status=status, headers={**_HEADERS, "Set-Cookie": cookie}, body=_PAGE.format(title=title, text=text)
    )


def _installation(kept: installations.Installation) -> Installation:
    return Installation(
        app_id=kept.app_id,
        enterprise_id=kept.enterprise_id or None,
        team_id=kept.team_id or None,
        team_name=kept.name,
        bot_token=kept.token,
        bot_id=kept.bot_id,
        bot_user_id=kept.me,
        bot_scopes=kept.scopes,
        user_id=kept.installed_by,
        is_enterprise_install=not kept.team_id,
        installed_at=kept.installed_at,
    )
