"""What the messages around one tell of it: they bear it out, or say where its call will be."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from core.fold import fold
from core.kinds import CONTACT, PAY, TALK
from core.meaning.of_talk import names_a_place
from core.model import Kind, Reason, Signal, Speaker, Stance
from core.signals.scene import Scene
from core.tokens import tokenize
from core.weigh import MEANT, Weighed

LIKELY = 0.6  # The chance from which on the messages around one may bear it out.
TOOLS = ("rail", "any-rail", "any-channel", "any-meet")


def borne_out(
    scenes: Sequence[Scene], all_seen: Sequence[Sequence[Signal]], all_weighed: Sequence[Sequence[Weighed]]
) -> set[int]:
    """Return the places of messages that those next to them show to be what they seem."""
    likely = [_likely(weighed) for weighed in all_weighed]
    return _shown_by_answers(scenes, all_seen, likely) | _asked_and_answered(scenes, likely)


def _likely(weighed: Sequence[Weighed]) -> set[str]:
    """Return the steps outside that a message likely means."""
    return {q for q in MEANT if max((part.chances[q] for part in weighed), default=0.0) >= LIKELY}


def _shown_by_answers(
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
        named = likely[place + 1] and any(answer.touched.get(name) for name in TOOLS)
        again = named or _wants(given, PAY | TALK)
        if scene.message.speaker is Speaker.US and again and _turns_down(scene, asked):
            found.add(place + 1)
        is_asked = any(one.kind is Kind.CONTACT_REQUEST and one.stance is Stance.ASSERTED for one in asked)
        if is_asked and _wants(asked, {*TALK, Kind.CONTACT_REQUEST}) and _wants(given, CONTACT):
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


def placed(scene: Scene, seen: list[Signal], standing: list[Signal]) -> list[Signal]:
    """Return what stands of a message after which a call on Upwork is spoken of: what named no place is that call."""
    if names_a_place(scene):
        return standing
    kinds = {Kind.CALL, Kind.MOVE} if any(one.kind is Kind.QUICK_CALL for one in standing) else {Kind.CALL}
    return [
        replace(one, kind=Kind.QUICK_CALL) if one.kind in kinds and one not in seen else one
        for one in standing
    ]


def our_names(scenes: Sequence[Scene]) -> dict[str, str]:
    """Return the first names of our people who write here, with the whole ones, but for those that a client has too."""
    named: dict[bool, dict[str, str]] = {True: {}, False: {}}
    for speaker, name in {(scene.message.speaker, scene.message.name) for scene in scenes}:
        for first in tokenize(fold(name)).words[:1]:
            named[speaker is Speaker.US][first] = name
    return {first: name for first, name in named[True].items() if first not in named[False]}


def is_for_us(scene: Scene, signal: Signal, ours: Mapping[str, str]) -> bool:
    """Tell whether one of us says something to another, whom its sentence begins by calling."""
    if scene.message.speaker is not Speaker.US or len(ours) < 2:
        return False
    called = scene.tokens.words[scene.sentence.index(scene.sentence_at(signal))]
    return called in ours and ours[called] != scene.message.name
