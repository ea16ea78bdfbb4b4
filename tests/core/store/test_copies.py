from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import select

from core.store.copies import put_in_place, revision_if_whole, working_copy
from core.store.crypto import new_key
from core.store.database import Database, held_alone
from core.store.errors import DatabaseError
from core.store.keyfile import keep_keys, path_beside
from core.store.tables import AgencyRow
from core.store.upgrade import head
from tests.conftest import BEGAN_AT


@pytest.fixture(name="file")
def _file(tmp_path: Path) -> Path:
    """A database that remembers Alder, and a copy of it at which it only knew Birch."""
    with_agency(tmp_path / "copy.db", "Birch")
    with_agency(tmp_path / "own.db", "Alder")
    return tmp_path / "own.db"


def with_agency(file: Path, name: str) -> None:
    database = Database(f"sqlite:///{file}")
    database.migrate()
    with database.write() as session:
        session.add(AgencyRow(name=name, created_at=BEGAN_AT, sealed_key=b"x"))
    database.engine.dispose()


def agencies(file: Path) -> list[str]:
    database = Database(f"sqlite:///{file}")
    with database.read() as session:
        found = list(session.exec(select(AgencyRow.name)))
    database.engine.dispose()
    return found


@pytest.fixture(name="kept")
def _kept(tmp_path: Path) -> Path:
    return tmp_path / "own.db.before"


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_copy_takes_the_place_of_a_file_which_is_kept(file: Path, kept: Path) -> None:
    with working_copy(file.parent / "copy.db", file) as copy:
        assert revision_if_whole(copy) == head()
        assert put_in_place(copy, file, kept)
    assert (agencies(file), agencies(kept)) == (["Birch"], ["Alder"])
    assert file.stat().st_mode & 0o777 == 0o600
    assert {path for path in names(file.parent) if "part" in path} == set()


def test_where_no_file_is_the_copy_is_all_there_is(file: Path, kept: Path, tmp_path: Path) -> None:
    fresh = tmp_path / "elsewhere" / "own.db"
    fresh.parent.mkdir()
    with working_copy(file, fresh) as copy:
        assert not put_in_place(copy, fresh, kept)
    assert agencies(fresh) == ["Alder"]
    assert names(fresh.parent) == {"own.db"}


def test_a_file_that_was_copied_in_use_is_read_with_its_log(file: Path, kept: Path, tmp_path: Path) -> None:
    used = Database(f"sqlite:///{file}")
    with used.write() as session:
        session.add(AgencyRow(name="Cedar", created_at=BEGAN_AT, sealed_key=b"x"))
    raw = tmp_path / "raw.db"
    for ending in ("", "-wal"):
        Path(f"{raw}{ending}").write_bytes(Path(f"{file}{ending}").read_bytes())
    used.engine.dispose()
    with working_copy(raw, file) as copy:
        put_in_place(copy, file, kept)
    assert agencies(file) == ["Alder", "Cedar"]


@pytest.mark.parametrize("spoilt", [b"this is no database", b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_damaged_file_gives_way_and_is_kept_with_what_lies_beside_it(
    file: Path, kept: Path, spoilt: bytes
) -> None:
    file.write_bytes(spoilt)
    Path(f"{file}-wal").write_bytes(b"a log of the old file")
    with working_copy(file.parent / "copy.db", file) as copy:
        assert put_in_place(copy, file, kept)
    assert agencies(file) == ["Birch"]
    assert kept.read_bytes() == spoilt
    assert Path(f"{kept}-wal").read_bytes() == b"a log of the old file"


@pytest.mark.parametrize("is_there", [True, False])
def test_what_a_lost_file_had_in_its_log_does_not_get_into_its_successor(
    file: Path, kept: Path, is_there: bool
) -> None:
    used = Database(f"sqlite:///{file}")
    with used.outside() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("UPDATE agencies SET name = 'Aspen'")
    left = {ending: Path(f"{file}{ending}").read_bytes() for ending in ("", "-wal")}
    used.engine.dispose()
    assert b"Aspen" in left["-wal"]
    file.write_bytes(b"\xff" * 4096 + left[""][4096:])
    Path(f"{file}-wal").write_bytes(left["-wal"])
    if not is_there:
        file.unlink()
    with working_copy(file.parent / "copy.db", file) as copy:
        assert put_in_place(copy, file, kept) is is_there
    assert agencies(file) == ["Birch"]
    assert Path(f"{kept}-wal").exists() is is_there


def test_a_file_that_another_process_uses_stays_where_it_is(
    file: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.store.database._BUSY_SECONDS", 0.05)
    user = Database(f"sqlite:///{file}")
    with user.write() as session:
        session.exec(select(AgencyRow.name)).all()
        with (
            pytest.raises(DatabaseError, match="another process holds it"),
            working_copy(file.parent / "copy.db", file) as copy,
        ):
            put_in_place(copy, file, kept)
    user.engine.dispose()
    assert agencies(file) == ["Alder"]
    assert not kept.exists()


@pytest.mark.parametrize("broken", ["os.link", "pathlib.Path.replace", "pathlib.Path.unlink"])
def test_a_process_that_ends_half_way_leaves_the_old_file_whole(
    file: Path, kept: Path, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def end(*_: object, **__: object) -> None:
        raise InterruptedError

    with working_copy(file.parent / "copy.db", file) as copy, monkeypatch.context() as context:
        context.setattr(broken, end)
        with pytest.raises(InterruptedError):
            put_in_place(copy, file, kept)
    assert agencies(file) == ["Alder"]


def spoil(content: bytes) -> bytes:
    """Return a database of which a page in the middle is noise."""
    middle = len(content) // 2 // 4096 * 4096
    return content[:middle] + b"\xa5" * 4096 + content[middle + 4096 :]


@pytest.mark.parametrize(
    "content, said",
    [
        (lambda _: b"", "it is empty"),
        (lambda _: b"nonsense", "no database of checkmsg"),
        (spoil, "damaged"),
        (lambda whole: whole[:20_000], "damaged"),
    ],
    ids=["empty", "no database", "spoilt", "cut short"],
)
def test_a_copy_that_is_not_whole_is_refused_by_its_own_name(
    file: Path, tmp_path: Path, content: object, said: str
) -> None:
    source = tmp_path / "copy.db"
    assert callable(content)
    source.write_bytes(content(source.read_bytes()))
    with pytest.raises(DatabaseError, match=said) as caught, working_copy(source, file) as copy:
        revision_if_whole(copy)
    assert str(caught.value).startswith(f"{source}: ")
    assert names(tmp_path) == {"copy.db", "own.db"}


@pytest.fixture(autouse=True)
def _closed(file: Path) -> Iterator[None]:
    yield
    assert not Path(f"{file}.part").exists()


def test_what_root_makes_belongs_to_whoever_owns_the_folder(
    file: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[tuple[Path, int, int]] = []
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr("os.chown", lambda path, *owner: given.append((Path(path), *owner)))
    with working_copy(file.parent / "copy.db", file) as copy:
        put_in_place(copy, file, kept)
    with held_alone(Database(f"sqlite:///{file}")):
        pass
    keep_keys(path_beside(file), [new_key()])
    folder = file.parent.stat()
    assert {(user, group) for _, user, group in given} == {(folder.st_uid, folder.st_gid)}
    assert [path.name for path, _, _ in given][:2] == ["own.db.part", "own.db.lock"]
    assert len(given) == 3  # The third is that of the key, under the name that it has before it is whole.
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    keep_keys(path_beside(file), [new_key()])
    assert len(given) == 3
