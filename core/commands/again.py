"""Judge stored readings again when a fact about their client has changed, and have their replies updated."""

from core.commands.desk import Desk
from core.model import Relationship
from core.records import PostKind
from core.rejudge import verdict_on
from core.sealing import unseal
from core.store import checks, clients, posts
from core.store.tables import CheckRow, ClientRow


def judge_again(desk: Desk, client: ClientRow) -> int:
    """Judge a client's stored readings again; returns how many replies say something else now."""
    known = clients.relationship_of(client)
    changed = 0
    for check in checks.with_readings(desk.tenant, clients.ids(desk.tenant, client)):
        changed += judge_check_again(desk, check, known)
    return changed


def judge_check_again(desk: Desk, check: CheckRow, known: Relationship) -> bool:
    """Judge one stored reading again; returns whether it says something else now."""
    sealed = checks.reading_of(desk.tenant, check)
    if sealed is None:
        return False
    reading, _ = unseal(sealed)
    verdict, _ = verdict_on(desk.tenant, desk.policy, reading, known, check, desk.now)
    if not checks.judged_again(desk.tenant, check, verdict, desk.member.name, desk.now):
        return False
    plan_update(desk, check)
    return True


def plan_update(desk: Desk, check: CheckRow, named: str = "", *, grown: bool = False, left: str = "") -> None:
    """Have the reply to a check written anew, where there is one; what was not sent yet is rendered late anyway.

    `named` tells the update from those of the check's revisions; `grown` and `left` are as in plan_reply.
    """
    earlier = posts.by_key(desk.tenant, check.reply_key) if check.reply_key else None
    if earlier is None or posts.is_yet_to_be_rendered(desk.tenant, earlier.dedupe_key):
        return
    plan_reply(
        desk,
        check,
        f"reply:{check.id}:{named or check.revision}",
        earlier.destination,
        earlier.thread,
        earlier.workspace_id,
        replaces=earlier.dedupe_key,
        only_update=True,
        grown=grown,
        left=left,
    )


def plan_again(desk: Desk, check: CheckRow, destination: str, thread: str) -> None:
    """Give the reply to a check once more, to somebody who asks."""
    if destination:
        key = f"reply:{check.id}:again:{desk.now.isoformat()}"
        plan_reply(desk, check, key, destination, thread, desk.member.workspace_id)


def plan_reply(
    desk: Desk,
    check: CheckRow,
    key: str,
    destination: str,
    thread: str,
    workspace_id: int,
    *,
    replaces: str = "",
    only_update: bool = False,
    grown: bool = False,
    left: str = "",
) -> None:
    """Plan a reply to a check, and remember it as the newest.

    With `only_update` it is left unsaid where the reply that it replaces never arrived. `grown` says that it stands
    for more than the one it replaces, and does not correct it; `left` why nothing is left of a check.
    """
    subject: dict[str, int | str] = {"check": check.id}
    if only_update:
        subject["update"] = 1
    if grown:
        subject["grown"] = 1
    if left:
        subject["left"] = left
    message = check.source.rpartition(":")[2]
    if thread and message not in ("", thread):
        subject["on"] = message  # which of the posts in the thread is meant
    posts.plan(
        desk.tenant,
        kind=PostKind.REPLY,
        workspace_id=workspace_id,
        destination=destination,
        thread=thread,
        subject=subject,
        dedupe_key=key,
        not_before=desk.now,
        now=desk.now,
        replaces=replaces,
    )
    check.reply_key = key
    desk.tenant.add(check)
