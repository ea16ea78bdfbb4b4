"""The lines that Upwork prints into a room by itself, such as 'Ann Lee sent an offer'."""

import re

from core.model import Speaker, Stage
from core.transcript.contract_lines import STEMS, Event, is_somebody, read_contract_line
from core.transcript.page import TIME, Page
from core.transcript.words import load, role_of

__all__ = ["STAGE_OF", "Event", "find_events", "read_event"]

STAGE_OF = {
    "offer": Stage.OFFER_SENT,
    "accepted": Stage.ACTIVE_CONTRACT,
    "started": Stage.ACTIVE_CONTRACT,
    "ended": Stage.EARLIER_CONTRACT,
    "withdrawn": Stage.NO_CONTRACT,
}
_MAX_CANDIDATES = 300
_MAX_LENGTH = 160
_EDGES = " \t*_~`•-–—>.!✅🎉📄📝💼#=[](){}【】"
_DATA_WORDS = re.compile(r"@|https?:|www\.|\d[\d .()-]{6,}\d|\+\d|[?？؟]")
_TITLE = re.compile(r"[ \t]*[:·|(–—,\"“«„]")
_LABEL = re.compile(
    r"[\s*_>•-]{0,8}(?:[\[(](?P<tag>[^\[\]()\n]{2,24})[\])]|(?P<label>[^\[\]():：*\n]{2,24}?)[*_ ]{0,3}(?:[:：]|[ ][-–—][ ]))[\s*_:：—–-]{0,8}"
)
_STAMP = re.compile(rf"\s*[\[(][^\[\]()\n]{{0,24}}{TIME}[^\[\]()\n]{{0,6}}[\])]\s*")


def _slotted(line: str) -> re.Pattern[str]:
    pattern = re.escape(line).replace(r"\{who\}", r"(?P<who>[^\r\n:;,]{1,48}?)")
    return re.compile(pattern.replace(r"\{title\}", r"[^\r\n]{1,100}?"))


_DATA = load("system_lines.toml")["event"]
_STEMS = sorted(STEMS.union(_DATA["stems"]))
_ASCII_STEMS = list(filter(str.isascii, _STEMS))
_EXACT: set[str] = set()
_AFTER_NAME: set[str] = set()
_SLOTTED: list[re.Pattern[str]] = []
for _line in _DATA["lines"]:
    _rest = _line.removeprefix("{who} ")
    if "{" not in _line:
        _EXACT.add(_line)
    elif "{" not in _rest:
        _AFTER_NAME.add(_rest)
    else:
        _SLOTTED.append(_slotted(_line))


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
    """Read one whole line as a system line; every word of it has to belong to one."""
    if _DATA_WORDS.search(line):
        return None
    stamp = _STAMP.match(line)
    line = line[stamp.end() :] if stamp else line
    label = _LABEL.match(line)
    labelled = label and any(
        role_of(word) is Speaker.SYSTEM for word in (label["tag"] or label["label"]).split()
    )
    if label and labelled:
        line = line[label.end() :]
    said = line.strip(_EDGES)
    return read_contract_line(said, labelled=bool(labelled)) or _other_event(said)


def _other_event(sentence: str) -> Event | None:
    found = _match(sentence)
    if found is not None:
        return found
    title = _TITLE.search(sentence)
    if title is None or not title.start():
        return None
    return _match(sentence[: title.start()].strip(_EDGES))


def _match(words: str) -> Event | None:
    kept = " ".join(words.replace("’", "'").split())
    folded = kept.casefold()
    if folded in _EXACT:
        return Event("event")
    pieces = folded.split(" ")
    for count in range(1, min(6, len(pieces))):
        if " ".join(pieces[count:]) in _AFTER_NAME:
            who = " ".join(kept.split(" ")[:count])
            return Event("event", who) if is_somebody(who) else None
    for pattern in _SLOTTED:
        match = pattern.fullmatch(folded)
        if match is not None:
            who = match.groupdict().get("who") or ""
            at = folded.find(who)
            who = kept[at : at + len(who)].strip() if len(kept) == len(folded) else who
            return Event("event", who) if not who or is_somebody(who) else None
    return None
