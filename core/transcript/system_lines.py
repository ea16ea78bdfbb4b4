"""The lines that Upwork prints into a room by itself, such as 'Ann Lee sent an offer'."""

import re
from dataclasses import dataclass

from core.model import Stage
from core.transcript.page import TIME, Page, is_date
from core.transcript.words import is_proper_name, load, role_of

STAGE_OF = {
    "offer": Stage.OFFER_SENT,
    "accepted": Stage.ACTIVE_CONTRACT,
    "started": Stage.ACTIVE_CONTRACT,
    "ended": Stage.EARLIER_CONTRACT,
    "withdrawn": Stage.NO_CONTRACT,
}
_MAX_CANDIDATES = 300
_MAX_LENGTH = 160
_EDGES = " \t*_~`•-–—>.!✅🎉📄📝💼"
_DATA_WORDS = re.compile(r"@|https?:|www\.|\d[\d .()-]{6,}\d|\+\d")
_TITLE = re.compile(r"[ \t]*[:·|(–—,\"“«„]")
_CLOCK = re.compile(TIME)


@dataclass(frozen=True, slots=True)
class Event:
    """What a system line reports, and of whom."""

    kind: str
    who: str = ""


def _slotted(line: str) -> re.Pattern[str]:
    pattern = re.escape(line).replace(r"\{who\}", r"(?P<who>[^\r\n:;,]{1,48}?)")
    return re.compile(pattern.replace(r"\{title\}", r"[^\r\n]{1,100}?"))


_DATA = load("system_lines.toml")
_NOBODY = frozenset(_DATA.pop("nobody"))
_STEMS: tuple[str, ...] = tuple(_DATA.pop("stems"))
_ASCII_STEMS = tuple(stem for stem in _STEMS if stem.isascii())
_EXACT: dict[str, str] = {}
_AFTER_NAME: dict[str, str] = {}
_SLOTTED: list[tuple[re.Pattern[str], str]] = []
for _kind, _block in _DATA.items():
    for _line in _block["lines"]:
        _rest = _line.removeprefix("{who} ")
        if "{" not in _line:
            _EXACT[_line] = _kind
        elif "{" not in _rest:
            _AFTER_NAME[_rest] = _kind
        else:
            _SLOTTED.append((_slotted(_line), _kind))


def find_events(page: Page) -> dict[int, Event]:
    """Find the lines that read as system lines, wherever they stand; the cutter decides which count."""
    lowered = page.text.lower()
    if len(lowered) != len(page.text):
        lowered = page.text
    candidates: set[int] = set()
    for stem in _ASCII_STEMS if lowered.isascii() else _STEMS:
        at = lowered.find(stem)
        while at >= 0 and len(candidates) < _MAX_CANDIDATES:
            index = page.line_at(at)
            candidates.add(index)
            at = lowered.find(stem, page.lines[index][1])
    events = {}
    for index in sorted(candidates):
        start, end = page.lines[index]
        if end - start <= _MAX_LENGTH:
            event = read_event(page.words(index))
            if event is not None:
                events[index] = event
    return events


def read_event(line: str) -> Event | None:
    """Read one whole line as a system line; every sentence of it has to be one."""
    if _DATA_WORDS.search(line):
        return None
    event = None
    for sentence in line.strip(_EDGES).split(". "):
        found = _read_sentence(sentence)
        if found is None:
            return None
        event = Event(found.kind, found.who or (event.who if event else ""))
    return event


def _read_sentence(sentence: str) -> Event | None:
    found = _match(sentence.strip(_EDGES))
    if found is not None:
        return found
    title = _TITLE.search(sentence)
    if title is None or not title.start():
        return None
    found = _match(sentence[: title.start()].strip(_EDGES))
    if found is None:
        return None
    rest = sentence[title.start() :].strip(" \t:·|()–—,")
    # Only an offer or an event carries a free title; elsewhere it could be somebody's words.
    free = found.kind in ("offer", "event") or rest[:1] in '"“«„'
    return found if free or is_date(rest) or is_date(_CLOCK.sub("", rest).strip(" ,")) else None


def _match(words: str) -> Event | None:
    kept = " ".join(words.replace("’", "'").split())
    folded = kept.casefold()
    if folded in _EXACT:
        return Event(_EXACT[folded])
    pieces = folded.split(" ")
    for count in range(1, min(6, len(pieces))):
        kind = _AFTER_NAME.get(" ".join(pieces[count:]))
        if kind is not None:
            who = " ".join(kept.split(" ")[:count])
            return Event(kind, who) if _is_somebody(who) else None
    for pattern, kind in _SLOTTED:
        match = pattern.fullmatch(folded)
        if match is not None:
            who = match.groupdict().get("who") or ""
            at = folded.find(who)
            who = kept[at : at + len(who)].strip() if len(kept) == len(folded) else who
            return Event(kind, who) if not who or _is_somebody(who) else None
    return None


def _is_somebody(who: str) -> bool:
    words = who.casefold().replace("'", " ").split()
    if not words or words[0] in _NOBODY or words[-1] in _NOBODY:
        return False
    return role_of(who) is not None or is_proper_name(who)
