"""What is meant: frames and the network together decide which signals of a message stand.

A frame that the network finds unlikely is dropped (it was talk of a product, or of somebody else); a message that it
finds likely is a signal although no frame matched it, on the sentence that speaks most for it.
"""

from collections.abc import Sequence
from dataclasses import replace
from math import exp

from core.kinds import CONTACT, PAY, TALK
from core.lexicon import load_channels
from core.meaning.adding import added
from core.meaning.bounds import BOUNDS
from core.meaning.standing import chance_at, only_declined, only_names, stands, with_purpose
from core.model import Kind, Reason, Signal, Stance
from core.signals.exceptions import each_for_its_own, without_mail_for_access
from core.signals.scene import Scene
from core.weigh import Weighed, sobering


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
    signals = [only_declined(signal, scene, weighed) for signal in signals]
    shown = [one for one in signals if one.kind in CONTACT and one.purpose is Reason.PRODUCT]
    kept = [
        signal
        for signal in signals
        if stands(signal, scene, weighed) and not only_names(signal, shown, scene, weighed)
    ]
    kept = [with_purpose(signal, scene, weighed) for signal in _told_apart(kept, scene)]
    kept = each_for_its_own(scene, kept)
    if not any(signal.kind is Kind.MOVE for signal in kept):
        kept = [_call_or_move(signal, scene, weighed) for signal in kept]
    if not weighed[-1].goes_on:  # What is only heard in the whole stands where it ends.
        kept.extend(added(scene, kept, weighed, company))
    return [
        replace(signal, kind=Kind.PHONE_FOR_ACCESS, purpose=Reason.ACCESS)
        if without_mail_for_access(scene, signal)
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
    """Tell whether a signal begins where another does, or before, and ends no sooner."""
    return signal.start <= other.start and other.end <= signal.end


def _call_or_move(signal: Signal, scene: Scene, weighed: Sequence[Weighed]) -> Signal:
    """Return a call that does no more than name a chat as the move there that it is, where no call is likely."""
    tool = load_channels().get(signal.channel)
    if signal.kind is not Kind.CALL or tool is None or tool.kind != "chat":
        return signal
    call, move = (chance_at(asked, signal, scene, weighed) for asked in ("call", "move"))
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
