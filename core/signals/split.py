"""Contact data that is cut in two messages of one speaker: read them again as one."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from core.fold import Folded, fold
from core.model import Conversation, Message
from core.signals.finders import find_entities
from core.signals.scene import Scene
from core.tokens import tokenize

MOST_LETTERS = 300  # Nobody splits a number over long messages.
CONTACTS = ("phone", "email", "handle", "link")


def joined(conversation: Conversation, scenes: Sequence[Scene]) -> Iterator[Scene]:
    """Yield a scene for two messages that only together hold a contact, with that contact alone in it."""
    for one, two in itertools.pairwise(scenes):
        if not _may_be_split(one, two):
            continue
        folded, border = _glued(conversation, one.message, two.message)
        tokens = tokenize(folded)
        entities, _ = find_entities(tokens)
        split = [
            replace(entity, disguised=True, sure=True)
            for entity in entities
            if entity.kind in CONTACTS and entity.start < border < entity.end
        ]
        if split:
            whole = replace(one.message, end=two.message.end)
            yield Scene(one.index, whole, folded.text, tokens, split[:1])


def _may_be_split(one: Scene, two: Scene) -> bool:
    short = all(scene.message.end - scene.message.start <= MOST_LETTERS for scene in (one, two))
    same = one.message.speaker is two.message.speaker and one.message.name == two.message.name
    complete = any(
        entity.kind in CONTACTS and entity.sure for scene in (one, two) for entity in scene.entities
    )
    return short and same and not complete


def _glued(conversation: Conversation, one: Message, two: Message) -> tuple[Folded, int]:
    """Return the two messages folded as one text whose map leaps over what stands between them."""
    first = fold(conversation.text[one.start : one.end])
    second = fold(conversation.text[two.start : two.end])
    leap = two.start - one.start
    ahead = first.origin[:-1] if first.origin else tuple(range(len(first.text)))
    behind = second.origin or tuple(range(len(second.text) + 1))
    origin = (*ahead, one.end - one.start - 1, *(leap + offset for offset in behind))
    text = f"{first.text} {second.text}"
    return Folded(text, origin, two.end - one.start), len(first.text)
