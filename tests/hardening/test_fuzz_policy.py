"""Whatever stands in a file of rules, facts, sources or scripts: it is read, or told in one line that names it."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import ledger, policy
from core.forms import PolicyError
from core.policy import HERE, Policy, load_from

RULES, SCRIPTS = HERE / "rules", HERE / "scripts"
FILES = sorted(path.relative_to(HERE) for path in (*RULES.glob("*.toml"), *SCRIPTS.glob("*.toml")))
# What somebody may leave behind in a file: a slip, half a save, another program's bytes.
VALUES = (
    *(
        "",
        "1",
        "-0.0",
        "nan",
        "true",
        '""',
        '"x"',
        "[]",
        "[[]]",
        "[1]",
        '["x"]',
        "{}",
        '{ x = "x" }',
        "1979-05-27",
    ),
    *("1979-05-27T07:32:00Z", "'''", "9" * 5000, "[" * 2000, "\x00", "é"),
)
LINES = st.one_of(
    st.sampled_from(
        ["[x]", "[[breaks]]", "[[allowed]]", "breaks = 1", 'allowed = ["x"]', "checked_on = 1", "[", "x = 1"]
    ),
    st.text(max_size=20),
)


@st.composite
def spoilt(draw: st.DrawFn, text: str) -> bytes:
    """Return a file in which something is wrong."""
    lines = text.splitlines()
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(("gone", "twice", "value", "line", "cut", "bytes"))):
            case "gone":
                lines[at] = ""
            case "twice":
                lines.insert(at, lines[at])
            case "value":
                lines[at] = f"{lines[at].partition('=')[0]}= {draw(st.sampled_from(VALUES))}"
            case "line":
                lines.insert(at, draw(LINES))
            case "cut":
                lines[at:] = [lines[at][: draw(st.integers(0, 20))]]
            case "bytes":
                return "\n".join(lines).encode(errors="replace") + draw(st.binary(min_size=1, max_size=4))
    return "\n".join(lines).encode(errors="replace")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("policy")
    for name in ("rules", "scripts"):
        shutil.copytree(HERE / name, copy / name)
    return copy


def _read_all(rules: Path, scripts: Path) -> Policy:
    for kept in (policy._fact_ids, ledger.read_facts, ledger.read_scripts, ledger.read_examples):
        kept.cache_clear()
    found = load_from(rules, scripts)
    assert found.facts
    assert found.scripts
    for code in found.rules:
        found.proven(code)
    return found


def _told(folder: Path) -> str:
    """Return what is told of the files in a folder; nothing where they are read."""
    try:
        _read_all(folder / "rules", folder / "scripts")
    except PolicyError as error:
        return str(error)
    return ""


@settings(max_examples=120)
@given(data=st.data())
def test_a_spoilt_file_of_rules_facts_sources_or_scripts_is_told_by_its_name(
    folder: Path, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(FILES))
    whole = (HERE / name).read_text("utf-8")
    (folder / name).write_bytes(data.draw(spoilt(whole)))
    try:
        told = _told(folder)
    finally:
        (folder / name).write_text(whole, "utf-8")
    # A file may also be told that rests on the one that is spoilt.
    assert not told or ".toml: " in told
    assert "\n" not in told


def test_a_file_that_is_missing_is_told_by_its_name(folder: Path) -> None:
    for name in ("facts.toml", "sources.toml"):
        (folder / "rules" / name).unlink()
        with pytest.raises(PolicyError, match=name):
            _read_all(folder / "rules", folder / "scripts")
        shutil.copy(RULES / name, folder / "rules" / name)
