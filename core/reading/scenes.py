"""What stands in each message of a conversation, and what is still spoken of there."""

from collections.abc import Sequence

from core.disguise import reveal
from core.fold import fold
from core.languages import unread
from core.lexicon import known_word
from core.model import Conversation, Message, Speaker
from core.signals.finders import find_entities
from core.signals.looking import look
from core.signals.scene import ASKS, Scene
from core.tokens import tokenize
from core.writers import spoken_before

TOPIC_LASTS = 4  # Messages for which it is still about what is to be printed, or how customers pay.
COPY_LASTS = 2  # And for which they are words to use.


def scenes_of(conversation: Conversation, unchecked: list[str] | None = None) -> list[Scene]:
    """Return what stands in each message; what could not be read is added to `unchecked`."""
    missed: list[str] = [] if unchecked is None else unchecked
    scenes = [
        _scene(conversation, index, message, missed)
        for index, message in enumerate(conversation.messages)
        if message.speaker is not Speaker.SYSTEM
    ]
    for place, scene in enumerate(scenes):
        before = scenes[max(place - TOPIC_LASTS, 0) : place]
        scene.follows_print = _is_still_for_print(scene, before)
        scene.follows_sale = _follows_sale(before)
        scene.follows_copy = any(one.has("copy") for one in before[-COPY_LASTS:])
        scene.follows_number = _speaks_of_a_number_in_print(before)
    return scenes


def _scene(conversation: Conversation, index: int, message: Message, unchecked: list[str]) -> Scene:
    text = conversation.text[message.start : message.end]
    tokens = reveal(tokenize(fold(text)), known_word)
    entities, capped = find_entities(tokens)
    if capped:
        unchecked.append("too many numbers or links in one message; only the first were read")
    if other := unread(tokens):
        unchecked.append(f"words in {other}")
    scene = Scene(index, message, text, tokens, entities, follows=spoken_before(conversation.messages, index))
    look(scene)
    return scene


def _is_still_for_print(scene: Scene, before: Sequence[Scene]) -> bool:
    """Tell whether what was said just before is about what shows contact data, and nobody has asked for his own talk since."""
    for one in reversed(before):
        if one.prints:
            return True
        if one.message.speaker is scene.message.speaker and one.has("contact-request", "move", "call"):
            return False
    return False


def _speaks_of_a_number_in_print(before: Sequence[Scene]) -> bool:
    """Tell whether the last that was said of contact data is what something is to show, and none was asked for since."""
    for scene in reversed(before):
        if scene.prints_number:
            return True
        if scene.has(*ASKS):
            return False
    return False


def _follows_sale(before: Sequence[Scene]) -> bool:
    """Tell whether messages were about how a business's customers pay, and none since then about how we are paid."""
    last = next((one for one in reversed(before) if one.sells or one.is_about_us), None)
    return last is not None and last.sells
