"""The end in time: what hangs is left for the next start, so that nobody has to kill the bot."""

import asyncio
import logging
import os
import signal
from collections.abc import Callable
from threading import Timer

from bots import metrics

logger = logging.getLogger(__name__)
STOPS = (signal.SIGINT, signal.SIGTERM)
LONGEST_SECONDS = 16.0  # Whoever stops us, as systemd or Kubernetes, is asked to wait for thirty.


class Ending:
    """The end of a bot: when it is wanted, and when it is enough."""

    def __init__(self, begin: Callable[[], None]) -> None:
        """Take what begins it, which is done once."""
        self.is_wanted = asyncio.Event()
        self._begin = begin
        self._is_asked = False
        self._last = Timer(LONGEST_SECONDS, self._leave)
        self._last.daemon = True

    def listen(self) -> None:
        """End when a signal says so; the next one ends the process at once."""
        for number in STOPS:
            asyncio.get_running_loop().add_signal_handler(number, self._hear)

    def _hear(self) -> None:
        for number in STOPS:
            asyncio.get_running_loop().remove_signal_handler(number)
            signal.signal(number, signal.SIG_DFL)
        self._is_asked = True
        self.begin()

    def begin(self) -> None:
        """End now, for whatever reason; asking again changes nothing."""
        if not self.is_wanted.is_set():
            self._begin()
            self._last.start()
            self.is_wanted.set()

    def is_over(self) -> None:
        """Know that everything has ended by itself."""
        self._last.cancel()

    def _leave(self) -> None:
        """Leave at once. What was claimed stays so until its time is over, or until the next start on this machine."""
        sending, reading = metrics.in_hand()
        logger.error(
            "stopped after %.0f s with %s posts being sent and %s news being read; they are taken up at the next start",
            self._last.interval,
            sending,
            reading,
        )
        logging.shutdown()
        os._exit(0 if self._is_asked else 1)
