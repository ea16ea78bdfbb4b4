"""Whether Discord is wanted; without the library, which takes a while to load."""

from core.settings import Settings


def is_wanted(settings: Settings) -> bool:
    """Return whether anything of Discord is set."""
    return bool(settings.discord_token)
