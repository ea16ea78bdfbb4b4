"""Feed the engine and what reads files: `python -m tests.fuzz [SECONDS]`, 300 unless told otherwise."""

import sys
from importlib.util import find_spec
from pathlib import Path

from tests.fuzz import engine, guided, intake, unguided
from tests.fuzz.seeds import conversations, files

FOLDER = Path(__file__).parents[2] / ".fuzz"  # outside git
TARGETS = (
    ("engine", engine.feed, conversations, 0.8),
    ("intake", intake.feed, files, 0.2),
)


def main() -> int:
    """Say what came of each target; returns 1 where an input has failed, and names the file it is in."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 300.0
    has_guide = find_spec("atheris") is not None
    if not has_guide:
        print("There is no atheris for this machine: inputs are changed at random.", flush=True)
    failed = 0
    for name, feed, seeds, share in TARGETS:
        kept, failures = FOLDER / name, FOLDER / name / "failed"
        failures.mkdir(parents=True, exist_ok=True)
        before = set(failures.iterdir())
        print(f"{name}: {seconds * share:.0f} s", flush=True)
        if has_guide:
            is_well = guided.run(name, seeds(), seconds * share, kept, failures)
        else:
            is_well = unguided.run(feed, list(seeds()), seconds * share, failures)
        failed += not is_well
        for path in sorted(set(failures.iterdir()) - before):
            print(f"{name} fails on {path}", flush=True)
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
