"""Signals that the network hears where no phrase and no data gave one."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from core.flags import ANY, WARNS_OF
from core.kinds import CONTACT, PAY, TALK
from core.meaning.bounds import (
    BOUNDS,
    BOUNDS_OF_FLAGS,
    FLAGS,
    IN_SPITE,
    IN_SPITE_OF_LATER,
    OUR_FLAGS,
    PLAINLY_UNPAID,
    SURELY,
    SURELY_NO_PAYMENT,
)
from core.meaning.of_money import (
    PAY_LISTS,
    asks_for_papers,
    in_installments,
    is_about_else,
    names_a_way,
    names_upwork_alone,
    only_asks_how,
    only_builds,
    only_haggles,
    pays_members,
    puts_off,
    tells_of_payouts,
    tells_what_to_buy,
    turns_down_a_way,
)
from core.meaning.of_talk import (
    TALK_KINDS,
    has_another_sense,
    holds_no_name,
    leads_to_contact,
    likeliest_talk,
    only_a_call,
    only_for_machines,
    only_links,
    only_prints,
    only_sends_files,
    only_times,
    without_you,
)
from core.model import Kind, Reason, Signal, Speaker, Stance
from core.signals.payment import pays_others, told_of_the_past
from core.signals.safety import SHORTENER
from core.signals.scene import Scene
from core.signals.shape import shape
from core.weigh import Part, Weighed, likeliest

TALK_LISTS = tuple(name for _, lists in TALK_KINDS.values() for name in lists)
GIVEN = (Kind.MESSENGER_ID, Kind.PHONE)  # What figures may be taken for.
# What is said of talk that is none between us, or not yet.
TELLS_OF_TALK = ("condition", "meets-others", "unreachable", "among-ourselves", "loses-account", "firm-no")
# What is said of money that goes where it may.
TELLS_OF_MONEY = (
    "conversion",
    "vendor-purchase",
    "team-payroll",
    "pays-members",
    "taxes",
    "bookkeeping",
    "installments",
    "pays-upwork",
    "running-costs",
    "loses-account",
    "firm-no",
)
# What is said of free samples, of free hours, and of work that goes on.
NOT_UNPAID = ("not-free-work", "contract-is-on", "has-time", "past-samples")
PAST_UPWORK = ("outside", "direct", "elsewhere", "besides", "without-platform")
AGAINST = ("toohigh", "bad")  # What is said of a fee by who complains.
HIDDEN = frozenset({SHORTENER, "filedrop"})  # Links of which nobody knows what is behind them.
# Flags that say of money what is none of a payment outside, and kinds of which one is told where another is.
NO_PAYMENTS = ("flag-paytowork", "flag-partner")
NO_ACCESS = (Kind.ACCESS_REQUEST, Kind.SUSPICIOUS_FILE, *CONTACT, *TALK)
ALIKE = (
    {Kind.ACCESS_REQUEST: NO_ACCESS}
    | dict.fromkeys((Kind.UNPAID_TEST, Kind.EARLY_WORK), (Kind.UNPAID_TEST, Kind.FREE_OFFER, Kind.EARLY_WORK))
    | dict.fromkeys((Kind.PRESSURE, Kind.HOSTILITY), (Kind.PRESSURE, Kind.HOSTILITY))
)
# Red flags that the head hears in what we write, too: of free work it hears every "free".
OUR_WARNINGS = (Kind.EARLY_WORK, Kind.FEE_COMPLAINT)
GOES_BY_UPWORK = ("onplatform", "accepting", "iaccept")  # What is said of work that waits for its contract.
# What is said in words like those of a flag.
SPEAKS_AGAINST = {
    Kind.EARLY_WORK: ("condition",),
    Kind.PRESSURE: ("others-work",),
    Kind.ACCESS_REQUEST: ("called-by-name",),
    Kind.VAGUE_PARTNERSHIP: ("with-colleagues", "onplatform-pay"),
}
# What says already why somebody speaks of fees, or of work before he is paid.
SAID_BY = {"fees": PAY, "unpaid": frozenset({Kind.PAY_TO_WORK, Kind.VAGUE_PARTNERSHIP})}


def added(scene: Scene, kept: list[Signal], weighed: Sequence[Weighed], company: int) -> Iterator[Signal]:
    """Yield what the network hears in a message besides the signals that were kept."""
    said = {signal.kind for signal in kept if signal.stance is Stance.ASSERTED}
    declined = {signal.kind for signal in kept if signal.stance is not Stance.ASSERTED}
    if not said & (TALK | CONTACT):
        best = max(weighed, key=lambda one: one.chances["talk"])
        if best.chances["talk"] >= _enough_for_talk(scene, kept, best) and not _is_no_talk(scene, best):
            sentence = likeliest(scene, best.part, "talk")
            talk = _talk(scene, best, sentence)
            if talk.kind is Kind.CONTACT_REQUEST and Kind.QUICK_CALL in said:
                talk = replace(talk, kind=Kind.CALL)
            is_nothing = _gives_nothing(scene, talk, sentence, best, company)
            if not is_nothing and not only_a_call(scene, best, sentence, said):
                yield talk
        else:
            yield from _excused(scene, weighed)
    if not said & PAY:
        best = max(weighed, key=lambda one: one.chances["pay"])
        # In a conversation the encoder knows questions of how to pay as what stands before a payment outside.
        is_doubtful = declined & PAY or (company > 1 and only_asks_how(scene, best.part))
        enough = _enough_for_money(scene, is_doubtful=bool(is_doubtful))
        is_other = (
            pays_members(scene)
            or is_about_else(scene)
            or asks_for_papers(scene)
            or scene.has("swindle", "feedback-trade")
            or (Kind.PAY_TO_WORK in said and not _goes_past(scene))
            or (Kind.MEMBER_LEAVES in said and not names_a_way(scene))
            or (best.chances["unpaid"] >= PLAINLY_UNPAID and not names_a_way(scene))
            or (
                any(best.chances.get(flag, 0.0) >= SURELY_NO_PAYMENT for flag in NO_PAYMENTS)
                and not _goes_past(scene)
            )
            or _is_forbidden(scene, best, PAY_LISTS)
        )
        if best.chances["pay"] >= enough and not is_other:
            sentence = likeliest(scene, best.part, "pay")
            if not any(told_of_the_past(scene, scene.sentence[sentence.first])):
                yield _on(scene, Kind.PAY_OUTSIDE, sentence, PAY_LISTS)
    named = list(_warned(scene, said, weighed))
    yield from named
    yield from _flags(scene, said | {signal.kind for signal in named}, weighed)


def _enough_for_talk(scene: Scene, kept: Sequence[Signal], best: Weighed) -> float:
    """Return how likely talk has to be that no phrase gave."""
    waits = any(one.kind in TALK and one.stance is Stance.CONDITIONAL for one in kept)
    if waits or (scene.has("condition") and not scene.entities):
        return IN_SPITE_OF_LATER
    is_doubtful = (
        any(one.kind in TALK and one.stance is not Stance.ASSERTED for one in kept)
        or scene.has(*TELLS_OF_TALK)
        or only_haggles(scene)
        or (only_prints(scene) and likeliest_talk(best) == "contact_share")
    )
    return IN_SPITE if is_doubtful else BOUNDS["talk"].add


def _is_forbidden(scene: Scene, best: Weighed, lists: Sequence[str]) -> bool:
    """Tell whether a part forbids something, and names nothing else."""
    inside = range(best.part.first, best.part.last)
    forbidden = [place for place in scene.forbidden if place[0] in inside]
    named = [place for name in lists for place in scene.touched.get(name, ()) if place[0] in inside]
    return bool(forbidden) and all(
        any(first < end and start < last for first, last in forbidden) for start, end in named
    )


def _is_no_talk(scene: Scene, best: Weighed) -> bool:
    """Tell whether a message speaks to others, of other things, or to machines."""
    elsewhere = scene.has("meets-others") and without_you(scene)
    forbidden = _is_forbidden(scene, best, TALK_LISTS)
    fills = scene.fills_print and likeliest_talk(best) in ("contact_share", "contact_request")
    edited = fills or (scene.has("edited") and not scene.entities) or _is_copy(scene, best.part)
    others = elsewhere or forbidden or edited or has_another_sense(scene, best) or _is_told(scene)
    return others or only_links(scene) or only_for_machines(scene)


def _is_told(scene: Scene) -> bool:
    """Tell whether all talk of a message is one that was had among ourselves."""
    named = any(scene.touched.get(name) for name in TALK_LISTS)
    return scene.has("among-ourselves") and not named and not scene.entities


def _is_copy(scene: Scene, part: Part) -> bool:
    """Tell whether all that a part says of talk and contacts are words that are written for somebody to use."""
    if not scene.copy_places:
        return False
    entities = [place for _, place in scene.placed_entities]
    named = (place for name in TALK_LISTS for place in scene.touched.get(name, ()))
    return all(scene.in_copy(*place) for place in (*entities, *named) if part.first <= place[0] < part.last)


def _gives_nothing(scene: Scene, talk: Signal, sentence: Part, best: Weighed, company: int) -> bool:
    """Tell whether what may be a contact that is given is an ordinary word, a time, a page to read or a file."""
    if talk.kind is Kind.MESSENGER_ID and company > 1 and holds_no_name(scene):
        return True
    if talk.kind in GIVEN and only_times(scene, sentence):
        return True
    if talk.kind is Kind.CONTACT_PAGE and not leads_to_contact(scene, best):
        return True
    return only_sends_files(scene, sentence, best)


def _enough_for_money(scene: Scene, *, is_doubtful: bool) -> float:
    """Return how likely a payment outside has to be that no phrase gave."""
    elsewhere = tells_what_to_buy(scene) or (scene.has("pays-themselves") and pays_others(scene))
    if elsewhere or in_installments(scene) or scene.has("conversion", "with-colleagues"):
        return SURELY
    is_doubtful = (
        is_doubtful
        or turns_down_a_way(scene)
        or scene.has(*TELLS_OF_MONEY)
        or tells_of_payouts(scene)
        or pays_others(scene)
        or scene.is_for_sale
        or only_haggles(scene)
        or puts_off(scene)
        or only_builds(scene)
        or (scene.has("onplatform-pay") and bool(scene.touched.get("here")))
        or names_upwork_alone(scene)
    )
    return IN_SPITE if is_doubtful else BOUNDS["pay"].add


def _flags(scene: Scene, said: set[Kind], weighed: Sequence[Weighed]) -> Iterator[Signal]:
    """Yield unpaid work, pressure and the like, which are worth a word of care."""
    flags = OUR_FLAGS if scene.message.speaker is Speaker.US else FLAGS
    for question, kinds in flags.items():
        if said.intersection(kinds) or said & SAID_BY.get(question, frozenset()):
            continue
        best = max(weighed, key=lambda one: one.chances[question])
        is_doubtful = _is_doubtful(scene, kinds[0])
        if best.chances[question] >= (IN_SPITE if is_doubtful else BOUNDS[question].add):
            kind = Kind.EARLY_WORK if _starts_early(scene, question) else kinds[0]
            yield _on(scene, kind, likeliest(scene, best.part, question), ())


def _warned(scene: Scene, said: set[Kind], weighed: Sequence[Weighed]) -> Iterator[Signal]:
    """Yield the red flags that the heads of the encoder tell, but for those of which something is said already."""
    ours = scene.message.speaker is Speaker.US
    for flag, kind in WARNS_OF.items():
        if ours and kind not in OUR_WARNINGS:
            continue
        best = max(weighed, key=lambda one: one.chances.get(flag, 0.0))
        # Only where the encoder was asked is anything known of flags.
        likely = best.chances.get(flag, 0.0)
        if said.intersection(ALIKE.get(kind, (kind,))) or likely < (
            IN_SPITE if _is_doubtful(scene, kind) else BOUNDS_OF_FLAGS[flag]
        ):
            continue
        yield _on(scene, kind, likeliest(scene, best.part, ANY), ())


def _is_doubtful(scene: Scene, kind: Kind) -> bool:
    """Tell whether the words of a message speak against a red flag."""
    if kind in (Kind.UNPAID_TEST, Kind.EARLY_WORK, Kind.VAGUE_PARTNERSHIP) and (
        scene.has(*NOT_UNPAID) or any(scene.touched.get(name) for name in GOES_BY_UPWORK)
    ):
        return True
    if kind is Kind.SUSPICIOUS_FILE:
        return _only_known_links(scene)
    if kind is Kind.FEE_COMPLAINT:
        return _only_asks(scene)
    return scene.has(*SPEAKS_AGAINST.get(kind, ()))


def _goes_past(scene: Scene) -> bool:
    """Tell whether a message names a way past Upwork."""
    return scene.has("leave-upwork", "outside") or any(scene.touched.get(name) for name in PAST_UPWORK)


def _only_asks(scene: Scene) -> bool:
    """Tell whether a message asks what the fee is, and says nothing against it."""
    return scene.asks and not any(scene.touched.get(name) for name in AGAINST)


def _only_known_links(scene: Scene) -> bool:
    """Tell whether all links of a message lead where everybody knows what is there, and it names no file."""
    links = [entity.channel for entity in scene.entities if entity.kind == "link"]
    files = any(entity.kind == "file" for entity in scene.entities)
    return bool(links) and all(links) and not files and not HIDDEN.intersection(links)


def _starts_early(scene: Scene, question: str) -> bool:
    """Tell whether unpaid work is a start before the contract, not a test or a gift."""
    others = any(scene.touched.get(name) for name in ("unpaid", "test"))
    return question == "unpaid" and bool(scene.touched.get("startnow")) and not others


def _excused(scene: Scene, weighed: Sequence[Weighed]) -> Iterator[Signal]:
    """Yield a request for contact data, or the offer of some, that only an exception explains."""
    best = max(weighed, key=lambda w: w.chances["exception"])
    if best.chances["exception"] < BOUNDS["excused"].add:
        return
    asked = best.chances["contact_request"] >= best.chances["contact_share"]
    kind, lists = (Kind.CONTACT_REQUEST, TALK_KINDS["contact_request"][1]) if asked else (Kind.EMAIL, ())
    signal = _on(scene, kind, likeliest(scene, best.part, "exception"), lists)
    yield replace(signal, purpose=Reason.LEGAL if scene.touched.get("legal") else Reason.ACCESS)


def _talk(scene: Scene, best: Weighed, sentence: Part) -> Signal:
    """Return the talk that is likely in a sentence, of the likeliest kind; a number or an address may hide in it."""
    question = likeliest_talk(best)
    kind, lists = TALK_KINDS[question]
    if kind is Kind.MESSENGER_ID:
        if {entity.kind for entity in scene.entities} == {"link"} and not scene.tokens.disguised:
            return _on(scene, Kind.CONTACT_PAGE, sentence, lists)  # It hides nothing: a page may hold it.
        looks = set(shape(scene.tokens, sentence.first, sentence.last))
        if looks & {"digits 3", "digits 4", "said 2", "said 3", "said 4"}:
            kind = Kind.PHONE
        elif "at dot" in looks or ("provider" in looks and "at" in looks):
            kind = Kind.EMAIL
        return replace(_on(scene, kind, sentence, lists), disguised=True)
    return _on(scene, kind, sentence, lists)


def _on(scene: Scene, kind: Kind, part: Part, lists: tuple[str, ...]) -> Signal:
    """Return a signal on a part, narrowed to the words of some lists and those between them."""
    places = [
        place for name in lists for place in scene.touched.get(name, ()) if part.first <= place[0] < part.last
    ]
    first = min((place[0] for place in places), default=part.first)
    last = max((place[1] for place in places), default=part.last)
    return scene.signal(kind, first, last, channel=scene.channel_in(part.first, part.last))
