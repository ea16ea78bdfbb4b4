"""What is missing for the bot to work in Slack: a line a check, with what to do."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bots.findings import Finding, clock_told, seen_at
from bots.slack import manifest
from bots.slack.directory import Directory
from bots.slack.errors import FAILURES, code_of
from bots.slack.way import Way, way_of
from bots.slack.workspaces import MEND, NETWORK, SlackError, external_id_of, web_client, who_we_are
from core.records import Platform
from core.reply import COMMAND, Reply
from core.settings import Settings, SettingsError
from core.store import installations, people
from core.store.tables import ChannelRow
from core.store.tenant import Store

# What each setting looks like, and on which page of the app it is found.
FORMS = {
    "slack_bot_token": (r"xoxb-[\w-]+", "OAuth & Permissions, Bot User OAuth Token"),
    "slack_app_token": (r"xapp-[\w-]+", "Basic Information, App-Level Tokens"),
    "slack_signing_secret": (r"[0-9a-f]{32}", "Basic Information, Signing Secret"),
    "slack_client_id": (r"\d+\.\d+", "Basic Information, Client ID"),
    "slack_client_secret": (r"[0-9a-f]{32}", "Basic Information, Client Secret"),
}
AGAIN = "Install the app there again."
UNSEEN = (
    "Slack does not tell which events it sends. Compare the app's page Event Subscriptions with "
    f"deploy/{manifest.SOCKET_FILE}; for requests to your own address it must say Verified there."
)


def examine(settings: Settings) -> Reply:
    """Return what is missing, the wrong before the right; nothing is sent to anybody and no event is taken."""
    return seen_at("Slack", settings, look, UNSEEN)


def look(settings: Settings, store: Store | None) -> Iterator[Finding]:
    """Yield what is missing; without a store the channels that should be read are not known."""
    yield from _forms(settings)
    yield from _way(settings)
    yield from _workspaces(settings, store)


def _forms(settings: Settings) -> Iterator[Finding]:
    """Yield the settings that are set and do not look as they do."""
    for name, (form, page) in FORMS.items():
        value = getattr(settings, name)
        if value and not re.fullmatch(form, value):
            yield Finding(
                _variable(name), f"does not look like one. Copy it from the app's page {page}.", wrong=True
            )


def _way(settings: Settings) -> Iterator[Finding]:
    """Yield how Slack reaches us."""
    try:
        way = way_of(settings)
    except SettingsError as error:
        yield Finding("Settings", str(error), wrong=True)
        return
    if way is Way.SOCKET:
        yield _socket(settings)
    else:
        yield Finding(
            "Requests", f"are taken at {settings.slack_listen}. Whether Slack gets there is not tried."
        )


def _socket(settings: Settings) -> Finding:
    """Try whether the app's token may open a connection; none is opened, so no event goes astray."""
    name = "Socket Mode"
    token = settings.slack_app_token
    try:
        web_client(settings, token).apps_connections_open(app_token=token)
    except SlackApiError as error:
        return Finding(
            name,
            f"no connection may be opened ({code_of(error)}). Switch Socket Mode on, make a token with the right "
            f"connections:write on the app's page Basic Information, and put it into {_variable('slack_app_token')}.",
            wrong=True,
        )
    except FAILURES as error:
        return Finding(name, f"Slack does not answer ({type(error).__name__}). {NETWORK}", wrong=True)
    return Finding(name, "a connection may be opened.")


def _workspaces(settings: Settings, store: Store | None) -> Iterator[Finding]:
    """Yield what is wrong in each workspace that has the bot."""
    if not settings.slack_client_id and settings.slack_bot_token:
        yield from _workspace(store, web_client(settings, settings.slack_bot_token), "Workspace", MEND)
    elif store is not None:
        for installed in installations.everywhere(store, Platform.SLACK):
            yield from _workspace(store, web_client(settings, installed.token), installed.name, AGAIN)


def _workspace(store: Store | None, web: WebClient, about: str, mend: str) -> Iterator[Finding]:
    try:
        said = who_we_are(web, mend)
    except SlackError as error:
        yield Finding(about, str(error), wrong=True)
        return
    yield Finding(about, f"{said['team']}, where the bot is @{said['user']}.")
    yield from clock_told("Slack", _header(said, "date"), datetime.now(UTC))
    yield from _scopes(said)
    if store is not None:
        yield from _channels(store, Directory(web), external_id_of(said), said["user"])


def _scopes(said: SlackResponse) -> Iterator[Finding]:
    """Yield the rights that the bot lacks or does not need; Slack names those it has beside every answer."""
    granted = set(filter(None, (scope.strip() for scope in _header(said, "x-oauth-scopes").split(","))))
    if not granted:
        yield Finding("Rights", "Slack did not say which the bot has, so they were not compared.", wrong=True)
        return
    for scope, reason in manifest.SCOPES.items():
        if scope not in granted:
            events = [name for name, event in manifest.EVENTS.items() if event.scope == scope]
            needed = f"{reason} (events {', '.join(events)})" if events else reason
            yield Finding(
                f"Right {scope}",
                f"is missing, and needed for {needed}. Add it on the app's page OAuth & Permissions, then install it again.",
                wrong=True,
            )
    if more := granted - manifest.SCOPES.keys():
        yield Finding("More rights than needed", f"{', '.join(sorted(more))}. They can be taken away.")


def _header(said: SlackResponse, wanted: str) -> str:
    return next((str(value) for name, value in said.headers.items() if name.lower() == wanted), "")


def _channels(store: Store, directory: Directory, external_id: str, bot: str) -> Iterator[Finding]:
    """Yield the channels that should be read and cannot be, and those where outsiders read along."""
    with store.database.read() as session:
        place = people.workspace(session, Platform.SLACK, external_id)
        if place is None:
            return
        tenant = store.tenant(session, place.agency_id)
        rows = [row for row in people.watched(tenant) if row.workspace_id == place.workspace_id]
    for row in rows:
        yield _channel(directory, row, bot)


def _channel(directory: Directory, row: ChannelRow, bot: str) -> Finding:
    about = f"#{row.name}"
    try:
        room = directory.room(row.external_id)
    except SlackApiError as error:
        if code_of(error) == "channel_not_found":
            return Finding(
                about, f"is gone, or private and without the bot. Write /invite @{bot} in it.", wrong=True
            )
        return Finding(about, f"cannot be looked at ({code_of(error)}).", wrong=True)
    except FAILURES as error:
        return Finding(about, f"cannot be looked at ({type(error).__name__}). {NETWORK}", wrong=True)
    if room.archived:
        return Finding(about, f"is archived. {COMMAND} unwatch {about} ends reading it.", wrong=True)
    if not room.member:
        return Finding(
            about, f"cannot be read: the bot is not in it. Write /invite @{bot} there.", wrong=True
        )
    if room.shared:
        return Finding(about, "is read. Outsiders read along, so whoever posts is answered privately.")
    return Finding(about, f"is read, as {row.purpose}.")


def _variable(name: str) -> str:
    return f"CHECKMSG_{name.upper()}"
