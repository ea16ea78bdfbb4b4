"""What a rule may ask about a message besides its words: stage, plan, origin, payment window, place.

Unknown facts take their strictest value here, and each is kept as a doubt together with what the message
would be judged under if the fact turned out otherwise.
"""

from dataclasses import dataclass, replace
from datetime import date

from core.model import (
    WITH_A_CONTRACT,
    Applies,
    Kind,
    Level,
    Origin,
    Place,
    Plan,
    Reading,
    Relationship,
    Rule,
    Speaker,
    Stage,
    Window,
)
from core.twoyears import window

EXEMPT_PLANS = (Plan.ENTERPRISE, Plan.BUSINESS)

# Places in which only we write.
OUR_PLACES = (Place.PROPOSAL, Place.PROFILE)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """The facts that hold for one message, with nothing left unknown."""

    stage: Stage
    exempt: bool
    plan: Plan | None
    origin: Origin
    window: Window
    place: Place
    draft: bool


@dataclass(frozen=True, slots=True)
class Doubt:
    """A fact that was assumed, its assumed value, and the circumstances in which it is different."""

    fact: str
    value: str
    otherwise: tuple[Circumstances, ...] = ()


def circumstances(reading: Reading, relationship: Relationship, today: date, message: int) -> Circumstances:
    """Return what holds for a message, unknown facts taken strictly."""
    outside = relationship.origin is Origin.ELSEWHERE and relationship.origin_proof
    held = window(relationship, today)
    # What was converted was a contract.
    least = Stage.EARLIER_CONTRACT if held is Window.CONVERTED else Stage.NO_CONTRACT
    return Circumstances(
        stage=_pasted_stage(reading, relationship, message) or relationship.stage or least,
        exempt=relationship.plan in EXEMPT_PLANS and relationship.badge_seen,
        plan=relationship.plan,
        origin=Origin.ELSEWHERE if outside else Origin.UPWORK,
        window=held,
        place=reading.place,
        draft=is_draft(reading),
    )


def _pasted_stage(reading: Reading, relationship: Relationship, message: int) -> Stage | None:
    """Return the stage that the lines above a message tell of.

    An offer to somebody with a contract is one more, and takes nothing from the contract that is known, unless the paste
    goes on to tell how one began: then it is the offer from which all began.
    """
    pasted = reading.messages[message].stage
    if pasted is None or pasted in WITH_A_CONTRACT or relationship.stage not in WITH_A_CONTRACT:
        return pasted
    begins = any(later.stage in WITH_A_CONTRACT for later in reading.messages[message:])
    return pasted if begins else None


def doubts(
    reading: Reading, relationship: Relationship, held: Circumstances, message: int
) -> tuple[Doubt, ...]:
    """Return the facts that were assumed for a message."""
    found = []
    other_stages = tuple(replace(held, stage=stage) for stage in Stage if stage is not held.stage)
    pasted = _pasted_stage(reading, relationship, message)
    if pasted is not None and pasted is not relationship.stage:
        found.append(Doubt("stage-from-paste", pasted, other_stages))
    elif pasted is None and relationship.stage is None:
        found.append(Doubt("stage", held.stage, other_stages))
    if reading.messages[message].speaker is Speaker.UNKNOWN and not ours(reading):
        found.append(Doubt("speaker", Speaker.CLIENT))
    if held.origin is Origin.UPWORK and relationship.origin is not Origin.UPWORK:
        elsewhere = replace(held, origin=Origin.ELSEWHERE, window=Window.OUTSIDE)
        found.append(Doubt("origin", Origin.UPWORK, (elsewhere,)))
    if held.window is Window.BOUND and (relationship.met_on is None or relationship.met_on_estimated):
        found.append(Doubt("met_on", Window.BOUND, (replace(held, window=Window.ENDED),)))
    return tuple(found)


def is_draft(reading: Reading) -> bool:
    """Return whether words of ours are yet to be sent: a message of ours that stands alone is shown before it goes out."""
    return reading.draft or [message.speaker for message in reading.messages] == [Speaker.US]


def ours(reading: Reading) -> bool:
    """Return whether only our side can have written the text."""
    return reading.draft or reading.place in OUR_PLACES


def matches(applies: Applies, held: Circumstances) -> bool:
    """Return whether the circumstances are among those a rule is for."""
    return (
        (not applies.stage or held.stage in applies.stage)
        and (applies.exempt is None or held.exempt is applies.exempt)
        and (not applies.plan or held.plan in applies.plan)
        and (not applies.origin or held.origin in applies.origin)
        and (not applies.window or held.window in applies.window)
        and (not applies.place or held.place in applies.place)
        and (applies.draft is None or held.draft is applies.draft)
    )


def level_under(rule: Rule, kind: Kind, held: Circumstances) -> Level | None:
    """Return the level a rule gives a signal of a kind, or None where it does not hold."""
    if not matches(rule.applies, held):
        return None
    for raised in rule.raised:
        if (not raised.kinds or kind in raised.kinds) and matches(raised.when, held):
            return raised.level
    return rule.level
