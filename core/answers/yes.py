"""Our yes to what was asked: a few words that mean something only where they stand."""

from collections.abc import Sequence

from core.answers.asked import (
    MOST_WORDS_OF_ANSWER,
    MOST_WORDS_OF_NO,
    answers_else,
    has_few_words,
    is_question,
    is_short_answer,
    just_asked,
    names_money,
    only_here,
    telling_words,
)
from core.kinds import PAY
from core.meaning.of_talk import names_a_place
from core.model import Kind, Signal, Speaker
from core.signals.scene import Scene

MOST_WORDS_OF_URGING = 4
MOST_WORDS_OF_DETAIL = 4
LEAST_WORDS_OF_ELSE = 3
MOST_BACK = 3  # Messages between a yes and what we turned down before the urging.
AT_FIRST = "says-yes-first"  # "Done" says yes where it stands first: "the logo is done" does not.
YES = ("says-yes", "agrees", "goes-ahead", AT_FIRST)
NO = (
    "refusal",
    "condition",
    "not-yet",
    "stay",
    "upwork",
    "upwork-tool",
    "onplatform-pay",
    "negation",
    "until",
    "asks-back",
)
LATER = ("condition", "until")  # Whoever is to be paid outside once a contract runs is to be paid outside.
# Words of ours that are of the ask itself, whatever else it was.
OF_AN_ASK = (
    "any-channel",
    "any-meet",
    "any-rail",
    "writeme",
    "callme",
    "callyou",
    "contact",
    "bank",
    "payme",
    "pay",
    "fee",
)


def accepted(scenes: Sequence[Scene], earlier: list[Signal]) -> list[Signal]:
    """Return our short yes to what the client has just asked as the step outside that it is.

    Where he only urges, as with "come on", it is a yes to what we turned down before.
    """
    scene = scenes[-1]
    asked = just_asked(scene, earlier)
    urged = not asked and len(scenes) > MOST_BACK and _only_urges(scenes[-2], scenes[-3])
    wanted = just_asked(scenes[-MOST_BACK], earlier) if urged else asked
    if not wanted:
        return []
    waits = LATER if all(one.kind in PAY for one in wanted) else ()
    if not says_yes(scene, waits) and not (asked and _says_yes_and_asks(scene, scenes[-2], asked)):
        return []
    if asked and (answers_else(scene, scenes[-2], asked) or _goes_on(scene, scenes[-2], asked)):
        return []
    # "WhatsApp is fine" says nothing of the cash that was asked for beside it.
    only_talk = names_a_place(scene) and not names_money(scene)
    kind = next((signal.kind for signal in wanted if signal.kind in PAY and not only_talk), Kind.MOVE)
    return [scene.signal(kind, 0, len(scene.tokens.words), channel=wanted[0].channel)]


def says_yes(scene: Scene, besides: Sequence[str] = ()) -> bool:
    """Tell whether a message of ours is a short yes, and neither a question nor a no; `besides` are frames that are no no."""
    if concedes(scene):
        return True
    said = [hit for hit in scene.of(*YES) if hit.frame != AT_FIRST or hit.first == 0]
    # Whoever says yes in each of his sentences has said no more than yes.
    all_yes = {scene.sentence[yes.first] for yes in said} == set(scene.sentence)
    most = MOST_WORDS_OF_NO if all_yes else MOST_WORDS_OF_ANSWER
    if not is_short_answer(scene, most) or only_here(scene):
        return False
    # The no of "no problem" is part of the yes, and the "once" of a condition part of that.
    over = [(hit.first, hit.last) for hit in (*said, *scene.of(*besides))]
    no = (hit for hit in scene.of(*NO) if not any(first <= hit.first < last for first, last in over))
    return bool(said) and next(no, None) is None


def _says_yes_and_asks(scene: Scene, before: Scene, asked: Sequence[Signal]) -> bool:
    """Tell whether a short message of ours begins with a yes and asks on: "Sure, what is your company name?".

    What is said between friends, as "Great. What about the photos?", is a yes to a question alone, and to talk only where it
    asks when, where or by which name that will be.
    """
    first = next((hit.last for hit in scene.of(*YES) if hit.first == 0), 0)
    clause = scene.tokens.clause
    apart = 0 < first < len(clause) and clause[first] != clause[first - 1]
    # Who doubts or keeps it here in the same breath has not agreed: "ok, but why?", "sure, can we do that here?"
    no = any(hit.first >= first for hit in scene.of(*(set(NO) - {"asks-back"}), "wonders"))
    asks_on = scene.asks and not scene.touched.get("here")
    if not apart or not asks_on or no or not has_few_words(scene):
        return False
    details = any(hit.first >= first for hit in scene.of("asks-detail"))
    if details and len(clause) - first <= MOST_WORDS_OF_DETAIL:
        return True
    return any(one.kind in PAY for one in asked) and (details or is_question(before, asked))


def _goes_on(answer: Scene, before: Scene, asked: Sequence[Signal]) -> bool:
    """Tell whether a yes below what is no question only begins an answer that goes on to the work.

    "Text me on WhatsApp" - "Good. Six weeks, in three steps." nods at what was read, and agrees to nothing.
    """
    if is_question(before, asked):
        return False
    rest = [index for index, number in enumerate(answer.sentence) if number != answer.sentence[0]]
    if len(rest) < LEAST_WORDS_OF_ELSE:
        return False
    said = {answer.tokens.words[index] for index in rest}
    of_it = any(answer.touched.get(name) for name in OF_AN_ASK)
    more = any(hit.first >= rest[0] for hit in answer.of(*YES, "asks-detail"))
    return not of_it and not more and not said & telling_words(before)


def leaves_open(scene: Scene, before: Scene, asked: Sequence[Signal]) -> bool:
    """Tell whether a short message of ours wonders at what was asked, puts it off, or takes up something else of it."""
    if not asked or not has_few_words(scene) or says_yes(scene):
        return False
    return scene.has("wonders") or answers_else(scene, before, asked)


def concedes(scene: Scene) -> bool:
    """Tell whether a message of ours makes an exception of what it turns down, and keeps nothing on Upwork."""
    stays = scene.has("upwork", "upwork-tool", "stay") or scene.touched.get("here")
    return scene.has("concession") and not stays and is_short_answer(scene, MOST_WORDS_OF_NO)


def _only_urges(scene: Scene, before: Scene) -> bool:
    """Tell whether a message of the client's is a few words that neither ask, nor answer ours before, nor agree to it."""
    few = len(scene.tokens.words) <= MOST_WORDS_OF_URGING
    answers = before.asks or any(scene.of(*YES))
    return scene.message.speaker is not Speaker.US and few and not answers
