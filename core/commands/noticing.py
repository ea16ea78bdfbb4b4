"""Plan the fixed things that are said by the bot itself, each of them once."""

from dataclasses import replace

from core.commands.desk import Desk
from core.records import PostKind
from core.store import people, posts


def notice(
    desk: Desk, said: str, destination: str, key: str, *, thread: str = "", **subject: int | str
) -> None:
    """Say something in a channel or to a person; `key` makes it one."""
    posts.plan(
        desk.tenant,
        kind=PostKind.NOTICE,
        workspace_id=desk.member.workspace_id,
        destination=destination,
        thread=thread,
        subject={"notice": said, **subject},
        dedupe_key=f"notice:{desk.tenant.agency_id}:{said}:{key}",
        not_before=desk.now,
        now=desk.now,
    )


def explain_once(desk: Desk, said: str, person: str) -> None:
    """Explain something to a person, and never again."""
    notice(desk, said, person, str(desk.member.id))


def tell_leads(desk: Desk, said: str, key: str, **subject: int | str) -> None:
    """Say something to every lead who is in this workspace; where none is, to all of the agency, each where they are."""
    leads = people.leads(desk.tenant)
    here = [lead for lead in leads if lead.workspace_id == desk.member.workspace_id]
    for lead in here or leads:
        there = replace(desk, member=people.as_member(lead))
        notice(there, said, lead.external_id, f"{key}:{lead.id}", thread="", **subject)
