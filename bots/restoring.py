"""Put a copy back: looked through before anything is touched, and reconciled before any bot can begin with it."""

from datetime import datetime
from pathlib import Path

from bots import dumps
from bots.inputs import UserError
from bots.opening import open_database
from core.reply import Field, Fields, Footnote, Heading, Reply, Rung
from core.restoring import Restored, reconcile
from core.settings import Settings
from core.store import upgrade
from core.store.copies import put_in_place, revision_if_whole, working_copy
from core.store.crypto import Keyring, KeyringError
from core.store.database import BEFORE_RESTORE, Database, held_alone, is_held
from core.store.errors import DatabaseError
from core.store.keyfile import keys_in, path_beside
from core.store.rotation import opens, unopened
from core.store.tenant import Store

AFTER = Footnote(
    "Start the bot. It tells the leads until when it remembers. What was erased since is there again: erase it again."
)


def restore(settings: Settings, source: Path, now: datetime) -> Reply:
    """Put a copy in the place of the database that the settings name, and return what came of it.

    Raises UserError, DatabaseError or KeyringError, and has changed nothing then.
    """
    if not source.is_file():
        raise UserError(f"{source} is no file. Name the copy that `checkmsg backup` made.")
    database = open_database(settings)
    if database.is_sqlite:
        return _restore_file(database, settings, source, now)
    return _restore_server(database, settings, source, now)


def _restore_file(database: Database, settings: Settings, source: Path, now: datetime) -> Reply:
    file = database.file
    if file is None:
        raise UserError("CHECKMSG_DATABASE_URL names no file. Write sqlite:///FILE.")
    if file.exists() and source.samefile(file):
        raise UserError(f"{source} is the database itself. Name a copy of it.")
    if not settings.database_url:
        file.parent.mkdir(parents=True, exist_ok=True)
    if is_held(database):
        raise UserError(f"a bot runs on {file}. Stop it first; nothing was changed.")
    keyring = Keyring(settings.keys or _keys_for(file))
    kept = file.with_name(f"{file.name}.{BEFORE_RESTORE}{now:%Y%m%d-%H%M%S}")
    with held_alone(database), working_copy(source, file) as copy:
        revision_if_whole(copy)
        upgrade.upgrade_file(copy)
        with copy.read() as session:
            _refuse(unopened(session, keyring), source)
        with copy.write() as session:
            restored = reconcile(session, Store(copy, keyring), now)
        was_there = put_in_place(copy, file, kept)
    return _said(database, source, restored, kept if was_there else None)


def _keys_for(file: Path) -> tuple[str, ...]:
    path = path_beside(file)
    if not path.exists():
        raise KeyringError(
            f"{path} is missing. Put there the key that belongs to the copy, or name it in CHECKMSG_KEYS; nothing was "
            "changed."
        )
    return keys_in(path)


def _restore_server(database: Database, settings: Settings, source: Path, now: datetime) -> Reply:
    from bots.fleet import has_schema

    if upgrade.revision_of(database) or has_schema(database):
        raise UserError(
            f"{database.shown} is not empty. Make an empty database, name it in CHECKMSG_DATABASE_URL, and restore into that."
        )
    keyring = Keyring(settings.keys)
    dumps.refuse_if_damaged(source)
    revision = dumps.revision_in(source)
    if not revision:
        raise UserError(f"{source} holds no tables of checkmsg. Choose another file; nothing was changed.")
    upgrade.refuse_unknown([revision], str(source))
    _refuse(sum(not opens(keyring, sealed) for sealed in dumps.sealed_in(source)), source)
    dumps.put_back(database, source)
    try:
        with upgrade.become_ours(database, revision) as session:
            restored = reconcile(session, Store(database, keyring), now)
    except DatabaseError as error:
        raise DatabaseError(
            f"{error} The copy is there but not finished, and no bot begins with it: empty the database, then restore again."
        ) from None
    return _said(database, source, restored, None)


def _refuse(closed: int, source: Path) -> None:
    if closed:
        raise KeyringError(
            f"{source}: the keys do not open all that is sealed in it ({closed} do not). Put the key that the copy was made "
            "with behind the others, into CHECKMSG_KEYS or as the last line of the .key file; nothing was changed."
        )


def _said(database: Database, source: Path, restored: Restored, kept: Path | None) -> Reply:
    until = f"{restored.known_until:%d %b %Y, %H:%M} UTC"
    counted = (
        (
            "To look up",
            restored.looked_up,
            "what may have left is looked for on its platform before it is sent.",
        ),
        ("Given up", restored.given_up, "answers of more than a day ago; /checkmsg outbox lists them."),
        (
            "Not read",
            restored.unread,
            "what had just come in may have no answer; the leads are told how many.",
        ),
    )
    fields = [Field(name, f"{number}: {says}") for name, number, says in counted if number]
    if kept is not None:
        fields.append(Field("Replaced", f"it is kept as {kept}. Delete that once you are sure."))
    return Reply(
        Rung.FULL,
        (
            Heading(f"{database.shown} remembers everything until {until}", f"from {source}"),
            Fields(tuple(fields)),
            AFTER,
        ),
    )
