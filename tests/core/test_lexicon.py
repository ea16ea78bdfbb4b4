import os
from pathlib import Path

import pytest

from core.fold import fold
from core.lexicon import FOLDER, book, compiled, headings, language, load_channels, prepared
from core.tokens import tokenize


@pytest.mark.parametrize("code", sorted(headings()))
def test_every_language_file_can_be_read_and_compiled(code: str) -> None:
    assert book(code).find(tokenize(fold("whatsapp"))) is not None


def test_no_host_belongs_to_two_tools() -> None:
    hosts = [host for channel in load_channels().values() for host in channel.hosts]

    assert sorted(hosts) == sorted(set(hosts))


def test_no_name_that_is_no_other_word_stands_for_two_tools() -> None:
    names = [name for channel in load_channels().values() for name in channel.names]
    assert [name for name in names if names.count(name) > 1] == []


def test_every_tool_that_is_shown_has_a_name_that_is_looked_for() -> None:
    for channel in load_channels().values():
        known = [name.casefold() for name in (*channel.names, *channel.weak, *channel.hosts)]
        for shown, spellings in channel.called:
            words = tuple(spelling.casefold() for spelling in spellings)
            assert any(name.startswith(words) for name in known), f"{channel.name}: {shown}"


def test_a_prepared_book_finds_what_the_word_lists_say(tmp_path: Path) -> None:
    prepared.write({"es": compiled("es")}, tmp_path)
    kept = prepared.read("es", tmp_path)
    tokens = tokenize(fold("¿Podemos hablar por WhatsApp? Mándame tu número y te pago por PayPal."))

    assert kept is not None
    assert kept.find(tokens).hits == compiled("es").find(tokens).hits != {}


def test_a_book_of_other_word_lists_is_not_read(tmp_path: Path) -> None:
    prepared.write({"es": compiled("es")}, tmp_path)
    (kept,) = tmp_path.iterdir()
    kept.rename(tmp_path / "es.0123456789abcdef.book")

    assert prepared.read("es", tmp_path) is None
    assert prepared.read("de", tmp_path) is None


def test_books_that_are_prepared_take_the_place_of_all_others(tmp_path: Path) -> None:
    prepared.write({"es": compiled("es")}, tmp_path)
    prepared.write({"de": compiled("de")}, tmp_path)

    assert [path.name.partition(".")[0] for path in tmp_path.iterdir()] == ["de"]


def test_a_book_that_may_not_be_read_is_compiled_anew(tmp_path: Path) -> None:
    prepared.write({"es": compiled("es")}, tmp_path)
    (kept,) = tmp_path.iterdir()
    kept.unlink()
    kept.mkdir()  # Who runs the tests may read every file, but nobody reads a folder as one.

    assert prepared.read("es", tmp_path) is None


def test_what_a_killed_process_left_unfinished_is_swept_and_what_another_writes_now_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", killed)
        for code in ("de", "fr"):
            with pytest.raises(KeyboardInterrupt):
                prepared.write({code: compiled("es")}, tmp_path)
    left, written_now = sorted(tmp_path.iterdir())
    os.utime(left, times=(0, 0))
    prepared.write({"es": compiled("es")}, tmp_path)

    assert not left.exists()
    assert written_now.exists()


@pytest.mark.parametrize("code", sorted(headings()))
def test_each_section_of_a_language_has_one_place(code: str) -> None:
    lines = (FOLDER / f"{code}.txt").read_text(encoding="utf-8").splitlines()
    sections = [line for line in lines if line.startswith("[")]

    assert len(sections) == len(set(sections))


def test_every_frame_is_read_by_something() -> None:
    core = FOLDER.parent
    code = "".join(path.read_text(encoding="utf-8") for path in core.rglob("*.py"))
    clues = (core / "network" / "clues.txt").read_text(encoding="utf-8").splitlines()
    frames = {name for language_ in map(language, headings()) for name, *_ in language_.frames}

    assert not [
        name
        for name in frames
        if f'"{name}"' not in code and f"f {name}" not in clues and not name.startswith("scope-")
    ]
