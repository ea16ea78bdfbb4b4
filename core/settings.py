"""Settings of one installation, read from the environment and from `.env`; the README documents each."""

import os
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    InitSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from core.environment import FILE, PREFIX
from core.errors import PlainError

OFF = "off"
_YES_OR_NO = frozenset({"true", "false", "yes", "no", "on", "off", "1", "0"})
_IN_FILE = "_file"  # How the name of a variable ends that tells in which file its value stands.
_OF_TESTS = "CHECKMSG_TEST_"  # Our own tests are told by these where to find things.

Names = Annotated[tuple[str, ...], NoDecode]
Secret = Annotated[str, Field(repr=False)]


class SettingsError(PlainError):
    """Settings that cannot be used; the message lists what is wrong."""


class LogFormat(StrEnum):
    """How the log is written."""

    AUTO = "auto"
    TEXT = "text"
    JSON = "json"


class Settings(BaseSettings):
    """CHECKMSG_… variables, of the environment before those of `.env` in the current folder; every one has a default.

    NAME_FILE instead of NAME is the path of a file that holds the value, as secrets are handed to containers.
    """

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

    health_listen: str = "127.0.0.1:8080"
    """HOST:PORT at which /healthz and /readyz are answered; off: nowhere."""

    metrics_listen: str = "127.0.0.1:9464"
    """HOST:PORT at which Prometheus reads /metrics; off: nowhere."""

    log_format: LogFormat = LogFormat.AUTO
    """How the log is written: text, json, or auto: text where a terminal shows it, else json."""

    sentry_dsn: Secret = ""
    """Where errors are reported to Sentry, without anything that people wrote; empty is nowhere."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003  # It names files as pydantic likes.
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Return where values come from, what counts most first: of each place, a file that it names as well."""
        in_files = InitSettingsSource(settings_cls, _from_files(os.environ))
        named = InitSettingsSource(
            settings_cls, _from_files(DotEnvSettingsSource(settings_cls).env_vars, FILE)
        )
        return init_settings, env_settings, in_files, dotenv_settings, named

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

    @field_validator("slack_listen", "health_listen", "metrics_listen")
    @classmethod
    def _is_host_and_port(cls, value: str, info: ValidationInfo) -> str:
        if value.strip().casefold() == OFF and info.field_name != "slack_listen":
            return OFF
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


def named_files() -> list[Path]:
    """Return the files from which NAME_FILE has a value read; raises what reading `.env` raises."""
    given = {**DotEnvSettingsSource(Settings).env_vars, **os.environ}
    known = {f"{PREFIX}{field}{_IN_FILE}".upper() for field in Settings.model_fields}
    return [Path(path) for name, path in sorted(given.items()) if path and name.upper() in known]


def _from_files(given: Mapping[str, str | None], where: str = "") -> dict[str, Any]:
    """Return the values that stand in files, by setting; raises SettingsError for what cannot be read or is given twice."""
    named = {name.upper(): path for name, path in given.items() if path}
    values = {}
    for field in Settings.model_fields:
        name = _variable(field)
        path = named.get(f"{name}{_IN_FILE.upper()}")
        if path is None:
            continue
        if name in named:
            raise SettingsError(
                f"settings: {name} and {name}_FILE are both given{where and f' in {where}'}. Keep one."
            )
        try:
            values[field] = Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SettingsError(
                f"settings: {name}_FILE: {path!r} cannot be read: {error.strerror}."
            ) from None
        except UnicodeDecodeError:
            raise SettingsError(f"settings: {name}_FILE: {path!r} is no UTF-8 text.") from None
        except ValueError:  # The letter zero, as only .env can hold it.
            raise SettingsError(f"settings: {name}_FILE: {path!r} is no name of a file.") from None
    return {field: value for field, value in values.items() if value}


def _unknown() -> Iterator[str]:
    """Yield a sentence for each name that looks like a setting and is none: it would be without effect, and silently."""
    known = tuple(Settings.model_fields)
    for names, where in ((os.environ, ""), (DotEnvSettingsSource(Settings).env_vars, f" in {FILE}")):
        for name in sorted(name.upper() for name in names):
            wanted = name.removeprefix(PREFIX).lower().removesuffix(_IN_FILE)
            if not name.startswith(PREFIX) or name.startswith(_OF_TESTS) or wanted in known:
                continue
            near = get_close_matches(wanted, known, 1)
            yield f"{name}{where} is no setting. " + (
                f"Did you mean {_variable(near[0])}?" if near else "The README lists them."
            )


def _variable(name: str) -> str:
    return f"{PREFIX}{name.upper()}"
