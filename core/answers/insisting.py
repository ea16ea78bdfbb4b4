"""What a client says to our no: that he takes it, or one more push."""

from collections.abc import Sequence

from core.answers.asked import MOST_WORDS_OF_ANSWER, names_money
from core.answers.yes import NO, YES
from core.kinds import PAY, TALK
from core.model import Kind, Signal, Speaker, Stance
from core.signals.scene import Scene

MOST_WORDS_OF_NAMING = 6
NAMED_AGAIN = ("any-channel", "any-meet", "any-rail")
FURTHEST_BACK = 3  # Messages between our no and who comes back to a way to pay.
STAYS = ("stay", "onplatform-pay", "upwork-tool")


def insisted(scene: Scene, answer: Scene, earlier: list[Signal]) -> list[Signal]:
    """Return the words of a client's who does not take our no as one more ask for what we turned down."""
    told = min(((hit.first, hit.last) for hit in scene.of("insists")), default=None) or _named_again(scene)
    if told is None or scene.message.speaker is Speaker.US:
        return []
    # A yes stands ahead, and apart: "da" in "Da merkt doch keiner was" is none.
    if any(yes.first == 0 and yes.last < told[0] for yes in scene.of(*YES)) or any(scene.of(*STAYS)):
        return []
    back = FURTHEST_BACK if scene.has("insists") and names_money(scene) else 0
    kinds = _turned_down_before(answer.index - back, answer.index, earlier)
    if not any(kind in PAY | TALK for kind in kinds):
        return []
    kind = Kind.PAY_OUTSIDE if any(kind in PAY for kind in kinds) else Kind.MOVE
    return [scene.signal(kind, *told)]


def _turned_down_before(first: int, last: int, earlier: Sequence[Signal]) -> list[Kind]:
    """Return the kinds of what our side turned down between two messages."""
    return [
        signal.kind
        for signal in earlier
        if first <= signal.message <= last and signal.by is Speaker.US and signal.stance is Stance.REFUSED
    ]


def takes_the_no(scene: Scene, seen: Sequence[Signal]) -> bool:
    """Tell whether a client says yes to our no and repeats it, as "ok no WhatsApp then"."""
    if scene.message.speaker is Speaker.US or len(scene.tokens.words) > MOST_WORDS_OF_ANSWER:
        return False
    begins = any(hit.first == 0 for hit in scene.of(*YES))
    return begins and bool(seen) and all(signal.stance is Stance.REFUSED for signal in seen)


def _named_again(scene: Scene) -> tuple[int, int] | None:
    """Return where a few words name another place to talk, or way to pay, as "too big, insta or snap" does."""
    if len(scene.tokens.words) > MOST_WORDS_OF_NAMING or scene.has(*NO) or scene.product_weight(0):
        return None
    return min((place for name in NAMED_AGAIN for place in scene.touched.get(name, ())), default=None)
