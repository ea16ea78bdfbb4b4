"""After a restore: nothing that went out in the time that is missing goes out again, and what did not is not lost.

Nobody can ask the copy, so the platforms are asked: a post that may have left is looked up by its key before it is sent.
What the bot would have said by itself meanwhile is planned under the keys of those days, and looked up like the rest.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from core.planner import plan, plan_reminders, plan_summary
from core.records import PostKind
from core.reminders import SENDING_TIME
from core.store import doubts, people, posts
from core.store.tenant import Store, Tenant
from core.zones import due_at, local_day, zone


@dataclass(frozen=True, slots=True)
class Restored:
    """Until when a copy knows anything, and what is in doubt since."""

    known_until: datetime
    looked_up: int  # posts that are looked up before they are sent
    given_up: int  # answers of more than a day ago, which a lead can have sent
    unread: int  # posts of people's that had just come in


def reconcile(session: Any, store: Store, now: datetime) -> Restored:
    """Put in doubt what a copy believes of the time since it was made, and tell the leads; in one transaction of its database."""
    since = doubts.known_until(session, now)
    doubts.skip_numbers(session, now)
    unread = doubts.give_up_unread(session)
    tenants = [store.tenant(session, agency_id) for agency_id in people.agencies(session)]
    for tenant in tenants:
        plan_missed(tenant, since, now)
    looked_up, given_up = doubts.doubt_posts(session, since, now)
    for tenant in tenants:
        _tell_leads(tenant, since, unread.get(tenant.agency_id, 0), now)
    return Restored(since, looked_up, given_up, sum(unread.values()))


def plan_missed(tenant: Tenant, since: datetime, now: datetime) -> None:
    """Plan for an agency what has fallen due since an instant; each day's reminders are planned as of that day."""
    preferences = people.preferences(tenant)
    place = zone(preferences["zone"])
    day = local_day(since, place)
    while (at := due_at(day, SENDING_TIME, place)) <= now:
        if at > since:
            plan_reminders(tenant, preferences, at)
            plan_summary(tenant, preferences, at)
        day += timedelta(days=1)
    plan(tenant, now)


def _tell_leads(tenant: Tenant, since: datetime, unread: int, now: datetime) -> None:
    """Tell every lead until when their bot remembers, for they alone know what was said to it since."""
    place = zone(people.preferences(tenant)["zone"])
    for lead in people.leads(tenant):
        posts.plan(
            tenant,
            kind=PostKind.NOTICE,
            workspace_id=lead.workspace_id,
            destination=lead.external_id,
            subject={"notice": "restored", "until": since.astimezone(place).isoformat(), "unread": unread},
            dedupe_key=f"{doubts.key_of_restore(tenant.agency_id)}{now.isoformat()}:{lead.id}",
            not_before=now,
            now=now,
        )
