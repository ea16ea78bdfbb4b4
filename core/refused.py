"""What a platform refused for good: reports go to the leads instead, and of answers the leads hear that there are none.

A platform's codes say whether the channel is to blame. Where it is, nothing more is sent there that is for the leads.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from core.preferences import EACH_LEAD, REPORTS_TO
from core.records import REPORTS, Post, PostKind
from core.store import checks, people, posts
from core.store.changes import Change, record, set_columns
from core.store.tables import ChannelRow, MemberRow
from core.store.tenant import Tenant
from core.wording.notices import Why
from core.zones import local_day, zone

OURSELVES = "checkmsg"  # who makes a change that nobody has asked for
LOOK_BACK = timedelta(days=2)  # Tries alone take hours, and so may a restart.

_CODES = {
    Why.PUBLIC: "public shared",
    Why.GONE: "10003 channel_not_found is_archived",
    Why.RIGHTS: """
        40058 50001 50013 50024 160002 access_denied missing_scope no_permission not_in_channel restricted_action
        restricted_action_non_threadable_channel restricted_action_read_only_channel
        restricted_action_thread_locked restricted_action_thread_only_channel
    """,
}
WHY: Mapping[str, Why] = MappingProxyType(
    {code: why for why, codes in _CODES.items() for code in codes.split()}
)


def plan_refused(tenant: Tenant, preferences: Mapping[str, str], now: datetime) -> None:
    """Plan anew what a channel for reports did not take, and tell the leads where an answer could not be given."""
    place = zone(preferences["zone"])
    for post in posts.given_up(tenant, now - LOOK_BACK):
        channel = people.known_channel(tenant, post.workspace_id, post.destination)
        outcome, _, code = post.last_error.partition(" ")
        why = WHY.get(code)
        if channel is None or (why is None and outcome != "Refused"):
            continue
        if post.kind in REPORTS:
            _send_to_leads(tenant, post, now)
            if why:
                give_up_reports(tenant, channel, why, now)
        elif post.kind is PostKind.REPLY and why and "update" not in post.subject:
            day = local_day(post.first_attempt_at or post.not_before, place)
            for person in _concerned(tenant, post):
                subject: dict[str, int | str] = {"notice": "unanswered", "name": channel.name, "why": why}
                _tell(tenant, person, f"unanswered:{channel.id}:{why}:{day.isoformat()}", subject, now)


def give_up_reports(tenant: Tenant, channel: ChannelRow, why: Why, now: datetime) -> None:
    """Send reports to each lead again where they went to a channel that cannot be used, and say so."""
    row = people.preference_row(tenant, REPORTS_TO)
    if row is None or row.value != channel.external_id:
        return
    before, after = set_columns(tenant, row, value=EACH_LEAD)
    says = f"{REPORTS_TO} is {EACH_LEAD} now: nothing can be posted in {channel.name}"
    number = record(tenant, Change("settings", says, row, None, before, after, why), OURSELVES, now)
    for lead in people.leads(tenant):
        subject: dict[str, int | str] = {"notice": "unusable", "name": channel.name, "why": why}
        _tell(tenant, lead, f"unusable:{channel.id}:{number}", subject, now)


def _send_to_leads(tenant: Tenant, post: Post, now: datetime) -> None:
    """Give a report to each lead; the post in the channel is taken back, else it could be sent again beside these."""
    leads = people.leads(tenant)
    for lead in leads:
        posts.plan(
            tenant,
            kind=post.kind,
            workspace_id=lead.workspace_id,
            destination=lead.external_id,
            subject=post.subject,
            dedupe_key=f"{post.dedupe_key}:{lead.id}",
            not_before=now,
            now=now,
        )
    if leads:
        posts.cancel(tenant, post.dedupe_key)


def _concerned(tenant: Tenant, post: Post) -> list[MemberRow]:
    """Return who hears that an answer was not given: the leads, and whoever had a private one shared."""
    leads = people.leads(tenant)
    check = checks.find(tenant, int(post.subject["check"])) if ":shared:" in post.dedupe_key else None
    others = (
        [] if check is None else [person for person in people.present(tenant) if person.id == check.member_id]
    )
    return [*leads, *(person for person in others if not person.lead)]


def _tell(tenant: Tenant, person: MemberRow, key: str, subject: dict[str, int | str], now: datetime) -> None:
    posts.plan(
        tenant,
        kind=PostKind.NOTICE,
        workspace_id=person.workspace_id,
        destination=person.external_id,
        subject=subject,
        dedupe_key=f"notice:{tenant.agency_id}:{key}:{person.id}",
        not_before=now,
        now=now,
    )
