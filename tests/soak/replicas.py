"""The processes of the bot: their lives, and what each of them took."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from statistics import linear_regression
from threading import Thread

from tests.bots.both import ROOT, asked
from tests.crash.telling import free_ports

LONGEST_DRAIN = 20.0
GIVE_UP = 60.0
_LOOKS = 0.1


class End(StrEnum):
    """How a life has ended."""

    NOT_YET = "runs"
    KILLED = "killed"
    STOPPED = "stopped"
    BY_ITSELF = "by itself"


@dataclass
class Life:
    """One process from its start to its end; instants are seconds as time.time() has them."""

    began_at: float
    events: int  # when it was first looked at
    end: End = End.NOT_YET
    ready_at: float | None = None
    left_at: float | None = None  # when it was killed, or told to stop
    drain: float = 0.0
    peak: float = 0.0  # MB
    sizes: list[tuple[int, float]] = field(default_factory=list)  # events until then, and MB

    @property
    def growth(self) -> float:
        """Return how many MB were added per event, once it was warm."""
        warm = self.sizes[len(self.sizes) // 3 :]
        if len(warm) < 2 or warm[0][0] == warm[-1][0]:
            return 0.0
        events, sizes = [float(one) for one, _ in warm], [size for _, size in warm]
        return linear_regression(events, sizes).slope


class Replica:
    """One of the bots, life after life."""

    def __init__(
        self, folder: Path, number: int, discord: int, settings: Mapping[str, str], is_control: bool
    ) -> None:
        """Take where it runs, what it is told, and whether it resends blindly."""
        self.lives: list[Life] = []
        self.log = folder / f"log-{number}.jsonl"
        self._folder = folder
        self._port, metrics = free_ports(2)
        program = "tests.soak.bot" if is_control else "tests.discord.process"
        self._command = [sys.executable, "-m", program, str(discord), "run"]
        ours = {name: value for name, value in os.environ.items() if not name.startswith("CHECKMSG_")}
        self._env = {
            **ours,
            "PYTHONPATH": str(ROOT),
            **settings,
            "CHECKMSG_HEALTH_LISTEN": f"127.0.0.1:{self._port}",
            "CHECKMSG_METRICS_LISTEN": f"127.0.0.1:{metrics}",
            "CHECKMSG_LOG_FORMAT": "json",
        }

    @property
    def life(self) -> Life:
        """Return the life that it has, or had last."""
        return self.lives[-1]

    def start(self, events: int) -> None:
        """Start it, and note when it is ready."""
        life = Life(time.time(), events)
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, cwd=self._folder, env=self._env, stdout=subprocess.DEVNULL, stderr=log
            )
        self.lives.append(life)
        Thread(target=self._wait_until_ready, args=(life,), daemon=True).start()

    def _wait_until_ready(self, life: Life) -> None:
        while life.end is End.NOT_YET and life.ready_at is None:
            if asked(self._port, "/readyz")[0] == 200:
                life.ready_at = time.time()
            time.sleep(_LOOKS)

    def wait_until_ready(self) -> None:
        """Return once it is ready; raises TimeoutError."""
        until = time.time() + GIVE_UP
        while self.life.ready_at is None:
            if time.time() > until or self._process.poll() is not None:
                raise TimeoutError(f"a bot is not ready; its log is {self.log}")
            time.sleep(_LOOKS)

    def kill(self) -> None:
        """End it as a crash does."""
        self.life.end, self.life.left_at = End.KILLED, time.time()
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """Tell it to end, and wait until it has."""
        self.life.end, self.life.left_at = End.STOPPED, time.time()
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(2 * LONGEST_DRAIN)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self.life.drain = time.time() - self.life.left_at

    def look(self, events: int) -> None:
        """Note how much memory it holds; a process that has ended by itself is started anew."""
        # In this order: whoever ends it says so first.
        has_ended, life = self._process.poll() is not None, self.life
        if life.end is not End.NOT_YET:
            return
        if has_ended:
            life.end, life.left_at = End.BY_ITSELF, time.time()
            self.start(events)
            return
        held, peak = _memory(self._process.pid)
        life.peak = max(life.peak, peak)
        if life.ready_at is not None:
            life.sizes.append((events, held))

    def end(self) -> None:
        """End what runs, whatever came before."""
        self._process.kill()
        self._process.wait()


def _memory(pid: int) -> tuple[float, float]:
    """Return how many MB a process holds, and the most that it has held."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0, 0.0
    fields = dict(line.split(":", 1) for line in status.splitlines())
    held, peak = (int(fields.get(name, "0").split()[0]) / 1024 for name in ("VmRSS", "VmHWM"))
    return held, peak
