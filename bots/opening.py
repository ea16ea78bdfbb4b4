"""Put together what is remembered: the database, its keys, the commands."""

from pathlib import Path

from core.commands.commands import Commands
from core.policy import Policy
from core.settings import Settings
from core.store import people
from core.store.crypto import Keyring, KeyringError, key_beside
from core.store.database import Database
from core.store.tenant import Store


def open_store(settings: Settings) -> Store:
    """Return the store that the settings name, its tables brought up to date.

    Raises DatabaseError or KeyringError with what to do.
    """
    database = Database(settings.database_url or _own_file())
    database.migrate()
    keyring = Keyring(settings.keys or _own_key(database))
    with database.read() as session:
        people.refuse_wrong_keys(session, keyring)
    if database.is_sqlite:
        return Store(database, keyring)
    from bots import fleet

    fleet.apply_schema(database)
    return Store(database, keyring, fleet.announce)


def open_commands(settings: Settings, policy: Policy) -> Commands:
    """Return what can be asked of this installation."""
    return Commands(open_store(settings), policy, settings.us)


def _own_file() -> str:
    from platformdirs import user_data_path

    folder = user_data_path("checkmsg", appauthor=False)
    folder.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{folder / 'checkmsg.db'}"


def _own_key(database: Database) -> tuple[str, ...]:
    """Return the key beside a SQLite file; another database, or one in memory, needs CHECKMSG_KEYS."""
    if database.file is None:
        return ()
    path = Path(f"{database.file}.key")
    with database.read() as session:
        if not path.exists() and people.agencies(session):
            raise KeyringError(
                f"{path} is missing, and only its key opens what {database.file} holds. Put it back from a backup, "
                "or name the key in CHECKMSG_KEYS."
            )
    return (key_beside(path),)
