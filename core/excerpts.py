"""The few words of a conversation that are kept: the sentences round its signals, contact data hidden.

The first reply and every later one quote from these, so the same verdict is always told in the same words.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from core.fold import fold
from core.languages import active
from core.lexicon import EVERYWHERE, book
from core.model import Conversation, Finding, Kind, Message, Reading, Reason, Signal, Span, Speaker
from core.sentences import leaning_until, sentence
from core.signals.digit_words import load_numbers
from core.signals.shape import shape
from core.tokens import tokenize

NEAR = 140  # Evidence of one finding this far on, in characters, is quoted with its first words.
AROUND = 200  # A sentence is kept up to this many characters on either side of a signal.
MOST_KEPT = 8000
MASKED = frozenset(
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
LINKS = frozenset({Kind.MEETING_LINK, Kind.SCHEDULER, Kind.CONTACT_FORM, Kind.CONTACT_PAGE})
NAMES_BESIDE = frozenset({Kind.MOVE, Kind.CONTACT_REQUEST, Kind.CALL})
NEAR_BY = 60
USER_NAMES = frozenset({Kind.MESSENGER_ID, Kind.SOCIAL_HANDLE})  # They may look like any word.
FEW_WORDS = 4
LEAST_SPELLED = 2
LEAST_DATA = 6  # Letters and figures of an address or a number that is not spelled in words.
# What a stretch looks like of which any word may be a letter, a figure or a part of an address.
SPELLED = frozenset({"dot", "provider", "said 2", "said 3", "said 4"})
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
# Letters apart, or a sign that stands for one of an address, as in "ann ⓐ".
_APART = re.compile(r"(?<!\w)\w(?:[ .-]\w(?!\w)){2,}|[\u2190-\u2bff]")
_QUOTED = re.compile(r"[\"“„«](?P<said>[^\"”“»\n]{2,60})[\"”“»]")
_SCHEME = re.compile(r"https?://")
_REST_OF_LINK = re.compile(r"[\w./?=&%#~-]*", re.ASCII)
_NO_SPACES = re.compile(
    "[\u2e80-\u9fff\uf900-\ufaff]"
)  # A script in which a name and the words around it are one.
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
    near = [
        span.end
        for span in finding.evidence
        if span.message == first.message and span.end - first.start <= NEAR
    ]
    place = sentence_round(replace(first, end=max(near, default=first.end)), kept)
    if place is None:
        return ""
    excerpt, begin, end = place
    return " ".join(excerpt.words[begin:end].split())


def sentence_round(span: Span, kept: Iterable[Excerpt]) -> tuple[Excerpt, int, int] | None:
    """Return the excerpt that holds the beginning of a span, and where in it the sentences round the span stand."""
    for excerpt in kept:
        if excerpt.message == span.message and excerpt.start <= span.start < excerpt.end:
            start, end = span.start - excerpt.start, span.end - excerpt.start
            return excerpt, *sentence(excerpt.words, start, end, (0, len(excerpt.words)))
    return None


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
        start, end = sentence(text, signal.start, signal.end, bounds)
        if message.speaker is not Speaker.CLIENT:  # Of a draft they go with what they lean on.
            end = leaning_until(text, end, min(message.end, end + AROUND))
            start -= start > 0 and text[start - 1] == "\n"  # So that a line is known for one.
        if joined and joined[-1][0] == signal.message and start - joined[-1][2] <= NEAR:
            _, start, before = joined.pop()
            end = max(end, before)
        joined.append((signal.message, start, end))
    return joined


def _hidden(text: str, signals: Iterable[Signal]) -> str:
    """Return the text, as long as before, with all contact data in it made unusable."""
    chars = list(_SURROGATE.sub("\ufffd", text))  # Half a character can neither be stored nor shown.
    spans: list[tuple[int, int]] = []
    for signal in signals:
        rest = _REST_OF_LINK.match(text, signal.end) if signal.kind in LINKS else None
        words = text[signal.start : rest.end() if rest else signal.end]
        if signal.kind not in USER_NAMES and not (
            signal.kind in MASKED and (signal.disguised or _is_data(words))
        ):
            continue
        spans += [(signal.start + start, signal.start + end) for start, end in _secrets(signal, words)]
    spans += _names_beside(text, signals)
    spans += [match.span() for match in _ACCOUNTS.finditer(text) if not _DATE.fullmatch(match.group())]
    for start, end in _joined(spans):
        scheme = _SCHEME.match(text, start, end)
        first = scheme.end() if scheme else start
        places = [place for place in range(first, end) if text[place].isalnum()]
        ahead = min(KEPT_AHEAD, len(places) // 3)
        behind = min(KEPT_BEHIND, len(places) // 4)
        for place in places[ahead : len(places) - behind]:
            chars[place] = "•"
    for start, end in _addresses(text, signals):
        chars[start:end] = ["•" if char.isalnum() else char for char in chars[start:end]]
    return "".join(chars)


def _secrets(signal: Signal, words: str) -> list[tuple[int, int]]:
    """Return what is to be hidden of the words of a signal: of a sentence that says where to write only the data."""
    whole = [(0, len(words))]
    data = [match.span() for match in _WORD.finditer(words) if _is_data(match.group())]
    if len(words.split()) <= FEW_WORDS:
        is_told = signal.kind in USER_NAMES or signal.disguised
        return whole if is_told or not data else [(data[0][0], data[-1][1])]
    in_figures = sum(map(str.isalnum, "".join(words[start:end] for start, end in data)))
    if not signal.disguised or (in_figures >= LEAST_DATA and not _spells(words)):
        return data
    return whole if data or _NO_SPACES.search(words) else _unheard(words)


def _unheard(words: str) -> list[tuple[int, int]]:
    """Return what of a sentence may be the name that somebody is to be found by: a quotation, and words in none of our lists.

    Where figures, letters or the parts of an address may be said in words all of it is hidden.
    """
    tokens = tokenize(fold(words))
    if _APART.search(words) or SPELLED.intersection(shape(tokens, 0, len(tokens.words))):
        return [(0, len(words))]
    books = [book(code) for code in (EVERYWHERE, *active(tokens))]
    strange = [not any(one.knows(word) for one in books) for word in tokens.words]
    folded = tokens.folded
    places = zip(tokens.starts, tokens.ends, strict=True)
    found: list[tuple[int, int]] = []
    for (start, end), is_strange, follows in zip(places, strange, [False, *strange], strict=False):
        if is_strange:
            first = found.pop()[0] if follows else folded.start(start)
            found.append((first, folded.end(end)))
    return [*found, *(match.span("said") for match in _QUOTED.finditer(words))]


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
        if signal.kind in NAMES_BESIDE:
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
