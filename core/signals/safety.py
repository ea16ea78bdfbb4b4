"""Red flags and the record: free work, early work, files, access, pressure, claims about plan and offer."""

from collections.abc import Iterator

from core.model import Kind, Signal, Speaker, Stance
from core.phrases import Hit
from core.signals.scene import Scene

FRAMES = {
    "unpaid-test": Kind.UNPAID_TEST,
    "early-work": Kind.EARLY_WORK,
    "suspicious-file": Kind.SUSPICIOUS_FILE,
    "access-request": Kind.ACCESS_REQUEST,
    "pressure": Kind.PRESSURE,
    "hostility": Kind.HOSTILITY,
    "pay-to-work": Kind.PAY_TO_WORK,
    "plan-claim": Kind.PLAN_CLAIM,
    "offer-as-contract": Kind.OFFER_AS_CONTRACT,
    "other-workroom": Kind.OTHER_WORKROOM,
    "vague-partnership": Kind.VAGUE_PARTNERSHIP,
    "lecture": Kind.LECTURE,
    "feedback-trade": Kind.FEEDBACK_TRADE,
    "account-sharing": Kind.ACCOUNT_SHARING,
}

# Said of the users of a product these are features of it.
OF_USERS = frozenset({Kind.PAY_TO_WORK, Kind.FEEDBACK_TRADE, Kind.ACCOUNT_SHARING})


def find(scene: Scene) -> Iterator[Signal]:
    """Yield at most one signal a frame, and the start that is asked for before the offer."""
    if hit := starts_before_the_offer(scene):
        yield scene.signal(Kind.EARLY_WORK, hit.first, hit.last)
    for frame, kind in FRAMES.items():
        for hit in scene.of(frame):
            number = scene.sentence[hit.first]
            if hit.weak and scene.product_weight(number):
                continue
            if scene.quoted(hit) and scene.product_weight(number):
                continue
            if kind in OF_USERS and any(scene.within(number, "enduser")):
                continue
            if kind is Kind.UNPAID_TEST and any(scene.within(number, "not-free-work")):
                continue
            if kind is Kind.EARLY_WORK and scene.has("contract-is-on"):
                continue
            stance = scene.stance(hit)
            ours = scene.message.speaker is Speaker.US
            if stance is Stance.REPORTED or (ours and stance is Stance.CONDITIONAL):
                continue
            yield scene.signal(kind, hit.first, hit.last, stance=stance)
            break


def starts_before_the_offer(scene: Scene) -> Hit | None:
    """Return where a client asks for a start now, if he says in the same breath that the offer comes later.

    "Could you already move the blog? The offer I make when I am back."
    """
    if scene.message.speaker is Speaker.US or scene.has("contract-is-on"):
        return None
    later = {scene.sentence[hit.first] for hit in scene.of("offer-later")}
    for hit in scene.of("begin-now"):
        number = scene.sentence[hit.first]
        if later & {number - 1, number, number + 1} and scene.stance(hit) is not Stance.REFUSED:
            return hit
    return None
