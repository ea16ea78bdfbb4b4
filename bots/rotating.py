"""Exchange the key: everything is sealed with a new one, and the old one is kept for old copies alone."""

from datetime import datetime
from pathlib import Path

from bots.inputs import UserError
from bots.opening import look_into
from core.reply import Footnote, Heading, Reply, Rung
from core.settings import Settings
from core.store.crypto import Keyring, new_key
from core.store.database import held_alone, is_held
from core.store.keyfile import keep_keys, keys_in, path_beside
from core.store.rotation import seal_anew
from core.store.tenant import Store

ONE_KEY = (
    "CHECKMSG_KEYS holds one key, so there is nothing to exchange it for. Put a new one and a comma in front of it "
    "(openssl rand -base64 32 | tr +/ -_ makes one), start every bot again, then type this again. The README, under "
    "Backup, restore, keys, says how several replicas do it."
)
OF_COPIES = "Copies that were made before open with the old key alone: keep it, apart from them, as long as you keep one."


def rotate(settings: Settings, now: datetime) -> Reply:
    """Seal everything anew with the first key; a .key file gets a new one first, unless that was begun before.

    Raises UserError, DatabaseError or KeyringError. What is broken off is gone on with the next time.
    """
    store = look_into(settings)
    if store is None:
        raise UserError("nothing is remembered yet, so nothing is sealed.")
    if is_held(store.database):
        raise UserError(
            f"a bot runs on {store.database.shown}, and would not know the new key. Stop it first; nothing was changed."
        )
    with held_alone(store.database):
        if settings.keys:
            return _with_the_keys(store, settings.keys)
        assert store.database.file is not None
        return _with_a_file(store, path_beside(store.database.file), now)


def _with_the_keys(store: Store, keys: tuple[str, ...]) -> Reply:
    if len(keys) == 1:
        raise UserError(ONE_KEY)
    sealed = seal_anew(store)
    return _said(
        sealed, "Take every key but the first out of CHECKMSG_KEYS, and start every bot again.", OF_COPIES
    )


def _with_a_file(store: Store, path: Path, now: datetime) -> Reply:
    keys = keys_in(path)
    if len(keys) == 1:
        keys = (new_key(), *keys)
        # The old key stays until nothing needs it; a process that is killed meanwhile leaves both.
        keep_keys(path, keys)
    sealed = seal_anew(Store(store.database, Keyring(keys)))
    old = path.with_name(f"{path.name}.until-{now:%Y-%m-%d}")
    keep_keys(old, dict.fromkeys((*keys[1:], *(keys_in(old) if old.exists() else ()))))
    keep_keys(path, keys[:1])
    return _said(
        sealed,
        f"{path} holds the new key. Keep a copy of it apart from your backups.",
        f"The old one is in {old}. {OF_COPIES}",
    )


def _said(sealed: int, *lines: str) -> Reply:
    heading = Heading("Everything is sealed with the new key", f"{sealed} sealed anew")
    return Reply(Rung.FULL, (heading, *map(Footnote, lines)))
