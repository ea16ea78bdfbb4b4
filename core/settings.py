"""Settings of one installation, read from the environment; the README documents each."""

from typing import Annotated

from pydantic import ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from core.errors import PlainError


class SettingsError(PlainError):
    """Settings that cannot be used; the message lists what is wrong."""


class Settings(BaseSettings):
    """CHECKMSG_… variables; every one has a default."""

    model_config = SettingsConfigDict(env_prefix="CHECKMSG_", extra="ignore")

    us: Annotated[tuple[str, ...], NoDecode] = ()
    """Names under which our team writes on Upwork, separated by commas."""

    database_url: str = ""
    """Where things are remembered: sqlite:///FILE or postgresql://…; empty is a file in the user's data folder."""

    keys: Annotated[tuple[str, ...], NoDecode] = ()
    """Keys that seal evidence, the newest first, separated by commas; empty is one made and kept beside the file."""

    agency: str = "Our agency"
    """The agency's name, as digests and calendar files give it."""

    slack_bot_token: str = ""
    slack_app_token: str = ""
    discord_token: str = ""

    @field_validator("us", "keys", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(name.strip() for name in value.split(",") if name.strip())
        return value


def load() -> Settings:
    """Return the settings of this process; raises SettingsError with the list of what is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = "; ".join(
            f"CHECKMSG_{'_'.join(map(str, problem['loc'])).upper()}: {problem['msg']}"
            for problem in error.errors()
        )
        raise SettingsError(f"settings: {wrong}") from error
