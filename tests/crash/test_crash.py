import os
import subprocess
import sys


def test_nothing_is_lost_or_sent_twice_when_workers_are_killed_in_mid_send(postgres_url: str) -> None:
    gate = subprocess.run(
        [sys.executable, "-m", "tests.crash", "10"],
        env=os.environ | {"CHECKMSG_TEST_POSTGRES_URL": postgres_url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert gate.returncode == 0, gate.stdout + gate.stderr
