"""Talk that somebody has had with his own people, of which he tells."""

from core.phrases import Hit
from core.signals.scene import Scene, shares

MOST_BETWEEN = 10  # Words from the talk to those it was had with,
BESIDE = 6  # those to what it was had on,
NEAR = 3  # and to those of the other side who had a part in it.
WAYS = (
    "any-channel", "any-meet", "any-mail", "by-mail", "telephone", "oncall", "call", "callme", "callyou", "talk-event",
)  # fmt: skip


def told_talks(scene: Scene) -> list[Hit]:
    """Return the talks that were had among ourselves, each with what it was had on, as hits of `among-ourselves`.

    "Our designers talked it over on Slack" asks nobody to come there; "with you on Slack" would.
    """
    ours = scene.touched.get("our-people", ())
    talks = scene.touched.get("talked-over", ())
    theirs = [place for place in scene.touched.get("you", ()) if not shares(place, (*ours, *talks))]
    return [
        _with_ways(scene, place)
        for place in talks
        if any(_is_near(scene, place, other, MOST_BETWEEN) for other in ours)
        and not any(_is_near(scene, place, other, NEAR) for other in theirs)
    ]


def _with_ways(scene: Scene, place: tuple[int, int]) -> Hit:
    """Return a talk with the ways to talk that stand beside it, in the same breath."""
    ways = [
        way
        for name in WAYS
        for way in scene.touched.get(name, ())
        if _is_near(scene, place, way, BESIDE) and not _is_joined(scene, place, way)
    ]
    first, last = (min(one[0] for one in (place, *ways)), max(one[1] for one in (place, *ways)))
    return Hit("among-ourselves", weak=False, language=scene.language, first=first, last=last)


def _is_near(scene: Scene, one: tuple[int, int], other: tuple[int, int], most: int) -> bool:
    """Tell whether no more than so many words of one clause stand between two places."""
    first, last = sorted((one, other))
    clause = scene.tokens.clause
    return last[0] - first[1] <= most and clause[first[0]] == clause[last[1] - 1]


def _is_joined(scene: Scene, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Tell whether something else begins between two places: "talked with the team and would like Slack"."""
    first, last = sorted((one, other))
    return any(first[1] <= start < last[0] for start, _ in scene.touched.get("joins", ()))
