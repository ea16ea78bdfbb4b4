"""What a message tells of money, and whether it may go where it is said to go."""

from core.meaning.of_talk import is_data
from core.model import Kind, Signal, Speaker, Stance
from core.signals.accounts import looks_like_wallet
from core.signals.payment import conversion_claims, of_payouts
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
WORDS_OF_MONEY = ("pay", "payme", "rail", "any-rail", "bank", "yourbank", "cash", "invoice", "fee", "besides")
WAYS = ("rail", "any-rail", "bank", "yourbank", "cash", "invoice", "fee", "direct", "outside")
AROUND = ("outside", "direct", "elsewhere", "in-place-of", "besides")  # What is said of a way past Upwork.
PAST = (*WAYS, "without-platform", "besides")
MOST_WORDS_OF_ELSE = 40
MOST_OF_A_QUESTION = 16  # Subwords of what does no more than ask how to pay.


def plainness(words: str, signal: Signal, scene: Scene) -> str:
    """Return which bounds hold for a payment, by how plainly it says that it is outside, as a wallet or a link does."""
    if looks_like_wallet(words) or is_data(signal, scene):
        return "wallet"
    if scene.says(scene.sentence_at(signal), "money-in", "split-later", "either-way", "other-rail"):
        return "leave"  # What has come in, and what is to follow, is told without a word of asking.
    if signal.kind is Kind.DIRECT_CONTRACT:
        return "leave"  # The name of a product of Upwork's says it all.
    if signal.kind is Kind.DIRECT_HIRE and scene.says(scene.sentence_at(signal), "job-offer"):
        return "job"  # Who is to be employed is spoken of without a word of money.
    if _leaves_upwork(signal, scene):
        return "leave"
    return "outside" if _says_outside(signal, scene) else "pay"


def _leaves_upwork(signal: Signal, scene: Scene) -> bool:
    """Tell whether the sentence that a signal begins in wants Upwork left out, or asks for another way to pay or to bill.

    Whoever says that the conversion is paid means to pay elsewhere from now on.
    """
    if conversion_claims(scene):
        return True
    number = scene.sentence_at(signal)
    if scene.says(number, "own-bill"):
        return True
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
    return scene.has("haggle") and not names_a_way(scene)


def names_a_way(scene: Scene) -> bool:
    """Tell whether a message names a way to pay, or to get round Upwork."""
    return any(scene.touched.get(name) for name in WAYS)


def turns_down_a_way(scene: Scene) -> bool:
    """Tell whether we name a way to pay, and something that we do not do, as "Crypto isn't something I can accept"."""
    ours = scene.message.speaker is Speaker.US and not scene.has("concession")
    return ours and scene.has("refusal") and names_a_way(scene)


def only_builds(scene: Scene) -> bool:
    """Tell whether a message speaks of what is built, and has no word of money."""
    money = any(scene.touched.get(name) for name in (*PAY_LISTS, *WAYS))
    return not money and any(scene.product_weight(number) > 1 for number in set(scene.sentence))


def pays_members(scene: Scene) -> bool:
    """Tell whether a message says who is paid by an agency, or who sells us something, and of no money that comes to us."""
    ours = scene.message.speaker is Speaker.US
    told = list(scene.of("agency-pays", "pays-vendor", *(("pays-members", "we-pay") if ours else ())))
    us = (
        place
        for place in scene.touched.get("payme" if ours else "payyou", ())
        if not any(place[0] < hit.last and hit.first < place[1] for hit in told)
    )
    return bool(told) and next(us, None) is None


def is_of_the_sale(scene: Scene) -> bool:
    """Tell whether we speak of the money of the client's customers, where he asked how they would pay.

    The network hears "PayPal is fine" as our own wish there, however sure it is.
    """
    return scene.message.speaker is Speaker.US and scene.is_for_sale


def only_works_with(scene: Scene) -> bool:
    """Tell whether we say whom a client works with directly, "no middleman", and name neither money nor a way past Upwork."""
    return scene.message.speaker is Speaker.US and _says_only(scene, "works-with", "middleman")


def only_directly_here(scene: Scene) -> bool:
    """Tell whether an offer is sent directly, or work taken over from whoever had it, and nobody speaks of money."""
    return _says_only(scene, "directly-here")


def _says_only(scene: Scene, *frames: str) -> bool:
    """Tell whether a message holds some frames, and beside them neither money nor a way past Upwork."""
    past = scene.has("upwork", "leave-upwork", "haggle") or scene.touches_beside("outside", *frames)
    return (
        scene.has(*frames)
        and not past
        and not any(scene.touches_beside(name, *frames) for name in WORDS_OF_MONEY)
    )


def only_of_sales(scene: Scene) -> bool:
    """Tell whether a message speaks of what a client's sales elsewhere cost him, and of nobody who pays us.

    The name of a market alone says nothing: "an Amazon card" may be for us.
    """
    costs = bool(scene.touched.get("fee")) or scene.has("fee-avoidance", "buyers-pay", "enduser")
    of_sales = costs and scene.has("of-sales") and not scene.has("upwork")
    return of_sales and not _names_our_pay(scene)


def only_of_his_own(scene: Scene) -> bool:
    """Tell whether a client speaks of money that comes to himself, or that we are to pay out for him."""
    theirs = scene.message.speaker is not Speaker.US and scene.has("comes-to-me")
    return theirs and not scene.has("upwork") and not _names_our_pay(scene)


def only_lowers_the_price(scene: Scene) -> bool:
    """Tell whether we offer a lower price, as for less work, and name no way to pay, nor any to leave Upwork."""
    ours = scene.message.speaker is Speaker.US and scene.has("discount")
    past = scene.has("upwork", "leave-upwork", "here")
    return ours and not past and not any(scene.touches_beside(name, "discount") for name in PAST)


def _names_our_pay(scene: Scene) -> bool:
    """Tell whether a client speaks of paying us, or we of being paid."""
    name = "payme" if scene.message.speaker is Speaker.US else "payyou"
    return scene.touches_beside(name, "comes-to-me") or bool(scene.touched.get("besides"))


def never_ours(scene: Scene) -> bool:
    """Tell whether no money in a message can be ours, however plainly it says "directly" and "no middleman"."""
    if len(scene.tokens.words) > MOST_WORDS_OF_ELSE:
        return False  # A long message says more than one thing.
    told = (only_works_with, only_directly_here, only_of_sales, only_of_his_own)
    return scene.pays_the_client or any(tells(scene) for tells in told)


def is_about_else(scene: Scene) -> bool:
    """Tell whether what sounds like a payment to us is about other money, or about no money."""
    return never_ours(scene) or is_of_the_sale(scene) or only_lowers_the_price(scene)


def tells_what_to_buy(scene: Scene) -> bool:
    """Tell whether we say what the client buys of others, or how our people are paid, and nothing of ourselves."""
    told = scene.message.speaker is Speaker.US and scene.has("vendor-purchase", "team-payroll")
    return told and not any(scene.touched.get(name) for name in ("payme", "me"))


def tells_of_payouts(scene: Scene) -> bool:
    """Tell whether a message says how money comes out of Upwork, and asks for none in another way.

    Where it goes from there may stand in a clause of its own: "I withdraw to Payoneer, from there to my bank".
    """
    if not scene.has("payouts"):
        return False
    to_us = "payme" if scene.message.speaker is Speaker.US else "payyou"
    asked = (place for name in (to_us, *AROUND) for place in scene.touched.get(name, ()))
    return all(of_payouts(scene, *place) for place in asked)


def puts_off(scene: Scene) -> bool:
    """Tell whether we only say that we will see, as in "let me check and come back"."""
    return scene.message.speaker is Speaker.US and scene.has("asks-back")


def in_installments(scene: Scene) -> bool:
    """Tell whether a message says when which part is paid, and names no way to pay it."""
    return scene.has("installments") and not names_a_way(scene)


def asks_for_papers(scene: Scene) -> bool:
    """Tell whether a client asks about the bills that Upwork makes, and says nothing of another way or against them."""
    others = (name for name in WAYS if name not in ("invoice", "fee"))
    names_another = any(scene.touched.get(name) for name in (*others, "payyou", "in-place-of"))
    against = scene.has("refusal", "negation", "leave", "fee-complaint", "conversion")
    asks = scene.has("asks-back", "whether") or scene.asks
    return asks and scene.has("upwork-papers") and not (names_another or against)


def names_upwork_alone(scene: Scene) -> bool:
    """Tell whether a message names a part of Upwork, as its escrow, and neither a no nor a way past it."""
    past = ("besides", "avoid", "without-platform", "close-contract", "money", *WAYS)
    named = bool(scene.touched.get("onplatform")) and not scene.has("negation", "refusal")
    return named and not any(scene.touched.get(name) for name in past)
