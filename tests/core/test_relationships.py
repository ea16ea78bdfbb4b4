from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model import Origin, Plan, Relationship, Stage, Window
from core.records import About, ContractStep, Statement, Via
from core.relationships import last_bound_on, relationship, waits
from core.twoyears import window

NUMBERS = count(1)
DANA = {"said_by": "Dana"}
OMAR = {"said_by": "Omar", "by_lead": True}
PASTED = {"said_by": "Dana", "via": Via.PASTE}


def said(about: About, value: str = "", on: str = "", **other: Any) -> Statement:
    statement = Statement(
        id=next(NUMBERS),
        about=about,
        value=value,
        said_by="Dana",
        said_at=datetime(2026, 11, 22, tzinfo=UTC),
        on=date.fromisoformat(on) if on else None,
    )
    return replace(statement, **other)


def met(on: str, **other: Any) -> Statement:
    return said(About.MET, on=on, **other)


def contract(step: ContractStep, title: str = "", **other: Any) -> Statement:
    return said(About.CONTRACT, step, subject=title, **other)


@pytest.mark.parametrize(
    "statements, stage",
    [
        ([], None),
        ([contract(ContractStep.OFFERED)], Stage.OFFER_SENT),
        ([contract(ContractStep.OFFERED), contract(ContractStep.STARTED)], Stage.ACTIVE_CONTRACT),
        ([contract(ContractStep.STARTED), contract(ContractStep.ENDED)], Stage.EARLIER_CONTRACT),
        (
            [contract(ContractStep.ENDED, "shop"), contract(ContractStep.OFFERED, "app")],
            Stage.EARLIER_CONTRACT,
        ),
        (
            [contract(ContractStep.STARTED, "shop"), contract(ContractStep.ENDED, "app")],
            Stage.ACTIVE_CONTRACT,
        ),
        ([contract(ContractStep.OFFERED), contract(ContractStep.NONE)], Stage.NO_CONTRACT),
        ([contract(ContractStep.STARTED, undone=True)], None),
        ([contract(ContractStep.STARTED, via=Via.PASTE)], None),
        ([contract(ContractStep.STARTED, via=Via.PASTE, confirmed_by="Omar")], Stage.ACTIVE_CONTRACT),
    ],
)
def test_the_stage_is_what_the_contracts_come_to(statements: list[Statement], stage: Stage | None) -> None:
    assert relationship("Acme", statements).stage is stage


@pytest.mark.parametrize(
    "statements, on, estimated",
    [
        ([], None, False),
        ([met("2024-05-01", **PASTED)], "2024-05-01", True),
        ([met("2024-06-01", **PASTED), met("2024-05-01", **PASTED)], "2024-05-01", True),
        ([met("2024-05-01", **DANA)], "2024-05-01", True),
        ([met("2024-05-01", **OMAR)], "2024-05-01", False),
        ([met("2024-05-01", confirmed_by="Omar")], "2024-05-01", False),
        # The latest of several freelancers rules, until a lead says whose day counts for all.
        (
            [met("2024-01-10", subject="Ana", **OMAR), met("2024-09-01", subject="Ben", **OMAR)],
            "2024-09-01",
            False,
        ),
        (
            [
                met("2024-01-10", subject="Ana", **OMAR),
                met("2024-09-01", subject="Ben", **OMAR),
                met("2024-01-10", **OMAR),
            ],
            "2024-01-10",
            False,
        ),
        # A correction replaces, for a member only where it binds longer.
        ([met("2024-05-01", **OMAR), met("2024-03-01", **OMAR)], "2024-03-01", False),
        ([met("2024-05-01", **OMAR), met("2024-03-01", **DANA)], "2024-05-01", False),
        ([met("2024-05-01", **OMAR), met("2024-07-01", **DANA)], "2024-07-01", True),
        # A later paste says nothing about a meeting that somebody stands for.
        ([met("2024-05-01", **OMAR), met("2026-10-01", **PASTED)], "2024-05-01", False),
        ([met("2024-05-01", **OMAR), met("2024-07-01", undone=True, **OMAR)], "2024-05-01", False),
        ([contract(ContractStep.STARTED, on="2025-06-01")], "2025-06-01", True),
        (
            [met("2025-05-20", **PASTED), contract(ContractStep.OFFERED, on="2025-06-01")],
            "2025-06-01",
            True,
        ),
    ],
)
def test_the_meeting_that_rules(statements: list[Statement], on: str | None, estimated: bool) -> None:
    known = relationship("Acme", statements)

    assert (known.met_on, known.met_on_estimated) == (on and date.fromisoformat(on), estimated)


@pytest.mark.parametrize(
    "statement, holds",
    [
        (said(About.PLAN, Plan.ENTERPRISE, reference="seen by Dana on 2026-11-01"), False),
        (said(About.ORIGIN, Origin.ELSEWHERE, reference="ticket 4711"), False),
        (said(About.CONVERTED, on="2026-11-01", reference="notice 12"), False),
        (said(About.PLAN, Plan.ENTERPRISE, reference="seen by Dana on 2026-11-01", by_lead=True), True),
        (said(About.ORIGIN, Origin.ELSEWHERE, reference="ticket 4711", confirmed_by="Omar"), True),
        (said(About.CONVERTED, on="2026-11-01", reference="notice 12", by_lead=True), True),
    ],
)
def test_what_loosens_holds_only_with_a_lead_behind_it(statement: Statement, holds: bool) -> None:
    known = relationship("Acme", [statement])

    assert (known.badge_seen or known.origin_proof or known.converted_on is not None) is holds
    assert waits(statement) is not holds


def test_a_claimed_plan_without_a_badge_is_known_and_frees_nobody() -> None:
    known = relationship("Acme", [said(About.PLAN, Plan.ENTERPRISE, by_lead=True)])

    assert (known.plan, known.badge_seen) == (Plan.ENTERPRISE, False)


def test_nothing_binds_after_a_conversion_or_with_a_proven_origin() -> None:
    assert last_bound_on(Relationship(met_on=date(2024, 2, 29))) == date(2026, 3, 1)
    assert last_bound_on(Relationship(met_on=date(2024, 2, 29), converted_on=date(2025, 1, 1))) is None
    assert last_bound_on(Relationship(met_on=date(2024, 2, 29), origin=Origin.ELSEWHERE)) is not None
    assert last_bound_on(Relationship(origin=Origin.ELSEWHERE, origin_proof=True)) is None
    assert last_bound_on(Relationship()) is None


ANY_DAY = st.dates(date(2015, 1, 1), date(2026, 11, 22))
STATEMENTS = st.lists(
    st.builds(
        lambda about, on, subject, source: (
            said(about, on=on.isoformat(), subject=subject, **source)
            if about is About.MET
            else said(about, ContractStep.STARTED, on=on.isoformat(), subject=subject, **source)
        ),
        st.sampled_from([About.MET, About.CONTRACT]),
        ANY_DAY,
        st.sampled_from(["", "Ana", "Ben"]),
        st.sampled_from([DANA, PASTED]),
    ),
    max_size=6,
)


@given(STATEMENTS, ANY_DAY)
def test_nothing_a_member_says_or_pastes_frees_a_client(statements: list[Statement], lead_day: date) -> None:
    today = date(2026, 11, 22)

    assert window(relationship("Acme", statements), today) is Window.BOUND
    with_lead = [met(lead_day.isoformat(), **OMAR)]
    if window(relationship("Acme", with_lead), today) is Window.BOUND:
        assert window(relationship("Acme", [*with_lead, *statements]), today) is Window.BOUND
