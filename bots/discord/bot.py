"""What everything in Discord shares: the commands, whom we know, and the way from threads to Discord."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event

from bots.busy import Busy
from bots.discord.bridge import Bridge
from bots.discord.directory import Directory
from core.commands.commands import Commands


@dataclass(frozen=True, slots=True)
class Bot:
    """The bot as Discord's listeners see it."""

    commands: Commands
    now: Callable[[], datetime]
    hosts: Collection[str]  # from which files are fetched
    bridge: Bridge
    directory: Directory
    is_ours: Callable[[], bool] = lambda: True  # what the gateway tells; else another replica sees to it
    busy: Busy = field(default_factory=Busy)
    stopping: Event = field(default_factory=Event)
    strangers: dict[str, datetime] = field(default_factory=dict)  # whom we told that we do not know them

    @property
    def listens(self) -> bool:
        """Return whether what comes now is for us to deal with."""
        return not self.stopping.is_set() and self.is_ours()
