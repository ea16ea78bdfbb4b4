"""Every statement of SQL that leaves the store names the agency whose rows it wants, or stands here with its reason.

Its functions are looked through as they are written, and their statements while two agencies use everything.
"""

import ast
import re
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from sqlalchemy import event

from core import store as store_package
from core.commands.commands import Commands, usages
from core.planner import due
from core.store import rotation
from core.store.crypto import new_key
from tests.hardening import agencies
from tests.hardening.agencies import BOTH, NOW, POLICY

FOLDER = Path(store_package.__file__).parent
REASONS = {
    "nobody's rows: the clock, locks, pragmas, migrations": (
        *(
            "copies.is_whole",
            "copies.put_in_place",
            "copies._settle",
            "database._begin",
            "database._file_engine",
        ),
        *("database._forget", "database.copy_to", "database.server_time", "linking.hold_both"),
        *(
            "linking.keep_in_place",
            "upgrade._copy",
            "upgrade.alone",
            "upgrade.become_ours",
            "upgrade.is_current",
        ),
        "upgrade.upgrade_file",
    ),
    "a table that belongs to no agency": (
        *("installations.begin_sign_in", "installations.end_sign_in", "leases._is_done"),
        *("published.keep", "published.last_fingerprint"),
    ),
    "for whoever keeps the machine, over all agencies: numbers, whether keys fit, what a dead process held": (
        *(
            "backlog._incoming",
            "backlog._outgoing",
            "backlog.last_digest_at",
            "claims.release",
            "inbox.release",
        ),
        *("doubts._change", "doubts.known_until", "doubts.skip_numbers", "people.refuse_wrong_keys"),
        "rotation.unopened",
    ),
    "tells whose something is, before an agency is known; asked by a platform's id, or by a code that only a lead has": (
        *("heard.mark_heard", "installations.everywhere", "installations.external_id", "installations.find"),
        *("installations.is_removed", "installations.present", "installations.readmit", "linking.maker_of"),
        *("people.agencies", "people.homes_of", "people.workspace"),
    ),
    "a post or news by its number, for the process that delivers or reads it": (
        *(
            "claims._external_id",
            "claims.claim",
            "claims.due",
            "inbox.claim",
            "inbox.put_off",
            "posts.change",
        ),
        "posts.get",
    ),
    "a new row, whose columns name its agency": ("people._begin", "tenant.add_missing", "tenant.add_once"),
}
LISTED = {name for names in REASONS.values() for name in names}
SENDING = {"exec", "exec_driver_sql", "execute", "get_one", "scalar", "scalars"}
AGENCY = re.compile(r"\bagency_id\b|\bagencies\.id = ")
NO_ROWS = re.compile(r"BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|PRAGMA")
GENERIC = ("tenant.py", "database.py", "errors.py", "turns.py")  # They send what others have written.


def written() -> Iterator[tuple[str, bool]]:
    """Yield each function of the store that sends statements, and whether it speaks of an agency."""
    for file in sorted(FOLDER.glob("*.py")):
        source = file.read_text(encoding="utf-8")
        module = ast.parse(source)
        constants = {
            target.id: ast.unparse(node)
            for node in module.body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(module):
            if isinstance(node, ast.FunctionDef) and any(map(_sends, ast.walk(node))):
                words = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
                text = ast.unparse(node) + "".join(constants.get(word, "") for word in words)
                yield f"{file.stem}.{node.name}", "agency_id" in text or "agency_of" in text


def _sends(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    holder = ast.unparse(node.func.value)
    return node.func.attr in SENDING and holder.endswith(("session", "connection"))


def sent() -> set[str]:
    """Return which functions of the store have sent statements that name no agency, while everything was used."""
    crossing: set[str] = set()

    def look(_: object, __: object, statement: str, *___: object) -> None:
        asked = statement if statement.startswith("INSERT") else statement.partition("WHERE")[2]
        if not NO_ROWS.match(statement) and not AGENCY.search(asked):
            crossing.add(_sender())

    with agencies.opened("sqlite://", [new_key()]) as store:
        store.database.migrate()
        event.listen(store.database.engine, "before_cursor_execute", look)
        agencies.build(store)
        commands = Commands(store, POLICY)
        for command in usages().values():
            for agency in BOTH:
                commands.run(agency.asker(), command.example, NOW, "Acme, active")
        due(store, NOW + timedelta(days=40))
        agencies.deliver(store, NOW + timedelta(days=40))
        rotation.seal_anew(store)
    return crossing - {""}


def _sender() -> str:
    """Return which function of the store sends what is sent; nothing for a row that it has read within its agency."""
    frame = sys._getframe(2)
    while frame := frame.f_back:  # type: ignore[assignment]
        file = Path(frame.f_code.co_filename)
        if file.parts[-2:] == ("orm", "persistence.py"):
            return ""  # tests/core/store/test_isolation.py looks at what is flushed, row by row.
        if file.parent == FOLDER and file.name not in GENERIC:
            return f"{file.stem}.{frame.f_code.co_name}"
    return ""  # It is the test itself.


def test_every_function_that_sends_statements_speaks_of_an_agency_or_has_a_reason() -> None:
    found = dict(written())
    assert [name for name, speaks in found.items() if not speaks and name not in LISTED] == []
    assert sent() <= LISTED


def test_no_reason_is_left_of_a_function_that_is_gone() -> None:
    there = {
        f"{file.stem}.{node.name}"
        for file in FOLDER.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }
    assert there >= LISTED
