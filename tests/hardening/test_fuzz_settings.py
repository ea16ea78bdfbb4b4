"""Whatever stands in the environment, in .env or in a file that is named: it is taken, or told by the setting's name."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.environment import PREFIX
from core.settings import Settings, SettingsError, load
from tests.hardening.shapes import WORDS

NAMES = [f"{PREFIX}{name.upper()}" for name in Settings.model_fields]
SECRETS = [f"{PREFIX}{name.upper()}" for name, field in Settings.model_fields.items() if not field.repr]
ODD_NAMES = [*(f"{name}_FILE" for name in NAMES), f"{PREFIX}AGENCI", f"{PREFIX}_", PREFIX]
VALUES = st.one_of(
    st.sampled_from([word for word in WORDS if word.isprintable()]),
    st.sampled_from(
        ["true", "off", "a:1", ":", "[::1]:99999", "https://", "a,,b", "postgresql://", "٣:٣", ".", "/"]
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30),
)
GIVEN = st.dictionaries(st.sampled_from([*NAMES, *ODD_NAMES]), VALUES, max_size=3)
FILE = st.binary(max_size=60) | GIVEN.map(
    lambda given_ones: "\n".join("=".join(pair) for pair in given_ones.items()).encode()
)


@contextmanager
def placed(environment: dict[str, str], file: bytes) -> Iterator[None]:
    """Stand in a folder with such a .env and in such an environment."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.delenv("CHECKMSG_DATABASE_URL")
        for name, value in environment.items():
            patch.setenv(name, value)
        Path(".env").write_bytes(file)
        yield


@settings(max_examples=200)
@given(environment=GIVEN, file=FILE)
def test_any_settings_are_taken_or_told_by_their_names(environment: dict[str, str], file: bytes) -> None:
    told = ""
    with placed(environment, file):
        try:
            load()
        except SettingsError as error:
            told = str(error)
    assert not told or PREFIX in told or ".env" in told
    assert "\n" not in told


def test_a_file_whose_name_is_none_is_told() -> None:
    with placed({}, b"CHECKMSG_AGENCY_FILE=a\0b"), pytest.raises(SettingsError, match="is no name of a file"):
        load()


@settings(max_examples=60)
@given(
    name=st.sampled_from(SECRETS),
    wrong=st.sampled_from(NAMES),
    value=st.text(st.characters(codec="ascii", categories=["L"]), min_size=12, max_size=30),
    way=st.booleans(),
)
def test_no_secret_is_told(name: str, wrong: str, value: str, *, way: bool) -> None:
    """Each secret is put where another value is wrong, and is wrong itself: it has a space and a sign that no token has."""
    told = ""
    environment = {name: f"{value} …", wrong: "=" if wrong != name else f"{value} …"}
    with placed(
        environment if way else {},
        b"" if way else "\n".join("=".join(pair) for pair in environment.items()).encode(),
    ):
        try:
            load()
        except SettingsError as error:
            told = str(error)
    assert value not in told
