"""How loudly a check is answered here and now, who is told of it, and the reply in the outbox."""

from dataclasses import dataclass, replace
from datetime import timedelta

from core.alerts import CONTACT_RULES, calls_a_lead
from core.cards import PAYMENT_GROUP
from core.commands.again import plan_reply
from core.commands.desk import Desk
from core.model import Finding, Level, Reading, Speaker, State, Verdict
from core.planner import plan_alerts
from core.reply import Rung
from core.store import alerts, allowances, checks, posts
from core.store.tables import CheckRow, ClientRow
from core.wording.verdict import rung_of

ONCE_A_MONTH = frozenset({"UPW110", "UPW113"})
MONTH = timedelta(days=30)
SAID = (Rung.FULL, Rung.LINE)


@dataclass(frozen=True, slots=True)
class Where:
    """Where an answer goes, and how it was asked for."""

    destination: str
    thread: str = ""
    asked: bool = False
    aside: bool = False
    past: bool = False
    grown: bool = False


def plan_answer(
    desk: Desk, check: CheckRow, verdict: Verdict, where: Where, earlier: CheckRow | None
) -> None:
    """Plan what is said of a check, if anything; `earlier` is the check whose reply it takes the place of.

    A reply that stands already is brought up to date, however little there is left to say.
    """
    check.held_back = _is_held_back(desk, check, verdict, where)
    if not where.destination:
        return
    rung = Rung(check.rung)
    is_mark = rung is Rung.REACTION
    speaks = rung in SAID and not check.held_back
    marks = is_mark and not where.aside and not desk.learns
    wanted = where.asked or speaks or marks
    stands = earlier is not None and bool(earlier.reply_key)
    if stands and is_mark and not where.asked and earlier is not None and earlier.rung == Rung.REACTION:
        check.reply_key = earlier.reply_key  # The mark stands as it is.
    elif wanted or stands:
        plan_reply(
            desk,
            check,
            f"reply:{check.id}:0",
            where.destination,
            where.thread,
            desk.member.workspace_id,
            replaces=_standing(desk, earlier) if earlier else "",
            only_update=not wanted,
            grown=where.grown,
        )


def _standing(desk: Desk, earlier: CheckRow) -> str:
    """Return the key of the reply that stands; one that has not left yet is taken back, for its text is taken in."""
    key = earlier.reply_key
    while key and (post := posts.by_key(desk.tenant, key)) and posts.is_yet_to_be_rendered(desk.tenant, key):
        posts.cancel(desk.tenant, key)
        key = post.replaces
    return key


def _is_held_back(desk: Desk, check: CheckRow, verdict: Verdict, where: Where) -> bool:
    """Return whether an answer waits because the bot is still learning how the clients' contracts stand.

    Payment, contact data and what our own side writes never wait.
    """
    if not desk.learns or where.asked or where.past or check.rung not in SAID:
        return False
    return not any(map(_never_waits, verdict.findings))


def _never_waits(finding: Finding) -> bool:
    if finding.state is State.DISMISSED or finding.level is Level.INFO:
        return False
    codes = (finding.rule, *finding.related)
    leaks = finding.level is Level.VIOLATION and any(code.startswith(CONTACT_RULES) for code in codes)
    return leaks or finding.by is Speaker.US or any(code.startswith(PAYMENT_GROUP) for code in codes)


def rung_here(desk: Desk, verdict: Verdict, client: ClientRow | None, where: Where) -> Rung:
    """Return how loudly a verdict is answered here: mutes, and what was said lately, make it quieter."""
    open_ones = tuple(finding for finding in verdict.findings if finding.state is not State.DISMISSED)
    for mute in allowances.mutes(desk.tenant, desk.today):
        if mute.rule:
            open_ones = tuple(finding for finding in open_ones if finding.rule != mute.rule)
        elif mute.thread in ("", where.thread) and mute.channel_id == (
            desk.channel.id if desk.channel else None
        ):
            return Rung.SILENCE
    rung = rung_of(replace(verdict, findings=open_ones))
    told = {finding.rule for finding in open_ones if finding.level is not Level.INFO}
    if client and told and told <= ONCE_A_MONTH:
        since = desk.now - MONTH
        if all(checks.said_since(desk.tenant, client.id, rule, since) for rule in told):
            return Rung.SILENCE
    loudness = desk.preferences["loudness"]
    if loudness == "quiet" and rung is Rung.REACTION:
        return Rung.SILENCE
    return Rung.LINE if loudness == "strict" and rung is Rung.SILENCE else rung


def call_leads(
    desk: Desk, record: CheckRow, verdict: Verdict, reading: Reading, earlier: CheckRow | None
) -> None:
    """Mark what a lead hears of at once, and plan the alerts; what `earlier` has alerted of is not told twice."""
    before = checks.findings_of(desk.tenant, earlier.id) if earlier else ()
    told = {row.rule for row in before if row.alert}
    called = {
        (finding.rule, finding.evidence[0].start)
        for finding in verdict.findings
        if finding.state is State.OPEN and finding.rule not in told and calls_a_lead(finding, reading)
    }
    if called:
        alerts.call(desk.tenant, record.id, called)
        plan_alerts(desk.tenant, desk.preferences, desk.now)
