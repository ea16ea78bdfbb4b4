"""Make hidden words readable: letters apart, figures for letters, words cut in two, look-alikes and slips.

Only names of tools and a few words about contact are looked for, so ordinary text passes unchanged.
"""

# ruff: noqa: SIM905 - Long lists of words read best as text.

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from itertools import islice

from core.lexicon import load_channels
from core.tokens import Tokens

SLIP = 0.8  # Least likeness of a misspelt name.
MOST_BLOBS = 400
KINDS_HIDDEN = ("chat", "social", "meet", "booking", "rail", "mail")
WORDS_HIDDEN = (
    "phone", "number", "email", "contact", "address", "invoice", "milestone", "paypal", "whatsapp", "telegram", "skype",
    "discord", "instagram", "facebook", "linkedin", "messenger", "zoom", "slack", "signal", "wechat", "viber", "calendly",
    "gmail", "hotmail", "yahoo", "outlook", "upwork", "payment", "crypto", "bitcoin", "mobile", "number", "handle",
)  # fmt: skip
# Ordinary words that together, or but for a letter, are the name of a tool.
PAIRS = frozenset(
    "we chat face book life size set more group me work where by hang outs out key base dial pad pay in voice mile "
    "stone go to live storm snap call time tree con cash line id link meeting chime blue jeans ring central simply "
    "contact number address money gram perfect rocket apple google phone palm sol swift west ern union trade up mail "
    "team sa hot proton web day bit coin coins crypto hire flix click willo video zoho sky".split()
)
NO_SLIPS = frozenset(
    "discard discards discords revolt revolts revolute handouts handout interact interacts interior interim interval "
    "telegraph telegraphs calendar calendars contract contracts contrast binary bearing western westerns stripes "
    "message messages messaging messager passenger passengers linked linking mastering element elements elementary "
    "pioneer pioneers paypass payable payables payers patreon escrows escort tether together tethered weather crypt "
    "crypts cryptic solano solar litecoins behind boomers google googled skillful skills skill skilled payment "
    "payments paying palette alipay's sessions wallet session butter better batter setter letter latter utter within "
    "remotely remote remoteness reunion reunions monkey monetary money moneybag multitask matter matters "
    "mattered mandatory mandarin mollify finance banana banking zapping wapping groups grouped grouping chatter "
    "facelift facebooks facetimes imagesage images bitcoins snapshot snapshots snapshop sprint sprints hotmails yahoos "
    "whereas wherever thereby intercoms interact intercept intercom's keyboard keyboards database payroll "
    "setups setup linkage lineage lineal tidal motion motions trello acuity acutely doodles simplify simplified".split()
)
_LEET = str.maketrans("0134578@$!|9€", "oieastbasiige")
_LEET_CYRILLIC = str.maketrans("01346", "оізчб")
_TWINS = str.maketrans("l1|", "iii")
_WITH_SPACES = "\u0900"  # From this letter on scripts are cut into other pieces than words.
_SUSPECT = re.compile(
    r"[a-z]-?[01345789@$!|€]{1,3}-?[a-z]|(?<![\w.])[01345789@$!|€][a-z]{2}|[a-z]{3}[01345$!](?![\w.])"
)
_MASKED = re.compile(r"(?<![\w*#•])[a-z]{1,12}[*#•][a-z*#•]{0,12}[a-z](?![\w*#•])")
_MASK = re.compile(r"[*#•]")
_BLOB = re.compile(r"[a-z0-9@$!|€\-]{4,24}")
_GAP = re.compile(r"[ ._\-*~|·•/]{1,3}")
_PLAIN_GAPS = frozenset(("", " ", ".", "-", "_", "*"))
_STRETCHED = re.compile(r"([a-z])\1{2,}")


def reveal(tokens: Tokens, known: Callable[[str], bool]) -> Tokens:
    """Return the tokens with hidden words made readable and marked; the same object if there are none."""
    changes = _blobs(tokens) if _SUSPECT.search(tokens.folded.text) else {}
    if _MASK.search(tokens.folded.text):
        changes |= _unmasked(tokens)
    names, beginnings = _names()
    words = tokens.words
    index, count = 0, len(words)
    while index < count:
        word = words[index]
        if changes and index in changes:
            index = changes[index][0]
            continue
        if word in beginnings and index + 1 < count:
            longer = word + _letter(words[index + 1], word)
            joined = None
            if longer in beginnings or longer in names:
                joined = _joined(tokens, index, names, beginnings, known)
            if joined:
                changes[index] = joined
                index = joined[0]
                continue
        if len(word) > 4 and (name := _repaired(word)) and not known(word):
            changes[index] = (index + 1, name)
        index += 1
    return _changed(tokens, changes) if changes else tokens


@cache
def _names() -> tuple[dict[str, str], frozenset[str]]:
    """Return the words to look for, each with the one to put in its place, and all their beginnings."""
    names = {name: name for name in WORDS_HIDDEN}
    apart: set[str] = set()
    for channel in load_channels().values():
        if channel.kind not in KINDS_HIDDEN:
            continue
        for name in (name for name in channel.names if name < _WITH_SPACES):
            whole = name.replace(" ", "")
            if name.isascii() and whole != name:
                apart.add(whole)
            elif whole.isalpha() and len(whole) > (4 if name.isascii() else 3):
                names.setdefault(whole, name if whole == name else channel.names[0])
    for name in apart.difference(WORDS_HIDDEN):
        names.pop(name, None)
    return names, frozenset(name[:size] for name in names for size in range(1, len(name)))


@cache
def _skeletons() -> dict[str, str]:
    return {
        _skeleton(name): name
        for name in sorted(_names()[0], key=lambda name: name not in WORDS_HIDDEN, reverse=True)
    }


def _skeleton(word: str) -> str:
    """Return a word without the differences that the eye passes over."""
    return word.replace("rn", "m").replace("vv", "w").translate(_TWINS)


def _joined(
    tokens: Tokens,
    index: int,
    names: Mapping[str, str],
    beginnings: frozenset[str],
    known: Callable[[str], bool],
) -> tuple[int, str] | None:
    """Return the token behind and the name that this and the next tokens spell together."""
    words, text = tokens.words, tokens.folded.text
    joined, parts, plain, figures = words[index], [words[index]], True, False
    for after in range(index + 1, min(index + 24, len(words))):
        gap = text[tokens.ends[after - 1] : tokens.starts[after]]
        if gap not in _PLAIN_GAPS and not _GAP.fullmatch(gap):
            return None
        part = _letter(words[after], joined)
        joined += part
        parts.append(part)
        plain &= gap == " "
        figures |= part != words[after]
        if joined in names:
            singles = all(len(part) == 1 for part in parts)
            longer = after + 1 < len(words) and joined + words[after + 1] in names
            if longer:
                continue
            if not singles and (
                len(joined) < 5 + plain or ((plain or "-" in gap) and all(part in PAIRS for part in parts))
            ):
                return None
            if singles and after + 1 < len(words) and len(words[after + 1]) == 1 and _adjoins(tokens, after):
                return None
            if (gap == "" and not figures) or (not singles and plain and known(" ".join(parts))):
                return None
            return after + 1, names[joined]
        if joined not in beginnings:
            return None
    return None


def _letter(word: str, before: str) -> str:
    """Return the letter that a figure stands for behind other letters, and any other word as it is."""
    if len(word) > 1 or not word.isdigit():
        return word
    return word.translate(_LEET if before.isascii() else _LEET_CYRILLIC)


def _adjoins(tokens: Tokens, index: int) -> bool:
    gap = tokens.folded.text[tokens.ends[index] : tokens.starts[index + 1]]
    return len(gap) == 1 and gap == tokens.folded.text[tokens.ends[index - 1] : tokens.starts[index]]


def _blobs(tokens: Tokens) -> dict[int, tuple[int, str]]:
    """Return the words written with figures and signs for letters, by first token."""
    found: dict[int, tuple[int, str]] = {}
    skeletons = _skeletons()
    for count, match in enumerate(_BLOB.finditer(tokens.folded.text)):
        blob = match.group().strip("-!@|")
        if count >= MOST_BLOBS:
            break
        if blob.isalpha() or blob.isdigit() or not _SUSPECT.search(blob):
            continue
        plain = blob.replace("-", "").translate(_LEET)
        name = skeletons.get(_skeleton(plain)) or (_slip(plain) if len(plain) > 6 else "")
        if name and plain.isalpha():
            start = match.start() + match.group().index(blob)
            first, behind = bisect_left(tokens.starts, start), bisect_left(tokens.starts, start + len(blob))
            if first < behind:
                found[first] = (behind, name)
    return found


def _unmasked(tokens: Tokens) -> dict[int, tuple[int, str]]:
    """Return the words in which signs hide letters, as in "sk*pe", by first token."""
    found: dict[int, tuple[int, str]] = {}
    for match in islice(_MASKED.finditer(tokens.folded.text), MOST_BLOBS):
        if name := _name_behind(match.group()):
            first, behind = (bisect_left(tokens.starts, place) for place in match.span())
            if first < behind:
                found[first] = (behind, name)
    return found


@lru_cache(maxsize=1024)
def _name_behind(word: str) -> str:
    """Return the name that a word may be whose signs each hide a letter; empty where too few letters are left to tell."""
    seen = _MASK.sub("", word)
    if len(seen) < max(3, len(word) / 2):
        return ""
    alike = (
        name
        for letters, name in _names()[0].items()
        if len(letters) == len(word)
        and all(one == other or _MASK.match(other) for one, other in zip(letters, word, strict=True))
    )
    return next(alike, "")


@lru_cache(maxsize=4096)
def _repaired(word: str) -> str:
    """Return the name a word is a look-alike, a stretched form or a slip of; empty for other words."""
    names, _ = _names()
    if word in names or not word.isascii() or not word.isalpha() or len(word) > 24:
        return ""
    if (name := _skeletons().get(_skeleton(word), "")) and len(word) > 4:
        return name
    if _STRETCHED.search(word):
        for short in (_STRETCHED.sub(r"\1\1", word), _STRETCHED.sub(r"\1", word)):
            if short in names:
                return short
    return _slip(word)


@cache
def _by_letter() -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    for channel in load_channels().values():
        if channel.kind in KINDS_HIDDEN:
            for name in channel.names:
                if len(name) >= 6 and name.isascii() and name.isalpha() and name in _names()[0]:
                    table.setdefault(name[0], []).append(name)
    return table


@cache
def _near(letter: str, length: int) -> list[str]:
    return [name for name in _by_letter().get(letter, ()) if -2 <= len(name) - length <= 2]


def _may_slip(word: str, name: str) -> bool:
    """Tell whether a word may be misspelt from a name: each slip brings one strange letter and loses one, at most."""
    slips = (1 - SLIP) * max(len(word), len(name))
    return len(set(word) - set(name)) <= slips and len(set(name) - set(word)) <= slips


def _slip(word: str) -> str:
    """Return the name a word of six letters or more is misspelt from."""
    if len(word) < 6 or word in NO_SLIPS:
        return ""
    near = [name for name in _near(word[0], len(word)) if _may_slip(word, name)]
    if not near or word in near:
        return ""
    from rapidfuzz import process  # Few texts need it, and it takes four megabytes.
    from rapidfuzz.distance import OSA

    best = process.extractOne(word, near, scorer=OSA.normalized_similarity, score_cutoff=SLIP)
    if not best or word.removeprefix(best[0]) in ("s", "es", "ed", "er", "in", "t"):
        return ""
    return best[0]


def _changed(tokens: Tokens, changes: dict[int, tuple[int, str]]) -> Tokens:
    """Return tokens with stretches of them replaced by one word each."""
    new = Tokens(tokens.folded, [], [], [], [], [], set())
    index = jump = pause = 0
    while index < len(tokens.words):
        behind, word = changes.get(index, (index + 1, tokens.words[index]))
        if index in changes or index in tokens.disguised:
            new.disguised.add(len(new.words))
        new.words.append(word)
        new.starts.append(tokens.starts[index])
        new.ends.append(tokens.ends[behind - 1])
        new.at.append(tokens.at[index] - jump)
        new.clause.append(tokens.clause[index] - pause)
        # A sign inside a disguised word ended no sentence; what follows moves up.
        jump += tokens.at[behind - 1] - tokens.at[index]
        pause += tokens.clause[behind - 1] - tokens.clause[index]
        index = behind
    return new
