"""Judge stored readings again when a fact about their client has changed, and have their replies updated."""

from dataclasses import replace

from core.commands.desk import Desk
from core.judge import judge
from core.model import Finding, Reading, Relationship, Stage, State, Verdict
from core.records import PostKind
from core.reply import Rung
from core.sealing import unseal
from core.store import allowances, checks, clients, posts
from core.store.tables import CheckRow, ClientRow
from core.twoyears import judging_day

ANSWERED_ALOUD = (Rung.FULL, Rung.LINE)
PAYMENT = "UPW3"


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
    verdict = verdict_on(desk, reading, known, check)
    if not checks.judged_again(desk.tenant, check, verdict, desk.member.name, desk.now):
        return False
    plan_update(desk, check)
    return True


def verdict_on(desk: Desk, reading: Reading, known: Relationship, check: CheckRow) -> Verdict:
    """Return what a stored reading means today."""
    if known.stage is None and check.stage_said:
        known = replace(known, stage=Stage(check.stage_said))
    verdict = judge(reading, known, desk.policy, judging_day(desk.now))
    return without_allowed(verdict, allowances.allowed(desk.tenant, check.client_id))


def without_allowed(verdict: Verdict, allowed: set[str]) -> Verdict:
    """Return a verdict in which findings that a lead allows are dismissed; payment is never allowed."""

    def settled(finding: Finding) -> Finding:
        may = finding.rule in allowed and not finding.rule.startswith(PAYMENT)
        return replace(finding, state=State.DISMISSED) if may else finding

    return replace(verdict, findings=tuple(settled(finding) for finding in verdict.findings))


def plan_update(desk: Desk, check: CheckRow) -> None:
    """Have the reply to a check written anew, where there is one; what was not sent yet is rendered late anyway."""
    sent = posts.sent_reply(desk.tenant, check.id)
    if sent is None:
        return
    posts.plan(
        desk.tenant,
        kind=PostKind.REPLY,
        workspace_id=sent.workspace_id,
        destination=sent.destination,
        thread=sent.thread,
        subject={"check": check.id},
        dedupe_key=f"reply:{check.id}:{check.revision}",
        not_before=desk.now,
        now=desk.now,
        replaces=sent.external_id,
    )
