"""Run the crash gate: `python -m tests.crash [KILLS]`, 50 kills on each database unless told otherwise.

The whole bot in Slack and in Discord is killed less often, as `slack_scenarios` and `discord_scenarios` say.
"""

import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from tests.crash.discord import DiscordScenario, discord_scenarios
from tests.crash.scenarios import Scenario, scenarios
from tests.crash.slack import SlackScenario, slack_scenarios
from tests.postgres import server_url

AT_ONCE = 7  # They wait most of the time.


def main() -> int:
    """Print a line a scenario; returns 1 where one did not come out as it must."""
    kills, server = int(sys.argv[1]) if len(sys.argv) > 1 else 50, server_url()
    # What takes longest begins first.
    tries: Sequence[Scenario | SlackScenario | DiscordScenario] = (
        *slack_scenarios(kills, server),
        *discord_scenarios(kills, server),
        *scenarios(kills, server),
    )
    failed = 0
    print(f"{'':42}{'kills':>7}{'posts':>7}{'lost':>7}{'twice':>7}{'stuck':>7}{'s':>7}", flush=True)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for scenario, out in zip(tries, pool.map(lambda scenario: scenario.run(), tries), strict=True):
            is_met = scenario.is_met(out)
            failed += not is_met
            print(
                f"{scenario.name:42}{out.kills:7}{out.posts:7}{out.lost:7}{out.duplicated:7}{out.unfinished:7}"
                f"{out.seconds:7.1f}{'' if is_met else '   FAILED'}",
                flush=True,
            )
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
