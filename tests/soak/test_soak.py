import subprocess
import sys


def test_a_bot_that_is_killed_and_restarted_under_load_loses_nothing_and_says_nothing_twice() -> None:
    soak = subprocess.run(
        [sys.executable, "-m", "tests.soak", "0.2", "--rate", "8", "--kills", "1", "--restarts", "1"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert soak.returncode == 0, soak.stdout + soak.stderr
    assert "kills, restarts, ended by itself                             1, 2, 0" in soak.stdout
