"""The example of a .env is what the settings say, and whoever copies it changes nothing by that."""

import os
import re
from pathlib import Path

import pytest

from bots.example_settings import FILE, meanings, write
from core.environment import PREFIX
from core.settings import Settings, load

EXAMPLE = FILE.read_text(encoding="utf-8")
SWITCHED_ON = re.sub(rf"^#(?={PREFIX})", "", EXAMPLE, flags=re.MULTILINE)


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)


def test_the_file_in_deploy_is_what_the_generator_writes(tmp_path: Path) -> None:
    write(tmp_path / "written")
    assert (tmp_path / "written").read_text(encoding="utf-8") == EXAMPLE


@pytest.mark.parametrize("text", [EXAMPLE, SWITCHED_ON], ids=["as it stands", "with every line switched on"])
def test_loading_the_example_gives_the_defaults(text: str) -> None:
    Path(".env").write_text(text, encoding="utf-8")
    assert load().model_dump() == Settings.model_construct().model_dump()


def test_a_line_that_is_switched_on_and_changed_counts() -> None:
    changed = SWITCHED_ON.replace(f"{PREFIX}LOG_FORMAT=auto", f"{PREFIX}LOG_FORMAT=json")
    Path(".env").write_text(changed, encoding="utf-8")
    assert load().model_dump() == {**Settings.model_construct().model_dump(), "log_format": "json"}


def test_every_setting_is_explained_in_a_sentence() -> None:
    assert meanings().keys() == Settings.model_fields.keys()
    assert all(said.endswith(".") for said in meanings().values())
