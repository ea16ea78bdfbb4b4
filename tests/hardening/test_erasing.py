"""What is erased is gone: from every file, in every form, and from what is sealed."""

import shutil
from pathlib import Path

import pytest

from core.store.crypto import new_key
from tests.hardening.life import (
    AGENCY,
    BEGAN_AT,
    CLIENT,
    PERSON,
    SHARED,
    TOKEN,
    asker,
    found_in,
    live,
    remembered,
)

KEYS = [new_key()]
REPLACED = "checkmsg.db.before-restore-20260908-101500"


def copied(lived: Path, folder: Path) -> Path:
    """Return a copy of the folder, with what an update and a killed process would have left in it."""
    copy = folder / "copy"
    shutil.copytree(lived, copy)
    for name in ("checkmsg.db.0003", "checkmsg.db.0003.part", "checkmsg.db.part", REPLACED):
        shutil.copy(copy / "checkmsg.db", copy / name)
    return copy


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all that a life has left."""
    folder = tmp_path_factory.mktemp("life")
    with remembered(folder, KEYS) as commands:
        live(commands)
    return folder


def test_a_life_leaves_words_everywhere(lived: Path) -> None:
    for word in (CLIENT, PERSON, AGENCY):
        assert "utf-8" in found_in(lived, KEYS, word)
    sealed = {
        word: {form for form in found_in(lived, KEYS, word) if "sealed" in form} for word in (CLIENT, TOKEN)
    }
    assert sealed == {CLIENT: {"sealed in checks.sealed"}, TOKEN: {"sealed in installations.sealed"}}


def test_nothing_of_an_erased_client_is_left(lived: Path, tmp_path: Path) -> None:
    copy = copied(lived, tmp_path)
    with remembered(copy, KEYS) as commands:
        for what, name in ((CLIENT, f"{CLIENT} Traders"), (f"{CLIENT} Three", f"{CLIENT} Three")):
            assert commands.run(asker(), f"privacy erase {what} confirm {name}", BEGAN_AT).done
        assert found_in(copy, KEYS, CLIENT) == []
        assert found_in(copy, KEYS, SHARED) == ["utf-8"]
        assert commands.run(asker(), "privacy erase Globex confirm Globex", BEGAN_AT).done
    assert [found_in(copy, KEYS, name) for name in (CLIENT, SHARED, "Globex")] == [[], [], []]


def test_nothing_of_an_erased_person_is_left_and_what_they_said_stays(lived: Path, tmp_path: Path) -> None:
    copy = copied(lived, tmp_path)
    with remembered(copy, KEYS) as commands:
        refused = commands.run(asker(), f"privacy erase @{PERSON} confirm Omar", BEGAN_AT)
        assert not refused.done
        assert commands.run(asker(), f"privacy erase @{PERSON} confirm {PERSON}", BEGAN_AT).done
        shown = repr(commands.run(asker(), f"client show {CLIENT}", BEGAN_AT))
        alone = commands.run(asker(), "privacy erase @Omar confirm Omar", BEGAN_AT)
    assert found_in(copy, KEYS, PERSON) == []
    assert found_in(copy, KEYS, CLIENT)[0] == "utf-8"
    assert f"{CLIENT} shop" in shown
    assert "somebody, 9 Sep 2026" in shown
    assert "is the only lead" in repr(alone)


def test_nothing_of_an_erased_agency_is_left(lived: Path, tmp_path: Path) -> None:
    copy = copied(lived, tmp_path)
    with remembered(copy, KEYS) as commands:
        assert commands.run(asker(), f"privacy erase everything confirm {AGENCY} HQ on slack", BEGAN_AT).done
    assert {
        word: found_in(copy, KEYS, word) for word in (CLIENT, PERSON, AGENCY, TOKEN, "Globex", "Omar")
    } == {word: [] for word in (CLIENT, PERSON, AGENCY, TOKEN, "Globex", "Omar")}
