"""Run the soak: `python -m tests.soak [MINUTES]`. It ends with a table, and with status 1 where anything is wrong in it."""

import argparse
import sys
from secrets import token_hex

from tests.soak.soak import Plan, soaking
from tests.soak.table import show
from tests.soak.tally import tally

KILLS, RESTARTS = 1.5, 0.7  # a minute


def main() -> int:
    """Soak as the command line says; returns 1 where something was lost, twice or stuck."""
    plan = _plan()
    print(f"seed {plan.seed}", flush=True)
    with soaking(plan) as soak:
        soak.run()
        found = tally(soak)
        is_good = show(soak, found)
        # A control that shows nothing would prove nothing.
        return int(not (found.twice if plan.is_control else is_good))


def _plan() -> Plan:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("minutes", type=float, nargs="?", default=10.0)
    parser.add_argument(
        "--rate",
        type=float,
        help="events a second, 20 unless --events is given; 0: as fast as they are taken",
    )
    parser.add_argument("--events", type=int, default=0, help="end after so many, whatever the time")
    parser.add_argument("--kills", type=int, help="how many processes are killed")
    parser.add_argument("--restarts", type=int, help="how many are stopped and started again")
    parser.add_argument("--no-kills", action="store_true", help="neither")
    parser.add_argument("--replicas", type=int, default=1, help="more than one stand on PostgreSQL")
    parser.add_argument("--seed", default=token_hex(4), help="what happens when is decided by it")
    parser.add_argument(
        "--control", action="store_true", help="let the bot resend blindly, which has to show in duplicates"
    )
    asked = parser.parse_args()
    ends = (0.0, 0.0) if asked.no_kills else (KILLS * asked.minutes, RESTARTS * asked.minutes)
    kills, restarts = (
        round(usual) if given is None else given
        for given, usual in zip((asked.kills, asked.restarts), ends, strict=True)
    )
    rate = asked.rate if asked.rate is not None else 0.0 if asked.events else 20.0
    return Plan(
        asked.minutes * 60, rate, asked.events, kills, restarts, asked.replicas, asked.seed, asked.control
    )


if __name__ == "__main__":
    sys.exit(main())
