"""What the README says of Slack is what the code does, as far as that can be compared."""

import re
from pathlib import Path

from PIL import Image

from bots.slack import manifest
from core.settings import PREFIX, Settings

ROOT = Path(__file__).parents[3]
README = (ROOT / "README.md").read_text(encoding="utf-8")
HEAVIEST_PICTURE = 150_000


def section(title: str) -> str:
    """Return what stands under a heading, up to the next one."""
    found = re.search(rf"^#+ {title}\n(.*?)(?=^#)", README, re.DOTALL | re.MULTILINE)
    assert found is not None
    return found[1]


def rows(text: str) -> list[tuple[str, ...]]:
    """Return the rows of a table without its head."""
    lines = [line for line in text.splitlines() if line.startswith("|")][2:]
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]


def test_the_rights_are_those_that_the_manifest_asks_for() -> None:
    told = {name.strip("`"): reason for name, reason in rows(section("What it asks of Slack"))}
    assert told == dict(manifest.SCOPES)


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
    assert set(re.findall(rf"{PREFIX}\w+", README)) == known


def test_what_the_readme_links_to_is_there_and_its_pictures_are_light() -> None:
    linked = [
        ROOT / address for address in re.findall(r"\]\((?!https?:)([^)#]+)\)", README) if address != "LICENSE"
    ]
    pictures = [path for path in linked if path.suffix == ".png"]
    assert all(path.is_file() for path in linked)
    assert set(pictures) == set((ROOT / "docs" / "pictures").iterdir())
    for path in pictures:
        assert path.stat().st_size < HEAVIEST_PICTURE
        with Image.open(path) as picture:
            picture.verify()


def test_the_addresses_are_those_that_the_bot_serves() -> None:
    assert manifest.ADDRESS.removeprefix("https://") in section("Many workspaces")
    assert manifest.INSTALL_PATH in section("Many workspaces")
