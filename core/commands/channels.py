"""What a platform tells us of channels: a new name, a new id, and that one cannot be read any more."""

from core.commands.desk import Desk
from core.commands.noticing import tell_leads
from core.refused import give_up_reports
from core.store import people
from core.store.changes import Change, set_columns
from core.wording.notices import Why


def invited(desk: Desk, channel: str, name: str) -> None:
    """Ask the leads, who alone can say it, what a channel is for that we were invited to."""
    row = people.channel(desk.tenant, desk.member.workspace_id, channel, name)
    if row.purpose is not None:
        return
    tell_leads(desk, "invited", str(row.id), channel=channel, name=name)


def lost(desk: Desk, channel: str, why: str) -> None:
    """Read a channel no more, send no reports there, and tell the leads why."""
    row = people.known_channel(desk.tenant, desk.member.workspace_id, channel)
    if row is None:
        return
    give_up_reports(desk.tenant, row, Why.GONE, desk.now)
    if row.purpose is None:
        return
    before, after = set_columns(desk.tenant, row, purpose=None)
    number = desk.change(
        Change("unwatch", f"{row.name} is not watched any more", row, None, before, after, why)
    )
    tell_leads(desk, "lost", f"{row.id}:{number}", name=row.name, why=why)


def renamed(desk: Desk, channel: str, name: str) -> None:
    """Know a channel by its new name."""
    row = people.known_channel(desk.tenant, desk.member.workspace_id, channel)
    if row is not None:
        set_columns(desk.tenant, row, name=name)


def moved(desk: Desk, channel: str, to: str) -> None:
    """Know a channel by its new id."""
    row = people.known_channel(desk.tenant, desk.member.workspace_id, channel)
    if row is not None and people.known_channel(desk.tenant, desk.member.workspace_id, to) is None:
        set_columns(desk.tenant, row, external_id=to)
