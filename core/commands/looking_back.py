"""The quiet look back: what stood in the channels before the bot came, read for one private summary."""

from datetime import datetime, timedelta

from core.commands.checking import Paste
from core.commands.commands import Asker, Commands
from core.commands.desk import CommandError, Desk
from core.records import PostKind
from core.store import checks, people, posts
from core.store.tables import MemberRow

SPAN = timedelta(days=30)
MOST_POSTS = 500


def channels_to_read(desk: Desk) -> list[str]:
    """Return the platform's ids of the channels of this workspace to look back on.

    Raises CommandError where the asker is no lead, or no channel is watched.
    """
    if not desk.member.lead:
        raise CommandError("Only a lead can have me look back. `lead list` shows who that is.")
    rows = [row for row in people.watched(desk.tenant) if row.workspace_id == desk.member.workspace_id]
    if not rows:
        raise CommandError("No channel is watched yet. Choose one first, then look back.")
    return [row.external_id for row in rows]


def read_past(commands: Commands, asker: Asker, text: str, source: str, posted_at: datetime) -> None:
    """Record what stood in an old post as if it were judged then; nothing is answered, and nobody is told."""
    with commands.desk(asker, posted_at) as desk:
        if checks.by_source(desk.tenant, source) is not None:
            return
    commands.check(asker, Paste(text, source=source, past=True), posted_at)


def plan_summary(desk: Desk, person: MemberRow, read: int) -> None:
    """Send the one who asked a summary of what the look back found."""
    subject: dict[str, int | str] = {
        "since": (desk.now - SPAN).isoformat(),
        "until": desk.now.isoformat(),
        "read": read,
        "past": 1,
    }
    posts.plan(
        desk.tenant,
        kind=PostKind.SUMMARY,
        workspace_id=person.workspace_id,
        destination=person.external_id,
        subject=subject,
        dedupe_key=f"lookback:{desk.tenant.agency_id}:{person.id}:{desk.now.isoformat()}",
        not_before=desk.now,
        now=desk.now,
    )
