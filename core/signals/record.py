"""The record of the work and who works: scope that grows, money that is not set aside, people who leave."""

from collections.abc import Iterator

from core.model import Kind, Signal, Speaker, Stance
from core.signals.scene import Scene
from core.signals.stance import stance_of

FRAMES = {
    "scope-change": Kind.SCOPE_CHANGE,
    "unfunded-work": Kind.UNFUNDED_WORK,
    "past-payment": Kind.PAST_PAYMENT,
    "member-leaves": Kind.MEMBER_LEAVES,
}
# Who leaves the agency, and with whom the client is to go on: what our side says of itself, and a client of one of us.
LEAVES = {True: ("i-leave", "with-me"), False: ("leaves-you", "with-them")}
MOST_WORDS = 40  # A proposal longer than this says something.


def find(scene: Scene) -> Iterator[Signal]:
    """Yield at most one signal a kind."""
    for frame, kind in FRAMES.items():
        for hit in scene.of(frame):
            of_users = scene.says(scene.sentence[hit.first], "enduser")
            if scene.quoted(hit) or (of_users and kind is Kind.UNFUNDED_WORK):
                continue
            stance = stance_of(scene, hit)
            # "When Sam leaves" is a condition, and no less of a plan for that; "years ago" is how the past is told.
            if (stance is Stance.REPORTED and kind is not Kind.PAST_PAYMENT) or (
                stance is Stance.REFUSED and kind is not Kind.UNFUNDED_WORK
            ):
                continue
            yield scene.signal(kind, hit.first, hit.last)
            break
    if (place := _leaves_with_the_client(scene)) and not scene.has("member-leaves"):
        yield scene.signal(Kind.MEMBER_LEAVES, *place)
    if scene.message.speaker is Speaker.US:
        yield from _ours(scene)


def _leaves_with_the_client(scene: Scene) -> tuple[int, int] | None:
    """Return where somebody leaves the agency, if in the same or the next sentence the client goes on with him.

    Who goes on here, on Upwork, goes on with the agency.
    """
    leaves, goes_on = LEAVES[scene.message.speaker is Speaker.US]
    for hit in scene.of(leaves):
        number = scene.sentence[hit.first]
        for other in scene.of(goes_on):
            at = scene.sentence[other.first]
            stays = scene.says(at, "here", "upwork") or stance_of(scene, other) is Stance.REFUSED
            if at in (number, number + 1) and not stays:
                return (min(hit.first, other.first), max(hit.last, other.last))
    return None


def _ours(scene: Scene) -> Iterator[Signal]:
    """Yield what only our side says: that we pay our people, and a proposal that is all promise."""
    for hit in scene.of("pays-members"):
        yield scene.signal(Kind.TEAM_PAYROLL, hit.first, _end_of_clause(scene, hit.last))
        break
    promises = list(scene.of("thin-proposal"))
    if promises and len(scene.tokens.words) <= MOST_WORDS and not scene.has("build"):
        first, last = min(hit.first for hit in promises), max(hit.last for hit in promises)
        yield scene.signal(Kind.THIN_PROPOSAL, first, last)


def _end_of_clause(scene: Scene, last: int) -> int:
    clause = scene.tokens.clause
    while last < len(clause) and clause[last] == clause[last - 1]:
        last += 1
    return last
