"""Feed a target with what reaches new branches of our code."""

import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from time import monotonic

from tests.fuzz.seeds import dictionary

LONGEST = 4000  # bytes
SLOWEST = 60  # seconds, for what never comes back; what is only slow the target tells by itself
PAUSE = 15.0  # seconds between two lines
_FAILS = ("Uncaught Python exception", "ERROR: libFuzzer", "Traceback")
_PULSE = re.compile(r"#(?P<inputs>\d+)\s.*?cov: (?P<branches>\d+)")


def run(target: str, seeds: Iterable[bytes], seconds: float, kept: Path, failed: Path) -> bool:
    """Feed a target for so long; the first input that fails is kept in a folder, and ends it.

    What has reached a new branch is kept too, and the next run begins with it.
    """
    begun, found, words = kept / "seeds", kept / "found", kept / "words.txt"
    for folder in (begun, found):
        folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds):
        (begun / f"{number:03}").write_bytes(seed)
    words.write_text(dictionary(), encoding="ascii")
    options = (
        f"-max_total_time={seconds:.0f}",
        f"-max_len={LONGEST}",
        f"-timeout={SLOWEST}",
        f"-report_slow_units={SLOWEST}",
        f"-dict={words}",
        f"-artifact_prefix={failed}/",
    )
    command = (sys.executable, "-m", "tests.fuzz.child", target, *options, str(found), str(begun))
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    ) as process:
        assert process.stdout
        _tell(process.stdout, monotonic() + seconds)
    return process.returncode == 0


def _tell(lines: Iterable[str], ends_at: float) -> None:
    """Print how far it has come now and then, and all that is said of a failure."""
    says_at, has_failed = 0.0, False
    for line in lines:
        pulse = _PULSE.match(line)
        has_failed = has_failed or any(words in line for words in _FAILS)
        if has_failed:
            print(line, end="", flush=True)
        elif pulse and monotonic() > says_at:
            says_at = monotonic() + PAUSE
            left = max(ends_at - monotonic(), 0)
            print(f"  {pulse['inputs']} inputs, {pulse['branches']} branches, {left:.0f} s left", flush=True)
