"""Every column that can hold words is known to erasing and to giving out; a new one fails here until somebody has decided."""

from collections.abc import Iterator

from sqlalchemy import JSON, LargeBinary, String
from sqlmodel import SQLModel

from core.store import leaving, privacy
from core.store.tables import TABLES, ClientRow, DigestRow, InboxRow, MemberRow, PostRow
from core.store.tenant import Store

# Of these an erased client takes the rows along.
_GOING: tuple[type[SQLModel], ...] = (*privacy.ABOUT_A_CLIENT, ClientRow, InboxRow, PostRow, DigestRow)
WITH_A_CLIENT = {str(table.__tablename__) for table in _GOING}
# What no client stands in, and why.
WITHOUT_A_CLIENT = {
    "agencies.name": "the agency's own name",
    "agencies.sealed_key": "a key",
    "channels.external_id": "the platform's id",
    "channels.name": "what the channel is called on its platform, for as long as it is",
    "channels.purpose": "one of three words",
    "installations.enterprise_id": "the platform's id",
    "installations.installed_by": "the platform's id of a person",
    "installations.sealed": "tokens",
    "installations.team_id": "the platform's id",
    "link_codes.code": "a hash",
    "link_codes.made_by": "the name of a person",
    "members.external_id": "the platform's id",
    "members.name": "the name of a person",
    "mutes.reason": "why a rule or a channel is muted, in a lead's own words",
    "mutes.rule": "the code of a rule",
    "mutes.said_by": "the name of a person",
    "mutes.thread": "the platform's id",
    "preferences.name": "one of our words",
    "preferences.value": "what a lead has set of the agency itself",
    "workspaces.external_id": "the platform's id",
    "workspaces.name": "what the workspace is called on its platform",
    "workspaces.platform": "one of three words",
}
REPLACED = {
    f"{table.__tablename__}.{name}"
    for columns in (leaving.NAMING, leaving.BY_ID, {MemberRow: ("name", "external_id")})
    for table, names in columns.items()
    for name in names
}
# What no person of the agency stands in, and why; of clients' people the client is erased.
WITHOUT_A_PERSON = {
    **{name: why for name, why in WITHOUT_A_CLIENT.items() if name not in REPLACED},
    "allowances.rule": "the code of a rule",
    "changes.action": "one of our words",
    "changes.table": "one of our words",
    "checks.assumed": "our words for facts",
    "checks.fingerprint": "a keyed hash",
    "checks.marks": "keyed hashes",
    "checks.outcome": "one of our words",
    "checks.reply_key": "a key of ours, of numbers",
    "checks.rung": "one of our words",
    "checks.sealed": "words of a paste; erased for what the person pasted, and after 30 days for the rest",
    "checks.source": "the platform's id",
    "checks.stage_said": "one of our words",
    "clients.name": "the client's name",
    "clients.origin": "one of our words",
    "clients.plan": "one of our words",
    "clients.stage": "one of our words",
    "digests.numbers": "erased, since they can be counted again",
    "digests.week": "a week",
    "findings.alert": "one of our words, or a day",
    "findings.by": "ours or the client's side",
    "findings.level": "one of our words",
    "findings.rule": "the code of a rule",
    "findings.state": "one of our words",
    "inbox.channel": "the platform's id",
    "inbox.fingerprint": "a keyed hash",
    "inbox.held_by": "a token of a process",
    "inbox.key": "the platform's ids",
    "inbox.kind": "one of our words",
    "inbox.message": "the platform's id",
    "inbox.sealed": "words of a post, erased ten minutes after it came",
    "inbox.status": "one of our words",
    "inbox.thread": "the platform's id",
    "names.key": "the client's name",
    "names.written": "the client's name",
    "posts.dedupe_key": "a key of ours, of numbers",
    "posts.destination": "a channel; what goes to the person is erased",
    "posts.external_id": "the platform's id",
    "posts.held_by": "a token of a process",
    "posts.kind": "one of our words",
    "posts.last_error": "a platform's code",
    "posts.replaces": "a key of ours, of numbers",
    "posts.status": "one of our words",
    "posts.thread": "the platform's id",
    "reminders.kind": "one of our words",
    "reminders.post_key": "a key of ours, of numbers",
    "reminders.status": "one of our words",
    "statements.about": "one of our words",
    "statements.value": "one of our words",
    "statements.via": "one of our words",
}
# Rows of no agency: nobody can be given them out.
OF_NOBODY = {
    "sign_ins": "a hash, for the ten minutes in which somebody installs the bot",
    "published": "what a platform was last told of our commands",
    "leases": "which process does what",
}


def columns_with_words() -> Iterator[str]:
    for table in TABLES:
        for column in SQLModel.metadata.tables[str(table.__tablename__)].columns:
            kind = getattr(column.type, "impl_instance", column.type)
            if isinstance(kind, String | JSON | LargeBinary):
                yield f"{table.__tablename__}.{column.name}"


def test_of_every_column_it_is_decided_how_a_client_is_erased_from_it() -> None:
    left = [name for name in columns_with_words() if name.partition(".")[0] not in WITH_A_CLIENT]
    assert set(left) == set(WITHOUT_A_CLIENT)


def test_of_every_column_it_is_decided_how_a_person_is_erased_from_it() -> None:
    assert set(columns_with_words()) == REPLACED | set(WITHOUT_A_PERSON)
    assert REPLACED.isdisjoint(WITHOUT_A_PERSON)


def test_every_table_is_given_out_with_all_its_columns_or_is_nobodys(any_store: Store) -> None:
    with any_store.read(1) as tenant:
        given_out = dict(privacy.export(tenant))
    every = {
        table.name: {column.name for column in table.columns} for table in SQLModel.metadata.sorted_tables
    }
    assert set(every) - set(given_out) == set(OF_NOBODY)
    for name, rows in given_out.items():
        assert all(set(row) == every[name] for row in rows)
