"""What a contact is for: access to a system, a legal document, or neither; and terms settled that way."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest

from core.model import Kind, Reason, Signal, Stance
from core.signals.scene import Scene
from core.signals.stance import stance_of

# What is asked or given beside the exception: then the contact is for talk, whatever else it is for.
TALK_BESIDE = ("move", "call")
MAIL = ("any-mail", "by-mail")
PHONE = ("telephone", "phone-number")
PHONE_OR_CHAT = (*PHONE, "any-chat")
DATA = ("contact", "contact-weak", "yourcontact")
EXCEPTIONS = (Reason.ACCESS, Reason.LEGAL)
EXPLAINED = ("access", "tool", "access-contact", "legal")  # What says that an address is for an exception,
MATTERS = ("scope-payment_terms", "terms", "move", "call")  # and what that it is for something else.
WORDS_SHARED = 3  # before a second address, at most: "Dan's is dan@firm.example"
_POINT = re.compile(r"(?<![\w.])\d{1,2}[.)](?=\s)")


def find(scene: Scene) -> Iterator[Signal]:
    """Yield at most one signal: price or scope settled over a contact that was given for something else."""
    if not scene.has("access", "access-contact", "legal"):
        return
    for hit in scene.of("terms-elsewhere"):
        if stance_of(scene, hit) is Stance.ASSERTED:
            yield scene.signal(Kind.TERMS_BY_ACCESS, hit.first, hit.last)
            return


def given_for(scene: Scene, kind: Kind, number: int) -> Reason:
    """Return the exception under which a sentence gives a contact."""
    if scene.has("legal") and not scene.has(*TALK_BESIDE):
        return Reason.LEGAL
    said = scene.says(number, "access-contact")
    if kind is Kind.EMAIL:
        said = (said or (scene.has("access") and scene.has("tool"))) and not scene.has(*TALK_BESIDE)
    # Nothing but e-mail is excepted for access: a rule of its own says so of a phone that is given for it.
    return Reason.ACCESS if said else Reason.NONE


def asked_for(scene: Scene, at: int) -> Reason:
    """Return the exception under which a contact is asked for in words that begin at a token."""
    number = scene.sentence[at]
    if scene.has("legal") and not _needs_something_else(scene, at):
        return Reason.LEGAL
    by_phone = scene.says(number, "by-phone")
    return Reason.ACCESS if scene.has("access") and scene.has("tool") and not by_phone else Reason.NONE


def _needs_something_else(scene: Scene, at: int) -> bool:
    """Tell whether a telephone is asked for, and only below it a document that needs other data.

    "1) give me your phone number, 2) sign the NDA (it asks for your address)" are two requests.
    """
    asked = _item(scene, at)
    documents = {_item(scene, hit.first) for hit in scene.of("legal")}
    said = {item: _said_in(scene, item, *PHONE) for item in {asked, *documents}}
    return said[asked] and all(
        item > asked and not said[item] and _said_in(scene, item, *DATA) for item in documents
    )


def _item(scene: Scene, at: int) -> tuple[int, int]:
    """Return the sentence a token stands in, and the point of a list within it."""
    text = scene.tokens.folded.text
    return scene.sentence[at], len(_POINT.findall(text, 0, scene.tokens.starts[at]))


def _said_in(scene: Scene, item: tuple[int, int], *lists: str) -> bool:
    return any(_item(scene, first) == item for name in lists for first, _ in scene.touched.get(name, ()))


def without_mail_for_access(scene: Scene, signal: Signal) -> bool:
    """Tell whether a request for a contact asks for a telephone or a name in a chat to let somebody into a system.

    No exception is for that.
    """
    if signal.kind is not Kind.CONTACT_REQUEST or signal.purpose not in (Reason.NONE, Reason.ACCESS):
        return False
    number = scene.sentence_at(signal)
    if _touches(scene, number, *MAIL) or not _touches(scene, number, *PHONE_OR_CHAT):
        return False
    if signal.purpose is Reason.ACCESS or scene.has("access-code") or scene.says(number, "access-contact"):
        return True
    return scene.has("tool") and _touches(scene, number, "access")


def each_for_its_own(scene: Scene, signals: list[Signal]) -> list[Signal]:
    """Return signals of which no address borrows the exception that another one is given under.

    "For the repo: ann@firm.example. For the price: bob@firm.example" gives one for access and one for talk; in "add
    ann@firm.example and bob@firm.example to the repo" both are for access.
    """
    given = sorted(
        (one for one in signals if one.kind is Kind.EMAIL and one.purpose in EXCEPTIONS),
        key=lambda one: one.start,
    )
    shares = list(_shares(scene, given))
    explained = [_said_between(scene, *place, *EXPLAINED) for _, place in shares]
    if all(explained) or not any(explained) or _explains_all(scene, given[-1]):
        return signals
    alone = [one for (group, _), said in zip(shares, explained, strict=True) if not said for one in group]
    return [replace(one, purpose=Reason.NONE) if one in alone else one for one in signals]


def _explains_all(scene: Scene, last: Signal) -> bool:
    """Tell whether a sentence behind the last address says what they are for, as "Please add both to the repo" does."""
    behind = scene.sentence_at(last)
    return any(scene.sentence[hit.first] > behind for hit in scene.of(*EXPLAINED))


def _shares(scene: Scene, given: list[Signal]) -> Iterator[tuple[list[Signal], tuple[int, int]]]:
    """Yield the addresses of a message by the words they share, and where those begin and end."""
    group: list[Signal] = []
    begins = 0
    for one, following in zip_longest(given, given[1:]):
        group.append(one)
        ends = len(scene.tokens.words) if following is None else _begin_of(scene, one, following)
        if ends is not None:
            yield group, (begins, ends)
            group, begins = [], ends


def _begin_of(scene: Scene, one: Signal, following: Signal) -> int | None:
    """Return where the words begin that are about the second of two addresses alone, None if there are none."""
    last = scene.token_at(one.end - 1 - scene.message.start) + 1
    first = scene.token_at(following.start - scene.message.start)
    for parts in (scene.sentence, scene.tokens.clause):
        begins = next((at for at in range(last, first + 1) if parts[at] != parts[at - 1]), None)
        if begins is not None:
            is_own = first - begins > WORDS_SHARED or _said_between(scene, begins, first, *MATTERS)
            return begins if is_own else None
    return None


def _said_between(scene: Scene, begins: int, ends: int, *names: str) -> bool:
    """Tell whether a frame or a word of some lists begins between two tokens."""
    hits = any(begins <= hit.first < ends for hit in scene.of(*names))
    return hits or any(begins <= first < ends for name in names for first, _ in scene.touched.get(name, ()))


def _touches(scene: Scene, number: int, *lists: str) -> bool:
    """Tell whether a sentence holds a word of some lists."""
    return any(scene.sentence[first] == number for name in lists for first, _ in scene.touched.get(name, ()))


def sure(scene: Scene, number: int) -> bool:
    """Tell whether a sentence itself says the exception, so that a system it names is no product to be built."""
    return scene.says(number, "legal", "access-contact")
