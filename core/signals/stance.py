"""How a speaker stands to what his words say: he asks, refuses, forbids, reports, or puts it off."""

import re

from core.model import Speaker, Stance
from core.phrases import Hit
from core.signals.scene import Scene, shares

VERB_LAST = frozenset(("hi", "hi-Latn", "ur", "ur-Latn", "bn", "bn-Latn", "tr", "ja", "ko", "de", "nl"))
# What can be forbidden: asks, and what they name.
ASKED = (
    "move",
    "call",
    "contact-request",
    "quick-call",
    "scheduler",
    "contact-form",
    "writeme",
    "pay-outside",
    "outside-invoice",
)
WHAT_MAY_BE_FORBIDDEN = (
    "any-channel",
    "any-mail",
    "yourcontact",
    "contact",
    "contact-weak",
    "writeme",
    "callme",
    "addme",
    "any-rail",
    "bank",
    "payme",
)
NOT_AFTER_VERB = frozenset(("de", "nl"))  # "Not" stands before what it forbids, or behind it.
BEHIND_VERB = 2  # Words between what is forbidden and a verb that stands last and forbids it.
UPWORK = ("upwork", "onplatform")
NOW = ("rightnow", "todaynow", "startnow")
PAST_UPWORK = ("without-platform", "close-contract")
_PAUSE = re.compile(r"[,.;:?\n]")


def stance_of(scene: Scene, hit: Hit) -> Stance:
    """Return how the speaker stands to what a hit says."""
    number = scene.sentence[hit.first]
    if scene.says(number, "reported"):
        return Stance.REPORTED
    if _refused(scene, hit, number) or shares((hit.first, hit.last), scene.forbidden):
        return Stance.REFUSED
    return Stance.CONDITIONAL if _waits(scene, number) else Stance.ASSERTED


def _waits(scene: Scene, number: int) -> bool:
    """Tell whether a sentence is for after the start of the contract.

    "Once it has started, how do we talk? Usually we make a group" says so in the question before it.
    """
    if scene.says(number, "talk-first"):
        return False
    if scene.says(number, "condition"):
        return not scene.says(number, "not-yet")
    now = any(scene.sentence[first] == number for name in NOW for first, _ in scene.touched.get(name, ()))
    if now or scene.says(number, "not-yet", "until") or not scene.says(number - 1, "condition"):
        return False
    first = scene.sentence.index(number)
    between = scene.tokens.folded.text[scene.tokens.ends[first - 1] : scene.tokens.starts[first]]
    return "?" in between and not scene.says(number - 1, "not-yet")


def _refused(scene: Scene, hit: Hit, number: int) -> bool:
    clause = scene.tokens.clause
    if _is_turned_down_whole(scene, hit, number):
        return True
    for refusal in scene.within(number, "refusal"):
        if _turns_down_upwork(scene, refusal) or _dodges_fees(scene, refusal) or _urges(scene, refusal):
            continue
        if _proposes(scene, refusal):
            continue
        if hit.frame == "leave-upwork" and hit.first < refusal.first and refusal.last <= hit.last:
            continue  # "Invoices instead of third party sites" wants no more than it says.
        if _asks_all_the_same(scene, hit, refusal):
            continue
        before = refusal.first <= hit.first and hit.first - refusal.last <= 12
        same_clause = clause[refusal.first] == clause[hit.last - 1]
        same_clause &= hit.last > refusal.last or not _is_in_place_of(scene, refusal)
        apart = clause[refusal.first] - clause[hit.last - 1]
        verb_last = refusal.language in VERB_LAST and apart <= 1 and refusal.first - hit.last <= 8
        if (before and clause[hit.first] - clause[refusal.last - 1] <= 1) or same_clause or verb_last:
            return True
    return False


def _is_turned_down_whole(scene: Scene, hit: Hit, number: int) -> bool:
    """Tell whether what stands before it, in any clause, would cost our account or gets "a firm no", or what is in its clause.

    What a loss is the reason for stands in a clause behind it: "my account was closed, so write me there". And a no to
    Upwork turns down nothing else.
    """
    clause = scene.tokens.clause
    upwork = {clause[first] for name in UPWORK for first, _ in scene.touched.get(name, ())}
    losses = scene.within(number, "loses-account")
    nos = (no for one in (number, number + 1) for no in scene.within(one, "firm-no"))
    ends = (*losses, *(no for no in nos if clause[no.first] not in upwork))
    return any(hit.first < one.last or clause[hit.first] == clause[one.last - 1] for one in ends)


def _asks_all_the_same(scene: Scene, hit: Hit, refusal: Hit) -> bool:
    """Tell "no contract yet but let us phone", and "I hate to type, can we phone?", from what is turned down.

    Our own "but" leads to what we may do, so only others ask in spite of their no.
    """
    clause = scene.tokens.clause
    apart = clause[refusal.first] < clause[hit.first]
    if scene.message.speaker is Speaker.US or not (apart or refusal.last <= hit.first):
        return False
    if any(refusal.last <= first < hit.first for first, _ in scene.touched.get("but", ())):
        return True
    ends = _PAUSE.search(scene.tokens.folded.text, scene.tokens.ends[hit.last - 1])
    return apart and ends is not None and ends.group() == "?"


def forbidden_places(scene: Scene) -> list[tuple[int, int]]:
    """Return what somebody is told not to do.

    "No" and "ne" forbid what stands right behind them; "jangan" and "huwag" whatever follows in their clause, and
    where verbs stand last what stands before them.
    """
    words = [word for word in scene.of("forbids", "negates") if not _is_supposed(scene, word)]
    if not words:
        return []
    named = [("", *place) for name in WHAT_MAY_BE_FORBIDDEN for place in scene.touched.get(name, ())]
    asked = [(hit.language, hit.first, hit.last) for hit in scene.of(*ASKED)]
    found = {
        (first, last)
        for language, first, last in (*asked, *named)
        for word in words
        if _are_together(scene, word, first, last) and _forbids(word, language, first, last)
    }
    # "Don't call me" forbids "on Zoom" too, but no new verb.
    behind = {last for _, last in found}
    clause = scene.tokens.clause
    found |= {
        (hit.first, hit.last)
        for hit in scene.of(*ASKED)
        if hit.weak and hit.first in behind and clause[hit.first] == clause[hit.first - 1]
    }
    return sorted(found)


def _are_together(scene: Scene, word: Hit, first: int, last: int) -> bool:
    """Tell whether a word that forbids, and the ", please," behind it, has one clause with what it may forbid."""
    clause = scene.tokens.clause
    ends = clause[word.last - 1]
    together = (ends, ends + 1) if ends > clause[word.first] else (ends,)
    return clause[first] in together and clause[last - 1] in together


def _is_supposed(scene: Scene, word: Hit) -> bool:
    """Tell whether nothing is forbidden: "why don't you" and "if you don't" only ask, and "no milestone" pays outside."""
    clause = scene.tokens.clause
    if (
        _urges(scene, word)
        or _proposes(scene, word)
        or any(
            clause[hit.first] == clause[word.first] and hit.first <= word.last for hit in scene.of("whether")
        )
    ):
        return True
    if any(shares((word.first, word.last), scene.touched.get(name, ())) for name in PAST_UPWORK):
        return True
    if any(0 <= first - word.last <= 1 for name in UPWORK for first, _ in scene.touched.get(name, ())):
        return True
    ends = _PAUSE.search(scene.tokens.folded.text, scene.tokens.ends[word.last - 1])
    return ends is not None and ends.group() == "?"


def _urges(scene: Scene, word: Hit) -> bool:
    """Tell "don't hesitate to call" and "don't forget my number" from what somebody is not to do."""
    clause = scene.tokens.clause
    return any(
        clause[hit.first] == clause[word.first] and word.first - 1 <= hit.last and hit.first <= word.last + 1
        for hit in scene.of("urges")
    )


def _proposes(scene: Scene, word: Hit) -> bool:
    """Tell "can't we talk on the phone?", which asks for it, from "we can't"; of before the contract it asks for the rule."""
    number, clause = scene.sentence[word.first], scene.tokens.clause
    asked = any(
        clause[hit.first] == clause[word.first] and hit.first <= word.last and word.first <= hit.last
        for hit in scene.of("cant-we")
    )
    ends = _PAUSE.search(scene.tokens.folded.text, scene.tokens.ends[word.last - 1])
    of_rules = scene.says(number, "condition") or any(
        scene.sentence[first] == number
        for name in ("before-contract", "until", "before")
        for first, _ in scene.touched.get(name, ())
    )
    return asked and ends is not None and ends.group() == "?" and not of_rules


def _is_in_place_of(scene: Scene, refusal: Hit) -> bool:
    """Tell "PayPal instead of a milestone", which wants PayPal, from "PayPal is not for me"."""
    return any(first == refusal.first for first, _ in scene.touched.get("in-place-of", ()))


def _dodges_fees(scene: Scene, refusal: Hit) -> bool:
    """Tell "to avoid the fee", or "so that we pay no fee", from "we avoid such payments"."""
    return any(
        hit.first <= refusal.first <= hit.first + 1 and refusal.last <= hit.last
        for hit in scene.of("fee-avoidance")
    )


def _turns_down_upwork(scene: Scene, refusal: Hit) -> bool:
    """Tell "I can't chat here, use the other app" from "I can't leave this chat"."""
    clause = scene.tokens.clause[refusal.first]
    named = [hit.first for hit in scene.of("here", "upwork")]
    named += [first for first, _ in scene.touched.get("upwork", ())]
    near = [at for at in named if scene.tokens.clause[at] == clause and _is_next_to(refusal, at)]
    # "I'm not on here much" turns down Upwork by the words that leave it.
    leaving = any(
        scene.tokens.clause[hit.first] == clause
        and not shares((refusal.first, refusal.last), [(hit.first, hit.last)])
        for hit in scene.of("leave", "leave-upwork", "condition")
    )
    return bool(near) and not leaving and scene.message.speaker is not Speaker.US


def _is_next_to(word: Hit, at: int) -> bool:
    """Tell whether a place stands where the object of a word stands, in its language."""
    return -2 <= at - word.last <= 4 or (word.language in VERB_LAST and 0 < word.first - at <= 3)


def _forbids(word: Hit, language: str, first: int, last: int) -> bool:
    """Tell whether a word forbids what stands between two tokens, in words of a language."""
    if word.frame == "negates":
        return word.language == language and word.first < first <= word.last
    if word.language in VERB_LAST:
        reaches = word.last if word.language in NOT_AFTER_VERB else word.first
        return first <= reaches and word.first - last <= BEHIND_VERB
    return word.first < first <= word.last + 1
