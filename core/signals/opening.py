"""A messenger asked for before a word was said about the work, as scams begin."""

from collections.abc import Iterator

from core.model import Kind, Signal, Speaker, Stance
from core.signals.scene import Scene
from core.signals.stance import stance_of

MESSENGERS = ("telegram", "whatsapp", "signal", "wechat", "viber")
ASKS = ("move", "contact-request", "call", "mycontact")
WORK = ("product", "build", "enduser", "tool", "scope-timeline", "scope-milestones", "scope-payment_terms")
MOST_WORDS = 40  # Whoever writes more has said something.


def find(scene: Scene) -> Iterator[Signal]:
    """Yield the ask of a first message that names a messenger and no work."""
    if scene.follows is not None or scene.message.speaker is Speaker.US:
        return
    if len(scene.tokens.words) > MOST_WORDS or scene.has(*WORK):
        return
    named = {
        scene.sentence[first]
        for channel in MESSENGERS
        for first, _ in scene.touched.get(f"tool-{channel}", ())
    }
    for hit in sorted(scene.of(*ASKS), key=lambda hit: (hit.first, -hit.last)):
        if scene.sentence[hit.first] in named and stance_of(scene, hit) is not Stance.REFUSED:
            yield scene.signal(Kind.TELEGRAM_FIRST, hit.first, hit.last)
            return
