"""What a contact is for: access to a system, a legal document, or neither; and terms settled that way."""

import re
from collections.abc import Iterator

from core.model import Kind, Reason, Signal, Stance
from core.signals.scene import Scene
from core.signals.stance import stance_of

# What is asked or given beside the exception: then the contact is for talk, whatever else it is for.
TALK = ("move", "call")
MAIL = ("any-mail", "by-mail")
PHONE = ("telephone", "phone-number")
DATA = ("contact", "contact-weak", "yourcontact")
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
    if scene.has("legal") and not scene.has(*TALK):
        return Reason.LEGAL
    said = scene.says(number, "access-contact")
    if kind is Kind.EMAIL:
        said = (said or (scene.has("access") and scene.has("tool"))) and not scene.has(*TALK)
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


def by_phone_for_access(scene: Scene, signal: Signal) -> bool:
    """Tell whether a request for a contact asks for a telephone to let somebody into a system: no exception is for that."""
    if signal.kind is not Kind.CONTACT_REQUEST or signal.purpose not in (Reason.NONE, Reason.ACCESS):
        return False
    number = scene.sentence_at(signal)
    if _touches(scene, number, *MAIL) or not _touches(scene, number, *PHONE):
        return False
    if signal.purpose is Reason.ACCESS or scene.has("access-code") or scene.says(number, "access-contact"):
        return True
    return scene.has("tool") and _touches(scene, number, "access")


def _touches(scene: Scene, number: int, *lists: str) -> bool:
    """Tell whether a sentence holds a word of some lists."""
    return any(scene.sentence[first] == number for name in lists for first, _ in scene.touched.get(name, ()))


def sure(scene: Scene, number: int) -> bool:
    """Tell whether a sentence itself says the exception, so that a system it names is no product to be built."""
    return scene.says(number, "legal", "access-contact")
