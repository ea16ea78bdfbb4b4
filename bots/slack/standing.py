"""What of a post stands in Slack: each message of ours carries the key of its post, and which part of it it is."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bots.slack.calls import Calls, passing
from bots.slack.markup import unescape
from bots.slack.payload import Payload, inner_of, items_of, number_of, text_of

EVENT = "checkmsg_post"
PAGE = 200
# Slack's clock gives its messages their time and ours the attempt.
CLOCKS_DIFFER = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a post goes, and as whom we post there; a post without a thread has its continuation in its own."""

    channel: str
    thread: str
    me: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One message of a post; the others carry the ts of the first."""

    ts: str
    key: str
    part: int
    parts: int
    files: int
    first: str


@dataclass(frozen=True, slots=True)
class Standing:
    """The messages of a post by their number, and how often each title is among the files after the first."""

    pieces: Mapping[int, Piece] = field(default_factory=dict)
    titles: Counter[str] = field(default_factory=Counter)

    def is_whole(self, key: str) -> bool:
        """Return whether all of the post with this key is there, and nothing of what it replaces."""
        first = self.pieces.get(1)
        if first is None or self.titles.total() < first.files:
            return False
        keys = {part: piece.key for part, piece in self.pieces.items()}
        return keys == dict.fromkeys(range(1, first.parts + 1), key)


def sign(piece: Piece) -> dict[str, Any]:
    """Return the metadata of a message, which no person sees."""
    payload = {name: getattr(piece, name) for name in ("key", "part", "parts", "files", "first")}
    return {"event_type": EVENT, "event_payload": payload}


def earlier_one(calls: Calls, place: Place, ts: str) -> Standing:
    """Return what stands of the post that began with a message of ours; nothing where it is not in this place."""
    thread = list(_thread(calls, place, place.thread or ts, float(ts)))
    is_here = any(message["ts"] == ts and _thread_of(message) == place.thread for message in thread)
    return _begun_by(ts, thread, place) if is_here else Standing()


def by_key(calls: Calls, place: Place, key: str, attempted_at: datetime) -> Standing:
    """Return what stands of a post with a key that was first attempted then."""
    since = (attempted_at - CLOCKS_DIFFER).timestamp()
    if place.thread:
        messages = _thread(calls, place, place.thread, since)
    else:
        messages = _pages(calls, "conversations.history", channel=place.channel, oldest=f"{since:.6f}")
    pieces = filter(None, (_piece(message, place) for message in messages))
    first = next((piece for piece in pieces if piece.key == key and piece.part == 1), None)
    if first is None:
        return Standing()
    thread = list(_thread(calls, place, place.thread or first.ts, float(first.ts)))
    return _begun_by(first.ts, thread, place)


def continuation(calls: Calls, place: Place, ts: str) -> list[Piece]:
    """Return what continues a message of ours, wherever it stands."""
    pieces = filter(None, (_piece(message, place) for message in _thread(calls, place, ts, float(ts))))
    return [piece for piece in pieces if piece.first == ts]


def _begun_by(ts: str, thread: list[Payload], place: Place) -> Standing:
    """Return a post by the ts of its first message: nothing where that one is gone, whatever continued it."""
    pieces = [piece for message in thread if (piece := _piece(message, place)) is not None]
    ours = {piece.part: piece for piece in pieces if ts in (piece.ts, piece.first)}
    if 1 not in ours:
        return Standing()
    files = [file for message in thread if _is_ours(message, place) for file in items_of(message, "files")]
    return Standing(ours, Counter(unescape(text_of(file, "title")) for file in files))


def _thread(calls: Calls, place: Place, ts: str, since: float) -> Iterator[Payload]:
    # The root comes in any case, and one that is gone has no thread.
    with passing("thread_not_found"):
        yield from _pages(
            calls,
            "conversations.replies",
            channel=place.channel,
            ts=ts,
            oldest=f"{since:.6f}",
            inclusive=True,
        )


def _pages(calls: Calls, method: str, **arguments: Any) -> Iterator[Payload]:
    wanted = {**arguments, "include_all_metadata": True, "limit": PAGE}
    while True:
        page = calls.ask(lambda web: web.api_call(method, params=wanted))
        yield from page["messages"]
        wanted["cursor"] = (page.get("response_metadata") or {}).get("next_cursor", "")
        if not wanted["cursor"]:
            return


def _is_ours(message: Payload, place: Place) -> bool:
    return text_of(message, "user") == place.me


def _thread_of(message: Payload) -> str:
    """Return the thread in which a message is a reply; a root may name its own."""
    thread = text_of(message, "thread_ts")
    return "" if thread == message["ts"] else thread


def _piece(message: Payload, place: Place) -> Piece | None:
    metadata = inner_of(message, "metadata")
    if not _is_ours(message, place) or text_of(metadata, "event_type") != EVENT:
        return None
    said = inner_of(metadata, "event_payload")
    part, parts, files = (number_of(said, name) for name in ("part", "parts", "files"))
    return Piece(text_of(message, "ts"), text_of(said, "key"), part, parts, files, text_of(said, "first"))
