"""What is meant: frames and the network together decide which signals of a message stand.

A frame that the network finds unlikely is dropped (it was talk of a product, or of somebody else); a message that it
finds likely is a signal although no frame matched it, on the sentence that speaks most for it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import exp

from core.languages import active
from core.lexicon import book, load_channels
from core.model import Kind, Reason, Signal, Speaker, Stance
from core.signals.accounts import is_account, looks_like_wallet
from core.signals.exceptions import by_phone_for_access
from core.signals.payment import conversion_claims, pays_others
from core.signals.safety import starts_before_the_offer
from core.signals.scene import OTHER_SENSES, Scene
from core.signals.shape import shape
from core.weigh import Part, Weighed, likeliest, sobering

CONTACT = frozenset(
    {
        Kind.PHONE,
        Kind.EMAIL,
        Kind.MESSENGER_ID,
        Kind.SOCIAL_HANDLE,
        Kind.ADDRESS,
        Kind.MEETING_LINK,
        Kind.SCHEDULER,
    }
    | {Kind.CONTACT_FORM, Kind.CONTACT_PAGE}
)
LINKS = frozenset({Kind.MEETING_LINK, Kind.SCHEDULER, Kind.CONTACT_FORM})
TALK = frozenset(
    {
        Kind.MOVE,
        Kind.CALL,
        Kind.CONTACT_REQUEST,
        Kind.PHONE_FOR_ACCESS,
        Kind.PAST_TALK,
        Kind.UNSOLICITED_CONTACT,
    }
)
PAY = frozenset(
    {
        Kind.PAY_OUTSIDE,
        Kind.OUTSIDE_METHOD,
        Kind.FEE_AVOIDANCE,
        Kind.FIRST_TASK_OUTSIDE,
        Kind.SPLIT_PAYMENT,
        Kind.THIRD_PARTY_PAYMENT,
        Kind.DIRECT_HIRE,
        Kind.DIRECT_CONTRACT,
        Kind.OTHER_JOB_OUTSIDE,
        Kind.OUTSIDE_INVOICE,
    }
)
FLAGS = {
    "unpaid": frozenset({Kind.UNPAID_TEST, Kind.EARLY_WORK}),
    "file": frozenset({Kind.SUSPICIOUS_FILE}),
    "access": frozenset({Kind.ACCESS_REQUEST}),
    "pressure": frozenset({Kind.PRESSURE, Kind.HOSTILITY}),
    "fees": frozenset({Kind.FEE_COMPLAINT}),
}

# Phrases in which we say of ourselves what a client would ask for.
OF_OURSELVES = {Kind.EARLY_WORK: ("early-start",), Kind.FREE_OFFER: ("free-first",)}


@dataclass(frozen=True, slots=True)
class Bounds:
    """Below `drop` a frame is no signal; from `add` on a part is one without a frame."""

    drop: float
    add: float


# Those of talk were chosen on `fe` and `ff` of hands_4.jsonl, which no network had learnt by then, those of pay on what the
# encoder had not learnt of hands_7.jsonl to hands_9.jsonl; a text flagged wrongly weighs as much as a violation missed. Those
# of wallets and accounts, of payments said to be outside, of past talk, of quick calls and of what we offer, and OVERRULES,
# were set by hand.
# IN_SPITE and the others are older, chosen for networks before: then loosened by hand where plain asks were lost.
BOUNDS = {
    "talk": Bounds(0.4, 0.4),
    "past": Bounds(0.25, 1.0),
    "contact": Bounds(0.3, 1.0),
    "named": Bounds(0.15, 1.0),
    "link": Bounds(0.1, 1.0),
    "leak": Bounds(0.05, 1.0),
    "quick": Bounds(0.01, 1.0),
    "pay": Bounds(0.33, 0.45),
    "wallet": Bounds(0.15, 1.0),
    "account": Bounds(0.03, 1.0),
    "outside": Bounds(0.1, 1.0),
    "leave": Bounds(0.01, 1.0),
    "job": Bounds(0.0, 1.0),
    "exception": Bounds(0.0, 0.45),
    "excused": Bounds(0.0, 0.5),
    "unpaid": Bounds(0.1, 0.25),
    "offered": Bounds(0.45, 1.0),
    "file": Bounds(0.2, 0.35),
    "access": Bounds(0.03, 0.25),
    "pressure": Bounds(0.2, 0.5),
    "fees": Bounds(0.04, 0.35),
}
IN_SPITE = 0.85  # What it takes to hear a proposal beside a refusal of the like, or a condition.
IN_SPITE_OF_LATER = 0.95  # Where the proposal itself is for after the start of the contract,
SURELY = 0.97  # or half is paid now and half at the end, or somebody speaks of Upwork's conversion.
OVERRULES = 0.7  # What it takes to hear a contact as meant although the sentence speaks of a product,
OVERRULES_DOCUMENT = 0.9  # or although it stands in a text that is worked on,
OVERRULES_PRINT = 0.9  # or although it is about what shows such data to the public,
OVERRULES_EXCEPTION = 0.8  # or although the words of an exception stand beside it.
EXCEPTED = frozenset({Kind.EMAIL, Kind.CONTACT_REQUEST, Kind.ADDRESS})
# What kind of talk each question asks for, and the lists whose words show where it stands.
TALK_KINDS = {
    "contact_share": (Kind.MESSENGER_ID, ()),
    "contact_request": (Kind.CONTACT_REQUEST, ("yourcontact", "contact", "contact-weak")),
    "move": (
        Kind.MOVE,
        ("any-channel", "writeme", "elsewhere", "outside", "by-mail", "other-app", "findme", "addme"),
    ),
    "call": (Kind.CALL, ("callme", "callyou", "inperson", "any-meet", "call", "meet")),
}
PAY_LISTS = (
    "payyou",
    "payme",
    "rail",
    "any-rail",
    "bank",
    "yourbank",
    "cash",
    "invoice",
    "fee",
    "direct",
    "pay",
)


_LINK = re.compile(r"https?://\S+")
# A hash, a key, or a key of the keyboard that was held down; names that are strung together hold no number.
_MACHINE_WORD = re.compile(
    r"(?<![\w@./-])(?:[A-Za-z]{20,}|(?=[A-Za-z_-]{0,60}\d)[0-9A-Za-z_-]{20,})(?![\w@.-])"
)
_TIME = re.compile(r"(?:[01]\d|2[0-4])[0-5][05]")
FEW_WORDS = 4
GIVEN = (Kind.MESSENGER_ID, Kind.PHONE)  # What figures may be taken for.
MOST_OF_A_CALL = 24  # Subwords of what does no more than ask for a call,
MOST_OF_A_QUESTION = 16  # or how to pay.
# Words that say where a call would be.
PLACES = (
    "telephone",
    "any-channel",
    "any-meet",
    "callme",
    "callyou",
    "inperson",
    "contact",
    "outside",
    "elsewhere",
)
# What asks somebody to write or to call, or says whose contact is given.
ASKS = ("move", "call", "contact-request", "writeme", "mycontact", "contact-page")
# What is said of talk that is none between us, or not yet.
TELLS_OF_TALK = ("condition", "meets-others", "unreachable")
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
)
WAYS = ("rail", "any-rail", "bank", "yourbank", "cash", "invoice", "fee", "direct", "outside")


def settle(
    scene: Scene,
    signals: list[Signal],
    weighed: Sequence[Weighed],
    company: int = 1,
    *,
    is_borne_out: bool = False,
) -> list[Signal]:
    """Return the signals that stand, and those that the network adds.

    `weighed` are the chances of the parts of the message, in order; `company` is how many messages the conversation
    has. What the messages around it bear out is no less likely there than alone.
    """
    if not weighed:
        return signals
    weighed = [_sobered(one, 1 if is_borne_out else company) for one in weighed]
    signals = [_only_declined(signal, scene, weighed) for signal in signals]
    shown = [one for one in signals if one.kind in CONTACT and one.purpose is Reason.PRODUCT]
    kept = [
        signal
        for signal in signals
        if _stands(signal, scene, weighed) and not _only_names(signal, shown, scene, weighed)
    ]
    kept = [_with_purpose(signal, scene, weighed) for signal in _told_apart(kept, scene)]
    if not any(signal.kind is Kind.MOVE for signal in kept):
        kept = [_call_or_move(signal, scene, weighed) for signal in kept]
    if not weighed[-1].goes_on:  # What is only heard in the whole stands where it ends.
        kept.extend(_added(scene, kept, weighed, company))
    return [
        replace(signal, kind=Kind.PHONE_FOR_ACCESS, purpose=Reason.ACCESS)
        if by_phone_for_access(scene, signal)
        else signal
        for signal in kept
    ]


def _told_apart(signals: Sequence[Signal], scene: Scene) -> list[Signal]:
    """Return signals without those that hear the same words in another sense.

    "As discussed on our Zoom call" asks for no call, "¿Hablamos por WhatsApp?" tells of no talk that was, and who asks
    to ring somebody up asks for no number.
    """
    asked = [one for one in signals if one.kind is Kind.PAST_TALK and _is_asked(one, scene)]
    past = [one for one in signals if one.kind is Kind.PAST_TALK and one not in asked]
    # "Get your phone number" asks for no call: its number is what is asked for.
    asked_for = [one for one in signals if one.kind is Kind.CONTACT_REQUEST]
    calls = [
        one
        for one in signals
        if one.kind is Kind.QUICK_CALL and not any(_holds(more, one) for more in asked_for)
    ]
    moves = [one for one in signals if one.kind is Kind.MOVE]
    others = {Kind.CALL: past, Kind.QUICK_CALL: past, Kind.CONTACT_REQUEST: calls}
    return [
        one
        for one in signals
        if (one.kind is not Kind.QUICK_CALL or one in calls)
        and not any(
            one.start < other.end and other.start < one.end
            for other in (moves if one in asked else others.get(one.kind, ()))
        )
    ]


def _holds(signal: Signal, other: Signal) -> bool:
    """Tell whether a signal begins where another does, or before, and goes on behind it."""
    return signal.start <= other.start and other.end < signal.end


def _call_or_move(signal: Signal, scene: Scene, weighed: Sequence[Weighed]) -> Signal:
    """Return a call that does no more than name a chat as the move there that it is, where no call is likely."""
    tool = load_channels().get(signal.channel)
    if signal.kind is not Kind.CALL or tool is None or tool.kind != "chat":
        return signal
    call, move = (_chance(asked, signal, scene, weighed) for asked in ("call", "move"))
    return replace(signal, kind=Kind.MOVE) if call < BOUNDS["talk"].drop <= move else signal


def _is_asked(signal: Signal, scene: Scene) -> bool:
    """Tell whether a question mark stands right behind a signal."""
    return scene.text[signal.end - scene.message.start :].lstrip()[:1] in tuple("?？؟")


def asks(signals: list[Signal]) -> bool:
    """Tell whether signals that stand hold a step outside."""
    return any(signal.kind in PAY | TALK and signal.stance is Stance.ASSERTED for signal in signals)


def _sobered(weighed: Weighed, company: int) -> Weighed:
    """Return the chances with their log odds lowered, but for the one that excuses."""
    if company == 1:
        return weighed
    lowered = {
        q: chance / (chance + (1 - chance) * exp(sobering(company, q)))
        for q, chance in weighed.chances.items()
    }
    return replace(weighed, chances={**lowered, "exception": weighed.chances["exception"]})


def _chance(question: str, signal: Signal, scene: Scene, weighed: Sequence[Weighed]) -> float:
    """Return the chance of the part of the message that a signal begins in."""
    first = scene.token_at(signal.start - scene.message.start)
    inside = (one.chances[question] for one in weighed if one.part.first <= first < one.part.last)
    return next(inside, weighed[-1].chances[question])


def _stands(signal: Signal, scene: Scene, weighed: Sequence[Weighed]) -> bool:
    if signal.stance in (Stance.REFUSED, Stance.REPORTED):
        return True  # It accuses nobody, and a refusal answers what was asked before.
    if signal.purpose in (Reason.ACCESS, Reason.LEGAL):
        return True  # An exception is worth a word of care, and no more than that.
    if _only_links(scene) and signal.channel:
        return True  # The network cannot read where a link leads, and the finders know.
    if signal.kind in PAY:
        words = scene.text[signal.start - scene.message.start : signal.end - scene.message.start]
        if is_account(words):  # The network cannot read numbers, but it hears what is said around them.
            likely = max(_chance(asked, signal, scene, weighed) for asked in ("pay", "talk"))
            return likely >= BOUNDS["account"].drop
        bounds = BOUNDS[_plainness(words, signal, scene)]
        likely = _chance("pay", signal, scene, weighed)
        if bounds is BOUNDS["pay"] and scene.is_for_sale:
            return likely >= OVERRULES
        return likely >= bounds.drop
    if signal.kind in TALK or (signal.kind in CONTACT and not _is_data(signal, scene)):
        likely = max(_chance("talk", signal, scene, weighed), _chance("exception", signal, scene, weighed))
        if _meets_others(signal, scene):
            return likely >= OVERRULES and not _without_you(scene)
        if signal.kind is Kind.CONTACT_REQUEST:
            likely = max(likely, _chance("contact_request", signal, scene, weighed))
            if _names_a_tool(signal, scene):
                return likely >= BOUNDS["named"].drop
        return likely >= BOUNDS["past" if signal.kind is Kind.PAST_TALK else "talk"].drop
    if signal.kind in CONTACT:
        likely = max(
            _chance(asked, signal, scene, weighed) for asked in ("talk", "exception", "contact_share")
        )
        leads = signal.kind in LINKS or (signal.kind is Kind.CONTACT_PAGE and signal.channel)
        question = "link" if leads else "leak" if _leaks(signal, scene) else "contact"
        return likely >= BOUNDS[question].drop
    if signal.kind is Kind.QUICK_CALL:
        return (
            max(_chance(asked, signal, scene, weighed) for asked in ("talk", "call")) >= BOUNDS["quick"].drop
        )
    if scene.message.speaker is Speaker.US and scene.has(*OF_OURSELVES.get(signal.kind, ())):
        return True  # The network has learnt what clients ask for, not how we say it of ourselves.
    if signal.kind is Kind.FREE_OFFER:
        return _chance("unpaid", signal, scene, weighed) >= BOUNDS["offered"].drop
    if signal.kind is Kind.EARLY_WORK and starts_before_the_offer(scene):
        return True
    for question, kinds in FLAGS.items():
        if signal.kind in kinds:
            return _chance(question, signal, scene, weighed) >= BOUNDS[question].drop
    return True


def _names_a_tool(signal: Signal, scene: Scene) -> bool:
    """Tell whether a request says by its words which tool it is for, and its sentence speaks of no product."""
    first, last = (scene.token_at(at - scene.message.start) for at in (signal.start, signal.end - 1))
    return bool(scene.channel_in(first, last + 1)) and not scene.product_weight(scene.sentence[first])


def _meets_others(signal: Signal, scene: Scene) -> bool:
    """Tell whether the sentence that a signal begins in says that the speaker has a meeting with somebody else."""
    return any(True for _ in scene.within(scene.sentence_at(signal), "meets-others"))


def _without_you(scene: Scene) -> bool:
    """Tell whether a message neither speaks to anybody nor asks anything."""
    return not scene.touched.get("you") and not scene.touched.get("invited") and "?" not in scene.text


def _only_names(signal: Signal, shown: Sequence[Signal], scene: Scene, weighed: Sequence[Weighed]) -> bool:
    """Tell whether an ask does no more than name a contact that belongs to a product, as "telephone 0123" on a card."""
    if signal.kind not in TALK or _chance("talk", signal, scene, weighed) >= _overrules(signal, scene):
        return False
    return any(signal.start <= one.start and one.end <= signal.end for one in shown)


def _overrules(signal: Signal, scene: Scene) -> float:
    """Return what it takes to hear a contact as meant although it is a product's."""
    if _only_prints(scene):
        return OVERRULES_PRINT
    first, last = (scene.token_at(at - scene.message.start) for at in (signal.start, signal.end - 1))
    in_document = scene.in_document(scene.tokens.starts[first], scene.tokens.ends[last])
    return OVERRULES_DOCUMENT if in_document else OVERRULES


def _only_prints(scene: Scene) -> bool:
    """Tell whether a message is about what shows contact data to the public, and nobody is to write or to call."""
    cards = [range(hit.first, hit.last) for hit in scene.of("printed")]
    asked = (hit for hit in scene.of(*ASKS) if not any(hit.first in card for card in cards))
    return (scene.prints or scene.has("reply-to")) and all(scene.names_contact(hit) for hit in asked)


def _leaks(signal: Signal, scene: Scene) -> bool:
    """Tell whether we give a contact in the words that turn the other side down."""
    return scene.message.speaker is Speaker.US and signal.purpose is Reason.NONE and scene.has("stay")


def _says_outside(signal: Signal, scene: Scene) -> bool:
    """Tell whether the sentence that a signal begins in says "outside Upwork" itself, or what to pay past Upwork."""
    number = scene.sentence_at(signal)

    def names(*lists: str) -> bool:
        return any(
            scene.sentence[first] == number for name in lists for first, _ in scene.touched.get(name, ())
        )

    past = any(
        scene.stance(hit) is Stance.ASSERTED for hit in scene.within(number, "fee-avoidance", "split-payment")
    )
    in_part = past and names("upwork", "onplatform") and names("rail", "any-rail", "bank", "cash")
    return names("outside") or in_part


def _plainness(words: str, signal: Signal, scene: Scene) -> str:
    """Return which bounds hold for a payment, by how plainly it says that it is outside, as a wallet or a link does."""
    if looks_like_wallet(words) or _is_data(signal, scene):
        return "wallet"
    if signal.kind is Kind.DIRECT_HIRE and any(
        True for _ in scene.within(scene.sentence_at(signal), "job-offer")
    ):
        return "job"  # Who is to be employed is spoken of without a word of money.
    if _leaves_upwork(signal, scene):
        return "leave"
    return "outside" if _says_outside(signal, scene) else "pay"


def _leaves_upwork(signal: Signal, scene: Scene) -> bool:
    """Tell whether the sentence that a signal begins in wants Upwork left out, or asks for another way to pay.

    Whoever says that the conversion is paid means to pay elsewhere from now on.
    """
    if conversion_claims(scene):
        return True
    number = scene.sentence_at(signal)
    besides = any(scene.sentence[first] == number for first, _ in scene.touched.get("besides", ()))
    return besides or any(
        scene.stance(hit) is Stance.ASSERTED for hit in scene.within(number, "leave-upwork")
    )


def _only_declined(signal: Signal, scene: Scene, weighed: Sequence[Weighed]) -> Signal:
    """Return a contact that is spoken of in a refusal as the refusal alone, where none is given in the same breath."""
    if signal.kind not in CONTACT or signal.stance is not Stance.REFUSED or _is_data(signal, scene):
        return signal
    if _chance("talk", signal, scene, weighed) >= BOUNDS["talk"].drop:
        return signal
    return replace(signal, kind=Kind.CONTACT_REQUEST)


def _is_data(signal: Signal, scene: Scene) -> bool:
    """Tell a contact by its data from one by a phrase."""
    start = signal.start - scene.message.start
    return any(scene.tokens.folded.start(entity.start) == start for entity in scene.entities)


def _with_purpose(signal: Signal, scene: Scene, weighed: Sequence[Weighed]) -> Signal:
    """Return contact data, or a request for it, with the exception that it is for, if it is for one.

    A detector sees the words of an exception or of a product; the network sees whether talk is what is wanted.
    """
    if signal.kind not in CONTACT and signal.kind is not Kind.CONTACT_REQUEST:
        return signal
    if scene.has("identity-request") and signal.purpose is not Reason.PRODUCT:
        return replace(signal, purpose=Reason.NONE)  # Nobody needs a passport to give access to anything.
    talk = _chance("talk", signal, scene, weighed)
    exception = _chance("exception", signal, scene, weighed)
    if signal.purpose is not Reason.NONE:
        firm = signal.purpose is not Reason.PRODUCT and signal.kind not in EXCEPTED
        is_product = signal.purpose is Reason.PRODUCT
        enough = _overrules(signal, scene) if is_product else OVERRULES_EXCEPTION
        overruled = not firm and talk >= enough and talk > exception
        return replace(signal, purpose=Reason.NONE) if overruled else signal
    if signal.kind in EXCEPTED and exception >= BOUNDS["exception"].add and exception > talk:
        legal = bool(scene.touched.get("legal")) or signal.kind is Kind.ADDRESS
        return replace(signal, purpose=Reason.LEGAL if legal else Reason.ACCESS)
    return signal


def _added(scene: Scene, kept: list[Signal], weighed: Sequence[Weighed], company: int) -> Iterator[Signal]:
    said = {signal.kind for signal in kept if signal.stance is Stance.ASSERTED}
    declined = {signal.kind for signal in kept if signal.stance is not Stance.ASSERTED}
    if not said & (TALK | CONTACT):
        best = max(weighed, key=lambda w: w.chances["talk"])
        put_off = (
            declined & TALK
            or scene.has(*TELLS_OF_TALK)
            or _only_haggles(scene)
            or (_only_prints(scene) and _likeliest_talk(best) == "contact_share")
        )
        is_later = any(one.kind in TALK and one.stance is Stance.CONDITIONAL for one in kept)
        is_later |= scene.has("condition") and not scene.entities
        bound = IN_SPITE_OF_LATER if is_later else IN_SPITE if put_off else BOUNDS["talk"].add
        elsewhere = (scene.has("meets-others") and _without_you(scene)) or _has_another_sense(scene, best)
        if best.chances["talk"] >= bound and not (
            elsewhere or _only_links(scene) or _only_for_machines(scene)
        ):
            sentence = likeliest(scene, best.part, "talk")
            talk = _talk(scene, best, sentence)
            if talk.kind is Kind.CONTACT_REQUEST and Kind.QUICK_CALL in said:
                talk = replace(talk, kind=Kind.CALL)
            nothing = talk.kind is Kind.MESSENGER_ID and company > 1 and _holds_no_name(scene)
            nothing |= talk.kind in GIVEN and _only_times(scene, sentence)
            nothing |= talk.kind is Kind.CONTACT_PAGE and not _leads_to_contact(scene, best)
            if not (nothing or _only_sends_files(scene, sentence, best) or _only_a_call(scene, best, said)):
                yield talk
        else:
            yield from _excused(scene, weighed)
    if not said & PAY:
        best = max(weighed, key=lambda w: w.chances["pay"])
        # In a conversation the encoder knows such questions as what stands before a payment outside.
        only_asks = company > 1 and _only_asks_how(scene, best.part)
        doubtful = (
            declined & PAY
            or _turns_down_a_way(scene)
            or scene.has(*TELLS_OF_MONEY)
            or pays_others(scene)
            or only_asks
            or scene.is_for_sale
            or _only_haggles(scene)
            or _puts_off(scene)
            or _only_builds(scene)
            or (scene.has("onplatform-pay") and bool(scene.touched.get("here")))
        )
        surely = _in_installments(scene) or scene.has("conversion")
        surely |= _tells_what_to_buy(scene)
        bound = SURELY if surely else IN_SPITE if doubtful else BOUNDS["pay"].add
        if best.chances["pay"] >= bound and not _pays_members(scene):
            yield _on(scene, Kind.PAY_OUTSIDE, likeliest(scene, best.part, "pay"), PAY_LISTS)
    for question, kinds in FLAGS.items():
        if said & kinds or (question == "fees" and said & PAY):
            continue
        if question == "unpaid" and scene.has("not-free-work", "contract-is-on"):
            continue
        best = max(weighed, key=lambda w: w.chances[question])
        if best.chances[question] >= BOUNDS[question].add and scene.message.speaker is not Speaker.US:
            kind = Kind.EARLY_WORK if _starts_early(scene, question) else max(kinds)
            yield _on(scene, kind, likeliest(scene, best.part, question), ())


def _starts_early(scene: Scene, question: str) -> bool:
    """Tell whether unpaid work is a start before the contract, not a test or a gift."""
    others = any(scene.touched.get(name) for name in ("unpaid", "test"))
    return question == "unpaid" and bool(scene.touched.get("startnow")) and not others


def _has_another_sense(scene: Scene, best: Weighed) -> bool:
    """Tell whether what speaks most of talk says something like "give me a number for the logo", and nothing else does."""
    said = _likeliest_talk(best) == "contact_share" or scene.has(*ASKS) or names_a_place(scene)
    if said or best.chances["talk"] >= SURELY:
        return False
    senses = list(scene.of(*OTHER_SENSES))
    sentence = likeliest(scene, best.part, "talk") if senses else best.part
    return any(sentence.first <= hit.first < sentence.last for hit in senses)


def _only_links(scene: Scene) -> bool:
    """Tell whether a message is nothing but links, of which the finders know whether they lead to somebody."""
    return bool(_LINK.search(scene.text)) and not any(map(str.isalnum, _LINK.sub("", scene.text)))


def _only_for_machines(scene: Scene) -> bool:
    """Tell whether a message holds a hash or a key, and neither contact data nor a word for it."""
    machine = [range(*found.span()) for found in _MACHINE_WORD.finditer(scene.text)]
    if not machine or scene.entities:
        return False
    places = (first for name in PLACES for first, _ in scene.touched.get(name, ()))
    starts = (scene.tokens.folded.start(scene.tokens.starts[first]) for first in places)
    return all(any(start in word for word in machine) for start in starts)


def _holds_no_name(scene: Scene) -> bool:
    """Tell whether a short message has none but ordinary words, as "got it" below somebody's number."""
    words = [word for word in scene.tokens.words if any(map(str.isalnum, word))]
    books = [book(code) for code in active(scene.tokens)]
    return len(words) <= FEW_WORDS and all(any(one.knows(word) for one in books) for word in words)


def _only_times(scene: Scene, part: Part) -> bool:
    """Tell whether the numbers of a part are times of the day, as "0900 - 1200 eastern", and no tool is named there."""
    said = set(shape(scene.tokens, part.first, part.last)) & {"said 2", "said 3", "said 4", "at dot"}
    numbers = [word for word in scene.tokens.words[part.first : part.last] if word.isdecimal()]
    if not numbers or said or _touches_a_place(scene, part):
        return False
    return all(_TIME.fullmatch(word) for word in numbers)


def _leads_to_contact(scene: Scene, best: Weighed) -> bool:
    """Tell whether a message that gives a page says that it is for getting in touch, not to read about somebody."""
    if scene.has("reply-here"):
        return False  # Who wants answers on Upwork shows the page for what is on it.
    says = bool(scene.touched.get("contact-weak")) or _touches_a_place(scene, None)
    return says or best.chances["talk"] >= IN_SPITE


def _only_sends_files(scene: Scene, part: Part, best: Weighed) -> bool:
    """Tell whether a part gives nothing but names of files, each of which may look like one that somebody goes by."""
    inside = range(part.first, part.last)
    given = [(entity.kind, first, last) for entity, (first, last) in scene.placed_entities if first in inside]
    files = [range(first, last) for kind, first, last in given if kind == "file"]
    if not files or len(files) < len(given):
        return False
    if all(any(at in one for one in files) for at in inside):
        return True
    return _likeliest_talk(best) == "contact_share" and not _touches_a_place(scene, part)


def _only_a_call(scene: Scene, best: Weighed, said: set[Kind]) -> bool:
    """Tell whether what may be talk is a short question for a call that does not say where: it may be one on Upwork."""
    if Kind.QUICK_CALL not in said or _likeliest_talk(best) not in ("call", "move"):
        return False
    return len(best.part.subwords) <= MOST_OF_A_CALL and not names_a_place(scene, best.part)


def names_a_place(scene: Scene, part: Part | None = None) -> bool:
    """Tell whether a message, or a part of it, says where else than on Upwork a call would be."""
    return bool(scene.entities) or _touches_a_place(scene, part)


def _touches_a_place(scene: Scene, part: Part | None) -> bool:
    inside = range(part.first, part.last) if part else range(len(scene.tokens.words))
    return any(place[0] in inside for name in PLACES for place in scene.touched.get(name, ()))


def _likeliest_talk(weighed: Weighed) -> str:
    return max(TALK_KINDS, key=weighed.chances.__getitem__)


def _only_asks_how(scene: Scene, part: Part) -> bool:
    """Tell whether a part does no more than ask how something is to be paid, and names no way itself."""
    named = any(part.first <= place[0] < part.last for name in WAYS for place in scene.touched.get(name, ()))
    is_question = len(part.subwords) <= MOST_OF_A_QUESTION and scene.text.rstrip().endswith(("?", "？", "؟"))
    return is_question and not named


def _turns_down_a_way(scene: Scene) -> bool:
    """Tell whether we name a way to pay, and something that we do not do, as "Crypto isn't something I can accept"."""
    ours = scene.message.speaker is Speaker.US and not scene.has("concession")
    return ours and scene.has("refusal") and any(scene.touched.get(name) for name in WAYS)


def _only_builds(scene: Scene) -> bool:
    """Tell whether a message speaks of what is built, and has no word of money."""
    money = any(scene.touched.get(name) for name in (*PAY_LISTS, *WAYS))
    return not money and any(scene.product_weight(number) > 1 for number in set(scene.sentence))


def _pays_members(scene: Scene) -> bool:
    """Tell whether we say that we pay our people, and nothing else of money that comes to us."""
    told = list(scene.of("pays-members"))
    us = (
        place
        for place in scene.touched.get("payme", ())
        if not any(place[0] < hit.last and hit.first < place[1] for hit in told)
    )
    return scene.message.speaker is Speaker.US and bool(told) and next(us, None) is None


def _tells_what_to_buy(scene: Scene) -> bool:
    """Tell whether we say what the client buys of others, or how our people are paid, and nothing of ourselves."""
    told = scene.message.speaker is Speaker.US and scene.has("vendor-purchase", "team-payroll")
    return told and not any(scene.touched.get(name) for name in ("payme", "me"))


def _puts_off(scene: Scene) -> bool:
    """Tell whether we only say that we will see, as in "let me check and come back"."""
    return scene.message.speaker is Speaker.US and scene.has("asks-back")


def _in_installments(scene: Scene) -> bool:
    """Tell whether a message says when which part is paid, and names no way to pay it."""
    return scene.has("installments") and not any(scene.touched.get(name) for name in WAYS)


def _only_haggles(scene: Scene) -> bool:
    """Tell whether a message asks for a lower price, and names no way to pay it."""
    return scene.has("haggle") and not any(scene.touched.get(name) for name in WAYS)


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
    question = _likeliest_talk(best)
    kind, lists = TALK_KINDS[question]
    if kind is Kind.MESSENGER_ID:
        looks = set(shape(scene.tokens, sentence.first, sentence.last))
        if looks & {"digits 3", "digits 4", "said 2", "said 3", "said 4"}:
            kind = Kind.PHONE
        elif "at dot" in looks or ("provider" in looks and "at" in looks):
            kind = Kind.EMAIL
        elif {entity.kind for entity in scene.entities} == {"link"} and not scene.tokens.disguised:
            return _on(scene, Kind.CONTACT_PAGE, sentence, lists)  # It hides nothing: a page may hold it.
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
