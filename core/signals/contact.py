"""Contact data and the links that lead to it."""

import re
from collections.abc import Iterator

from core.lexicon import load_channels
from core.model import Kind, Reason, Signal, Speaker, Stance
from core.signals import exceptions
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
CONTACT_PATHS = frozenset(
    "contact contacts contactus kontakt kontakty contacto contato contatti iletisim impressum imprint".split()  # noqa: SIM905
)
_PATH_PART = re.compile(r"[/?#.]|(?<=contact)-")
ASKS = (
    "move",
    "call",
    "contact-request",
    "writeme",
    "mycontact",
    "contact-page",
    "past-talk",
    "write-there",
)


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
    asked = list(scene.within(number, *ASKS))
    if not entity.sure and not asked:
        return None
    kind = {"phone": Kind.PHONE, "email": Kind.EMAIL, "address": Kind.ADDRESS}.get(entity.kind)
    if kind is None:
        channel = load_channels().get(entity.channel)
        kind = Kind.SOCIAL_HANDLE if channel and channel.kind == "social" else Kind.MESSENGER_ID
    reason = exceptions.given_for(scene, kind, number)
    lent = kind is Kind.EMAIL and scene.product_weight(number) <= 2
    excepted = reason is not Reason.NONE and (lent or exceptions.sure(scene, number))
    in_document = scene.in_document(entity.start, entity.end) or scene.in_copy(*scene.tokens_of(entity))
    # What we give below talk of print is our own, unless we speak of print ourselves.
    for_print = scene.prints if scene.message.speaker is Speaker.US else scene.is_for_print
    is_shown = for_print or scene.fills_print or in_document or scene.says(number, "reply-to")
    weight = scene.product_weight(number) + is_shown
    talk = not in_document and any(not (scene.is_for_print and scene.names_contact(hit)) for hit in asked)
    if not excepted and not entity.disguised and weight >= (1 if not talk else 3):
        reason = Reason.PRODUCT
    return scene.signal_at(
        kind,
        entity.start,
        entity.end,
        channel=entity.channel,
        purpose=reason,
        disguised=entity.disguised,
        stance=Stance.ASSERTED,
    )


# What stands in the address of a page on which others ask and answer, as one on a fault in somebody's program.
DISCUSSIONS = frozenset({"issues", "discussions", "pull", "wiki", "commit", "questions"})


def _page(scene: Scene, entity: Entity, number: int) -> Signal | None:
    """Return what an ordinary page is: one made for contact, the speaker's own site, or a sample of our work."""
    if entity.disguised and not entity.sure:
        return None  # "Su punto de vista" is no page, and nobody spells the address of a sample.
    channel = load_channels().get(entity.channel)
    ours = scene.message.speaker is Speaker.US
    path = _PATH_PART.split(entity.value.partition("/")[2])
    first, last = scene.tokens_of(entity)
    # The words of the link itself are no talk.
    asked = any(hit.last <= first or hit.first >= last for hit in scene.within(number, *ASKS))
    if channel is None and not CONTACT_PATHS.isdisjoint(path) and (ours or asked):
        return scene.signal_at(Kind.CONTACT_PAGE, entity.start, entity.end)
    if not ours or (channel is not None and channel.kind not in ("store", "system")):
        return None
    if channel is not None and not DISCUSSIONS.isdisjoint(path):
        return None
    own = channel is None and scene.says(number, "own-site")
    sample = Kind.REMINDED_LINK if _wants_replies_here(scene) else Kind.PORTFOLIO_LINK
    kind = Kind.OWN_SITE if own else sample
    return scene.signal_at(kind, entity.start, entity.end, channel=entity.channel)


def _wants_replies_here(scene: Scene) -> bool:
    """Tell whether a message asks for an answer on Upwork, as it should beside a page that leads elsewhere."""
    return scene.has("reply-here")


def _link(scene: Scene, entity: Entity) -> Signal | None:
    number = scene.sentence_of(entity)
    channel = load_channels().get(entity.channel)
    kind = CHANNEL_KINDS.get(channel.kind) if channel else None
    if kind is None:
        return _page(scene, entity, number)
    reason = Reason.PRODUCT if scene.product_weight(number) >= 2 else Reason.NONE
    return scene.signal_at(
        kind, entity.start, entity.end, channel=entity.channel, purpose=reason, disguised=entity.disguised
    )
