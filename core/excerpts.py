"""The few words of a conversation that are kept: the sentences round its signals, contact data hidden.

The first reply and every later one quote from these, so the same verdict is always told in the same words.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from core.model import Conversation, Finding, Kind, Message, Reading, Reason, Signal
from core.signals.phones import load_numbers

NEAR = 140  # Evidence of one finding this far on, in characters, is quoted with its first words.
AROUND = 200  # A sentence is kept up to this many characters on either side of a signal.
MOST_KEPT = 8000
_SENTENCE_END = re.compile(r"[!\n。！？]|\?(?=\s|$)|\. ")  # The mark in the middle of a link ends none.
CONTACT = frozenset(
    {
        Kind.PHONE,
        Kind.EMAIL,
        Kind.ADDRESS,
        Kind.MEETING_LINK,
        Kind.SCHEDULER,
        Kind.CONTACT_FORM,
        Kind.CONTACT_PAGE,
        Kind.OUTSIDE_METHOD,
    }
)
TALK = frozenset({Kind.MOVE, Kind.CONTACT_REQUEST, Kind.CALL})
NEAR_BY = 60
USER_NAMES = frozenset({Kind.MESSENGER_ID, Kind.SOCIAL_HANDLE})  # They may look like any word.
FEW_WORDS = 4
LEAST_SPELLED = 2
LEAST_DATA = 6  # Letters and figures of an address or a number that is not spelled in words.
KEPT_AHEAD = 3
KEPT_BEHIND = 2
# Account, card and wallet numbers, which no signal has to name: long digits, an IBAN, a long run of letters and digits.
_ACCOUNTS = re.compile(
    r"(?<![^\W_])(?:[A-Za-z]{2}\d{2}(?:[ -]?(?:[A-Z]{4}|[A-Za-z]{0,2}\d{1,4}[A-Za-z]{0,2})){3,9}(?![^\W_])"
    r"|\d(?:[ -]{0,2}\d){5,30}|(?=[A-Za-z0-9]{0,25}\d)[A-Za-z0-9]{26,90}(?![^\W_]))"
)
# Letters with a figure or a low line among them, as people call their accounts.
_ACCOUNT_NAME = re.compile(
    r"(?<![\w@./-])(?=[A-Za-z.]{0,30}[\d_])(?=[\d_.]{0,30}[A-Za-z])[A-Za-z0-9_.]{6,40}(?![\w@/])", re.ASCII
)
_POSTCODE = r"(?:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|\d{4} ?[A-Z]{2}|[A-Z]{2},? \d{5}(?:-\d{4})?|\d{2}-\d{3}|\d{4,6})(?!\d)"
# What goes on behind a street: the town before its postcode, or behind it.
_TOWN = re.compile(
    rf",? {{0,2}}(?:[^\W\d_][^\d\n.;!?:]{{0,30}}?[, ]{{1,2}})?{_POSTCODE}(?:,? [A-Z][^\W\d_]{{1,24}})?"
)
_WORD = re.compile(r"\S+")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Words of one message with contact data hidden; start and end are their place in the pasted text."""

    message: int
    start: int
    end: int
    words: str


def excerpts(conversation: Conversation, reading: Reading) -> tuple[Excerpt, ...]:
    """Return the sentences round every signal that can be quoted, at most MOST_KEPT characters in all."""
    # A tool that is the subject of the work never becomes a finding.
    quotable = [signal for signal in reading.signals if signal.purpose is not Reason.PRODUCT]
    if not quotable:
        return ()
    words = _hidden(conversation.text, reading.signals)
    kept: list[Excerpt] = []
    left = MOST_KEPT
    for message, start, end in _stretches(words, reading.messages, quotable):
        piece = words[start : min(end, start + left)]
        if piece:
            kept.append(Excerpt(message, start, start + len(piece), piece))
            left -= len(piece)
    return tuple(kept)


def words_of(finding: Finding, kept: Iterable[Excerpt]) -> str:
    """Return the sentence with a finding's first words, up to its last words if they are near; or nothing."""
    first = finding.evidence[0]
    for excerpt in kept:
        if excerpt.message == first.message and excerpt.start <= first.start < excerpt.end:
            near = [
                span.end
                for span in finding.evidence
                if span.message == first.message and span.end - first.start <= NEAR
            ]
            last = max(near, default=first.end) - excerpt.start
            begin, end = _sentence(excerpt.words, first.start - excerpt.start, last, (0, len(excerpt.words)))
            return " ".join(excerpt.words[begin:end].split())
    return ""


def sentences_of(finding: Finding, kept: Sequence[Excerpt]) -> list[str]:
    """Return each sentence with words of a finding by itself, as words that are to be struck out."""
    alone = (replace(finding, evidence=(span,)) for span in finding.evidence)
    return list(dict.fromkeys(filter(None, (words_of(one, kept) for one in alone))))


def _stretches(
    text: str, messages: Sequence[Message], signals: Iterable[Signal]
) -> list[tuple[int, int, int]]:
    """Return message, start and end of what is kept, in order; what a finding may quote at once stays whole."""
    joined: list[tuple[int, int, int]] = []
    for signal in sorted(signals, key=lambda signal: (signal.message, signal.start)):
        message = messages[signal.message]
        bounds = (
            max(message.start, signal.start - AROUND),
            min(message.end, min(signal.end, signal.start + AROUND) + AROUND),
        )
        start, end = _sentence(text, signal.start, signal.end, bounds)
        if joined and joined[-1][0] == signal.message and start - joined[-1][2] <= NEAR:
            _, start, before = joined.pop()
            end = max(end, before)
        joined.append((signal.message, start, end))
    return joined


def _sentence(text: str, start: int, end: int, bounds: tuple[int, int]) -> tuple[int, int]:
    """Return where the sentence round a place begins and ends, within bounds."""
    low, high = bounds
    begin = max((found.end() for found in _SENTENCE_END.finditer(text, low, start)), default=low)
    stop = _SENTENCE_END.search(text, end, high)
    return begin, stop.start() + 1 if stop else high


def _hidden(text: str, signals: Iterable[Signal]) -> str:
    """Return the text, as long as before, with all contact data in it made unusable."""
    chars = list(_SURROGATE.sub("\ufffd", text))  # Half a character can neither be stored nor shown.
    spans: list[tuple[int, int]] = []
    for signal in signals:
        words = text[signal.start : signal.end]
        if signal.kind not in USER_NAMES and not (
            signal.kind in CONTACT and (signal.disguised or _is_data(words))
        ):
            continue
        few = len(words.split()) <= FEW_WORDS
        # Of a whole sentence that says where to write only the data is hidden, where it is not spelled in words.
        data = [] if few else [match.span() for match in _WORD.finditer(words) if _is_data(match.group())]
        in_figures = sum(map(str.isalnum, "".join(words[start:end] for start, end in data)))
        if signal.disguised and (in_figures < LEAST_DATA or _spells(words)):
            data = []
        if data or not (few or signal.disguised):
            spans += [(signal.start + start, signal.start + end) for start, end in data]
        else:
            spans.append((signal.start, signal.end))
    spans += _names_beside(text, signals)
    spans += [match.span() for match in _ACCOUNTS.finditer(text) if not _DATE.fullmatch(match.group())]
    for start, end in _joined(spans):
        places = [place for place in range(start, end) if text[place].isalnum()]
        ahead = min(KEPT_AHEAD, len(places) // 3)
        behind = min(KEPT_BEHIND, len(places) // 4)
        for place in places[ahead : len(places) - behind]:
            chars[place] = "•"
    for start, end in _addresses(text, signals):
        chars[start:end] = ["•" if char.isalnum() else char for char in chars[start:end]]
    return "".join(chars)


def _addresses(text: str, signals: Iterable[Signal]) -> Iterator[tuple[int, int]]:
    """Yield where postal addresses stand, town and postcode included: with these a house is soon found."""
    for signal in signals:
        if signal.kind is Kind.ADDRESS and _is_data(text[signal.start : signal.end]):
            town = _TOWN.match(text, signal.end, signal.end + 60)
            yield signal.start, town.end() if town else signal.end


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans with those that overlap as one, so that the same figures are left whoever points at a number."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            first, last = joined.pop()
            joined.append((first, max(end, last)))
        else:
            joined.append((start, end))
    return joined


def _names_beside(text: str, signals: Iterable[Signal]) -> Iterator[tuple[int, int]]:
    """Yield what looks like the name of an account close to where another channel is asked for."""
    for signal in signals:
        if signal.kind in TALK:
            low = max(signal.start - NEAR_BY, 0)
            high = min(min(signal.end, signal.start + AROUND) + NEAR_BY, len(text))
            yield from (match.span() for match in _ACCOUNT_NAME.finditer(text, low, high))


def _spells(words: str) -> bool:
    """Tell whether part of a number is said in words, as in "+1 415 five five five 0132"."""
    spoken = load_numbers().words
    return sum(word.strip(".,!?") in spoken for word in words.casefold().split()) >= LEAST_SPELLED


def _is_data(words: str) -> bool:
    """Tell data from a phrase about it, or from the name of a tool: data holds a digit, an @, a dot or the like."""
    plain = unicodedata.normalize("NFKC", words).rstrip(".")
    return any(char.isdigit() or char in "@./_" for char in plain)
