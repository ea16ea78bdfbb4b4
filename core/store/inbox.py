"""The inbox: what people posted in channels that are read, stored before a platform is told that we have it.

The words are sealed and stay for minutes only, as long as a neighbouring post may belong to them. The row stays longer:
by it an edit or a deletion finds its check.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import bindparam, exists, or_, update
from sqlalchemy.orm import aliased
from sqlmodel import col, delete, select

from core.recognition import fingerprint
from core.records import Arrival, ArrivalKind, Attachment, InboxStatus, Platform
from core.store import checks, people
from core.store.tables import InboxRow, WorkspaceRow
from core.store.tenant import Store, Tenant, rows_of

WORDS_KEPT = timedelta(minutes=10)
ROWS_KEPT = timedelta(days=2)  # A platform tells us the same news again for hours, not for days.
CHECKED_KEPT = timedelta(days=60)  # As long as an edit or a deletion is likely to come.
LEASE = timedelta(minutes=2)
ALONE_AFTER = 3  # attempts
_earlier = aliased(InboxRow)
# Posts of a channel that wait behind one that is held are left alone.
_DUE = (
    select(InboxRow.id, InboxRow.workspace_id, InboxRow.attempts)
    .where(
        col(InboxRow.status) == InboxStatus.WAITING,
        col(InboxRow.workspace_id).in_(
            select(WorkspaceRow.id).where(col(WorkspaceRow.platform).in_(bindparam("of", expanding=True)))
        ),
        or_(col(InboxRow.held_until).is_(None), col(InboxRow.held_until) <= bindparam("now")),
        ~exists().where(
            col(_earlier.workspace_id) == InboxRow.workspace_id,
            col(_earlier.channel) == InboxRow.channel,
            col(_earlier.status) == InboxStatus.WAITING,
            col(_earlier.held_until) > bindparam("now"),
            col(_earlier.id) < InboxRow.id,
        ),
    )
    .order_by(col(InboxRow.id))
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_HOLD = (
    update(InboxRow)
    .where(col(InboxRow.id).in_(bindparam("ids", expanding=True)))
    .values(held_by=bindparam("token"), held_until=bindparam("until"), attempts=InboxRow.attempts + 1)
    .execution_options(synchronize_session=False)
)
_SEALED = ("text", "attachments", "pictures", "other_files", "private", "asked", "by_bot", "answered")


@dataclass(frozen=True, slots=True)
class Claim:
    """News that is held: its number, whose it is, where it is from, what it holds, how often it was taken up, and when it came."""

    row_id: int
    agency_id: int
    platform: Platform
    workspace: str
    arrival: Arrival
    attempts: int
    received_at: datetime


def keep(tenant: Tenant, workspace_id: int, arrivals: Iterable[Arrival], now: datetime) -> int:
    """Store news of posts, and return of how many; what was stored before is left as it is."""
    key = people.recognition_key(tenant)
    rows = [
        {
            "agency_id": tenant.agency_id,
            "workspace_id": workspace_id,
            "key": arrival.key,
            "kind": arrival.kind,
            "channel": arrival.channel,
            "message": arrival.message,
            "author": arrival.author,
            "thread": arrival.thread,
            "posted_at": arrival.posted_at,
            "received_at": now,
            "status": InboxStatus.WAITING,
            "attempts": 0,
            "held_by": "",
            "fingerprint": fingerprint(_content(arrival), key),
            "sealed": _seal(tenant, arrival),
        }
        for arrival in arrivals
    ]
    return tenant.add_missing(InboxRow, ("workspace_id", "key"), rows)


def _content(arrival: Arrival) -> str:
    """Return by what one version of a post is told from another: its words and files, however they are fetched."""
    files = [f"{attachment.name} {attachment.size}" for attachment in arrival.attachments]
    return "\n".join((arrival.text, *files))


def _seal(tenant: Tenant, arrival: Arrival) -> bytes:
    content = {name: value for name, value in asdict(arrival).items() if name in _SEALED}
    return tenant.keyring.seal(json.dumps(content).encode())


def concerns(tenant: Tenant, workspace_id: int, channel: str, message: str) -> bool:
    """Return whether something of a post is stored, or was judged."""
    stored = tenant.first(
        InboxRow,
        col(InboxRow.workspace_id) == workspace_id,
        col(InboxRow.channel) == channel,
        col(InboxRow.message) == message,
    )
    return stored is not None or checks.by_source(tenant, f"{channel}:{message}") is not None


def stored(
    store: Store, platform: Platform, workspace: str, channel: str, messages: Collection[str]
) -> frozenset[str]:
    """Return which of some posts of a channel are stored."""
    with store.database.read() as session:
        found = session.exec(
            select(InboxRow.message)
            .join(WorkspaceRow, col(InboxRow.workspace_id) == WorkspaceRow.id)
            .where(
                WorkspaceRow.platform == platform,
                WorkspaceRow.external_id == workspace,
                InboxRow.agency_id == WorkspaceRow.agency_id,
                InboxRow.channel == channel,
                InboxRow.kind == ArrivalKind.POSTED,
                col(InboxRow.message).in_(messages),
            )
        ).all()
    return frozenset(found)


def whose(store: Store, platform: Platform, workspaces: Collection[str], channel: str, message: str) -> str:
    """Return for which of some workspaces a post was stored, or nothing where it was for none."""
    with store.database.read() as session:
        found = session.exec(
            select(WorkspaceRow.external_id)
            .join(InboxRow, col(InboxRow.workspace_id) == WorkspaceRow.id)
            .where(
                WorkspaceRow.platform == platform,
                col(WorkspaceRow.external_id).in_(workspaces),
                InboxRow.agency_id == WorkspaceRow.agency_id,
                InboxRow.channel == channel,
                InboxRow.message == message,
            )
        ).first()
    return found or ""


def claim(store: Store, now: datetime, token: str, most: int, of: Collection[Platform]) -> list[Claim]:
    """Hold what can be read now of one workspace on these platforms, the oldest first, for the length of a lease.

    Of a channel the rows come in their order, and none while an earlier one is held. Raises KeyringError where words
    cannot be opened.
    """
    with store.database.write() as session:
        found = session.execute(_DUE, {"now": now, "most": most, "of": of}).all()
        ids = [row.id for row in found if row.workspace_id == found[0].workspace_id]
        if not ids:
            return []
        if found[0].attempts >= ALONE_AFTER:
            ids = ids[:1]  # It may be what ends the process each time, and must not take others along.
        session.execute(_HOLD, {"ids": ids, "token": token, "until": now + LEASE})
        workspace = session.get_one(WorkspaceRow, found[0].workspace_id)
        tenant = store.tenant(session, workspace.agency_id)
        return [
            Claim(
                row.id,
                workspace.agency_id,
                Platform(workspace.platform),
                workspace.external_id,
                opened(tenant, row),
                row.attempts,
                row.received_at,
            )
            for row in tenant.all(InboxRow, col(InboxRow.id).in_(ids))
        ]


def waiting(tenant: Tenant, row_ids: Collection[int]) -> dict[int, InboxRow]:
    """Return those of some rows that still wait to be read."""
    rows = tenant.all(InboxRow, col(InboxRow.id).in_(row_ids), col(InboxRow.status) == InboxStatus.WAITING)
    return {row.id: row for row in rows}


def opened(tenant: Tenant, row: InboxRow) -> Arrival:
    """Return what a row holds; without words where they are erased."""
    known = Arrival(
        kind=ArrivalKind(row.kind),
        channel=row.channel,
        message=row.message,
        author=row.author,
        posted_at=row.posted_at,
        thread=row.thread,
    )
    if row.sealed is None:
        return known
    content = json.loads(tenant.keyring.open(row.sealed))
    content["attachments"] = tuple(Attachment(**attachment) for attachment in content["attachments"])
    return replace(known, **content)


class Nearby:
    """What else is stored of some posts, and of those around them; looked up once for all of them."""

    def __init__(self, tenant: Tenant, rows: Collection[InboxRow]) -> None:
        """Look around some rows of one workspace."""
        if not rows:
            return
        self._of_post: dict[tuple[str, str], list[InboxRow]] = defaultdict(list)
        self._posts: dict[tuple[str, str], list[InboxRow]] = defaultdict(list)
        workspace_id = next(iter(rows)).workspace_id
        found = tenant.all(
            InboxRow,
            col(InboxRow.workspace_id) == workspace_id,
            col(InboxRow.channel).in_({row.channel for row in rows}),
            or_(
                col(InboxRow.message).in_({row.message for row in rows}),
                col(InboxRow.posted_at).between(
                    min(row.posted_at for row in rows) - WORDS_KEPT,
                    max(row.posted_at for row in rows) + WORDS_KEPT,
                ),
            ),
            order=(col(InboxRow.posted_at), col(InboxRow.id)),
        )
        by_source = checks.of_sources(tenant, [source_of(row) for row in rows])
        self._checks = {check.source: check.id for check in by_source}
        gone = {(row.channel, row.message) for row in found if row.kind == ArrivalKind.DELETED}
        for row in found:
            post = (row.channel, row.message)
            self._of_post[post].append(row)
            if row.kind == ArrivalKind.POSTED and post not in gone:
                self._posts[row.channel, row.thread].append(row)

    def post_of(self, row: InboxRow) -> InboxRow | None:
        """Return the row of the post that an edit or a deletion is about."""
        return next((other for other in self._others(row) if other.kind == ArrivalKind.POSTED), None)

    def is_overtaken(self, row: InboxRow) -> bool:
        """Return whether later news of the same post was read before this, and was more than what it says itself."""
        return any(
            other.status == InboxStatus.READ and not _only_repeats(other, row) for other in self._others(row)
        )

    def together(self, row: InboxRow, gap: timedelta) -> list[InboxRow]:
        """Return the posts that belong together with one, that one among them, in the order in which they were posted.

        They are of the same author, less than a gap apart, with nobody in between, and their words are still there.
        """
        posts = self._posts[row.channel, row.thread]
        here = next((number for number, other in enumerate(posts) if other.id == row.id), None)
        if here is None:
            return [row]
        first = last = here
        while first > 0 and _belong_together(posts[first - 1], posts[first], gap):
            first -= 1
        while last + 1 < len(posts) and _belong_together(posts[last], posts[last + 1], gap):
            last += 1
        return posts[first : last + 1]

    def checks_of(self, rows: Iterable[InboxRow]) -> set[int]:
        """Return the checks in which posts were judged, one by one or together."""
        found = {check_id for row in rows for check_id in (row.check_id, self._checks.get(source_of(row)))}
        return {check_id for check_id in found if check_id}

    def _others(self, row: InboxRow) -> Iterator[InboxRow]:
        return (other for other in self._of_post[row.channel, row.message] if other.id != row.id)


def of_thread(
    tenant: Tenant, workspace_id: int, channel: str, thread: str, *, whole: bool
) -> Sequence[InboxRow]:
    """Return the posts of a thread; where it is `whole`, with the one that began it, which has its id."""
    within = col(InboxRow.thread) == thread
    return tenant.all(
        InboxRow,
        col(InboxRow.workspace_id) == workspace_id,
        col(InboxRow.channel) == channel,
        col(InboxRow.kind) == ArrivalKind.POSTED,
        or_(within, col(InboxRow.message) == thread) if whole else within,
    )


def judged_with(tenant: Tenant, post: InboxRow) -> Sequence[InboxRow]:
    """Return the other posts that were judged together with one and whose words are still there, in their order."""
    if not post.check_id:
        return []
    return tenant.all(
        InboxRow,
        col(InboxRow.check_id) == post.check_id,
        col(InboxRow.kind) == ArrivalKind.POSTED,
        col(InboxRow.id) != post.id,
        col(InboxRow.sealed).is_not(None),
        order=(col(InboxRow.posted_at), col(InboxRow.id)),
    )


def read_again(tenant: Tenant, row: InboxRow) -> None:
    """Let a post be read once more; the check that it became is known by it."""
    row.status, row.held_by, row.held_until, row.attempts = InboxStatus.WAITING, "", None, 0
    tenant.add(row)


def source_of(row: InboxRow) -> str:
    """Return under which name a check knows the post that it judged."""
    return f"{row.channel}:{row.message}"


def _belong_together(earlier: InboxRow, later: InboxRow, gap: timedelta) -> bool:
    return (
        earlier.author == later.author
        and later.posted_at - earlier.posted_at < gap
        and earlier.sealed is not None
        and later.sealed is not None
    )


def _only_repeats(edit: InboxRow, post: InboxRow) -> bool:
    """Return whether an edit was left unjudged because its post, read from its channel later, says the same by itself."""
    is_same = edit.kind == ArrivalKind.EDITED and edit.fingerprint == post.fingerprint
    return is_same and edit.check_id is None


def stand_in(tenant: Tenant, row: InboxRow) -> None:
    """Let an edit stand for the post itself, of which nothing else has reached us."""
    row.kind = ArrivalKind.POSTED
    tenant.add(row)


def complete(tenant: Tenant, row: InboxRow, arrival: Arrival) -> None:
    """Keep the text of a post's files with it, for the neighbours that it may belong to."""
    if arrival.attachments and row.sealed is not None:
        row.sealed = _seal(tenant, replace(arrival, attachments=()))
        tenant.add(row)


def rewrite(tenant: Tenant, post: InboxRow, edit: InboxRow) -> None:
    """Let a post say what an edit made of it; the edit's own copy of the words is erased."""
    post.sealed, post.fingerprint, edit.sealed = edit.sealed, edit.fingerprint, None
    tenant.add(post)
    tenant.add(edit)


def mark(tenant: Tenant, rows: Iterable[InboxRow], status: InboxStatus, check_id: int | None = None) -> None:
    """Note how far rows have come, and the check they became."""
    for row in rows:
        row.status, row.held_by, row.check_id = status, "", check_id
        tenant.add(row)


def erase_words(tenant: Tenant, rows: Iterable[InboxRow]) -> None:
    """Erase the words of posts that are gone."""
    for row in rows:
        row.sealed = None
        tenant.add(row)


def put_off(store: Store, row_id: int, until: datetime) -> None:
    """Let a row wait after a failure."""
    with store.database.write() as session:
        session.execute(
            update(InboxRow).where(col(InboxRow.id) == row_id).values(held_by="", held_until=until)
        )


def release(store: Store) -> None:
    """Let go of what a process held that is no more; nobody else may be at work."""
    with store.database.write() as session:
        session.execute(
            update(InboxRow)
            .where(col(InboxRow.status) == InboxStatus.WAITING, col(InboxRow.held_by) != "")
            .values(held_by="", held_until=None)
        )


def expire(tenant: Tenant, now: datetime) -> None:
    """Erase the words that no neighbour can belong to any more, and the rows that nothing will ask for."""
    rows = rows_of(InboxRow)
    of_agency = rows.c.agency_id == tenant.agency_id
    is_settled = rows.c.status != InboxStatus.WAITING
    tenant.session.execute(
        update(rows)
        .where(of_agency, is_settled, rows.c.sealed.is_not(None), rows.c.received_at < now - WORDS_KEPT)
        .values(sealed=None)
    )
    tenant.session.execute(
        delete(InboxRow).where(
            col(InboxRow.agency_id) == tenant.agency_id,
            col(InboxRow.status) != InboxStatus.WAITING,
            or_(
                col(InboxRow.received_at) < now - CHECKED_KEPT,
                col(InboxRow.check_id).is_(None) & (col(InboxRow.received_at) < now - ROWS_KEPT),
            ),
        )
    )
