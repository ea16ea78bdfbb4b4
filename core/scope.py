"""Which of the seven scope items a conversation has settled before an offer is accepted (P-153)."""

from collections.abc import Sequence

from core.answers.yes import YES
from core.signals.scene import Scene

ITEMS = (
    "deliverables",
    "timeline",
    "milestones",
    "access",
    "communication",
    "revisions",
    "payment_terms",
)


def scope_of(scenes: Sequence[Scene]) -> tuple[tuple[str, str], ...]:
    """Return each item as confirmed, mentioned or missing.

    An item is confirmed where one message names it and a later one by somebody else agrees. Who names it and agrees in
    one breath ("two weeks works for me") has only mentioned it, unless the other side had named it before. Who begins with a
    no ("No, one week") opens again what he names.
    """
    state: dict[str, str] = {}
    open_items: dict[str, str] = {}
    for scene in scenes:
        speaker = scene.message.name or scene.message.speaker.value
        agrees = scene.has("agrees", "scope-agrees")
        takes_back = _begins_with_no(scene)
        named = [item for item in ITEMS if scene.has(f"scope-{item}") or _shows(scene, item)]
        if takes_back:
            state.update(dict.fromkeys(named, "mentioned"))
        elif agrees:
            for item, by in open_items.items():
                if by != speaker and (not named or item in named):
                    state[item] = "confirmed"
        for item in named:
            state.setdefault(item, "mentioned")
            open_items[item] = speaker
    return tuple((item, state.get(item, "missing")) for item in ITEMS)


def _begins_with_no(scene: Scene) -> bool:
    """Tell whether the first word of a message is a no; that of "no problem" is part of a yes."""
    is_yes = any(hit.first == 0 for hit in scene.of(*YES))
    return not is_yes and any(hit.first == 0 for hit in scene.of("refusal", "negation"))


def _shows(scene: Scene, item: str) -> bool:
    """Tell whether a message names an item by something other than the item's own words."""
    if item == "deliverables":
        return scene.has("build", "scope-pieces") or len(scene.touched.get("product", ())) > 1
    if item == "payment_terms":
        return any(sign in scene.tokens.folded.text for sign in "$€£₹")
    return False
