"""Read what a line says of a contract: 'Ann Lee sent an offer', 'offer accepted, contract started · 9:02'.

Upwork has worded these lines in many ways, and people shorten them by hand. So they are put together from words: a
thing, what became of it, names, small words, dates and titles. A line with any other word in it is somebody's sentence.
"""

import re
from dataclasses import dataclass

from core.fold import fold
from core.model import Speaker
from core.transcript.page import TIME
from core.transcript.words import DATE_WORDS, is_proper_name, load, role_of

_MOST_WORDS = 24
_LONGEST_PHRASE = 3
_LONGEST_NAME = 5
_MOST_NAMES = 2
_QUOTED = re.compile(
    r"[\"“„«「『][^\"”»“」』\n]{1,80}[\"”»“」』]|(?<!\w)['‘][^'’\n]{3,80}['’](?!\w)|(?<!\*)\*[^*\s][^*\n]{0,80}\*(?!\*)"
)
_TITLE = re.compile(r"[ \t]*[:：·|]|[ \t]+[–—-][ \t]")
_TIME = re.compile(TIME)
# The vowel signs of Arabic, Hindi and Bengali are no letters to `re`.
_LETTERS = r"(?:[^\W_]|[\u064b-\u0655\u0900-\u0903\u093a-\u094f\u0981-\u0983\u09bc-\u09d7])+"
_WORD = re.compile(rf"{_LETTERS}(?:[.-]{_LETTERS})*\.?")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


@dataclass(frozen=True, slots=True)
class Event:
    """What a system line reports, and of whom."""

    kind: str
    who: str = ""


def _plain(words: str) -> str:
    return fold(words).text


_DATA = load("system_lines.toml")
NOBODY = frozenset(_DATA["nobody"])
_NAMES_TOO = frozenset(_DATA["names_too"])
_ORDERS = frozenset(_DATA["orders"])
_BEFORE_NOUNS = frozenset(_DATA["before_nouns"])
_BESIDE = "beside"
# What a phrase stands for: things and what becomes of them by name, _BESIDE for a word that says nothing.
_PHRASES: dict[str, set[str]] = {}
for _sort in ("things", "happened"):
    for _kind, _words in _DATA[_sort].items():
        for _phrase in _words:
            _PHRASES.setdefault(_plain(_phrase), set()).add(f"{_sort} {_kind}")
for _phrase in _DATA["beside"]["words"]:
    _PHRASES.setdefault(_plain(_phrase), set()).add(_BESIDE)
_PRONOUNS = frozenset(map(_plain, NOBODY)) - _PHRASES.keys()
_WITHIN = sorted(filter(_UNSPACED.search, _PHRASES), key=len, reverse=True)
_PARTICLES = sorted(map(_plain, _DATA["beside"]["inside"]), key=len, reverse=True)
# To which things each of these can happen; what decides first stands first.
_OF = {
    "ended": ("contract",),
    "started": ("contract", "milestone"),
    "accepted": ("offer", "contract"),
    "withdrawn": ("offer",),
    "cancelled": ("offer", "contract"),
    "offer": ("offer",),
}
# What answers a line of Upwork's; that a contract runs, or is live, says much else in somebody's mouth.
_ANSWERS = frozenset(
    ("things offer", "things contract", "things milestone", "happened accepted", "happened hired")
)
STEMS = frozenset(word for words in (*_DATA["things"].values(), _DATA["happened"]["hired"]) for word in words)


def read_contract_line(line: str, *, labelled: bool = False) -> Event | None:
    """Read one line; behind an offer, or what somebody did, may stand a title of any words.

    A line that is `labelled` stands under Upwork's name: then it may be as short as "offer", and anything may have a title.
    """
    said = _QUOTED.sub(" ", line)
    whole = _event_of(said, labelled=labelled)
    title = _TITLE.search(said)
    if whole or title is None or not title.start():
        return whole
    titled = _event_of(said[: title.start()], labelled=labelled)
    return titled if titled and (titled.kind == "offer" or titled.who or labelled) else None


def takes_up_a_line(words: str, names: str = "") -> bool:
    """Tell whether somebody's words name an offer, a contract or a milestone, or say that one was accepted.

    "Alok" is an offer in Tagalog, but not where the client is called so.
    """
    called = frozenset(_plain(names).split())
    tokens = [token for token in _WORD.findall(words)[:_MOST_WORDS] if _plain(token) not in called]
    found = (
        _phrase_at(tokens, index)[1] | (_taken_apart(token)[1] if _UNSPACED.search(token) else set())
        for index, token in enumerate(tokens)
    )
    return any(_ANSWERS & said for said in found)


def _event_of(words: str, *, labelled: bool) -> Event | None:
    found: set[str] = set()
    names: list[list[str]] = []
    in_name = False
    tokens = _WORD.findall(_TIME.sub(" ", words))
    if not 0 < len(tokens) <= _MOST_WORDS:
        return None
    index = 0
    while index < len(tokens):
        count, said = _phrase_at(tokens, index)
        goes_on = in_name and said == {_BESIDE} and tokens[index][0].isupper()  # as in "Ann de La Tour"
        rest = "" if said and not goes_on else tokens[index]
        if rest and _UNSPACED.search(rest):
            rest, said = _taken_apart(rest)
        if rest and _plain(rest) in _PRONOUNS and _plain(rest) not in _NAMES_TOO:
            return None
        if rest and (goes_on or not _is_date_word(rest)):
            names = [*names[:-1], [*names[-1], rest]] if in_name else [*names, [rest]]
            in_name = True
        else:
            in_name = False
        found |= said
        index += count
    people = [" ".join(name) for name in names]
    if not people and role_of(tokens[0]) is Speaker.US:
        people = tokens[:1]
        found |= {"things offer"} if "happened accepted" in found else set()
    kind = _kind_of(found) or ("offer" if labelled and "things offer" in found else "")
    if not kind or len(people) > _MOST_NAMES or not all(map(is_somebody, people)):
        return None
    return Event(kind, people[0] if people else "")


def _phrase_at(tokens: list[str], index: int) -> tuple[int, set[str]]:
    """Return how many words the longest known phrase at a place has, and what it stands for."""
    for count in range(_LONGEST_PHRASE, 0, -1):
        phrase = _plain(" ".join(tokens[index : index + count])).rstrip(".")
        if phrase in _PHRASES:
            return min(count, len(tokens) - index), _PHRASES[phrase]
    return 1, set()


def _taken_apart(word: str) -> tuple[str, set[str]]:
    """Return what is left of a word written without spaces, and what its known pieces stand for."""
    rest = _plain(word)
    said: set[str] = set()
    for phrase in _WITHIN:
        if phrase in rest:
            rest, said = rest.replace(phrase, " "), said | _PHRASES[phrase]
    bare = rest
    for particle in _PARTICLES:
        bare = bare.replace(particle, " ")
    return " ".join((bare if said or not bare.strip() else rest).split()), said


def _kind_of(found: set[str]) -> str:
    things = {thing for thing in ("offer", "contract", "milestone") if f"things {thing}" in found}
    for kind, of in _OF.items():
        if f"happened {kind}" in found and things.intersection(of):
            return kind if kind != "cancelled" else "withdrawn" if "offer" in things else "ended"
    if "happened hired" in found and things <= {"contract"}:
        return "started"
    return "event" if things == {"milestone"} and len(found) > 1 else ""


def _is_date_word(word: str) -> bool:
    return word[0].isdigit() or word.casefold().strip(".") in DATE_WORDS


def is_somebody(who: str) -> bool:
    """Tell whether words in a system line name a person or a side."""
    words = who.casefold().replace("'", " ").split()
    is_named = len(words) > 1 and words[0] in _NAMES_TOO
    if (
        not words
        or len(words) > _LONGEST_NAME
        or (words[0] in NOBODY and not is_named)
        or words[-1] in NOBODY
        or words[0] in _ORDERS
        or words[-1] in _BEFORE_NOUNS
    ):
        return False
    return role_of(who) is not None or is_proper_name(who) or bool(_UNSPACED.search(who) and len(who) <= 8)
