"""The session in the README is played as it stands there."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"
WIDTH = "100"


def test_the_session_in_the_readme_goes_as_it_stands_there(tmp_path: Path) -> None:
    text = README.read_text(encoding="utf-8")
    session = re.search(r"## What it remembers\n.*?```\n(.*?)```", text, re.DOTALL)
    assert session is not None
    env = {
        **os.environ,
        "CHECKMSG_DATABASE_URL": f"sqlite:///{tmp_path}/checkmsg.db",
        "COLUMNS": WIDTH,
        "PYTHONPATH": str(README.parent),
    }
    commands = re.split(r"^\$ checkmsg ", session[1], flags=re.MULTILINE)[1:]
    assert len(commands) > 2
    for command in commands:
        words, _, shown = command.partition("\n")
        typed = [line[2:] for line in shown.splitlines() if line.startswith("> ")]
        expected = [line for line in shown.splitlines() if line and not line.startswith("> ")]
        done = subprocess.run(
            [sys.executable, "-m", "bots", *shlex.split(words)],
            input="".join(f"{line}\n" for line in typed),
            capture_output=True,
            text=True,
            env=env,
            cwd=tmp_path,
            check=True,
        )
        assert [line.rstrip() for line in done.stdout.splitlines() if line] == expected
    assert (tmp_path / "weeks-to-2026-W48.png").read_bytes().startswith(b"\x89PNG")
