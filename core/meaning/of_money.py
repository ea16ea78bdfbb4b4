"""What a message tells of money, and whether it may go where it is said to go."""

from core.meaning.of_talk import is_data
from core.model import Kind, Signal, Speaker, Stance
from core.signals.accounts import looks_like_wallet
from core.signals.payment import conversion_claims
from core.signals.scene import Scene
from core.signals.stance import stance_of
from core.weigh import Part

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
WAYS = ("rail", "any-rail", "bank", "yourbank", "cash", "invoice", "fee", "direct", "outside")
MOST_OF_A_QUESTION = 16  # Subwords of what does no more than ask how to pay.


def plainness(words: str, signal: Signal, scene: Scene) -> str:
    """Return which bounds hold for a payment, by how plainly it says that it is outside, as a wallet or a link does."""
    if looks_like_wallet(words) or is_data(signal, scene):
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
        stance_of(scene, hit) in (Stance.ASSERTED, Stance.CONDITIONAL)
        for hit in scene.within(number, "leave-upwork")
    )


def _says_outside(signal: Signal, scene: Scene) -> bool:
    """Tell whether the sentence that a signal begins in says "outside Upwork" itself, or what to pay past Upwork."""
    number = scene.sentence_at(signal)

    def names(*lists: str) -> bool:
        return any(
            scene.sentence[first] == number for name in lists for first, _ in scene.touched.get(name, ())
        )

    past = any(
        stance_of(scene, hit) is Stance.ASSERTED
        for hit in scene.within(number, "fee-avoidance", "split-payment")
    )
    in_part = past and names("upwork", "onplatform") and names("rail", "any-rail", "bank", "cash")
    return names("outside") or in_part


def only_asks_how(scene: Scene, part: Part) -> bool:
    """Tell whether a part does no more than ask how something is to be paid, and names no way itself."""
    named = any(part.first <= place[0] < part.last for name in WAYS for place in scene.touched.get(name, ()))
    is_question = len(part.subwords) <= MOST_OF_A_QUESTION and scene.text.rstrip().endswith(("?", "？", "؟"))
    return is_question and not named


def only_haggles(scene: Scene) -> bool:
    """Tell whether a message asks for a lower price, and names no way to pay it."""
    return scene.has("haggle") and not any(scene.touched.get(name) for name in WAYS)


def turns_down_a_way(scene: Scene) -> bool:
    """Tell whether we name a way to pay, and something that we do not do, as "Crypto isn't something I can accept"."""
    ours = scene.message.speaker is Speaker.US and not scene.has("concession")
    return ours and scene.has("refusal") and any(scene.touched.get(name) for name in WAYS)


def only_builds(scene: Scene) -> bool:
    """Tell whether a message speaks of what is built, and has no word of money."""
    money = any(scene.touched.get(name) for name in (*PAY_LISTS, *WAYS))
    return not money and any(scene.product_weight(number) > 1 for number in set(scene.sentence))


def pays_members(scene: Scene) -> bool:
    """Tell whether we say that we pay our people, and nothing else of money that comes to us."""
    told = list(scene.of("pays-members"))
    us = (
        place
        for place in scene.touched.get("payme", ())
        if not any(place[0] < hit.last and hit.first < place[1] for hit in told)
    )
    return scene.message.speaker is Speaker.US and bool(told) and next(us, None) is None


def tells_what_to_buy(scene: Scene) -> bool:
    """Tell whether we say what the client buys of others, or how our people are paid, and nothing of ourselves."""
    told = scene.message.speaker is Speaker.US and scene.has("vendor-purchase", "team-payroll")
    return told and not any(scene.touched.get(name) for name in ("payme", "me"))


def puts_off(scene: Scene) -> bool:
    """Tell whether we only say that we will see, as in "let me check and come back"."""
    return scene.message.speaker is Speaker.US and scene.has("asks-back")


def in_installments(scene: Scene) -> bool:
    """Tell whether a message says when which part is paid, and names no way to pay it."""
    return scene.has("installments") and not any(scene.touched.get(name) for name in WAYS)
