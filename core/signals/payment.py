"""Payment outside Upwork, in all the forms in which people propose it."""

from collections.abc import Iterator, Mapping
from itertools import chain

from core.model import Kind, Signal, Speaker, Stance
from core.phrases import Hit
from core.signals.scene import Scene, shares
from core.signals.stance import stance_of

FRAMES = {
    "pay-outside": Kind.PAY_OUTSIDE,
    "leave-upwork": Kind.PAY_OUTSIDE,
    "fee-avoidance": Kind.FEE_AVOIDANCE,
    "first-task-outside": Kind.FIRST_TASK_OUTSIDE,
    "split-payment": Kind.SPLIT_PAYMENT,
    "third-party-payment": Kind.THIRD_PARTY_PAYMENT,
    "referral": Kind.REFERRAL,
    "direct-hire": Kind.DIRECT_HIRE,
    "job-offer": Kind.DIRECT_HIRE,
    "direct-contract": Kind.DIRECT_CONTRACT,
    "other-job-outside": Kind.OTHER_JOB_OUTSIDE,
    "outside-invoice": Kind.OUTSIDE_INVOICE,
    "own-bill": Kind.OUTSIDE_INVOICE,
}

# These name Upwork too: it gets its part, or its turn later.
IN_PART = frozenset(
    {
        Kind.SPLIT_PAYMENT,
        Kind.FIRST_TASK_OUTSIDE,
        Kind.OTHER_JOB_OUTSIDE,
        Kind.FEE_AVOIDANCE,
        Kind.DIRECT_HIRE,
    }
)

_OURS = ("payyou", "payme", "yourbank", "outside", "direct")

# What stands beside the claim that the conversion is paid: any bill is one outside then, and to be hired is what it is for.
CLAIMED = {
    **{frame: kind for frame, kind in FRAMES.items() if kind is not Kind.DIRECT_HIRE},
    "invoice-ask": Kind.OUTSIDE_INVOICE,
}

# What no claim is made under, and how many words before it that is said at most.
NO_CLAIM = ("no-claim", "not")
BEFORE_A_CLAIM = 4

# What is paid on Upwork in part, or as one likes.
PARTLY = {
    "split-later": Kind.SPLIT_PAYMENT,
    "either-way": Kind.PAY_OUTSIDE,
    "other-rail": Kind.PAY_OUTSIDE,
}

# Who else is paid, and how money comes out of Upwork.
PAID_ELSEWHERE = ("payouts", "team-payroll", "agency-pays", "pays-members", "pays-vendor", "enduser")

# Where else money comes in from.
COME_OTHERWISE = (
    "payouts",
    "upwork",
    "onplatform-pay",
    "enduser",
    "past-income",
    "team-payroll",
    "agency-pays",
)

# What a few words of a client's may not hold where they are to say that money runs through Upwork.
FEW_WORDS = 12
ELSE = ("outside", "negation", "refusal", "past-payment", "fee-complaint", "pressure", "condition", "until")


def find(scene: Scene) -> Iterator[Signal]:
    """Yield at most one signal a kind and sentence."""
    frames: Mapping[str, Kind] = FRAMES
    if scene.has("conversion") and not scene.has("avoid-conversion"):
        conversion = _conversion(scene)
        yield conversion
        if conversion.kind is Kind.CONVERSION:
            return  # Money that leaves Upwork by the official door is no signal.
        frames = CLAIMED
    found = set[Kind]()
    for frame, kind in frames.items():
        for number, hits in scene.by_sentence(frame).items():
            if signal := _judge(scene, kind, number, hits):
                found.add(kind)
                yield signal
                yield from _method(scene, signal, number)
    yield from _for_another(scene)
    yield from _referral(scene)
    yield from _came_in(scene)
    if Kind.FIRST_TASK_OUTSIDE not in found:
        yield from _later_outside(scene)
    if not found:
        yield from _as_others_do(scene)
        yield from _complaint(scene)
        yield from _kept_here(scene)


def _for_another(scene: Scene) -> Iterator[Signal]:
    """Yield the word that somebody else who has a job for us pays us, with no word that it would be on Upwork."""
    told = scene.of("they-pay") if scene.has("other-in-need") else ()
    for hit in told:
        number = scene.sentence[hit.first]
        # "She is not on Upwork" says no way, and no refusal either.
        if not _through_upwork(scene, number) or scene.says(number, "negation"):
            yield scene.signal(Kind.THIRD_PARTY_PAYMENT, hit.first, hit.last)
            return


def _referral(scene: Scene) -> Iterator[Signal]:
    """Yield the wish to send us on to somebody of whom the same sentence says that he is not on Upwork, or the one before."""
    off = {scene.sentence[hit.first] for hit in scene.of("off-upwork")}
    for hit in scene.of("recommends-you") if off else ():
        if off & {(number := scene.sentence[hit.first]) - 1, number}:
            yield scene.signal(Kind.REFERRAL, hit.first, hit.last)
            return


def _came_in(scene: Scene) -> Iterator[Signal]:
    """Yield our word that money has come in by a way that is none of Upwork's, where nothing is tested or sold."""
    if scene.message.speaker is not Speaker.US or scene.has(*COME_OTHERWISE):
        return
    if scene.touched.get("onplatform") or scene.touched.get("tested"):
        return
    for hit in scene.of("money-in"):
        if not scene.product_weight(scene.sentence[hit.first]):
            yield scene.signal(Kind.PAY_OUTSIDE, hit.first, hit.last)
            return


def _later_outside(scene: Scene) -> Iterator[Signal]:
    """Yield the plan to pay a part on Upwork and the rest outside, or all in one of two ways, if nothing is turned down."""
    for hit in scene.of(*PARTLY):
        number = scene.sentence[hit.first]
        turned_down = hit.frame != "other-rail" and any(
            scene.sentence[first] == number
            for name in ("decline", "not")
            for first, _ in scene.touched.get(name, ())
        )
        if not turned_down and not scene.has(*PAID_ELSEWHERE) and not scene.product_weight(number):
            yield scene.signal(PARTLY[hit.frame], hit.first, hit.last)
            return


def _as_others_do(scene: Scene) -> Iterator[Signal]:
    """Yield what somebody else is said to have done outside Upwork, if we are asked whether we would too."""
    for hit in scene.of("others-outside") if scene.has("you-too") else ():
        yield scene.signal(Kind.PAY_OUTSIDE, hit.first, hit.last)
        return


def _kept_here(scene: Scene) -> Iterator[Signal]:
    """Yield the word that money runs through Upwork, as the refusal of anything else that it is.

    Our side has to say that it stays so; of a client a few words are enough that speak of nothing else.
    """
    ours = scene.message.speaker is Speaker.US
    if not ours and (
        len(scene.tokens.words) > FEW_WORDS or scene.has(*ELSE) or scene.touched.get("any-rail")
    ):
        return
    for hit in scene.of("onplatform-pay"):
        number = scene.sentence[hit.first]
        if not ours or scene.says(number, "stay", "refusal"):
            yield scene.signal(Kind.PAY_OUTSIDE, hit.first, hit.last, stance=Stance.REFUSED)
            return


def _method(scene: Scene, proposed: Signal, number: int) -> Iterator[Signal]:
    """Yield the outside method that is named where a payment is proposed."""
    if proposed.kind is Kind.DIRECT_CONTRACT or proposed.stance is Stance.REFUSED:
        return
    strong = set(scene.touched.get("rail", ()))
    for place in sorted({*strong, *scene.touched.get("any-rail", ())}):
        named = scene.signal(Kind.OUTSIDE_METHOD, *place, stance=proposed.stance)
        # "Wise" and "swift" are ordinary words too, unless they are part of what was proposed.
        if scene.sentence[place[0]] == number and (place in strong or _within(named, proposed)):
            yield named
            return


def _within(inner: Signal, outer: Signal) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _conversion(scene: Scene) -> Signal:
    """Return the official conversion, or the claim that it is done when nothing says that Upwork said so.

    Who says that Upwork did, and wants the money elsewhere now, still has to show the notice.
    """
    claims = conversion_claims(scene)
    if scene.has("upwork-confirmed"):
        claims = list(scene.of("conversion")) if scene.has(*FRAMES) else []
    if claims:
        return scene.signal(Kind.CONVERSION_CLAIM, claims[0].first, claims[0].last)
    hit = next(scene.of("conversion"))
    return scene.signal(Kind.CONVERSION, hit.first, hit.last)


def conversion_claims(scene: Scene) -> list[Hit]:
    """Return where a message says that the conversion is paid, and not that Upwork says so.

    "Once it is paid" and "it is not paid yet" claim nothing.
    """
    if scene.has("upwork-confirmed"):
        return []
    unclaimed = [place[0] for name in NO_CLAIM for place in scene.touched.get(name, ())]
    numbers = scene.sentence
    return [
        hit
        for hit in scene.of("conversion-claim")
        if not any(
            hit.first - BEFORE_A_CLAIM <= first < hit.last and numbers[first] == numbers[hit.first]
            for first in unclaimed
        )
    ]


def _judge(scene: Scene, kind: Kind, number: int, hits: list[Hit]) -> Signal | None:
    product = scene.product_weight(number)
    hits = [hit for hit in hits if not scene.in_copy(hit.first, hit.last)]
    spoken = [hit for hit in hits if not (product and (hit.weak or scene.quoted(hit)))]
    past = list(told_of_the_past(scene, number))
    spoken = [
        hit for hit in spoken if not any(hit.first < over.last and over.first < hit.last for over in past)
    ]
    if product >= 2 and not scene.says(number, "person"):
        spoken = []
    others = ("team-payroll", "pays-members", "agency-pays", "vendor-purchase", "pays-vendor", "swindle")
    if scene.says(number, *others, *_payers(scene)):
        spoken = []
    spoken = [hit for hit in spoken if not of_payouts(scene, hit.first, hit.last)]
    if kind is not Kind.THIRD_PARTY_PAYMENT and pays_others(scene, number):
        spoken = []
    if kind not in IN_PART and _through_upwork(scene, number):
        spoken = []
    if kind is Kind.FIRST_TASK_OUTSIDE:
        spoken = [hit for hit in spoken if not _first_here(scene, hit)]
    if kind is Kind.DIRECT_HIRE and _hires_by_upwork(scene, number):
        spoken = []
    if scene.message.speaker is Speaker.US or _only_wonders(scene, number):
        # Whom of our people we employ is our own affair, and "what if we wanted Luis" offers him nothing yet.
        spoken = [hit for hit in spoken if not (hit.weak and hit.frame == "job-offer")]
    if not spoken:
        return None
    best = min(spoken, key=lambda hit: (stance_of(scene, hit) is not Stance.ASSERTED, hit.first, -hit.last))
    stance = stance_of(scene, best)
    if stance is Stance.CONDITIONAL and scene.message.speaker is not Speaker.US:
        stance = Stance.ASSERTED
    return scene.signal(kind, best.first, best.last, stance=stance)


def _only_wonders(scene: Scene, number: int) -> bool:
    """Tell whether a sentence asks what would be if."""
    return scene.asks and scene.says(number, "whether")


def _payers(scene: Scene) -> tuple[str, ...]:
    """Return the frames in which we say whom we pay ourselves; a client who says the like may mean us."""
    return ("we-pay",) if scene.message.speaker is Speaker.US else ()


def told_of_the_past(scene: Scene, number: int) -> Iterator[Hit]:
    """Yield what a sentence tells of payments that were, unless the message has a word of doing so again."""
    if not scene.touched.get("again-so"):
        yield from scene.within(number, "past-payment")
        if scene.message.speaker is Speaker.US:
            yield from scene.within(number, "past-income")


def _first_here(scene: Scene, hit: Hit) -> bool:
    """Tell whether the first task is to be done here, and what follows it outside."""
    places = chain(scene.touched.get("here", ()), scene.touched.get("onplatform", ()))
    return any(hit.first < first and last < hit.last for first, last in places)


def _hires_by_upwork(scene: Scene, number: int) -> bool:
    """Tell whether a sentence offers a job by the official way, or the message asks how that goes on Upwork."""
    if scene.has("asks-how"):
        return True
    named = {first for first, _ in scene.touched.get("onplatform", ())}
    return any(hit.last in named for hit in scene.within(number, "direct-hire", "job-offer"))


def pays_others(scene: Scene, number: int | None = None) -> bool:
    """Tell whether a sentence, or a message without one, says how somebody else is paid, or pays.

    What speaks of you too, or of a way past Upwork, is no such story.
    """
    told = [hit for hit in scene.of("pays-others") if number in (None, scene.sentence[hit.first])]
    if any(number in (None, scene.sentence[hit.first]) and not hit.weak for hit in scene.of("leave-upwork")):
        return False
    ours = chain.from_iterable(scene.touched.get(name, ()) for name in _OURS)
    return bool(told) and not any(
        number in (None, scene.sentence[first])
        and not any(hit.first < last and first < hit.last for hit in told)
        for first, last in ours
    )


def _through_upwork(scene: Scene, number: int) -> bool:
    """Tell whether a sentence lets the money run through Upwork and nowhere else, but for the fee of the conversion."""
    if conversion_claims(scene) or scene.says(number, "outside", "leave-upwork", "own-bill"):
        return False
    payouts = [(hit.first, hit.last) for hit in scene.within(number, "payouts")]
    return any(not shares((hit.first, hit.last), payouts) for hit in scene.within(number, "onplatform-pay"))


def of_payouts(scene: Scene, first: int, last: int) -> bool:
    """Tell whether some words stand in a clause about money that comes out of Upwork, or is set up to.

    Whoever finds that slow or dear, and asks in the next clause to be paid in another way, asks for it all the same.
    """
    clause = scene.tokens.clause
    return any(clause[first] <= clause[hit.first] <= clause[last - 1] for hit in scene.of("payouts"))


def _complaint(scene: Scene) -> Iterator[Signal]:
    for hit in scene.of("fee-complaint"):
        number = scene.sentence[hit.first]
        if scene.product_weight(number) == 0 and stance_of(scene, hit) is Stance.ASSERTED:
            yield scene.signal(Kind.FEE_COMPLAINT, hit.first, hit.last)
            return
