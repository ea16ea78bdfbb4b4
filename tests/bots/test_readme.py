"""What the README says is what the code does, as far as that can be compared; its session is played as it stands there."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from PIL import Image

from core.commands.commands import usages
from core.environment import PREFIX
from core.settings import Settings
from tests.bots.readme import README, ROOT, rows, section

WIDTH = "100"
HEAVIEST_PICTURE = 150_000


def test_the_readme_opens_with_the_reply_that_the_terminal_gives() -> None:
    opening = re.search(r"```\n(.*?)```", README, re.DOTALL)
    chat = ROOT / "tests" / "conversations" / "whatsapp-before-a-contract.txt"
    done = subprocess.run(
        [sys.executable, "-m", "bots", "check", str(chat)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert opening is not None
    assert opening[1].split() == done.stdout.split()  # Lines are broken as the reader's page is wide.


def test_the_session_in_the_readme_goes_as_it_stands_there(tmp_path: Path) -> None:
    session = re.search(r"## What it remembers\n.*?```\n(.*?)```", README, re.DOTALL)
    assert session is not None
    env = {
        **os.environ,
        "CHECKMSG_DATABASE_URL": f"sqlite:///{tmp_path}/checkmsg.db",
        "COLUMNS": WIDTH,
        "PYTHONPATH": str(ROOT),
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


def test_every_setting_is_listed_with_its_default_and_no_other() -> None:
    told = {
        name: default
        for names, _, default in rows(section("Settings"))
        for name in re.findall(rf"{PREFIX}\w+", names)
    }
    fields = {f"{PREFIX}{name.upper()}": field.default for name, field in Settings.model_fields.items()}
    assert told.keys() == fields.keys()
    for name, default in fields.items():
        # Where nothing is set the README says what happens then, in words.
        words = ", ".join(default) if isinstance(default, tuple) else str(default)
        assert not words or told[name] == words


def test_no_setting_is_named_that_there_is_not() -> None:
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    assert {name.removesuffix("_FILE") for name in re.findall(rf"{PREFIX}\w+", README)} == known


def test_every_command_is_listed() -> None:
    told: set[str] = set()
    for group in (group for _, cell in rows(section("Commands")) for group in cell.split(";")):
        first, *others = re.findall(r"`([^`]+)`", group) or [""]
        # After `client add` stands `list` for `client list`.
        told |= {first, *others, *(f"{first.partition(' ')[0]} {name}" for name in others)}
    assert {usage.name for usage in usages()} <= told


def test_what_the_readme_links_to_is_there_and_its_pictures_are_light() -> None:
    linked = [
        ROOT / address
        for address in re.findall(r"\]\((?!https?:|#)([^)#]+)\)", README)
        if address != "LICENSE"
    ]
    pictures = [path for path in linked if path.suffix == ".png"]
    assert all(path.is_file() for path in linked)
    assert set(pictures) == set((ROOT / "docs" / "pictures").iterdir())
    for path in pictures:
        assert path.stat().st_size < HEAVIEST_PICTURE
        with Image.open(path) as picture:
            picture.verify()


def test_the_readme_links_to_headings_that_it_has() -> None:
    headings = {
        re.sub(r"[^\w -]", "", title).casefold().replace(" ", "-")
        for title in re.findall(r"^#+ (.+)$", README, re.MULTILINE)
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", README)) <= headings
