"""Settings of one installation, read from the environment and from `.env`; the README documents each."""

import os
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Annotated

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, DotEnvSettingsSource, NoDecode, SettingsConfigDict

from core.errors import PlainError

PREFIX = "CHECKMSG_"
FILE = ".env"
_YES_OR_NO = frozenset({"true", "false", "yes", "no", "on", "off", "1", "0"})
_OF_TESTS = "CHECKMSG_TEST_"  # Our own tests are told by these where to find things.

Names = Annotated[tuple[str, ...], NoDecode]
Secret = Annotated[str, Field(repr=False)]


class SettingsError(PlainError):
    """Settings that cannot be used; the message lists what is wrong."""


class Settings(BaseSettings):
    """CHECKMSG_… variables, of the environment before those of `.env` in the current folder; every one has a default."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=FILE, env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore"
    )

    us: Names = ()
    """Names under which our team writes on Upwork, separated by commas."""

    database_url: Secret = ""
    """Where things are remembered: sqlite:///FILE or postgresql://…; empty is a file in the user's data folder."""

    keys: Annotated[Names, Field(repr=False)] = ()
    """Keys that seal evidence, the newest first, separated by commas; empty is one made and kept beside the file."""

    agency: str = "Our agency"
    """The agency's name, as digests and calendar files give it."""

    slack_bot_token: Secret = ""
    """The bot's token in one Slack workspace, xoxb-…; empty where workspaces install the bot by themselves."""

    slack_app_token: Secret = ""
    """The app's token for Socket Mode, xapp-…; empty where Slack calls our address."""

    slack_signing_secret: Secret = ""
    """With which Slack signs what it sends to our address."""

    slack_client_id: str = ""
    """The app's client ID, for workspaces that install the bot by themselves."""

    slack_client_secret: Secret = ""
    """The client secret that belongs to it."""

    slack_listen: str = "127.0.0.1:3000"
    """HOST:PORT at which Slack's requests are taken; a proxy in front of it speaks HTTPS."""

    slack_api_url: str = "https://slack.com/api/"
    """Where Slack's API is called."""

    slack_authorize_url: str = "https://slack.com/oauth/v2/authorize"
    """The page on which somebody allows the bot into a workspace."""

    slack_file_hosts: Names = ("files.slack.com",)
    """Hosts from which files are fetched with the bot's token, separated by commas; no other host is given it."""

    discord_token: Secret = ""
    """The bot's token in Discord, from its page Bot; empty where the bot is not in Discord."""

    discord_message_content: bool = True
    """Whether Discord tells what people post; else the bot reads only where it is asked, mentioned or written to."""

    discord_lead_role: str = "checkmsg lead"
    """The name of the role whose members may make themselves leads."""

    discord_file_hosts: Names = ("cdn.discordapp.com", "media.discordapp.net")
    """Hosts from which the files of posts are fetched, separated by commas; no other host is asked."""

    @field_validator("us", "keys", "slack_file_hosts", "discord_file_hosts", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(name.strip() for name in value.split(",") if name.strip())
        return value

    @field_validator("discord_token")
    @classmethod
    def _is_without_bot(cls, value: str) -> str:
        if value[:4].casefold() == "bot ":
            raise ValueError("leave out the word Bot before it; only the token itself is wanted")
        return value

    @field_validator("discord_message_content", mode="before")
    @classmethod
    def _is_yes_or_no(cls, value: object) -> object:
        if isinstance(value, str) and value.strip().casefold() not in _YES_OR_NO:
            raise ValueError("write true or false")
        return value

    @field_validator("discord_lead_role")
    @classmethod
    def _is_role(cls, value: str) -> str:
        return value.strip().removeprefix("@")

    @field_validator(
        "slack_bot_token", "slack_app_token", "slack_signing_secret", "slack_client_secret", "discord_token"
    )
    @classmethod
    def _is_copied_whole(cls, value: str) -> str:
        if not value.isascii() or any(map(str.isspace, value)):
            raise ValueError("copy it whole from your app's page; it has no spaces and no “…”")
        return value

    @field_validator("slack_listen")
    @classmethod
    def _is_host_and_port(cls, value: str) -> str:
        host, _, port = value.rpartition(":")
        if not host or not port.isdecimal() or int(port) > 0xFFFF:
            raise ValueError("write it as HOST:PORT, as in 127.0.0.1:3000")
        return value


def load() -> Settings:
    """Return the settings of this process; raises SettingsError with the list of what is wrong."""
    try:
        unknown = tuple(_unknown())
        if unknown:
            raise SettingsError(f"settings: {' '.join(unknown)}")
        return Settings()
    except ValidationError as error:
        # The cause is left out because it quotes what was given, and that may be a token.
        wrong = "; ".join(
            f"{_variable('_'.join(map(str, problem['loc'])))}: {problem['msg'].removeprefix('Value error, ')}"
            for problem in error.errors()
        )
        raise SettingsError(f"settings: {wrong}") from None
    except (OSError, UnicodeDecodeError):
        raise SettingsError(
            f"{FILE} in this folder cannot be read. Give this user the right to; it is UTF-8 text."
        ) from None


def _unknown() -> Iterator[str]:
    """Yield a sentence for each name that looks like a setting and is none: it would be without effect, and silently."""
    known = tuple(Settings.model_fields)
    for names, where in ((os.environ, ""), (DotEnvSettingsSource(Settings).env_vars, f" in {FILE}")):
        for name in sorted(name.upper() for name in names):
            wanted = name.removeprefix(PREFIX).lower()
            if not name.startswith(PREFIX) or name.startswith(_OF_TESTS) or wanted in known:
                continue
            near = get_close_matches(wanted, known, 1)
            yield f"{name}{where} is no setting. " + (
                f"Did you mean {_variable(near[0])}?" if near else "The README lists them."
            )


def _variable(name: str) -> str:
    return f"{PREFIX}{name.upper()}"
