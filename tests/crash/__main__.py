"""Run the crash gate: `python -m tests.crash [KILLS]`, 50 kills on each database unless told otherwise.

So many are also done to two replicas of the whole bot, in Slack and in Discord at once. One bot in Slack or in Discord is
killed less often, as `slack_scenarios` and `discord_scenarios` say.
"""

import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from tests.crash.discord import discord_scenarios
from tests.crash.gate import Outcome
from tests.crash.replicas import replica_scenarios
from tests.crash.scenarios import postgres_scenarios, sqlite_scenarios
from tests.crash.slack import slack_scenarios
from tests.postgres import server_url

AT_ONCE = 5  # They wait most of the time.
TRIES = 3  # A control's flaw shows only where a kill comes at the right moment, which is chance.
ON_POSTGRES_AT_ONCE = 2  # A server takes a hundred connections, and each of four processes may use twenty.


class Trial(Protocol):
    """What is tried."""

    @property
    def name(self) -> str:
        """Return what it is called."""

    @property
    def is_control(self) -> bool:
        """Return whether it has a flaw, which the gate has to find."""

    def run(self) -> Outcome:
        """Try it."""

    def is_met(self, outcome: Outcome) -> bool:
        """Return whether the outcome is as it must be."""


def main() -> int:
    """Print a line a scenario; returns 1 where one did not come out as it must."""
    kills, server = int(sys.argv[1]) if len(sys.argv) > 1 else 50, server_url()
    # What takes longest begins first.
    on_files: Sequence[Trial] = (*slack_scenarios(kills), *discord_scenarios(kills), *sqlite_scenarios(kills))
    on_postgres: Sequence[Trial] = (*replica_scenarios(kills, server), *postgres_scenarios(kills, server))
    failed = 0
    print(f"{'':42}{'kills':>7}{'posts':>7}{'lost':>7}{'twice':>7}{'stuck':>7}{'s':>7}", flush=True)
    with ThreadPoolExecutor(AT_ONCE) as some, ThreadPoolExecutor(ON_POSTGRES_AT_ONCE) as others:
        tried = [(scenario, some.submit(outcomes, scenario)) for scenario in on_files]
        tried += [(scenario, others.submit(outcomes, scenario)) for scenario in on_postgres]
        for scenario, trying in tried:
            *in_vain, last = trying.result()
            failed += not scenario.is_met(last)
            for out in in_vain:
                print(f"{shown(scenario, out)}   tried again", flush=True)
            print(f"{shown(scenario, last)}{'' if scenario.is_met(last) else '   FAILED'}", flush=True)
    return bool(failed)


def outcomes(trial: Trial) -> list[Outcome]:
    """Try once, or what is a control until its flaw has shown; the last of the outcomes counts."""
    found = [trial.run()]
    while trial.is_control and not trial.is_met(found[-1]) and len(found) < TRIES and _is_spotless(found[-1]):
        found.append(trial.run())
    return found


def _is_spotless(out: Outcome) -> bool:
    return (out.lost, out.duplicated, out.unfinished) == (0, 0, 0)


def shown(trial: Trial, out: Outcome) -> str:
    """Return the line of an outcome."""
    return f"{trial.name:42}{out.kills:7}{out.posts:7}{out.lost:7}{out.duplicated:7}{out.unfinished:7}{out.seconds:7.1f}"


if __name__ == "__main__":
    sys.exit(main())
