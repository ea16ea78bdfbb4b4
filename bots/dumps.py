"""Copies of a PostgreSQL database, made and put back by its own tools; a password is never among their arguments."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile

from core.store.database import Database
from core.store.errors import DatabaseError
from core.store.rotation import SEALED
from core.store.tenant import rows_of

REVISION = "alembic_version"
_IS_REVISION = re.compile(rf" TABLE DATA \S+ {REVISION} ")
_NOBODYS = ("--no-owner", "--no-privileges")  # Where it is put back, others may own it.


def dump_to(database: Database, target: Path) -> None:
    """Copy a database into a file that appears whole and for its owner alone; raises DatabaseError."""
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    try:
        _run("pg_dump", "--format=custom", *_NOBODYS, f"--file={part}", into=database)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def refuse_if_damaged(dump: Path) -> None:
    """Read a dump to its end; raises DatabaseError where it is none, or damaged."""
    _run("pg_restore", f"--file={os.devnull}", str(dump))


def revision_in(dump: Path) -> str:
    """Return the revision of the tables in a dump, or nothing where it holds none of ours."""
    return next((row[0] for _, row in _rows(dump, REVISION)), "")


def sealed_in(dump: Path) -> Iterator[bytes]:
    """Yield everything in a dump that is sealed."""
    for table, name in SEALED:
        for columns, row in _rows(dump, rows_of(table).name):
            value = row[columns.index(name)]
            if value != r"\N":
                yield bytes.fromhex(value.removeprefix(r"\\x"))


def put_back(database: Database, dump: Path) -> None:
    """Put the tables and rows of a dump into an empty database, all or nothing, but for the revision of the tables.

    Without it no bot takes the database for one of its own. Raises DatabaseError.
    """
    listed = _run("pg_restore", "--list", str(dump)).splitlines()
    with NamedTemporaryFile("w", encoding="utf-8") as wanted:
        wanted.writelines(f"{line}\n" for line in listed if not _IS_REVISION.search(line))
        wanted.flush()
        once = ("--single-transaction", "--exit-on-error", f"--use-list={wanted.name}")
        _run("pg_restore", *once, *_NOBODYS, str(dump), into=database)


def _rows(dump: Path, table: str) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the rows of a table in a dump, as COPY writes them, each with the names of its columns."""
    columns: list[str] = []
    for line in _run("pg_restore", "--data-only", f"--table={table}", "--file=-", str(dump)).splitlines():
        if line.startswith("COPY "):
            columns = line[line.index("(") + 1 : line.rindex(")")].replace('"', "").split(", ")
        elif line == r"\.":
            columns = []
        elif columns:
            yield columns, line.split("\t")


def _run(tool: str, *arguments: str, into: Database | None = None) -> str:
    """Run a tool, with a database as its address and password, and return what it printed."""
    path = shutil.which(tool)
    if path is None:
        raise DatabaseError(
            f"{tool} is not installed here. It comes with PostgreSQL's client, as in apt install postgresql-client."
        )
    command, env = [path, *arguments], dict(os.environ)
    if into is not None:
        url = into.engine.url.set(drivername="postgresql")
        shown = url._replace(password=None).difference_update_query(["password"])
        command.insert(1, f"--dbname={shown.render_as_string(hide_password=False)}")
        password = url.password or url.query.get("password")
        env |= {"PGPASSWORD": str(password)} if password else {}
    done = subprocess.run(  # noqa: S603  # No shell, and tools of our own choice.
        command, env=env, capture_output=True, encoding="utf-8", errors="replace", check=False
    )
    if done.returncode:
        first, *more = done.stderr.strip().splitlines() or ["error: it did not say why"]
        # Further lines may quote rows, and rows are confidential.
        versions = [line for line in more if "server version" in line]
        said = "; ".join(line.partition(": ")[2].partition(": ")[2] for line in (first, *versions))
        raise DatabaseError(f"{tool} failed: {said}.")
    return done.stdout
