"""What stands below an ask: a yes to it, a no, what puts it off, and the push of who does not take the no.

A few words mean something only where they stand: "sure", "no, sorry", "nobody will know".
"""

from collections.abc import Sequence

from core.answers.asked import for_what_was_asked, just_asked
from core.answers.insisting import insisted, takes_the_no
from core.answers.no import kept_here, puts_something, says_no, turned_down
from core.answers.yes import accepted, concedes, leaves_open
from core.meaning import asks
from core.model import Signal, Stance
from core.signals.scene import Scene


def in_answer(
    scenes: Sequence[Scene], seen: Sequence[Signal], standing: list[Signal], earlier: list[Signal]
) -> list[Signal]:
    """Return what stands of the last of some messages, given what was said before it.

    `seen` is what detectors saw in it, `standing` what stands of it by itself, `earlier` what stands of the others.
    """
    scene, before = scenes[-1], scenes[-2] if len(scenes) > 1 else None
    asked = just_asked(scene, earlier)
    standing = for_what_was_asked(scenes, standing, earlier)
    if puts_something(scene, asked):
        standing = _without_noes(standing)
    if takes_the_no(scene, seen) or (before and leaves_open(scene, before, asked)):
        standing = [one for one in standing if one in seen]
    if says_no(scene, asked):
        # A bare no is heard as a yes at times, so close does it stand to what was asked.
        standing = [one for one in standing if one in seen] + turned_down(scene, asked)
    elif not asks(standing):
        standing = standing + kept_here(scene, asked)
    if concedes(scene):
        standing = _without_noes(standing)
    if before and not asks(standing):
        standing = standing + insisted(scene, before, earlier)
    return standing or accepted(scenes, earlier)


def _without_noes(signals: Sequence[Signal]) -> list[Signal]:
    return [one for one in signals if one.stance is not Stance.REFUSED]
