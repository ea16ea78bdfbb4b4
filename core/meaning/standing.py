"""Which of the signals that phrases and data give stand, and for which purpose."""

from collections.abc import Sequence
from dataclasses import replace

from core.kinds import CONTACT, PAY, TALK
from core.meaning.bounds import (
    BOUNDS,
    FLAGS,
    OVERRULES,
    OVERRULES_DOCUMENT,
    OVERRULES_EXCEPTION,
    OVERRULES_PRINT,
)
from core.meaning.of_money import is_about_else, never_ours, plainness
from core.meaning.of_talk import is_data, meets_others, only_links, only_prints, without_you
from core.model import Kind, Reason, Signal, Speaker, Stance
from core.signals.accounts import is_account
from core.signals.safety import SHORTENER, starts_before_the_offer
from core.signals.scene import Scene
from core.weigh import Weighed

CONTACT_QUESTIONS = ("talk", "exception", "contact_share")
# A phrase of talk may be borne out by the question that asks for its own kind as well.
OWN_QUESTIONS = {Kind.CALL: "call", Kind.MOVE: "move", Kind.CONTACT_REQUEST: "contact_request"}
LINKS = frozenset({Kind.MEETING_LINK, Kind.SCHEDULER, Kind.CONTACT_FORM})
EXCEPTED = frozenset({Kind.EMAIL, Kind.CONTACT_REQUEST, Kind.ADDRESS})
# Phrases in which we say of ourselves what a client would ask for.
OF_OURSELVES = {Kind.EARLY_WORK: ("early-start",), Kind.FREE_OFFER: ("free-first",)}


def chance_at(question: str, signal: Signal, scene: Scene, weighed: Sequence[Weighed]) -> float:
    """Return the chance of the part of the message that a signal begins in."""
    first = scene.token_at(signal.start - scene.message.start)
    inside = (one.chances[question] for one in weighed if one.part.first <= first < one.part.last)
    return next(inside, weighed[-1].chances[question])


def stands(signal: Signal, scene: Scene, weighed: Sequence[Weighed]) -> bool:
    """Tell whether what a phrase or data gave is likely enough to be meant."""
    if signal.stance in (Stance.REFUSED, Stance.REPORTED):
        return True  # It accuses nobody, and a refusal answers what was asked before.
    if signal.purpose in (Reason.ACCESS, Reason.LEGAL):
        return True  # An exception is worth a word of care, and no more than that.
    if only_links(scene) and signal.channel:
        return True  # The network cannot read where a link leads, and the finders know.
    if signal.kind in PAY:
        return _money_stands(signal, scene, weighed)
    if signal.kind in TALK or (signal.kind in CONTACT and not is_data(signal, scene)):
        return _talk_stands(signal, scene, weighed)
    if signal.kind in CONTACT:
        leads = signal.kind in LINKS or (signal.kind is Kind.CONTACT_PAGE and signal.channel)
        is_plain = _leaks(signal, scene) or _is_written_to(signal, scene)
        bounds = "link" if leads else "leak" if is_plain else "contact"
        return _likeliest(CONTACT_QUESTIONS, signal, scene, weighed) >= BOUNDS[bounds].drop
    if signal.kind is Kind.QUICK_CALL:
        return _likeliest(("talk", "call"), signal, scene, weighed) >= BOUNDS["quick"].drop
    return _flag_stands(signal, scene, weighed)


def _money_stands(signal: Signal, scene: Scene, weighed: Sequence[Weighed]) -> bool:
    words = scene.text[signal.start - scene.message.start : signal.end - scene.message.start]
    if is_account(words):  # The network cannot read numbers, but it hears what is said around them.
        return _likeliest(("pay", "talk"), signal, scene, weighed) >= BOUNDS["account"].drop
    # Whoever says that the conversion is paid has no need of Upwork for the bill he asks for.
    is_a_bill = signal.kind is Kind.OUTSIDE_INVOICE and not scene.has("upwork-papers")
    if is_a_bill and scene.has("conversion-claim"):
        return True
    bounds = plainness(words, signal, scene)
    if never_ours(scene) or (bounds == "pay" and is_about_else(scene)):
        return False
    enough = OVERRULES if bounds == "pay" and scene.is_for_sale else BOUNDS[bounds].drop
    return chance_at("pay", signal, scene, weighed) >= enough


def _talk_stands(signal: Signal, scene: Scene, weighed: Sequence[Weighed]) -> bool:
    likely = _likeliest(("talk", "exception"), signal, scene, weighed)
    if meets_others(signal, scene):
        return likely >= OVERRULES and not without_you(scene)
    if own := OWN_QUESTIONS.get(signal.kind):
        likely = max(likely, chance_at(own, signal, scene, weighed))
    if signal.kind is Kind.CONTACT_REQUEST and _names_a_tool(signal, scene):
        return likely >= BOUNDS["named"].drop
    if signal.kind is Kind.CONTACT_FORM and scene.says(scene.sentence_at(signal), "apply-at"):
        return likely >= BOUNDS["leave"].drop  # The network cannot read where a link leads.
    if scene.says(scene.sentence_at(signal), "talk-first", "half-there", "half-call", "other-channel"):
        # The network takes a contract that is to follow for one that runs, and what is on Upwork for all of it.
        return likely >= BOUNDS["first"].drop
    return likely >= BOUNDS["past" if signal.kind is Kind.PAST_TALK else "talk"].drop


def _flag_stands(signal: Signal, scene: Scene, weighed: Sequence[Weighed]) -> bool:
    if scene.message.speaker is Speaker.US and scene.has(*OF_OURSELVES.get(signal.kind, ())):
        return True  # The network has learnt what clients ask for, not how we say it of ourselves.
    if signal.kind is Kind.SUSPICIOUS_FILE and signal.channel == SHORTENER:
        return True  # The network cannot read where a link leads.
    if signal.kind is Kind.FREE_OFFER:
        return chance_at("unpaid", signal, scene, weighed) >= BOUNDS["offered"].drop
    if signal.kind is Kind.EARLY_WORK:
        # The network has learnt of free work, and hears less in an early start.
        likely = chance_at("unpaid", signal, scene, weighed)
        ours = scene.message.speaker is Speaker.US
        bounds = "unpaid" if ours or scene.touched.get("onplatform") else "early"
        return bool(starts_before_the_offer(scene)) or likely >= BOUNDS[bounds].drop
    asked = [question for question, kinds in FLAGS.items() if signal.kind in kinds]
    return all(chance_at(one, signal, scene, weighed) >= BOUNDS[one].drop for one in asked)


def _likeliest(questions: Sequence[str], signal: Signal, scene: Scene, weighed: Sequence[Weighed]) -> float:
    return max(chance_at(question, signal, scene, weighed) for question in questions)


def _names_a_tool(signal: Signal, scene: Scene) -> bool:
    """Tell whether a request says by its words which tool it is for, and its sentence speaks of no product."""
    first, last = (scene.token_at(at - scene.message.start) for at in (signal.start, signal.end - 1))
    return bool(scene.channel_in(first, last + 1)) and not scene.product_weight(scene.sentence[first])


def only_names(signal: Signal, shown: Sequence[Signal], scene: Scene, weighed: Sequence[Weighed]) -> bool:
    """Tell whether an ask does no more than name a contact that belongs to a product, as "telephone 0123" on a card."""
    if signal.kind not in TALK or chance_at("talk", signal, scene, weighed) >= _overrules(signal, scene):
        return False
    return any(signal.start <= one.start and one.end <= signal.end for one in shown)


def _overrules(signal: Signal, scene: Scene) -> float:
    """Return what it takes to hear a contact as meant although it is a product's."""
    if only_prints(scene):
        return OVERRULES_PRINT
    first, last = (scene.token_at(at - scene.message.start) for at in (signal.start, signal.end - 1))
    in_document = scene.in_document(scene.tokens.starts[first], scene.tokens.ends[last])
    return OVERRULES_DOCUMENT if in_document else OVERRULES


def _in_copy(signal: Signal, scene: Scene) -> bool:
    """Tell whether a signal stands in words that are written for somebody to use."""
    first, last = (scene.token_at(at - scene.message.start) for at in (signal.start, signal.end - 1))
    return scene.in_copy(first, last + 1)


def _leaks(signal: Signal, scene: Scene) -> bool:
    """Tell whether we give a contact in the words that turn the other side down."""
    return scene.message.speaker is Speaker.US and signal.purpose is Reason.NONE and scene.has("stay")


def _is_written_to(signal: Signal, scene: Scene) -> bool:
    """Tell whether a phrase that asks to write somewhere holds a contact, and nothing is printed, built or edited."""
    first, last = (scene.token_at(at - scene.message.start) for at in (signal.start, signal.end - 1))
    asked = any(hit.first <= first and last < hit.last and not hit.weak for hit in scene.of("move"))
    return asked and not (
        scene.is_for_print or scene.has("edited") or scene.product_weight(scene.sentence[first])
    )


def only_declined(signal: Signal, scene: Scene, weighed: Sequence[Weighed]) -> Signal:
    """Return a contact that is spoken of in a refusal as the refusal alone, where none is given in the same breath."""
    if signal.kind not in CONTACT or signal.stance is not Stance.REFUSED or is_data(signal, scene):
        return signal
    if chance_at("talk", signal, scene, weighed) >= BOUNDS["talk"].drop:
        return signal
    return replace(signal, kind=Kind.CONTACT_REQUEST)


def with_purpose(signal: Signal, scene: Scene, weighed: Sequence[Weighed]) -> Signal:
    """Return contact data, or a request for it, with the exception that it is for, if it is for one.

    A detector sees the words of an exception or of a product; the network sees whether talk is what is wanted.
    """
    if signal.kind not in CONTACT and signal.kind is not Kind.CONTACT_REQUEST:
        return signal
    if scene.has("identity-request") and signal.purpose is not Reason.PRODUCT:
        return replace(signal, purpose=Reason.NONE)  # Nobody needs a passport to give access to anything.
    talk = chance_at("talk", signal, scene, weighed)
    exception = chance_at("exception", signal, scene, weighed)
    if signal.purpose is not Reason.NONE:
        firm = signal.purpose is not Reason.PRODUCT and signal.kind not in EXCEPTED
        is_product = signal.purpose is Reason.PRODUCT
        if is_product and (scene.fills_print or _in_copy(signal, scene)):
            return signal
        enough = _overrules(signal, scene) if is_product else OVERRULES_EXCEPTION
        overruled = not firm and talk >= enough and talk > exception
        return replace(signal, purpose=Reason.NONE) if overruled else signal
    if signal.kind in EXCEPTED and exception >= BOUNDS["exception"].add and exception > talk:
        legal = bool(scene.touched.get("legal")) or signal.kind is Kind.ADDRESS
        return replace(signal, purpose=Reason.LEGAL if legal else Reason.ACCESS)
    return signal
