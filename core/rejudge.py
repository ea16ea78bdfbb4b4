"""What a stored reading means today: what its client is known for may have changed since it was judged."""

from dataclasses import replace
from datetime import datetime

from core.judge import answers, judge
from core.model import Finding, Kind, Reading, Relationship, Stage, Verdict
from core.policy import Policy
from core.recognition import tail_verdict
from core.store import allowances, checks, clients
from core.store.tables import CheckRow, ClientRow
from core.store.tenant import Tenant
from core.twoyears import judging_day


def verdict_on(
    tenant: Tenant, policy: Policy, reading: Reading, known: Relationship, check: CheckRow, now: datetime
) -> tuple[Verdict, tuple[Finding, ...]]:
    """Return today's verdict on the part of a check that was new, and the earlier findings that it leaves open.

    `known` is what is known of the check's client; a check of no known client has the stage it was told.
    """
    if known.stage is None and check.stage_said:
        known = replace(known, stage=Stage(check.stage_said))
    before = declined_before(tenant, policy, clients.current(tenant, check.client_id), check.asked_at)
    allowed = frozenset(allowances.allowed(tenant, check.client_id))
    verdict = judge(reading, known, policy, judging_day(now), before, allowed)
    return tail_verdict(verdict, reading.messages, check.first_new) if check.first_new else (verdict, ())


def declined_before(
    tenant: Tenant, policy: Policy, client: ClientRow | None, at: datetime
) -> frozenset[Kind]:
    """Return what our side had declined to a client before an instant: to ask for it again is to push."""
    rules = checks.declined_rules(tenant, clients.ids(tenant, client), at) if client else ()
    return frozenset[Kind]().union(*(answers(policy.rules[rule]) for rule in rules if rule in policy.rules))
