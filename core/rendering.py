"""A post becomes the reply that is true when it is sent; until then it is nothing but ids.

None stands for what is no longer true, or can no longer be said: then the post is cancelled.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from core.chart import chart
from core.digest import thaw
from core.excerpts import words_of
from core.model import Finding, Level, Purpose, Relationship, Span, Speaker, Stage, State, Verdict
from core.policy import Policy
from core.preferences import policy_of
from core.records import Post, PostKind
from core.rejudge import verdict_on
from core.reply import Reply, Rung
from core.sealing import unseal
from core.store import alerts, checks, clients, people, weeks
from core.store import reminders as kept
from core.store.tables import CheckRow, ClientRow, FindingRow, MemberRow, ReminderRow
from core.store.tenant import Store, Tenant
from core.twoyears import judging_day
from core.wording import again, notices
from core.wording.alerts import Alert, alerts_reply
from core.wording.clients import which_one
from core.wording.digest import digest_reply
from core.wording.names import one_line
from core.wording.reminders import Window, reminders_reply
from core.wording.summary import Held, summary_reply
from core.wording.verdict import STAGES, reply_to, rung_of
from core.zones import local_day, zone

QUIET = (Rung.REACTION, Rung.SILENCE)


def render(store: Store, policy: Policy, post: Post, now: datetime) -> Reply | None:
    """Return what a post says now, or None where it is to be cancelled.

    Raises KeyringError or SealError where the stored reading cannot be opened.
    """
    with store.read(post.agency_id) as tenant:
        match post.kind:
            case PostKind.REPLY:
                return _reply(tenant, policy, post, now)
            case PostKind.REMINDERS:
                return _reminders(tenant, policy, post, now)
            case PostKind.ALERT:
                return _alert(tenant, policy, post)
            case PostKind.DIGEST:
                return _digest(tenant, post)
            case PostKind.NOTICE:
                return _notice(tenant, post)
            case PostKind.SUMMARY:
                return _summary(tenant, post)


def reply_on(
    tenant: Tenant, policy: Policy, check: CheckRow, now: datetime, *, replaces: bool = False
) -> Reply | None:
    """Return what is said to a check now, or None where its words are erased.

    `replaces` says that it stands in the place of an earlier reply.
    """
    client = clients.current(tenant, check.client_id)
    known = clients.relationship_of(client) if client else Relationship()
    known = replace(known, client=one_line(known.client))
    sealed = checks.reading_of(tenant, check)
    if sealed is None:
        return again.expired_reply(known.client) if replaces else None
    reading, excerpts = unseal(sealed)
    verdict, recalled = verdict_on(tenant, policy, reading, known, check, now)
    rows = checks.findings_of(tenant, check.id)
    verdict = _as_people_left_it(verdict, rows)
    told, left_out = _without_dismissed(verdict)
    still_open = _still_open(tenant, client, recalled)
    why = _why(tenant, client, check, replaces=replaces)
    if replaces and not still_open and rung_of(told) in QUIET:
        reply = again.settled_reply(known, why, policy, judging_day(now))
    else:
        reply = reply_to(reading, excerpts, told, known, policy, still_open, _sent_by(rows))
        if replaces or check.revision:
            reply = again.judged_again(reply, why)
    return replace(reply, blocks=(*reply.blocks, again.left_out(left_out))) if left_out else reply


def _reply(tenant: Tenant, policy: Policy, post: Post, now: datetime) -> Reply | None:
    check = checks.find(tenant, int(post.subject["check"]))
    if check is None or (post.subject.get("update") and not post.replaces):
        return None
    if check.withdrawn:
        return again.withdrawn_reply(str(post.subject.get("left", again.GONE))) if post.replaces else None
    replaces = bool(post.replaces) and not post.subject.get("grown")
    of_agency = policy_of(policy, people.preferences(tenant))
    return reply_on(tenant, of_agency, check, now, replaces=replaces)


def _as_people_left_it(verdict: Verdict, rows: Iterable[FindingRow]) -> Verdict:
    """Return a verdict whose findings are answered or dismissed where somebody has done so."""
    states = {
        (row.rule, row.start): State(row.state)
        for row in rows
        if row.state in (State.ANSWERED, State.DISMISSED) and row.state_by != checks.BY_TIME
    }
    findings = tuple(
        replace(finding, state=states.get((finding.rule, finding.evidence[0].start), finding.state))
        for finding in verdict.findings
    )
    return replace(verdict, findings=findings)


def _sent_by(rows: Iterable[FindingRow]) -> str:
    """Return the name of who said last that an answer was sent, or nothing."""
    said = [row for row in rows if row.state == State.ANSWERED and row.state_by not in ("", checks.BY_TIME)]
    return max(said, key=lambda row: row.state_at).state_by if said else ""


def _without_dismissed(verdict: Verdict) -> tuple[Verdict, list[str]]:
    """Return a verdict without what was dismissed, and the codes of what that leaves untold."""
    kept = tuple(finding for finding in verdict.findings if finding.state is not State.DISMISSED)
    dismissed = [
        finding.rule
        for finding in verdict.findings
        if finding not in kept and finding.level is not Level.INFO
    ]
    return replace(verdict, findings=kept), list(dict.fromkeys(dismissed))


def _still_open(tenant: Tenant, client: ClientRow | None, recalled: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return which of the earlier findings nobody has closed since; they are kept with the checks that found them."""
    if client is None or not recalled:
        return tuple(recalled)
    open_rules = {
        row.rule
        for check in checks.of_clients(tenant, clients.ids(tenant, client))
        for row in checks.findings_of(tenant, check.id)
        if row.state == State.OPEN
    }
    return tuple(finding for finding in recalled if finding.rule in open_rules)


def _why(tenant: Tenant, client: ClientRow | None, check: CheckRow, *, replaces: bool) -> str:
    """Return why a reply is written anew."""
    if replaces and not check.revision:
        return "the post was edited"
    if client is not None:
        return again.reason(map(clients.as_statement, clients.statements(tenant, client)))
    return f"{STAGES[Stage(check.stage_said)]}, said of this conversation" if check.stage_said else ""


def _reminders(tenant: Tenant, policy: Policy, post: Post, now: datetime) -> Reply | None:
    member = _members(tenant).get(int(post.subject.get("member", 0)))
    if member is None and "member" in post.subject:
        return None
    sees_all = member is None or member.lead  # A channel for reports sees what the leads see.
    today = local_day(now, zone(people.preferences(tenant)["zone"]))
    rows = kept.posted(tenant, str(post.subject["day"]))
    windows: dict[int, Window] = {}
    for row in sorted(rows, key=lambda row: (row.last_bound_on, row.due_on)):
        client = clients.current(tenant, row.client_id)
        if (
            client is not None
            and _ends_as_reminded(client, row)
            and (sees_all or (member is not None and client.owner_id == member.id))
        ):
            windows[client.id] = Window(
                client.name,
                row.last_bound_on,
                ended=judging_day(now) > row.last_bound_on,
                late=row.due_on < today,
                client_id=client.id,
            )
    return reminders_reply(list(windows.values()), today, policy) if windows else None


def _ends_as_reminded(client: ClientRow, row: ReminderRow) -> bool:
    """Return whether a client still has the last bound day of a reminder, and for certain."""
    return not client.removed and not client.met_on_estimated and client.last_bound_on == row.last_bound_on


def _alert(tenant: Tenant, policy: Policy, post: Post) -> Reply | None:
    if "day" in post.subject:
        rows = list(alerts.told_together(tenant, str(post.subject["day"])))
    else:
        rows = [row for row in (checks.finding(tenant, int(post.subject["finding"])),) if row]
    members = _members(tenant)
    told = [_alert_of(tenant, row, members) for row in rows if row.state == State.OPEN]
    return alerts_reply(told, policy) if told else None


def _alert_of(tenant: Tenant, row: FindingRow, members: Mapping[int, MemberRow]) -> Alert:
    check = checks.find(tenant, row.check_id)
    client = clients.current(tenant, row.client_id)
    member = members.get(check.member_id) if check else None
    return Alert(
        rule=row.rule,
        by=Speaker(row.by),
        check_id=row.check_id,
        client=client.name if client else "",
        pasted_by=member.name if member else "",
        words=_words(tenant, check, row) if check else "",
    )


def _words(tenant: Tenant, check: CheckRow, row: FindingRow) -> str:
    """Return the sentence in which a finding begins, or nothing where the words are erased."""
    sealed = checks.reading_of(tenant, check)
    if sealed is None:
        return ""
    _, excerpts = unseal(sealed)
    for excerpt in excerpts:
        if excerpt.start <= row.start < excerpt.end:
            begin = Span(excerpt.message, row.start, row.start + 1)
            return words_of(Finding(row.rule, Level(row.level), Speaker(row.by), (begin,)), [excerpt])
    return ""


def _digest(tenant: Tenant, post: Post) -> Reply | None:
    row = weeks.planned(tenant, str(post.subject["week"]))
    if row is None:
        return None
    digest = thaw(row.numbers)
    return digest_reply(digest, None if digest.is_empty else chart(digest.weeks))


def _notice(tenant: Tenant, post: Post) -> Reply | None:
    said = post.subject
    match said["notice"]:
        case "mark":
            return notices.mark_notice()
        case "picture":
            return notices.picture_mark()
        case "pictures":
            return notices.pictures_notice()
        case "unchecked":
            return notices.unchecked_notice(str(said["ref"]))
        case "unread":
            return notices.unread_notice(str(said["why"]))
        case "ambiguous":
            name = str(said["name"])
            names = [client.name for client in clients.named(tenant, name)]
            return notices.ambiguous_notice(which_one(name, names)) if len(names) > 1 else None
        case "invited":
            return notices.invited_notice(str(said["channel"]), str(said["name"]))
        case "watched":
            return notices.watched_notice(Purpose(str(said["purpose"])), learns=bool(said["learning"]))
        case "how":
            return notices.how_notice()
        case "home":
            return notices.home_notice(str(said["name"]))
        case "welcome":
            return notices.welcome_notice()
        case "lost":
            return notices.lost_notice(str(said["name"]), str(said["why"]))
        case "unusable":
            return notices.unusable_notice(str(said["name"]), notices.Why(str(said["why"])))
        case "unanswered":
            return notices.unanswered_notice(str(said["name"]), notices.Why(str(said["why"])))
        case "missed":
            return notices.missed_notice(str(said["name"]))
        case "restored":
            return notices.restored_notice(datetime.fromisoformat(str(said["until"])), int(said["unread"]))
        case "linked":
            return notices.linked_notice(str(said["joined"]), str(said["by"]), str(said["agency"]))
    raise ValueError("a notice that nobody has written")


def _summary(tenant: Tenant, post: Post) -> Reply | None:
    """Return what was read without a word in a span of time."""
    since, until = (datetime.fromisoformat(str(post.subject[name])) for name in ("since", "until"))
    is_past = bool(post.subject.get("past"))
    rows = checks.read_quietly(tenant, since, until, past=is_past)
    place = zone(people.preferences(tenant)["zone"])
    held = [found for row in rows if (found := _held(tenant, row, place)) is not None]
    unknown = [
        client.name
        for client in clients.all_clients(tenant)
        if client.stage is None and client.created_at >= since
    ]
    return summary_reply(held, unknown, int(post.subject.get("read", len(rows))), is_past=is_past)


def _held(tenant: Tenant, check: CheckRow, place: ZoneInfo) -> Held | None:
    """Return the gravest open finding of a check."""
    rows = [row for row in checks.findings_of(tenant, check.id) if row.state == State.OPEN]
    told = [row for row in rows if Level(row.level) not in (Level.INFO, Level.ADVICE)]
    if not told:
        return None
    lead = min(told, key=lambda row: (Level(row.level).rank, row.by != Speaker.US, row.start))
    client = clients.current(tenant, check.client_id)
    asked_on = local_day(check.asked_at, place)
    return Held(lead.rule, Speaker(lead.by), check.id, client.name if client else "", asked_on)


def _members(tenant: Tenant) -> dict[int, MemberRow]:
    return {member.id: member for member in people.members(tenant)}
