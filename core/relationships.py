"""What the statements about a client come to. Pure: the same statements always give the same relationship.

A statement of any member holds at once, unless it loosens a rule that costs accounts: the badge, an origin outside
Upwork, a conversion, a meeting date that ends the two years earlier. Those wait until a lead has said or confirmed
them. What a paste says is an estimate or a proposal, whoever pasted it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from core.model import Origin, Plan, Relationship, Stage
from core.records import About, ContractStep, Statement, Via
from core.twoyears import last_bound_day

_STAGES = {
    ContractStep.OFFERED: Stage.OFFER_SENT,
    ContractStep.STARTED: Stage.ACTIVE_CONTRACT,
    ContractStep.ENDED: Stage.EARLIER_CONTRACT,
    ContractStep.NONE: Stage.NO_CONTRACT,
}
_STEPS = {stage: step for step, stage in _STAGES.items()}
# Where several contracts stand differently, the first of these that any of them has.
_PRECEDENCE = (Stage.ACTIVE_CONTRACT, Stage.EARLIER_CONTRACT, Stage.OFFER_SENT, Stage.NO_CONTRACT)


@dataclass(frozen=True, slots=True)
class Meeting:
    """The day that starts the two years, and whether somebody stands for it."""

    on: date
    estimated: bool


def relationship(client: str, statements: Iterable[Statement]) -> Relationship:
    """Return what is known of a client from everything that was said, in the order in which it was said."""
    holding = [statement for statement in statements if not statement.undone]
    plan = _last(holding, About.PLAN)
    origin = _last(holding, About.ORIGIN)
    converted = _last([statement for statement in holding if stands(statement)], About.CONVERTED)
    met = meeting(holding)
    return Relationship(
        client=client,
        stage=_stage(holding),
        plan=Plan(plan.value) if plan else None,
        badge_seen=bool(plan and plan.reference and stands(plan)),
        origin=Origin(origin.value) if origin else None,
        origin_proof=bool(origin and origin.reference and stands(origin)),
        met_on=met.on if met else None,
        met_on_estimated=met.estimated if met else False,
        converted_on=converted.on if converted else None,
    )


def step_of(stage: Stage) -> ContractStep:
    """Return the step of a contract that a stage stands for, where nothing more is known."""
    return _STEPS[stage]


def stands(statement: Statement) -> bool:
    """Return whether a lead has said or confirmed a statement."""
    return statement.by_lead or bool(statement.confirmed_by)


def waits(statement: Statement) -> bool:
    """Return whether a statement is for a lead to confirm; a day guessed from a paste is replaced by saying one."""
    guessed = statement.via is Via.PASTE and statement.about is About.MET
    return not statement.undone and not stands(statement) and not guessed


def loosens(statement: Statement) -> bool:
    """Return whether a statement holds only once a lead stands for it."""
    return (
        statement.about is About.CONVERTED
        or statement.about is About.MET
        or (statement.about is About.PLAN and bool(statement.reference))
        or (statement.about is About.ORIGIN and statement.value == Origin.ELSEWHERE)
    )


def last_bound_on(known: Relationship) -> date | None:
    """Return the last day on which payment is bound, or None where no day is known or nothing binds any more."""
    if known.met_on is None or known.converted_on is not None:
        return None
    if known.origin is Origin.ELSEWHERE and known.origin_proof:
        return None
    return last_bound_day(known.met_on)


def meeting(statements: Sequence[Statement]) -> Meeting | None:
    """Return the meeting that rules.

    Each freelancer of ours may have met the client on another day; the latest rules, until a lead says a day for the
    agency as a whole. A day that no lead stands for is an estimate, and never makes the two years end earlier than
    a day that one stands for.
    """
    met = [statement for statement in statements if statement.about is About.MET and statement.on]
    whole = [n for n, statement in enumerate(met) if not statement.subject and stands(statement)]
    said = [statement for statement in met[whole[-1] if whole else 0 :] if statement.via is not Via.PASTE]
    certain = max(_by_subject(statement for statement in said if stands(statement)), default=None)
    guess = max(_by_subject(statement for statement in said if not stands(statement)), default=None)
    if guess is None and certain is None:
        guess = _documented(statements)
    if guess is not None and (certain is None or guess > certain):
        return Meeting(guess, estimated=True)
    return Meeting(certain, estimated=False) if certain is not None else None


def _by_subject(statements: Iterable[Statement]) -> Iterable[date]:
    """Return the day last said for each freelancer: a correction replaces what was said before."""
    return {statement.subject: statement.on for statement in statements if statement.on is not None}.values()


def _documented(statements: Sequence[Statement]) -> date | None:
    """Return the latest of the first events on record, where nobody has said a day: a safe estimate, if a late one."""
    events = [
        min((statement.on for statement in statements if statement.on and is_event(statement)), default=None)
        for is_event in (
            lambda statement: statement.about is About.MET,
            lambda statement: statement.about is About.CONTRACT and statement.value != ContractStep.ENDED,
        )
    ]
    return max((day for day in events if day is not None), default=None)


def _stage(statements: Sequence[Statement]) -> Stage | None:
    """Return the stage that the contracts come to; a paste only proposes one, until a lead confirms it."""
    steps: dict[str, Stage] = {}
    for statement in statements:
        proposed = statement.via is Via.PASTE and not stands(statement)
        if statement.about is About.CONTRACT and not proposed:
            steps[statement.subject] = _STAGES[ContractStep(statement.value)]
    return next((stage for stage in _PRECEDENCE if stage in steps.values()), None)


def _last(statements: Iterable[Statement], about: About) -> Statement | None:
    last = None
    for statement in statements:
        if statement.about is about:
            last = statement
    return last
