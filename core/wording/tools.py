"""What the tool is called that a finding is about, as people know it."""

import re
from collections.abc import Sequence
from functools import cache

from core.excerpts import Excerpt
from core.fold import fold
from core.lexicon import load_channels
from core.model import Finding, Signal

SHOWN = ("chat", "social", "meet", "rail")
TOOL_NAMES = {
    "linkedin": "LinkedIn",
    "whatsapp": "WhatsApp",
    "wechat": "WeChat",
    "paypal": "PayPal",
    "qq": "QQ",
    "vk": "VK",
    "line": "LINE",
    "imo": "imo",
    "botim": "BOTIM",
    "kakaotalk": "KakaoTalk",
    "texting": "text messages",
    "teams-chat": "Teams",
    "meet": "Google Meet",
    "local-rail": "bank or a payment app",
}


def tool_of(finding: Finding, excerpts: Sequence[Excerpt]) -> str:
    """Return the name of the tool that a finding is about, empty where none is named that could be told."""
    return next(filter(None, (_name(signal, excerpts) for signal in finding.signals)), "")


def _name(signal: Signal, excerpts: Sequence[Excerpt]) -> str:
    """Return the name of a signal's tool; where its channel stands for several, the one that its words name."""
    channel = load_channels().get(signal.channel)
    if channel is None or channel.kind not in SHOWN:
        return ""
    if channel.called:
        return _called(channel.name, _words(signal, excerpts))
    return TOOL_NAMES.get(channel.name, channel.name.capitalize())


def _called(channel: str, words: str) -> str:
    """Return the tool of a channel that stands first in some words, of two that begin there the longer one."""
    told = fold(words).text
    found = [
        (match.start(), -match.end(), shown)
        for shown, spelling in _spellings(channel)
        if (match := spelling.search(told))
    ]
    return min(found)[2] if found else ""


@cache
def _spellings(channel: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return how the tools of a channel are spelled; endings grow onto words in other scripts than Latin."""
    found = []
    for shown, spellings in load_channels()[channel].called:
        for spelling in map(fold, spellings):
            word = re.escape(spelling.text)
            found.append((shown, re.compile(rf"(?<!\w){word}(?!\w)" if spelling.text.isascii() else word)))
    return tuple(found)


def _words(signal: Signal, excerpts: Sequence[Excerpt]) -> str:
    """Return the words of a signal where they were kept."""
    for kept in excerpts:
        if kept.message == signal.message and kept.start <= signal.start < kept.end:
            return kept.words[signal.start - kept.start : signal.end - kept.start]
    return ""
