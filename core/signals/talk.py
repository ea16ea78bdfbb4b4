"""Talk outside Upwork: moving there, calling, booking, asking for contact data, having been there already."""

from collections.abc import Iterator

from core.model import Kind, Reason, Signal, Speaker, Stance
from core.phrases import Hit
from core.signals import exceptions
from core.signals.scene import Scene
from core.signals.stance import stance_of

FRAMES = {
    "move": Kind.MOVE,
    "call": Kind.CALL,
    "contact-request": Kind.CONTACT_REQUEST,
    "scheduler": Kind.SCHEDULER,
    "contact-form": Kind.CONTACT_FORM,
    "apply-at": Kind.CONTACT_FORM,
    "past-talk": Kind.PAST_TALK,
    "unsolicited-contact": Kind.UNSOLICITED_CONTACT,
    "contact-page": Kind.CONTACT_PAGE,
}

HALF = {"half-there": Kind.MOVE, "half-call": Kind.CALL, "other-channel": Kind.MOVE}
WRITTEN_TO = ("phone", "email", "handle")
NEXT = 2  # Words between two phrases that say one thing.


def find(scene: Scene) -> Iterator[Signal]:
    """Yield at most one signal a kind and sentence: the words that say it most plainly."""
    found = False
    for frame, kind in FRAMES.items():
        for number, hits in scene.by_sentence(frame).items():
            if signal := _judge(scene, kind, number, hits):
                found = True
                yield signal
    yield from _half_there(scene)
    if not scene.has("call", "scheduler"):
        yield from _quick_call(scene)
    told_where = _told_where(scene)
    if told_where:
        yield told_where
    elif not found:
        yield from _kept_here(scene)


def _half_there(scene: Scene) -> Iterator[Signal]:
    """Yield the wish to keep one thing on Upwork and to talk elsewhere, or to talk at one place in the stead of another.

    "Payment on Upwork, the talking on WhatsApp"; "I don't use WhatsApp, I prefer Telegram".
    """
    for frame, kind in HALF.items():
        for hit in scene.of(frame):
            number = scene.sentence[hit.first]
            turned_down = frame != "other-channel" and any(
                scene.sentence[first] == number
                for name in ("decline", "not")
                for first, _ in scene.touched.get(name, ())
            )
            kept = scene.says(number, "condition", "until", "prefers-here") or _names_a_tool(hit.first, scene)
            if not (turned_down or kept or scene.product_weight(number)):
                yield scene.signal(kind, hit.first, hit.last)
                return


def _names_a_tool(index: int, scene: Scene) -> bool:
    """Return whether the word begins the name of a tool of Upwork's, as in "the Upwork chat, WhatsApp hangs here"."""
    clause = scene.tokens.clause
    spans = scene.touched.get("onplatform", ())
    return any(
        first == index and clause[first] == clause[last - 1] and last - first > 1 for first, last in spans
    )


def _told_where(scene: Scene) -> Signal | None:
    """Return the request to write behind which an address or a number stands by itself: "Can you text me? 918 555 0142"."""
    for entity, (first, last) in scene.placed_entities:
        number = scene.sentence[first]
        alone = scene.sentence.index(number) == first and number not in scene.sentence[last:]
        before = number - 1
        if entity.kind not in WRITTEN_TO or not alone or scene.says(before, "here", *FRAMES):
            continue
        if scene.product_weight(before) or scene.product_weight(number):
            continue
        for hit in scene.within(before, "writeme"):
            return scene.signal(Kind.MOVE, hit.first, hit.last, stance=stance_of(scene, hit))
    return None


def _kept_here(scene: Scene) -> Iterator[Signal]:
    """Yield our word that talk stays on Upwork, as the refusal of anything else that it is."""
    if scene.message.speaker is not Speaker.US:
        return
    for hit in scene.of("stay", "upwork-tool"):
        number = scene.sentence[hit.first]
        if scene.says(number, "condition", "until", "refusal", "stay"):
            yield scene.signal(Kind.MOVE, hit.first, hit.last, stance=Stance.REFUSED)
            return


def _judge(scene: Scene, kind: Kind, number: int, hits: list[Hit]) -> Signal | None:
    product = scene.product_weight(number)
    hits = [hit for hit in hits if not scene.in_copy(hit.first, hit.last)]
    spoken = [hit for hit in hits if not (product and (hit.weak or scene.quoted(hit)))]
    if product >= 2 and not scene.says(number, "person"):
        spoken = []
    if kind in (Kind.CALL, Kind.SCHEDULER) and scene.on_upwork(number):
        spoken = []
    if kind is Kind.CALL:
        prices = list(scene.within(number, "haggle"))
        spoken = [
            hit
            for hit in spoken
            if not _only_labels(scene, hit) and not any(_overlap(hit, price) for price in prices)
        ]
    if not spoken:
        return None
    best = min(spoken, key=lambda hit: (stance_of(scene, hit) is not Stance.ASSERTED, hit.first, -hit.last))
    stance = stance_of(scene, best)
    if stance is Stance.ASSERTED and kind is not Kind.PAST_TALK and _stays(scene, number):
        stance = Stance.REFUSED
    last = max(hit.last for hit in spoken if best.first <= hit.first <= best.last + NEXT)
    reason = exceptions.asked_for(scene, best.first) if kind is Kind.CONTACT_REQUEST else Reason.NONE
    return scene.signal(kind, best.first, last, stance=stance, purpose=reason)


def _only_labels(scene: Scene, hit: Hit) -> bool:
    """Tell whether a hit is nothing but a number and the word before it that says what it is, as "Tel.: 030 901820"."""
    numbers = [place for entity, place in scene.placed_entities if entity.kind == "phone"]
    labels = [place for name in ("telephone", "contact-weak") for place in scene.touched.get(name, ())]
    covered = {at for first, last in (*numbers, *labels) for at in range(first, last)}
    spoken = (at for at in range(hit.first, hit.last) if any(map(str.isalnum, scene.tokens.words[at])))
    return bool(numbers) and covered.issuperset(spoken)


def _overlap(hit: Hit, other: Hit) -> bool:
    """Tell whether two hits share words, as the meeting of "can we meet in the middle" and its price do."""
    return hit.first < other.last and other.first < hit.last


def _stays(scene: Scene, number: int) -> bool:
    """Tell whether the speaker keeps the talk on Upwork in the same sentence."""
    return scene.says(number, "stay")


def _quick_call(scene: Scene) -> Iterator[Signal]:
    if scene.message.speaker is Speaker.US and scene.has("upwork", "upwork-tool"):
        return
    for hit in scene.of("quick-call"):
        number = scene.sentence[hit.first]
        if scene.says(number, "upwork", "upwork-tool") or scene.product_weight(number) >= 2:
            continue
        stance = stance_of(scene, hit)
        yield scene.signal(Kind.QUICK_CALL, hit.first, hit.last, stance=stance)
        return
