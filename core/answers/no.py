"""Our no to what was asked, and what keeps it on Upwork."""

from collections.abc import Sequence
from dataclasses import replace

from core.answers.asked import (
    ENDS_OF_SENTENCES,
    MOST_WORDS_OF_ANSWER,
    MOST_WORDS_OF_NO,
    WAYS_TO_PAY,
    is_short_answer,
    names_money,
    only_here,
)
from core.answers.yes import YES
from core.kinds import PAY, TALK
from core.meaning.of_talk import names_a_place
from core.model import Kind, Signal, Speaker, Stance
from core.signals.scene import Scene

# What is asked for so that something can be sent to it.
SENT_TO = (Kind.CONTACT_REQUEST, Kind.EMAIL)
WAYS_TO_TALK = ("any-channel", "any-meet")
TURNS_DOWN = ("refusal", "negation", "upwork", "stay", "onplatform-pay")


def turned_down(scene: Scene, asked: Sequence[Signal]) -> list[Signal]:
    """Return our short no to what the client has just asked, as "Upwork only, sorry", as the refusal that it is.

    "Sorry, no PayPal" turns down no talk, and "I don't use WhatsApp" no payment.
    """
    turned = _turned_down_by_name(scene)
    kinds = dict.fromkeys(signal.kind for signal in asked if not turned or (signal.kind in PAY) in turned)
    words = len(scene.tokens.words)
    return [replace(scene.signal(kind, 0, words), stance=Stance.REFUSED) for kind in kinds]


def _turned_down_by_name(scene: Scene) -> set[bool]:
    """Return whether our no names a way to pay (True) or to talk (False); empty where all is to stay on Upwork."""
    if scene.has("stay", "upwork", "onplatform-pay"):
        return set()
    clause = scene.tokens.clause
    said = {clause[index] for hit in scene.of("refusal", "negation") for index in range(hit.first, hit.last)}
    return {
        is_money
        for is_money, names in ((True, WAYS_TO_PAY), (False, WAYS_TO_TALK))
        for name in names
        for first, _ in scene.touched.get(name, ())
        if clause[first] in said
    }


def kept_here(scene: Scene, asked: Sequence[Signal]) -> list[Signal]:
    """Return what points to Upwork, or to the contract to come, below an ask, as the no to it that it is.

    A longer answer says yes to something else beside: "$900 is fine. For the call let's use Upwork's tool."
    """
    if scene.message.speaker is not Speaker.US:
        return []
    talk, pay = scene.has("upwork-tool", "condition"), scene.has("onplatform-pay")
    kinds = dict.fromkeys(signal.kind for signal in asked)
    kept = [kind for kind in kinds if (talk and kind in TALK) or (pay and kind in PAY)]
    words = len(scene.tokens.words)
    return [replace(scene.signal(kind, 0, words), stance=Stance.REFUSED) for kind in kept]


def says_no(scene: Scene, asked: Sequence[Signal]) -> bool:
    """Tell whether a message of ours is a short no, or says that all stays here, and says yes to nothing.

    A longer one has to do both, and to stand below what was asked. What is put into the chat turns down no more than a way
    to send it.
    """
    if puts_something(scene, asked):
        return False
    if only_here(scene):
        return True
    stays = (
        _ends_here(scene) or scene.has("upwork", "stay", "onplatform-pay", "not-before") or _here_until(scene)
    )
    # "Same name as here, at gmail" keeps nothing here.
    here = stays and not (names_a_place(scene) and not scene.has("refusal", "negation", "not-before"))
    no = any(scene.of(*TURNS_DOWN)) or here
    elsewhere = scene.has("leave", "outside", "leave-upwork") or names_money(scene)
    firmly = bool(here and asked) and not elsewhere
    most = MOST_WORDS_OF_NO if firmly and scene.has("refusal", "stay", "not-before") else MOST_WORDS_OF_ANSWER
    return no and is_short_answer(scene, most) and not _says_yes_beside(scene, is_firm=firmly)


def _here_until(scene: Scene) -> bool:
    """Tell whether a message names this chat and until when, as "I'd stay here until there is a contract"."""
    return bool(scene.touched.get("here")) and scene.has("until")


def _says_yes_beside(scene: Scene, *, is_firm: bool) -> bool:
    """Tell whether a no holds a yes as well: behind "No, thanks." and beside Upwork only one ahead of all else counts."""
    said = list(scene.of(*YES))
    clause = scene.tokens.clause
    ahead = [hit for hit in scene.of("refusal", "negation") if hit.first == 0]
    apart = any(hit.last < len(clause) and clause[hit.last] != clause[0] for hit in ahead)
    if is_firm or (apart and not names_a_place(scene)):
        return any(hit.first == 0 for hit in said)
    return bool(said)


def puts_something(scene: Scene, asked: Sequence[Signal]) -> bool:
    """Tell whether a message only puts something into this chat, and nobody asked for another way to send it."""
    return scene.only_puts and not any(signal.kind in SENT_TO for signal in asked)


def _ends_here(scene: Scene) -> bool:
    """Tell whether "here" is the last word of a message: elsewhere it says where something stands."""
    end = scene.tokens.folded.text.rstrip(ENDS_OF_SENTENCES)
    return any(scene.tokens.ends[last - 1] >= len(end) for _, last in scene.touched.get("here", ()))
