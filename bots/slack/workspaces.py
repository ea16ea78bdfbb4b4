"""The Slack workspaces in which we act: one by the token of the settings, or those that installed the bot."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bots.delivery import Refused
from bots.slack.directory import Directory
from bots.slack.errors import FAILURES, code_of
from core.errors import PlainError
from core.records import Platform
from core.settings import Settings
from core.store import installations
from core.store.installations import Installation
from core.store.tenant import Store

TIMEOUT_SECONDS = 10
KEPT_SECONDS = 60.0
MEND = "Copy it anew from the app's page OAuth & Permissions into CHECKMSG_SLACK_BOT_TOKEN."
NETWORK = "Check the network, and CHECKMSG_SLACK_API_URL if you set it."
# Slack's codes for a token that opens nothing; any other is no fault of the token.
REFUSED = frozenset(
    {
        "account_inactive",
        "invalid_auth",
        "not_allowed_token_type",
        "not_authed",
        "token_expired",
        "token_revoked",
    }
)


class SlackError(PlainError):
    """Slack cannot be used; the message names the setting and says what to do."""


@dataclass(frozen=True, eq=False, slots=True)
class Workspace:
    """A workspace, or a whole organisation, with what it takes to act there."""

    external_id: str  # of the team, or of the organisation that installed the bot for all of its teams
    name: str
    me: str
    bot_id: str
    web: WebClient
    directory: Directory


# Gives a workspace for its id and for what it was before, or None where it has not got the bot.
Look = Callable[[str, Workspace | None], Workspace | None]


class Workspaces:
    """The workspaces that have the bot now. It may be asked from any thread."""

    def __init__(self, store: Store, look: Look, own: Workspace | None = None) -> None:
        """Take what looks for a workspace, and the one of the settings where there is only one."""
        self.own = own
        self._store = store
        self._look = look
        self._lock = Lock()
        self._known: dict[str, tuple[float, Workspace]] = {}
        self._ids: dict[int, str] = {}

    @classmethod
    def single(cls, settings: Settings, store: Store) -> "Workspaces":
        """Return the one workspace of the token in the settings; raises SlackError where the token does not open it."""
        own = _own(settings)
        # Its token works, so the bot is there, whatever was heard of it before.
        installations.readmit(store, Platform.SLACK, own.external_id)

        def look(external_id: str, _: Workspace | None) -> Workspace | None:
            is_gone = external_id != own.external_id or installations.is_removed(
                store, Platform.SLACK, external_id
            )
            return None if is_gone else own

        return cls(store, look, own)

    @classmethod
    def installed(cls, settings: Settings, store: Store) -> "Workspaces":
        """Return the workspaces that installed the bot by themselves."""

        def look(external_id: str, before: Workspace | None) -> Workspace | None:
            found = installations.find(store, Platform.SLACK, [external_id])
            if found is not None and before is not None and before.web.token == found.token:
                return before  # with all that its directory knows
            return None if found is None else _granted(settings, found)

        return cls(store, look)

    def of(self, external_id: str) -> Workspace | None:
        """Return a workspace by the id of its team or its organisation, or None where it has not got the bot."""
        with self._lock:
            looked_at, before = self._known.get(external_id, (0.0, None))
            if before is not None and time.monotonic() - looked_at < KEPT_SECONDS:
                return before
            found = self._look(external_id, before)
            if found is None:
                self._known.pop(external_id, None)
            else:
                self._known[external_id] = (time.monotonic(), found)
            return found

    def of_event(self, enterprise_id: str, team_id: str, *, org_wide: bool) -> Workspace | None:
        """Return the workspace that something from Slack is meant for, or None where it has not got the bot."""
        ids = installations.external_ids(enterprise_id, team_id, org_wide=org_wide)
        return next((found for found in map(self.of, ids) if found is not None), None)

    def at_hand(self, enterprise_id: str, team_id: str, *, org_wide: bool) -> Workspace | None:
        """Return a workspace that was asked for within the last minute, or None; it never takes long."""
        for external_id in installations.external_ids(enterprise_id, team_id, org_wide=org_wide):
            looked_at, known = self._known.get(external_id, (0.0, None))
            if known is not None and time.monotonic() - looked_at < KEPT_SECONDS:
                return known
        return None

    def by_row(self, workspace_id: int) -> Workspace:
        """Return a workspace by its number in the store; raises Refused for good where it has taken the bot out."""
        if workspace_id not in self._ids:
            self._ids[workspace_id] = installations.external_id(self._store, workspace_id)
        found = self.of(self._ids[workspace_id])
        if found is None:
            raise Refused("token_revoked", forever=True)
        return found

    def forget(self, external_id: str) -> None:
        """Look anew when a workspace is asked for next: it has installed the bot, or taken it out."""
        with self._lock:
            self._known.pop(external_id, None)


def web_client(settings: Settings, token: str) -> WebClient:
    """Return a client that asks once: whoever asks knows whether to ask again."""
    return WebClient(token, settings.slack_api_url, TIMEOUT_SECONDS, retry_handlers=[])


def who_we_are(web: WebClient, mend: str) -> SlackResponse:
    """Return what Slack says of a bot's token; raises SlackError, ending in `mend` where the token is at fault."""
    try:
        said = web.auth_test()
    except SlackApiError as error:
        code = code_of(error)
        if code in REFUSED:
            raise SlackError(f"Slack refuses the bot's token ({code}). {mend}") from None
        raise SlackError(f"Slack is not well ({code}). Try again in a minute.") from None
    except FAILURES as error:
        raise SlackError(f"Slack does not answer ({type(error).__name__}). {NETWORK}") from None
    if not said.get("bot_id"):
        raise SlackError(f"This is a person's token; a bot's begins with xoxb-. {mend}")
    return said


def external_id_of(said: SlackResponse) -> str:
    """Return the id of the workspace, or the whole organisation, that a token opens."""
    found: str = said["enterprise_id"] if said.get("is_enterprise_install") else said["team_id"]
    return found


def _own(settings: Settings) -> Workspace:
    web = web_client(settings, settings.slack_bot_token)
    said = who_we_are(web, MEND)
    return Workspace(
        external_id=external_id_of(said),
        name=said["team"],
        me=said["user_id"],
        bot_id=said["bot_id"],
        web=web,
        directory=Directory(web),
    )


def _granted(settings: Settings, installation: Installation) -> Workspace:
    web = web_client(settings, installation.token)
    return Workspace(
        external_id=installation.external_id,
        name=installation.name,
        me=installation.me,
        bot_id=installation.bot_id,
        web=web,
        directory=Directory(web),
    )
