"""Read a conversation: run every detector over every message and keep signals, not words."""

from collections.abc import Sequence
from dataclasses import replace

from core.answers import in_answer
from core.answers.yes import says_yes
from core.kinds import CONTACT, PAY, TALK
from core.languages import language_to_answer_in
from core.meaning import asks, settle
from core.meaning.of_money import names_a_way
from core.model import Conversation, Kind, Place, Reading, Reason, Signal, Speaker, Stance
from core.reading.around import borne_out, is_for_us, our_names, placed
from core.reading.scenes import scenes_of
from core.scope import scope_of
from core.signals import DETECTORS, contact
from core.signals.scene import Scene
from core.signals.split import joined
from core.weigh import Weighed, weigh

MOST_SIGNALS = 400
AGAINST_CONVERSION = ("avoid-conversion", "leave-upwork", "refusal", "outside")
SOON = 2  # Messages after a call in which it is said where it will be.


def read(conversation: Conversation, lang: str = "") -> Reading:
    """Return the reading of a conversation; it holds places and kinds, no text.

    `lang` is the language of the reply; it is taken from the client's words where it is not given.
    """
    unchecked = list(conversation.unchecked)
    scenes = scenes_of(conversation, unchecked)
    signals = _signals(scenes)
    for scene in joined(conversation, scenes):
        signals.extend(contact.find(scene))
    if len(signals) > MOST_SIGNALS:
        unchecked.append(f"more than {MOST_SIGNALS} places to look at; only the first were judged")
        signals = signals[:MOST_SIGNALS]
    if conversation.place is Place.OTHER_ROOM:
        signals.extend(_elsewhere(signals))
    if conversation.exported_from and conversation.messages:
        signals.insert(0, _export(conversation))
    return Reading(
        messages=conversation.messages,
        signals=tuple(signals),
        place=conversation.place,
        draft=conversation.draft,
        unchecked=tuple(dict.fromkeys(unchecked)),
        scope=scope_of(scenes),
        lang=lang or language_to_answer_in([scene.tokens for scene in _clients_first(scenes)]),
    )


def _signals(scenes: Sequence[Scene]) -> list[Signal]:
    """Return what stands of each message: by itself, with those that follow it, and below those before it."""
    all_seen = [[signal for find in DETECTORS for signal in find(scene)] for scene in scenes]
    all_weighed = weigh(list(zip(scenes, all_seen, strict=True)))
    ours = our_names(scenes)
    shown = borne_out(scenes, all_seen, all_weighed)
    found: list[Signal] = []
    for place, (scene, seen, weighed) in enumerate(zip(scenes, all_seen, all_weighed, strict=True)):
        following = scenes[place + 1 : place + 1 + SOON]
        standing = settle(scene, seen, weighed, len(scenes), is_borne_out=place in shown)
        standing = _with_what_follows(scene, seen, standing, weighed, following)
        standing = [one for one in standing if one.kind not in TALK or not is_for_us(scene, one, ours)]
        found.extend(in_answer(scenes[: place + 1], seen, standing, found))
    return found


def _with_what_follows(
    scene: Scene,
    seen: list[Signal],
    standing: list[Signal],
    weighed: Sequence[Weighed],
    following: Sequence[Scene],
) -> list[Signal]:
    """Return what stands of a message given those behind it."""
    is_agreed = following and says_yes(following[0]) and scene.asks
    if is_agreed and not asks(standing):
        # A question about money that we say yes to is weighed as if the two stood alone.
        alone = settle(scene, seen, weighed)
        standing = standing + [one for one in alone if one in seen and one.kind in PAY]
    if _goes_by_conversion(scene, following):
        standing = [one for one in standing if one.kind not in PAY]
    on_upwork = any(later.has("upwork-tool") for later in following)
    return placed(scene, seen, standing) if on_upwork else standing


def _goes_by_conversion(scene: Scene, following: Sequence[Scene]) -> bool:
    """Tell whether who offers a job goes on to Upwork's conversion himself, and nobody speaks against it or of a way past."""
    his = [one for one in following if one.message.speaker is scene.message.speaker]
    against = any(one.has(*AGAINST_CONVERSION) or one.touched.get("avoid") for one in (scene, *following))
    return any(one.has("conversion") for one in his) and not against and not names_a_way(scene)


def _clients_first(scenes: list[Scene]) -> list[Scene]:
    theirs = [scene for scene in scenes if scene.message.speaker is not Speaker.US]
    return theirs or scenes


def _elsewhere(signals: Sequence[Signal]) -> list[Signal]:
    """Return the contact data that is given in the room of another contract as what belongs into its own."""
    return [
        replace(signal, kind=Kind.OTHER_WORKROOM)
        for signal in signals
        if signal.kind in CONTACT and signal.stance is Stance.ASSERTED and signal.purpose is Reason.NONE
    ]


def _export(conversation: Conversation) -> Signal:
    """Return the signal that the paste itself comes from another application."""
    first = conversation.messages[0]
    return Signal(
        kind=Kind.OUTSIDE_EXPORT,
        message=0,
        start=first.start,
        end=first.end,
        by=first.speaker,
        channel=conversation.exported_from,
    )
