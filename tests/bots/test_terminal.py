from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bots.terminal import show
from core.reply import Button, Buttons, Diff, File, Preformatted, Reply, Rung

LONG = "Happy to go through everything here. Until a contract is active we keep project talk on Upwork."


@pytest.mark.parametrize("block", [Preformatted("text to send", LONG), Diff("WhatsApp is fine.", LONG)])
def test_a_text_to_send_is_one_line_however_narrow_the_terminal_is(block: Preformatted | Diff) -> None:
    page = StringIO()
    show(Reply(Rung.FULL, (block,)), Console(file=page, width=40), numbered=True)
    assert page.getvalue().splitlines()[-1].removeprefix("+ ") == LONG


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def shown(file: File) -> str:
    page = StringIO()
    show(Reply(Rung.FULL, (file,)), Console(file=page, width=200), numbered=True)
    return page.getvalue().strip()


def test_a_file_is_written_for_its_owner_alone_and_one_that_is_there_is_left_as_it_is(folder: Path) -> None:
    assert shown(File("weeks.csv", b"first", "numbers")) == "Written to weeks.csv: numbers"
    assert shown(File("weeks.csv", b"second", "numbers")) == "Written to weeks-2.csv: numbers"
    assert shown(File("weeks.csv", b"third", "numbers")) == "Written to weeks-3.csv: numbers"
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        "weeks.csv": b"first",
        "weeks-2.csv": b"second",
        "weeks-3.csv": b"third",
    }
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


@pytest.mark.usefixtures("folder")
def test_a_file_that_cannot_be_written_is_told() -> None:
    assert shown(File("gone/weeks.csv", b"", "numbers")).startswith(
        "gone/weeks.csv cannot be written here: No such file or directory."
    )


def test_the_controls_of_all_blocks_are_counted_through() -> None:
    page = StringIO()
    blocks = (
        Buttons(
            (Button("One", "run", "help"), Button("Two", "run", "help")),
            more=(Button("Three", "run", "help"),),
        ),
        Buttons((Button("Four", "run", "help"),)),
    )
    show(Reply(Rung.FULL, blocks), Console(file=page, width=100), numbered=True)
    assert page.getvalue().splitlines() == [
        "[1] One   [2] Two   (/checkmsg 1 presses the first)",
        "[3] Three",
        "[4] Four",
    ]
