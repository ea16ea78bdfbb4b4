"""Red flags and the record: free work, early work, files, access, pressure, claims about plan and offer."""

from collections.abc import Iterator

from core.model import Kind, Signal, Speaker, Stance
from core.phrases import Hit
from core.signals.scene import Scene
from core.signals.stance import stance_of

FRAMES = {
    "unpaid-test": Kind.UNPAID_TEST,
    "early-work": Kind.EARLY_WORK,
    "suspicious-file": Kind.SUSPICIOUS_FILE,
    "access-request": Kind.ACCESS_REQUEST,
    "pressure": Kind.PRESSURE,
    "hostility": Kind.HOSTILITY,
    "pay-to-work": Kind.PAY_TO_WORK,
    "swindle": Kind.PAY_TO_WORK,
    "plan-claim": Kind.PLAN_CLAIM,
    "offer-as-contract": Kind.OFFER_AS_CONTRACT,
    "other-workroom": Kind.OTHER_WORKROOM,
    "vague-partnership": Kind.VAGUE_PARTNERSHIP,
    "lecture": Kind.LECTURE,
    "feedback-trade": Kind.FEEDBACK_TRADE,
    "account-sharing": Kind.ACCOUNT_SHARING,
}
OURS = {
    **FRAMES,
    "unpaid-test": Kind.FREE_OFFER,
    "free-first": Kind.FREE_OFFER,
    "early-start": Kind.EARLY_WORK,
}

SHORTENER = "shortener"  # What channels.toml calls the hosts of shortened links.

# Said of the users of a product these are features of it.
OF_USERS = frozenset({Kind.PAY_TO_WORK, Kind.FEEDBACK_TRADE, Kind.ACCOUNT_SHARING})
# Beside what anybody gets for nothing, or what comes with paid work, nobody works for nothing.
NOT_FREE_WORK = {Kind.UNPAID_TEST: ("not-free-work",), Kind.FREE_OFFER: ("not-free-work", "free-extra")}
# What is bought and paid in a swindle is no product of anybody's.
OF_SWINDLES = {Kind.PAY_TO_WORK: ("entry-name", "entry-fee", "entry-check", "scam-card", "card-proof")}
PUT_OFF = ("noneed", "before-contract", "before-offer", "contract-later", "papers-later")


def find(scene: Scene) -> Iterator[Signal]:
    """Yield at most one signal a frame, a shortened link, and the start that is asked for before the offer."""
    if hit := starts_before_the_offer(scene):
        yield scene.signal(Kind.EARLY_WORK, hit.first, hit.last)
    ours = scene.message.speaker is Speaker.US
    yield from () if ours else _shortened(scene)
    for frame, kind in (OURS if ours else FRAMES).items():
        for hit in scene.of(frame):
            if _is_something_else(scene, hit, kind):
                continue
            stance = _stance(scene, hit)
            if stance is Stance.REPORTED or (ours and stance is Stance.CONDITIONAL):
                continue
            yield scene.signal(kind, hit.first, hit.last, stance=stance)
            break


def _shortened(scene: Scene) -> Iterator[Signal]:
    """Yield the first shortened link, of which nobody sees where it leads, unless somebody warns of it or it is the work."""
    for entity in scene.entities:
        number = scene.sentence_of(entity)
        told_of = scene.says(number, "refusal", "reported", "forbids", "negates", "negation", "impostor")
        if entity.channel == SHORTENER and not told_of and not scene.product_weight(number):
            yield scene.signal(Kind.SUSPICIOUS_FILE, *scene.tokens_of(entity), channel=entity.channel)
            return


def _is_something_else(scene: Scene, hit: Hit, kind: Kind) -> bool:
    """Tell whether the words of a hit are about a product, its users, or work that is paid for anyway."""
    number = scene.sentence[hit.first]
    if (hit.weak or scene.quoted(hit)) and scene.product_weight(number, *OF_SWINDLES.get(kind, ())):
        return True
    if kind in OF_USERS and scene.says(number, "enduser"):
        return True
    if any(scene.within(number, *NOT_FREE_WORK.get(kind, ()))):
        return True
    if kind is Kind.OFFER_AS_CONTRACT and _is_to_be_accepted(scene, number):
        return True
    return kind is Kind.EARLY_WORK and scene.has("contract-is-on")


def _is_to_be_accepted(scene: Scene, sentence: int) -> bool:
    """Tell whether a sentence speaks of accepting an offer, by which a contract does begin."""
    return any(scene.sentence[first] == sentence for first, _ in scene.touched.get("accepting", ()))


def _stance(scene: Scene, hit: Hit) -> Stance:
    """Return how the speaker stands to a hit; who lectures does so with refusals and conditions, and means it."""
    if hit.frame == "early-start":
        return _of_our_start(scene, hit)
    stance = stance_of(scene, hit)
    lectures = hit.frame == "lecture" and stance is not Stance.REPORTED
    return Stance.ASSERTED if lectures else stance


def _of_our_start(scene: Scene, hit: Hit) -> Stance:
    """Return how we stand to a start of ours: that it needs no contract is no refusal, nor is a later one a condition."""
    number = scene.sentence[hit.first]
    if scene.says(number, "reported"):
        return Stance.REPORTED
    clause = scene.tokens.clause
    put_off = [range(*place) for name in PUT_OFF for place in scene.touched.get(name, ())]
    others = [
        other
        for other in scene.within(number, "refusal", "condition")
        if not any(other.first in place for place in put_off)
    ]
    over = range(clause[hit.first], clause[hit.last - 1] + 1)
    if any(other.frame == "refusal" and clause[other.first] in over for other in others):
        return Stance.REFUSED
    whens = {first for first, _ in scene.touched.get("once", ())}
    is_later = any(other.frame == "condition" and other.first in whens for other in others)
    return Stance.CONDITIONAL if is_later else Stance.ASSERTED


def starts_before_the_offer(scene: Scene) -> Hit | None:
    """Return where a client asks for a start now, if he says in the same breath that the offer comes later.

    "Could you already move the blog? The offer I make when I am back."
    """
    if scene.message.speaker is Speaker.US or scene.has("contract-is-on"):
        return None
    later = {scene.sentence[hit.first] for hit in scene.of("offer-later")}
    for hit in scene.of("begin-now"):
        number = scene.sentence[hit.first]
        if later & {number - 1, number, number + 1} and stance_of(scene, hit) is not Stance.REFUSED:
            return hit
    return None
