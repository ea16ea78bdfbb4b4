"""Settle who is the client and who is us among the names of a paste."""

from collections.abc import Sequence
from itertools import pairwise

from core.fold import fold
from core.languages import language_of
from core.model import Speaker
from core.tokens import tokenize
from core.transcript.cues import Cues
from core.transcript.cut import Piece
from core.transcript.words import NAMES_TOO, is_exact_role, load, plain

_CUES = load("cues.toml")
_CLEAR = 2  # how far two people's scores must lie apart before a guess is made
_READ = 3_000
_PEOPLE = 24  # a room has few people; in a longer list names are taken as they stand


_CUE_WEIGHTS = (
    (Cues(_CUES["us"]["strong"]), 2),
    (Cues(_CUES["us"]["weak"]), 1),
    (Cues(_CUES["client"]["strong"]), -2),
    (Cues(_CUES["client"]["weak"]), -1),
)


def settle(text: str, pieces: list[Piece], us: Sequence[str], clients: Sequence[str] = ()) -> None:
    """Fill in the role of every piece whose name, or whose words, tell it."""
    if not any(piece.name or piece.unnamed for piece in pieces):
        return
    _split_unnamed(pieces)
    people: dict[str, list[Piece]] = {}
    for piece in pieces:
        if piece.role is not Speaker.SYSTEM and piece.event is None and (piece.name or piece.unnamed):
            people.setdefault(_key(piece.name, people), []).append(piece)
    _take_for_names(text, people)
    roles: dict[str, Speaker] = {}
    ours = [plain(name) for name in us if plain(name)]
    for person, said in people.items():
        if person and any(is_same_person(person, name) for name in ours):
            roles[person] = Speaker.US
        elif said[0].role is not None:
            roles[person] = said[0].role
    _learn_from_events(pieces, people, roles)
    _complete(people, roles)
    if len(roles) < len(people):
        _guess(text, people, roles)
        _complete(people, roles)
    # A client who is known says nothing of who the others are: it may be a colleague on the client's side.
    roles |= dict.fromkeys(people.keys() & {plain(name) for name in clients}, Speaker.CLIENT)
    for person, said in people.items():
        for piece in said:
            piece.role = roles.get(person, piece.role)


def _take_for_names(text: str, people: dict[str, list[Piece]]) -> None:
    """Let "Ben" be somebody's name beside other names, where the words are in no language in which it means "I"."""
    unsure = [person for person, said in people.items() if person in NAMES_TOO and said[0].name[:1].isupper()]
    if not unsure or any(is_exact_role(person) for person in people.keys() - set(unsure)):
        return
    words = " ".join(text[said[0].start : said[0].end] for said in people.values())
    spoken = language_of([tokenize(fold(words[:_READ]))])
    for person in unsure:
        if spoken not in NAMES_TOO[person]:
            for piece in people[person]:
                piece.role = None


def _key(name: str, people: dict[str, list[Piece]]) -> str:
    folded = plain(name)
    if folded in people:
        return folded
    if len(people) <= _PEOPLE and not is_exact_role(folded):
        for person in people:
            if person and not is_exact_role(person) and is_same_person(person, folded):
                return person
    return folded


def is_same_person(one: str, other: str) -> bool:
    """Match a name with its shorter forms: 'Mia', 'Mia L.', 'Dr. Mia Lund'."""
    if one == other:
        return True
    left, right = one.replace(".", "").split(), other.replace(".", "").split()
    if not left or not right:
        return False
    short, full = (left, right) if len(left) <= len(right) else (right, left)
    if len(short) == 1:
        return short[0] == full[0] and len(short[0]) > 1 and len(full) > 1
    if full[-len(short) :] == short:
        return True
    return short[0] == full[0] and all(
        a == b or (len(a) == 1 and b.startswith(a)) or (len(b) == 1 and a.startswith(b))
        for a, b in zip(short[1:], full[1:], strict=False)
    )


def _split_unnamed(pieces: list[Piece]) -> None:
    """Settle time lines without a name: the same person goes on, or our own side is printed nameless.

    When the only name comes back after such a line, the nameless messages in between are the other side's.
    """
    names = {plain(piece.name) for piece in pieces if piece.name and piece.event is None}
    said = [piece for piece in pieces if piece.event is None]
    returns = any(before.unnamed and after.name and not after.unnamed for before, after in pairwise(said))
    if len(names) == 1 and returns:
        for piece in said:
            piece.role = piece.role or (
                Speaker.US if piece.unnamed else Speaker.CLIENT if piece.name else None
            )
        return
    last: Piece | None = None
    for piece in said:
        if piece.unnamed and last is not None:
            piece.name, piece.role, piece.unnamed = last.name, last.role, False
        elif piece.name:
            last = piece


def _learn_from_events(
    pieces: list[Piece], people: dict[str, list[Piece]], roles: dict[str, Speaker]
) -> None:
    for piece in pieces:
        if piece.event is None or not piece.event.who:
            continue
        sides = {"offer": Speaker.CLIENT, "accepted": Speaker.US}
        side = sides.get(piece.event.kind)
        if side is None:
            continue
        who = plain(piece.event.who)
        for person in people:
            if person and is_same_person(person, who):
                roles.setdefault(person, side)


def _complete(people: dict[str, list[Piece]], roles: dict[str, Speaker]) -> None:
    """Name the one person left when the other side is known."""
    left = [person for person in people if person not in roles]
    known = set(roles.values()) - {Speaker.SYSTEM}
    if len(left) == 1 and len(known) == 1:
        roles[left[0]] = Speaker.CLIENT if Speaker.US in known else Speaker.US


def _guess(text: str, people: dict[str, list[Piece]], roles: dict[str, Speaker]) -> None:
    """Guess two people's sides from what only one side writes, and only when it is clear."""
    left = [person for person in people if person not in roles]
    if len(left) < 2 or len(people) > 6:
        return
    scores = {person: _score(text, people[person]) for person in left}
    # In a room of Upwork the client speaks first; it only tips a guess that the words already suggest.
    first = min(left, key=lambda person: people[person][0].start)
    if any(scores.values()):
        scores[first] -= 1
    # Beside somebody who is known, the one of two others who sounds more like us may still be a client.
    if len(left) == 2 and not roles:
        low, high = sorted(left, key=lambda person: scores[person])
        if scores[high] - scores[low] >= _CLEAR:
            roles[high], roles[low] = Speaker.US, Speaker.CLIENT
        return
    for person in left:
        if abs(scores[person]) >= _CLEAR:
            roles[person] = Speaker.US if scores[person] > 0 else Speaker.CLIENT


def _score(text: str, said: list[Piece]) -> int:
    read = 0
    total = 0
    for piece in said:
        words = text[piece.start : min(piece.end, piece.start + 400)].casefold()
        total += sum(weight * cue.count(words) for cue, weight in _CUE_WEIGHTS)
        read += len(words)
        if read > _READ:
            break
    return total
