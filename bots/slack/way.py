"""The ways in which Slack reaches us, and which of them the settings choose."""

from enum import StrEnum

from core.settings import Settings, SettingsError


class Way(StrEnum):
    """How what happens in Slack comes to us."""

    SOCKET = "socket"  # one workspace; we call Slack, so that no public address is needed
    HTTP = "http"  # one workspace; Slack calls our address
    INSTALLED = "installed"  # any number of workspaces; they install the bot by themselves


def is_wanted(settings: Settings) -> bool:
    """Return whether anything of Slack is set."""
    return bool(
        settings.slack_bot_token
        or settings.slack_app_token
        or settings.slack_signing_secret
        or settings.slack_client_id
    )


def way_of(settings: Settings) -> Way:
    """Return the way that the settings choose; raises SettingsError with what is missing."""
    if settings.slack_client_id or settings.slack_client_secret:
        _demand(settings, "slack_client_id", "slack_client_secret", "slack_signing_secret")
        return Way.INSTALLED
    if settings.slack_app_token:
        _demand(settings, "slack_bot_token")
        return Way.SOCKET
    if settings.slack_signing_secret:
        _demand(settings, "slack_bot_token")
        return Way.HTTP
    _demand(settings, "slack_bot_token", "slack_app_token")
    raise AssertionError


def _demand(settings: Settings, *names: str) -> None:
    missing = [f"CHECKMSG_{name.upper()}" for name in names if not getattr(settings, name)]
    if missing:
        raise SettingsError(
            f"Slack needs {' and '.join(missing)}. The README's section on Slack says where to find it."
        )
