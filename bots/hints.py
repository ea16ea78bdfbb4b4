"""Which options would change the answer of a check: what somebody can try who says that it is not so."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from core.circumstances import EXEMPT_PLANS
from core.judge import judge
from core.model import Finding, Level, Origin, Plan, Purpose, Relationship, Stage, State, Verdict
from core.policy import Policy
from core.question import Answer
from core.wording.verdict import PLAN_CLAIM, loudest_first

ANY_DAY = "--converted-on DATE"
LONG_AGO = 3 * 366  # Days after which the two years are over, whichever years they were.

AS_OURS = "Add --speaker us to judge it as your own words."
AS_ANYBODYS = "Leave --purpose out to judge it, with --speaker us if the words are your own."


def left_alone(purpose: Purpose | None) -> str:
    """Return what is said of a text that was not judged, and with which option it would be."""
    said = AS_OURS if purpose is Purpose.DRAFTS else AS_ANYBODYS
    return f"This looks like talk among colleagues, so it was not judged. {said}"


def hints(answer: Answer, policy: Policy, today: date) -> list[str]:
    """Return the options of `checkmsg check` under which what is told first would not be said, the likeliest first."""
    if not _told(answer.verdict):
        return []
    return [*_about_the_speaker(answer), *_about_the_client(answer, policy, today)]


def _about_the_speaker(answer: Answer) -> Iterator[str]:
    """Yield how to say whose the words are; who has named our people already, and sees other names, has said it."""
    if "speaker" not in dict(answer.verdict.assumed):
        return
    named = any(message.name for message in answer.conversation.messages)
    if not named:
        yield "--speaker us"
    elif not answer.question.us:
        yield "--us NAME"


def _about_the_client(answer: Answer, policy: Policy, today: date) -> Iterator[str]:
    lead = min(_told(answer.verdict), key=loudest_first)
    known = answer.question.relationship
    for option, other in _others(answer.verdict, known, today).items():
        told = _told(judge(answer.reading, other, policy, today))
        if not any((one.rule, one.level) == (lead.rule, lead.level) for one in told):
            yield option


def _others(verdict: Verdict, known: Relationship, today: date) -> dict[str, Relationship]:
    """Return what else might hold, by the option that says so."""
    others = {
        f"--stage {stage}": replace(known, stage=stage)
        for stage in (Stage.ACTIVE_CONTRACT, Stage.EARLIER_CONTRACT)
    }
    if known.origin is Origin.ELSEWHERE:
        others["--origin-proof"] = replace(known, origin_proof=True)
    if known.plan in EXEMPT_PLANS:
        others["--badge-seen"] = replace(known, badge_seen=True)
    if known.met_on is None:
        others["--met-on DATE"] = replace(known, met_on=today - timedelta(LONG_AGO))
    claims = {finding.rule for finding in verdict.findings}.union(*(one.related for one in verdict.findings))
    if PLAN_CLAIM in claims:
        others["--plan enterprise --badge-seen"] = replace(known, plan=Plan.ENTERPRISE, badge_seen=True)
    # That there was a contract, which a conversion says too, has an option of its own.
    others[ANY_DAY] = replace(known, converted_on=today, stage=known.stage or Stage.NO_CONTRACT)
    return others


def _told(verdict: Verdict) -> list[Finding]:
    """Return what is told and not settled by a contract that has started since."""
    return [
        finding
        for finding in verdict.findings
        if finding.level is not Level.INFO and finding.state is not State.RESOLVED
    ]
