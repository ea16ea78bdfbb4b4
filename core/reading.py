"""Read a conversation: run every detector over every message and keep signals, not words."""

from core.fold import fold
from core.lexicon import load
from core.model import Conversation, Reading, Signal, Speaker
from core.signals import DETECTORS
from core.signals.scene import Scene, find_hits
from core.tokens import tokenize


def read(conversation: Conversation) -> Reading:
    """Return the reading of a conversation; it holds places and kinds, no text."""
    signals: list[Signal] = []
    unchecked = list(conversation.unchecked)
    for index, message in enumerate(conversation.messages):
        if message.speaker is Speaker.SYSTEM:
            continue
        scene = Scene(index, message, tokenize(fold(conversation.text[message.start : message.end])), [])
        if not scene.tokens.words:
            continue
        _find_entities(scene, unchecked)
        scene.hits = find_hits(scene)
        for find in DETECTORS:
            signals.extend(find(scene))
    return Reading(
        messages=conversation.messages,
        signals=tuple(signals),
        place=conversation.place,
        draft=conversation.draft,
        unchecked=tuple(dict.fromkeys(unchecked)),
    )


def _find_entities(scene: Scene, unchecked: list[str]) -> None:
    import importlib
    folded = scene.tokens.folded
    try:
        disguise = importlib.import_module("core.disguise")
        scene.tokens = disguise.reveal(scene.tokens, load().book.knows)
    except ImportError:
        pass
    for name in ("emails", "links", "phones", "handles", "addresses", "files"):
        try:
            module = importlib.import_module("core.signals." + name)
        except ImportError:
            continue
        found = module.find(folded) if name == "files" else module.find(folded, scene.tokens)
        if isinstance(found, tuple):
            found = found[0]
        scene.entities.extend(found)
