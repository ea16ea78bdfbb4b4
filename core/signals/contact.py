"""Contact data and the links that lead to it."""

from collections.abc import Iterator

from core.lexicon import load_channels
from core.model import Kind, Reason, Signal, Stance
from core.signals.entities import Entity
from core.signals.scene import Scene

CHANNEL_KINDS = {
    "chat": Kind.MESSENGER_ID,
    "social": Kind.SOCIAL_HANDLE,
    "meet": Kind.MEETING_LINK,
    "booking": Kind.SCHEDULER,
    "form": Kind.CONTACT_FORM,
    "hub": Kind.CONTACT_PAGE,
    "rail": Kind.OUTSIDE_METHOD,
}
TALK = ("move", "call", "contact-request", "writeme", "mycontact", "contact-page", "past-talk")


def find(scene: Scene) -> Iterator[Signal]:
    """Yield a signal for each piece of contact data that is meant for the other side."""
    for entity in scene.entities:
        signal = None
        if entity.kind in ("phone", "email", "handle", "address"):
            signal = _contact(scene, entity)
        elif entity.kind == "link":
            signal = _link(scene, entity)
        elif entity.kind == "file" and entity.channel == "risky":
            signal = scene.signal_at(Kind.SUSPICIOUS_FILE, entity.start, entity.end)
        if signal:
            yield signal


def _contact(scene: Scene, entity: Entity) -> Signal | None:
    number = scene.sentence_of(entity)
    talk = any(True for _ in scene.within(number, *TALK))
    if not entity.sure and not talk:
        return None
    kind = {"phone": Kind.PHONE, "email": Kind.EMAIL, "address": Kind.ADDRESS}.get(entity.kind)
    if kind is None:
        channel = load_channels().get(entity.channel)
        kind = Kind.SOCIAL_HANDLE if channel and channel.kind == "social" else Kind.MESSENGER_ID
    reason = Reason.NONE
    if scene.product_weight(number) >= (1 if not talk else 3) and not entity.disguised:
        reason = Reason.PRODUCT
    elif scene.has("legal") and not scene.has("move", "call"):
        reason = Reason.LEGAL
    elif scene.has("access") and scene.has("tool") and not scene.has("move", "call"):
        reason = Reason.ACCESS
    return scene.signal_at(
        kind,
        entity.start,
        entity.end,
        channel=entity.channel,
        purpose=reason,
        disguised=entity.disguised,
        stance=Stance.ASSERTED,
    )


def _link(scene: Scene, entity: Entity) -> Signal | None:
    number = scene.sentence_of(entity)
    channel = load_channels().get(entity.channel)
    kind = CHANNEL_KINDS.get(channel.kind) if channel else None
    if kind is None:
        if scene.message.speaker == "us" and (channel is None or channel.kind in ("store", "access")):
            return scene.signal_at(Kind.PORTFOLIO_LINK, entity.start, entity.end, channel=entity.channel)
        return None
    reason = Reason.PRODUCT if scene.product_weight(number) >= 2 else Reason.NONE
    return scene.signal_at(
        kind, entity.start, entity.end, channel=entity.channel, purpose=reason, disguised=entity.disguised
    )
