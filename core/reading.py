"""Read a conversation: run every detector over every message and keep signals, not words."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise

from core.answers import (
    accepted,
    concedes,
    insisted,
    is_for_us,
    just_asked,
    kept_here,
    leaves_open,
    our_names,
    puts_something,
    says_no,
    says_yes,
    takes_the_no,
    turned_down,
)
from core.disguise import reveal
from core.fold import fold
from core.languages import language_to_answer_in, unread
from core.lexicon import known_word
from core.meaning import asks, settle
from core.meaning.bounds import CONTACT, PAY, TALK
from core.meaning.of_talk import names_a_place
from core.model import Conversation, Kind, Message, Reading, Reason, Signal, Speaker, Stance
from core.scope import scope_of
from core.signals import DETECTORS, contact
from core.signals.finders import find_entities
from core.signals.looking import look
from core.signals.scene import ASKS, Scene
from core.signals.split import joined
from core.tokens import tokenize
from core.weigh import MEANT, Weighed, weigh
from core.writers import spoken_before

MOST_SIGNALS = 400
TOPIC_LASTS = 4  # Messages for which it is still about what is to be printed, or how customers pay.
COPY_LASTS = 2  # And for which they are words to use.
LIKELY = 0.6  # The chance from which on the messages around one may bear it out.
SOON = 2  # Messages after a call in which it is said where it will be.
NAMED = ("rail", "any-rail", "any-channel", "any-meet")


def read(conversation: Conversation, lang: str = "") -> Reading:
    """Return the reading of a conversation; it holds places and kinds, no text.

    `lang` is the language of the reply; it is taken from the client's words where it is not given.
    """
    unchecked = list(conversation.unchecked)
    scenes = scenes_of(conversation, unchecked)
    signals: list[Signal] = []
    all_seen = [[signal for find in DETECTORS for signal in find(scene)] for scene in scenes]
    all_weighed = weigh(list(zip(scenes, all_seen, strict=True)))
    likely = [_likely(weighed) for weighed in all_weighed]
    ours = our_names(scenes)
    borne_out = _borne_out(scenes, all_seen, likely) | _asked_and_answered(scenes, likely)
    for place, (scene, seen, weighed) in enumerate(zip(scenes, all_seen, all_weighed, strict=True)):
        following = scenes[place + 1 : place + 1 + SOON]
        standing = settle(scene, seen, weighed, len(scenes), is_borne_out=place in borne_out)
        if following and says_yes(following[0]) and "?" in scene.tokens.folded.text and not asks(standing):
            # A question about money that we say yes to is weighed as if the two stood alone.
            standing += [
                signal for signal in settle(scene, seen, weighed) if signal in seen and signal.kind in PAY
            ]
        if any(later.has("upwork-tool") for later in following):
            standing = _placed(scene, seen, standing)
        standing = _as_asked(standing, signals, scene.follows)
        asked = just_asked(scene, signals)
        if puts_something(scene, asked):
            standing = [one for one in standing if one.stance is not Stance.REFUSED]
        if takes_the_no(scene, seen) or (place and leaves_open(scene, scenes[place - 1], asked)):
            standing = [one for one in standing if one in seen]
        if says_no(scene, signals):
            # A bare no is heard as a yes at times, so close does it stand to what was asked.
            standing = [one for one in standing if one in seen] + turned_down(scene, signals)
        elif not asks(standing):
            standing = standing + kept_here(scene, signals)
        standing = [one for one in standing if one.kind not in TALK or not is_for_us(scene, one, ours)]
        if concedes(scene):
            standing = [one for one in standing if one.stance is not Stance.REFUSED]
        if place and not asks(standing):
            standing = standing + insisted(scene, scenes[place - 1], signals)
        signals.extend(standing or accepted(scenes[: place + 1], signals))
    for scene in joined(conversation, scenes):
        signals.extend(contact.find(scene))
    if len(signals) > MOST_SIGNALS:
        unchecked.append(f"more than {MOST_SIGNALS} places to look at; only the first were judged")
        signals = signals[:MOST_SIGNALS]
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


def _likely(weighed: Sequence[Weighed]) -> set[str]:
    """Return the steps outside that a message likely means."""
    return {q for q in MEANT if max((part.chances[q] for part in weighed), default=0.0) >= LIKELY}


def _borne_out(
    scenes: Sequence[Scene], all_seen: Sequence[Sequence[Signal]], likely: Sequence[set[str]]
) -> set[int]:
    """Return the places of messages that the next one, or the one before, shows to be what they seem.

    Who turns something down was asked for something, who asks once more after that insists, and who gives a number after a
    question for one gives his own.
    """
    found: set[int] = set()
    for place, (scene, answer) in enumerate(pairwise(scenes)):
        if (scene.message.speaker, scene.message.name) == (answer.message.speaker, answer.message.name):
            continue
        asked, given = all_seen[place : place + 2]
        if _turns_down(answer, given):
            found.add(place)
        named = likely[place + 1] and any(answer.touched.get(name) for name in NAMED)
        again = named or _wants(given, PAY | TALK)
        if scene.message.speaker is Speaker.US and again and _turns_down(scene, asked):
            found.add(place + 1)
        if _wants(asked, {Kind.CONTACT_REQUEST}) and _wants(given, CONTACT):
            found |= {place, place + 1}
    return found


def _asked_and_answered(scenes: Sequence[Scene], likely: Sequence[set[str]]) -> set[int]:
    """Return the places of messages of two people, one after the other, that both likely mean the same step outside."""
    found: set[int] = set()
    for place, (scene, answer) in enumerate(pairwise(scenes)):
        same = (scene.message.speaker, scene.message.name) == (answer.message.speaker, answer.message.name)
        if not same and likely[place] & likely[place + 1]:
            found |= {place, place + 1}
    return found


def _wants(seen: Sequence[Signal], kinds: Collection[Kind]) -> bool:
    return any(
        one.kind in kinds and one.stance is Stance.ASSERTED and one.purpose is Reason.NONE for one in seen
    )


def _turns_down(answer: Scene, seen: Sequence[Signal]) -> bool:
    """Tell whether a message turns something down.

    Who puts it off until the contract, or points to Upwork's own call, may answer what was only mentioned.
    """
    stances = {signal.stance for signal in seen}
    if Stance.CONDITIONAL in stances or (answer.has("condition") and not answer.has("refusal")):
        return False
    return Stance.REFUSED in stances or (answer.has("stay") and not answer.has("upwork-tool"))


def scenes_of(conversation: Conversation, unchecked: list[str] | None = None) -> list[Scene]:
    """Return what stands in each message; what could not be read is added to `unchecked`."""
    missed: list[str] = [] if unchecked is None else unchecked
    scenes = [
        _scene(conversation, index, message, missed)
        for index, message in enumerate(conversation.messages)
        if message.speaker is not Speaker.SYSTEM
    ]
    for place, scene in enumerate(scenes):
        before = scenes[max(place - TOPIC_LASTS, 0) : place]
        scene.follows_print = _is_still_for_print(scene, before)
        scene.follows_sale = _follows_sale(before)
        scene.follows_copy = any(one.has("copy") for one in before[-COPY_LASTS:])
        scene.follows_number = _speaks_of_a_number_in_print(before)
    return scenes


def _is_still_for_print(scene: Scene, before: Sequence[Scene]) -> bool:
    """Tell whether what was said just before is about what shows contact data, and nobody has asked for his own talk since."""
    for one in reversed(before):
        if one.prints:
            return True
        if one.message.speaker is scene.message.speaker and one.has("contact-request", "move", "call"):
            return False
    return False


def _speaks_of_a_number_in_print(before: Sequence[Scene]) -> bool:
    """Tell whether the last that was said of contact data is what something is to show, and none was asked for since."""
    for scene in reversed(before):
        if scene.prints_number:
            return True
        if scene.has(*ASKS):
            return False
    return False


def _follows_sale(before: Sequence[Scene]) -> bool:
    """Tell whether messages were about how a business's customers pay, and none since then about how we are paid."""
    last = next((one for one in reversed(before) if one.sells or one.is_about_us), None)
    return last is not None and last.sells


def _scene(conversation: Conversation, index: int, message: Message, unchecked: list[str]) -> Scene:
    text = conversation.text[message.start : message.end]
    tokens = reveal(tokenize(fold(text)), known_word)
    entities, capped = find_entities(tokens)
    if capped:
        unchecked.append("too many numbers or links in one message; only the first were read")
    if other := unread(tokens):
        unchecked.append(f"words in {other}")
    scene = Scene(index, message, text, tokens, entities, follows=spoken_before(conversation.messages, index))
    look(scene)
    return scene


def _clients_first(scenes: list[Scene]) -> list[Scene]:
    theirs = [scene for scene in scenes if scene.message.speaker is not Speaker.US]
    return theirs or scenes


def _placed(scene: Scene, seen: list[Signal], standing: list[Signal]) -> list[Signal]:
    """Return what stands of a message after which a call on Upwork is spoken of: what named no place is that call."""
    if names_a_place(scene):
        return standing
    kinds = {Kind.CALL, Kind.MOVE} if any(one.kind is Kind.QUICK_CALL for one in standing) else {Kind.CALL}
    return [
        replace(one, kind=Kind.QUICK_CALL) if one.kind in kinds and one not in seen else one
        for one in standing
    ]


def _as_asked(standing: list[Signal], earlier: list[Signal], asked_in: int | None) -> list[Signal]:
    """Give an address that answers a request for access, or for a document, the purpose of that request."""
    wanted = next(
        (
            signal.purpose
            for signal in earlier
            if signal.message == asked_in
            and signal.kind is Kind.CONTACT_REQUEST
            and signal.purpose in (Reason.ACCESS, Reason.LEGAL)
        ),
        None,
    )
    if wanted is None or asks(standing):
        return standing
    return [
        replace(signal, purpose=wanted)
        if signal.kind in (Kind.EMAIL, Kind.ADDRESS) and signal.purpose is Reason.NONE
        else signal
        for signal in standing
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
