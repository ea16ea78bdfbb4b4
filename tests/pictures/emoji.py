"""The few emoji that the bot shows, drawn: a machine on which pictures are taken need not have a font for them."""

import re

EMOJI = re.compile("[\U0001f000-\U0001faff]\ufe0f?")


def _drawn(name: str, shapes: str) -> str:
    return f'<svg class="emoji" viewBox="0 0 24 24" role="img" aria-label="{name}">{shapes}</svg>'


DRAWN = {
    "🔎": _drawn(
        "magnifying glass",
        '<path d="M9 15 3.5 20.5" stroke="#3b4650" stroke-width="4.4" stroke-linecap="round"/>'
        '<circle cx="14.5" cy="9.5" r="7.2" fill="#bfe3f7" stroke="#66757f" stroke-width="2.4"/>'
        '<path d="M10.6 9a4 4 0 0 1 3.4-3.6" fill="none" stroke="#fff" stroke-width="1.8" stroke-linecap="round"/>',
    ),
    "🖼️": _drawn(
        "framed picture",
        '<rect x="1.5" y="3.5" width="21" height="17" rx="1.5" fill="#c8892b"/>'
        '<rect x="4.5" y="6.5" width="15" height="11" fill="#bfe3f7"/>'
        '<circle cx="15.5" cy="9.8" r="1.7" fill="#ffd23f"/>'
        '<path d="M4.5 17.5 10 10.5 14 15 16 13 19.5 17.5Z" fill="#4c9a52"/>',
    ),
}
