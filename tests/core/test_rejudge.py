from datetime import UTC, datetime
from typing import Any

import pytest

from core.model import Level, Outcome, Relationship, Speaker, Stage, State
from core.policy import load
from core.question import Question, check
from core.rejudge import verdict_on
from core.store.tables import AllowanceRow, CheckRow
from core.store.tenant import Store
from core.twoyears import judging_day

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
POLICY = load()
CHAT = (
    "Northwind: Can we jump on WhatsApp?\nMe: Let me look at it.\nNorthwind: Can I pay you by bank transfer?"
)
READING = check(Question(CHAT), POLICY, judging_day(NOW)).reading


def recorded(**columns: Any) -> CheckRow:
    fields: dict[str, Any] = {
        "agency_id": 1,
        "member_id": 1,
        "source": "",
        "asked_at": NOW,
        "outcome": Outcome.CLEAR,
        "rung": "full",
        "fingerprint": "",
    }
    return CheckRow(**(fields | columns))


@pytest.mark.parametrize(
    "known, columns, new, still_open",
    [
        (Relationship(), {}, ["UPW101", "UPW301"], []),
        (Relationship(), {"first_new": 2}, ["UPW301"], ["UPW101"]),
        (Relationship(), {"first_new": 3}, [], ["UPW101", "UPW301"]),
        (Relationship(), {"stage_said": Stage.ACTIVE_CONTRACT}, ["UPW301"], []),
        (Relationship(stage=Stage.ACTIVE_CONTRACT), {"stage_said": Stage.NO_CONTRACT}, ["UPW301"], []),
    ],
    ids=["whole", "grown", "nothing-new", "stage-said-of-the-check", "stage-of-the-client"],
)
def test_a_stored_reading_is_judged_by_what_is_known_today_and_for_what_was_new(
    store: Store, known: Relationship, columns: dict[str, Any], new: list[str], still_open: list[str]
) -> None:
    with store.read(1) as tenant:
        verdict, recalled = verdict_on(tenant, POLICY, READING, known, recorded(**columns), NOW)

    assert [finding.rule for finding in verdict.findings if finding.level is not Level.INFO] == new
    assert [finding.rule for finding in recalled if finding.level is not Level.INFO] == still_open


def test_what_a_lead_allows_is_dismissed_but_payment_never(store: Store) -> None:
    with store.write(1) as tenant:
        for rule in ("UPW101", "UPW301"):
            tenant.add(
                AllowanceRow(agency_id=1, rule=rule, proposed_by="Mara", proposed_at=NOW, approved_by="Omar")
            )
        verdict, _ = verdict_on(tenant, POLICY, READING, Relationship(), recorded(), NOW)

    states = {finding.rule: finding.state for finding in verdict.findings if finding.by is Speaker.CLIENT}
    assert (states["UPW101"], states["UPW301"]) == (State.DISMISSED, State.OPEN)
