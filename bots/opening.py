"""Put together what is remembered: the database, its keys, the commands."""

from dataclasses import dataclass

from core.commands.commands import Commands
from core.policy import Policy
from core.settings import Settings
from core.store import people
from core.store.crypto import Keyring, KeyringError, new_key
from core.store.database import Database
from core.store.errors import DatabaseError
from core.store.keyfile import keys_beside, path_beside
from core.store.tenant import Store
from core.store.upgrade import head, revision_of

BEHIND = "its tables are of an older version. `checkmsg migrate` brings them up to date."


def open_store(settings: Settings) -> Store:
    """Return the store that the settings name, its tables brought up to date.

    Raises DatabaseError or KeyringError with what to do.
    """
    database = bring_up_to_date(settings).database
    keyring = Keyring(settings.keys or _own_keys(database, keep=True))
    with database.read() as session:
        people.refuse_wrong_keys(session, keyring)
    if database.is_sqlite:
        return Store(database, keyring)
    from bots import fleet

    return Store(database, keyring, fleet.announce)


@dataclass(frozen=True, slots=True)
class UpToDate:
    """A database that is up to date, and what it was before."""

    database: Database
    revision: str  # nothing where there were no tables
    had_queue: bool


def bring_up_to_date(settings: Settings) -> UpToDate:
    """Have the tables that this version needs, and on PostgreSQL those of the queue; any number may do so at once."""
    database = open_database(settings)
    if not settings.database_url and database.file:
        database.file.parent.mkdir(parents=True, exist_ok=True)
    revision = database.migrate()
    if database.is_sqlite:
        return UpToDate(database, revision, had_queue=True)
    from bots import fleet

    return UpToDate(database, revision, had_queue=not fleet.apply_schema(database))


def what_is_behind(settings: Settings) -> str:
    """Return in a sentence what `bring_up_to_date` would do, or nothing; nothing is made."""
    database = open_database(settings)
    if not is_begun(settings, database):
        return f"{database.shown} is not there yet."
    revision = revision_of(database)
    if revision != head():
        return f"{database.shown}: the tables are {f'at {revision}' if revision else 'missing'}, and {head()} is needed."
    if not database.is_sqlite:
        from bots.fleet import has_schema

        if not has_schema(database):
            return f"{database.shown}: the tables of the queue are missing."
    return ""


def open_commands(settings: Settings, policy: Policy) -> Commands:
    """Return what can be asked of this installation."""
    return Commands(open_store(settings), policy, settings.us)


def open_database(settings: Settings) -> Database:
    """Return the database that the settings name; nothing is read or made yet."""
    return Database(settings.database_url or _own_file())


def look_into(settings: Settings) -> Store | None:
    """Return the store as it is, or None before the first start; nothing is made, and nothing brought up to date.

    Raises DatabaseError or KeyringError with what to do.
    """
    database = open_database(settings)
    if not is_begun(settings, database):
        return None
    revision = revision_of(database)
    if revision and revision != head():
        raise DatabaseError(f"{database.shown}: {BEHIND}")
    return Store(database, keyring_of(settings, database)) if revision else None


def is_begun(settings: Settings, database: Database) -> bool:
    """Return whether the file of a database is there, or cannot be made by a start, so that to open it says why."""
    if database.file is None:
        return True
    try:
        return database.file.exists() or not (not settings.database_url or database.file.parent.is_dir())
    except PermissionError:
        return True


def keyring_of(settings: Settings, database: Database) -> Keyring:
    """Return the keys that the settings name, or that are kept beside the file; none is kept that was not.

    Raises KeyringError where there are none, or where they do not open what is sealed.
    """
    keyring = Keyring(settings.keys or _own_keys(database, keep=False))
    with database.read() as session:
        people.refuse_wrong_keys(session, keyring)
    return keyring


def _own_file() -> str:
    from platformdirs import user_data_path

    return f"sqlite:///{user_data_path('checkmsg', appauthor=False) / 'checkmsg.db'}"


def _own_keys(database: Database, *, keep: bool) -> tuple[str, ...]:
    """Return the keys beside a SQLite file; another database, or one in memory, needs CHECKMSG_KEYS.

    Before anything is sealed there may be none, and a new one will do.
    """
    if database.file is None:
        return ()
    path = path_beside(database.file)
    with database.read() as session:
        is_missing = not path.exists()
        if is_missing and people.agencies(session):
            raise KeyringError(
                f"{path} is missing, and only its key opens what {database.file} holds. Put it back from a backup, "
                "or name the key in CHECKMSG_KEYS."
            )
    return (new_key(),) if is_missing and not keep else keys_beside(path)
