"""Find e-mail addresses: plain, spaced, spelled out in many languages, or encoded."""

import base64
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from pathlib import Path

import re2
import tomli

from core.fold import Folded, fold
from core.signals.entities import Entity
from core.signals.suffixes import is_public
from core.tokens import Tokens, tokenize

MOST = 200  # Addresses reported from one text.
MOST_TRIES = 64  # Spelled forms looked at in one text.
SPELLED = Path(__file__).parent.parent / "lexicon" / "spelled.toml"

_LOOSE_AT = re.compile(r"[\s\"'\[({_+]@|@[\s\"'\])}_+]")
_BRACKET_DOT = re.compile(r"[\[({<] ?(?:\.|d[o0]t|punkt|punto|ponto|point|at|@) ?[\])}>]|_(?:at|dot)_")
_HOST_LIKE = re.compile(r"[^\W_]\.[^\W\d_]")
_ENCODED = re.compile(r"(?<![a-z0-9+/])[a-z0-9+/]{16,120}={0,2}(?![a-z0-9+/=])")
_CODE = re.compile(
    r"values ?\(|insert into|select |curl |traceback|exception|\b(?:ssh|scp|rsync|sftp|git clone) |[a-z_]=[\"']?$|"
    r"[a-z\"']: ?[\"']$|=> ?[\"']|regex|validat|placeholder|e\.g\.|\blog(?:s|ged)?\b|like [\"']?$"
)
_FRAME = re.compile(
    r"(?:\.com)?[ ]{0,2}((?:(?:account|address|addr|adres|adresse|id|mail|name|user|username|one|is|es|est|ist|e|"
    r"hai|adalah|:|=|-|,|->|to) ?){0,4})[\"']?([a-z0-9][a-z0-9._\-]{2,40})[\"']?"
)
_APART = re.compile(r" \S \S \S \S")
_ANY_AT = re.compile(r"@|[\[({]a ?t?[\])}]|_at_")
_NAME = re.compile(r"[^\W_][\w.%+\-]{0,63}$")
_HOST = re.compile(
    r"[^\W_]{1,63}(?:-{1,2}[^\W_]{1,62}){0,4}(?:\.[^\W_][^\W_]{0,62}(?:-[^\W_]{1,62}){0,4}){0,3}"
)
HARD, SOFT, POINT = "\x01", "\x02", "\x03"
SIGNS = {"hard": HARD, "soft": SOFT, "dot": ".", "point": POINT, "dash": "-", "low": "_"}
_PLAIN = re2.compile(r"([\pL\pN_.%+'\-]+)@([\pL\pN\-]+(?:\.[\pL\pN\-]+)+)")
_STRETCH = re2.compile(
    r"(?:^|[ \n\"(:])((?:[\[({]?[^ \n][\])}]? ){5,}[\[({]?[^ \n][\])}]?)(?:$|[ \n\",.!?)])"
)


@dataclass(frozen=True, slots=True)
class _Spelling:
    """The words of spelled.toml, folded, and the patterns made of them."""

    ats: frozenset[str]
    dots: frozenset[str]
    providers: dict[str, str]
    not_names: frozenset[str]
    small_words: frozenset[str]
    said: dict[str, str]
    sample_names: frozenset[str]
    sample_hosts: frozenset[str]
    plain: frozenset[str]
    weak: frozenset[str]
    reserved: frozenset[str]
    products: frozenset[str]
    marks: re.Pattern[str]


def find(folded: Folded, tokens: Tokens) -> list[Entity]:
    """Return the e-mail addresses of a text."""
    text = folded.text
    found: list[Entity] = []
    if "@" in text:
        found += _plain(text)
    words = spelling()
    if _worth_reading(text, tokens, words):
        found += _spelled(text, _places(text, tokens, words), words)
    if not words.providers.keys().isdisjoint(tokens.words):
        found += _by_provider(text, tokens, words)
    if view := unspaced(text):
        places = (
            match.start() for match, _ in zip(_ANY_AT.finditer(view[0]), range(MOST_TRIES), strict=False)
        )
        found += _through(view, [*_plain(view[0]), *_spelled(view[0], places, words)])
    if max(map(len, text.split()), default=0) >= 16 and (match := _ENCODED.search(text)):
        found += _encoded(text, match.start())
    return _apart(found)


@cache
def spelling() -> _Spelling:
    """Return the words of spelled.toml and the patterns built of them."""
    with SPELLED.open("rb") as file:
        table = tomli.load(file)

    def listed(section: str, key: str) -> list[str]:
        return [word for entry in table[section][key].split(",") if (word := fold(entry.strip()).text)]

    def key_words(entries: list[str]) -> frozenset[str]:
        return frozenset(max(words, key=len) for entry in entries if (words := tokenize(fold(entry)).words))

    hard, soft = listed("at", "sure"), listed("at", "weak")
    dots, soft_dots = listed("dot", "sure"), listed("dot", "weak")
    providers = {fold(name).text: host for name, host in table["providers"].items()}
    marks = {
        "hard": rf" ?[\[({{<*]{{1,3}} ?(?:@|a|{_any([*hard, *soft])}) ?[\])}}>*]{{1,3}} ?|_+at_+|{_spaced(hard)}"
        r"|[\"' +]{0,5}@[\"' +]{0,5}",
        "soft": _spaced(soft),
        "dot": rf" ?[\[({{<*]{{1,3}} ?(?:\.|{_any(dots)}) ?[\])}}>*]{{1,3}} ?|_+dot_+|{_spaced(dots)}"
        r"|[\"'] ?\+ ?[\"']\.|\.[\"'] ?\+ ?[\"']| \. ?",
        "point": _spaced(soft_dots),
        "dash": _spaced(listed("dash", "sure")),
        "low": _spaced(listed("underscore", "sure")),
    }
    return _Spelling(
        ats=key_words(hard) | key_words(soft),
        dots=key_words(dots) | key_words(soft_dots),
        providers=providers,
        not_names=frozenset(listed("before", "en") + listed("before", "all")),
        small_words=frozenset(listed("before", "all")),
        said={fold(word).text: ending for word, ending in table["said"].items()},
        sample_names=frozenset(listed("samples", "locals")),
        sample_hosts=frozenset(listed("samples", "hosts")),
        plain=frozenset(listed("endings", "plain")),
        weak=frozenset(listed("endings", "weak")),
        reserved=frozenset(listed("endings", "reserved")),
        products=frozenset(listed("endings", "products")),
        marks=re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in marks.items())),
    )


def _any(words: list[str]) -> str:
    return "|".join(re2.escape(word) for word in sorted(set(words), key=len, reverse=True))


def _spaced(words: list[str]) -> str:
    """Return a pattern for words between blanks; East Asian ones need none."""
    tight, spaced = [word for word in words if word > "\u2e80"], [word for word in words if word <= "\u2e80"]
    patterns = [rf"[ _]{{1,3}}(?:{_any(spaced)})(?:[ _]{{1,3}}|(?=[\[({{<]))"] if spaced else []
    return "|".join([*patterns, rf" ?(?:{_any(tight)}) ?"] if tight else patterns)


def _worth_reading(text: str, tokens: Tokens, words: _Spelling) -> bool:
    """Tell cheaply whether an address may be spelled out."""
    if "@" in text and _LOOSE_AT.search(text):
        return True
    if words.ats.isdisjoint(tokens.words):
        return "_at_" in text
    return (
        not words.dots.isdisjoint(tokens.words)
        or not words.providers.keys().isdisjoint(tokens.words)
        or bool(_HOST_LIKE.search(text) or _BRACKET_DOT.search(text))
    )


def _places(text: str, tokens: Tokens, words: _Spelling) -> list[int]:
    """Return where an at-mark may stand: a few words before a dot or the name of a provider."""
    starts = tokens.starts
    goals = [
        starts[i] for i, word in enumerate(tokens.words) if word in words.dots or word in words.providers
    ]
    goals = sorted(
        [
            *goals,
            *(match.start() for match in _HOST_LIKE.finditer(text)),
            *_found_all(text, " .", '".', "[.", "(."),
        ]
    )
    marks = [starts[i] for i, word in enumerate(tokens.words) if word in words.ats]
    marks = sorted([*marks, *(match.end() - 1 for match in _LOOSE_AT.finditer(text))])
    near = []
    for place in marks:
        goal = bisect_left(goals, place)
        if goal < len(goals) and goals[goal] - place < 70:
            near.append(place)
    return near[:MOST_TRIES]


def _found_all(text: str, *needles: str) -> Iterator[int]:
    for needle in needles:
        place = text.find(needle)
        while place >= 0:
            yield place
            place = text.find(needle, place + 1)


def _plain(text: str) -> list[Entity]:
    words = spelling()
    found: list[Entity] = []
    for match in _PLAIN.finditer(text):
        if len(found) >= MOST:
            break
        start, end = match.span()
        local, host = match.group(1), match.group(2).strip("-")
        trimmed = local.lstrip(".'-%+")
        start += len(local) - len(trimmed)
        if (
            not trimmed
            or trimmed[-1] in ".'"
            or (text[start - 1 : start] in ("@", "/", ":") and _in_url(text, start))
        ):
            continue
        if (text.startswith(":", end) and text[end + 1 : end + 2].isalnum()) or not ends_well(host):
            continue
        if text[start - 1 : start] == "@":
            continue
        sample = trimmed in words.sample_names or host in words.sample_hosts
        sample |= bool(_CODE.search(text, max(0, text.rfind("\n", 0, start), start - 60), start))
        found.append(
            Entity("email", start, match.start(2) + len(host), "email", f"{trimmed}@{host}", sure=not sample)
        )
    return found


def _in_url(text: str, start: int) -> bool:
    head = text[max(0, start - 60) : start].rsplit(" ", 1)[-1]
    return "://" in head or head.endswith("@")


def _spelled(text: str, places: Iterable[int], words: _Spelling) -> list[Entity]:
    """Read the surroundings of each possible at-mark with marks in place of words."""
    found: list[Entity] = []
    done = 0
    for place in places:
        if place < done:
            continue
        start, end = max(0, place - 90, text.rfind("\n", 0, place) + 1), place + 120
        while start > 0 and start > place - 110 and text[start - 1].isalnum():
            start -= 1
        end = end if (line := text.find("\n", place, end)) < 0 else line
        view, origin = _marked(text, start, min(end, len(text)), words)
        for at in (index for index, char in enumerate(view) if char in HARD + SOFT):
            if origin[at] >= place - 12 and (item := _address(text, view, origin, at, words)):
                found.append(item)
                done = item.end
    return found


def _marked(text: str, start: int, end: int, words: _Spelling) -> tuple[str, list[int]]:
    """Return a stretch of text with a sign for each spelled mark, and where each character was."""
    pieces: list[str] = []
    origin: list[int] = []
    done = start
    for match in words.marks.finditer(text, start, end):
        pieces += [text[done : match.start()], SIGNS[match.lastgroup or ""]]
        origin += [*range(done, match.start()), match.start()]
        done = match.end()
    pieces.append(text[done:end])
    origin += range(done, end + 1)
    return "".join(pieces), origin


def _address(text: str, view: str, origin: list[int], at: int, words: _Spelling) -> Entity | None:
    """Return the address around an at-sign of a view, if it ends as one."""
    soft = view[at] == SOFT
    head, tail = view[max(0, at - 64) : at], view[at + 1 : at + 130]
    if not soft:
        head, tail = head.replace(POINT, "."), tail.replace(POINT, ".")
    name = _NAME.search(head)
    host = _HOST.match(tail)
    if not name or not host:
        return None
    local, start = name.group().strip("."), origin[at - len(name.group().lstrip("."))]
    labels = host.group().strip(".-").split(".")
    spoken = ".".join([*labels[:-1], words.said.get(labels[-1], labels[-1])])
    full = _credible(spoken)
    behind = at + 1 + len(".".join(labels[: full.count(".") + 1]))
    written = text[origin[at + 1] : origin[at + 1] + len(full)] == full
    if not full and host.group().partition(".")[0] in words.providers and "." not in host.group():
        full, behind = words.providers[host.group()], at + 1 + len(host.group())
        plain = soft and not re.search(r"[\d._]", local)
        if soft and _common(local, words):
            return None
        return Entity("email", start, origin[behind - 1] + 1, "email", f"{local}@{full}", True, not plain)
    # "Our studio at www.firm.example" names a page.
    if not full or full.startswith("www.") or text[start - 1 : start] in ("@", "/"):
        return None
    literal = text[origin[at] : origin[at + 1]] == "@"
    if literal and written and text[start : origin[at]] == local:
        return None  # Plainly written; found already.
    first = full.split(".")[0]
    if soft and (_common(local, words) or first in words.small_words or not re.search(r"[^\W\d_]", first)):
        return None
    if written and not literal and _common(local, words) and "@" in text[origin[at] : origin[at + 1]]:
        return None
    sure = not soft or not written or full in words.providers.values()
    return Entity("email", start, origin[behind - 1] + 1, "email", f"{local}@{full}", True, sure)


def _common(local: str, words: _Spelling) -> bool:
    return local in words.not_names


def _credible(host: str) -> str:
    """Return a host, without labels too many, if it ends in a known top-level domain."""
    labels = host.split(".")
    while len(labels) > 1:
        if ends_well(".".join(labels)):
            return ".".join(labels)
        labels.pop()
    return ""


@lru_cache(maxsize=2048)
def ends_well(host: str) -> bool:
    """Tell whether a host ends in a top-level domain, or in one reserved for examples."""
    words = spelling()
    labels = host.split(".")
    if not all(labels) or len(host) > 253:
        return False
    if labels[-1] in words.plain or labels[-1] in words.weak or labels[-1] in words.reserved:
        return True
    if not labels[-1].isalpha() or not 2 <= len(labels[-1]) <= 24:
        return False
    return is_public(host)


def _by_provider(text: str, tokens: Tokens, words: _Spelling) -> Iterator[Entity]:
    """Find mailbox names that follow the name of a provider: "my gmail is foo.bar"."""
    tries = 0
    for index, word in enumerate(tokens.words):
        if word not in words.providers or tries >= MOST_TRIES:
            continue
        tries += 1
        match = _FRAME.match(text, tokens.ends[index])
        if not match or text[tokens.starts[index] - 1 : tokens.starts[index]] in ("@", "."):
            continue
        frame, name = match.group(1).strip(), match.group(2).rstrip(".-_")
        quoted = text[match.start(2) - 1] in "\"'" and text[match.end(2) : match.end(2) + 1] in "\"'"
        marked = bool(re.search(r"\d|[a-z][._][a-z]", name)) or (quoted and bool(frame))
        told = frame.endswith((":", "=")) and len(name) > 3
        if (
            (marked or told)
            and not name.isdigit()
            and text[match.end(2) : match.end(2) + 1] != "@"
            and name != "com"
        ):
            value = f"{name}@{words.providers[word]}"
            yield Entity("email", match.start(2), match.start(2) + len(name), "email", value, True, False)


def unspaced(text: str) -> tuple[str, list[int]] | None:
    """Return the text with letters that stand apart pushed together, and where each was, if there are any."""
    if not _APART.search(text) or not _STRETCH.search(text):
        return None
    pieces: list[str] = []
    origin: list[int] = []
    done = 0
    for match in _STRETCH.finditer(text):
        start, end = match.span(1)
        kept = [index for index in range(start, end) if text[index] != " "]
        pieces += [text[done:start], "".join(text[index] for index in kept)]
        origin += [*range(done, start), *kept]
        done = end
    pieces.append(text[done:])
    origin += [*range(done, len(text)), len(text)]
    return "".join(pieces), origin


def _through(view: tuple[str, list[int]], found: list[Entity]) -> list[Entity]:
    """Return entities of a view at their places in the text."""
    origin = view[1]
    return [
        Entity(
            item.kind, origin[item.start], origin[item.end - 1] + 1, item.channel, item.value, True, item.sure
        )
        for item in found
    ]


def _encoded(text: str, position: int) -> Iterator[Entity]:
    """Find base64 of an address. Folding has lost the case of letters, so every case that reads well is tried."""
    for tries, match in enumerate(_ENCODED.finditer(text, position)):
        if tries >= MOST_TRIES:
            return
        if value := _decoded(match.group()):
            yield Entity("email", match.start(), match.end(), "email", value, True, True)


@lru_cache(maxsize=512)
def _decoded(word: str) -> str:
    if len(word) % 4:
        return ""
    options = [_readings(word[index : index + 4]) for index in range(0, len(word), 4)]
    if not all(options):
        return ""
    value = ""
    for reading in options:
        at = [piece for piece in reading if "@" in piece]
        value += (
            at[0]
            if at and "@" not in value
            else next((piece for piece in reading if "@" not in piece), reading[0])
        )
    local, at_sign, host = value.partition("@")
    return (
        value
        if local and at_sign and re.fullmatch(r"[a-z0-9.\-]+\.[a-z]{2,}", host) and ends_well(host)
        else ""
    )


@lru_cache(maxsize=4096)
def _readings(group: str) -> tuple[str, ...]:
    """Return what four characters of base64 may stand for within an address, likeliest first."""
    letters = [(char, char.upper()) if char.isalpha() else (char,) for char in group]
    pieces = set()
    for choice in product(*letters):
        try:
            piece = base64.b64decode("".join(choice)).decode("ascii")
        except ValueError:
            continue
        if re.fullmatch(r"[a-z0-9.@_+\-]{1,3}", piece):
            pieces.add(piece)
    return tuple(sorted(pieces, key=lambda piece: (-sum(char.isalpha() for char in piece), piece)))


def _apart(found: list[Entity]) -> list[Entity]:
    """Return the entities in reading order, of those that overlap the sure or the longer."""
    kept: list[Entity] = []
    for item in sorted(found, key=lambda item: (item.start, not item.sure, -item.end)):
        if kept and item.start < kept[-1].end:
            if (item.sure, item.end - item.start) > (kept[-1].sure, kept[-1].end - kept[-1].start):
                kept[-1] = item
            continue
        kept.append(item)
    return kept
