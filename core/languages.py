"""Which language the client writes, from the frequent words of each and from the script."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache

from core.lexicon import (
    EVERYWHERE,
    book,
    han,
    headings,
    load_channels,
    unread_letters,
    unread_words,
)
from core.tokens import Tokens

# One letter of these scripts says more than any word; Han alone is Chinese only where no kana stands beside it.
SCRIPTS = (
    ("ja", "\u3041", "\u30ff"),
    ("ko", "\uac00", "\ud7a3"),
    ("hi", "\u0900", "\u097f"),
    ("bn", "\u0980", "\u09ff"),
    ("zh", "\u4e00", "\u9fff"),
)
FIRST_TELLING = min(first for _, first, _ in SCRIPTS)
RANGES = (
    ("greek", "\u0370", "\u03ff"),
    ("cyrillic", "\u0400", "\u052f"),
    ("arabic", "\u0600", "\u06ff"),
    ("devanagari", "\u0900", "\u097f"),
    ("bengali", "\u0980", "\u09ff"),
    ("kana", "\u3041", "\u30ff"),
    ("han", "\u3400", "\u9fff"),
    ("hangul", "\uac00", "\ud7a3"),
)
MOST_WORDS = 400
SHORT = 8
WORD = 60  # Votes of a word that one language alone knows; relatives share them.
LEAST_VOTES = WORD // 2  # What three languages share speaks for none of them.
FEW_VOTES = WORD + LEAST_VOTES  # So few may stand in an English text by chance.
ENOUGH = 0.5
TELLING = 2  # Words that no language that is read has, to say that a text is in one that is not;
LONG = 4  # one of so many letters, or with a letter that none of these has, is enough
BESIDE = 2  # where so many words in all are of that language.
NAMED_BEST = 2  # Relatives that speak as loud and are named both.
UNNAMED = "a language that is not read"
MOST_LANGUAGES = 3  # Besides English; people mix two, and relatives share words.
JOINTS = frozenset("@._/")  # Between the words of an address.
URDU = frozenset("ٹڈڑگچپژں")  # These Arabic has not,
UKRAINIAN = frozenset("іїєґ")  # these Russian,
RUSSIAN = frozenset("ыэъ")  # and these Ukrainian.
# Letters that one language alone writes of those that are read.
OWN_LETTERS = {
    **dict.fromkeys("ığ", "tr"),
    **dict.fromkeys("łżźęńć", "pl"),
    **dict.fromkeys("țș", "ro"),
    **dict.fromkeys("ơư", "vi"),
    "ß": "de",
    "œ": "fr",
}
# Words that addresses end in too; alone they speak for no language.
ENDINGS = frozenset({"co", "com", "de", "es", "in", "it", "me", "no", "org", "us"})
ALWAYS = frozenset({"en", EVERYWHERE})
CHINESE = "zh"
TRADITIONAL = "zh-Hant"  # Read as Chinese, and answered in its own script.


@cache
def _speaks_for() -> dict[str, tuple[str, ...]]:
    """Return the languages of each frequent word."""
    table: defaultdict[str, list[str]] = defaultdict(list)
    for code, language in headings().items():
        for word in language.common:
            table[word].append(code)
    return {word: tuple(codes) for word, codes in table.items()}


@cache
def _scripts_of() -> dict[str, frozenset[str]]:
    """Return the scripts that each language's frequent words are written in."""
    return {
        code: frozenset(_script(word[0]) for word in language.common) for code, language in headings().items()
    }


@lru_cache(maxsize=1_024)
def _script(letter: str) -> str:
    """Return the script of a letter; what is no letter belongs to all."""
    if letter < "\u0250":
        return "latin" if letter.isalpha() else ""
    return next((name for name, first, last in RANGES if first <= letter <= last), "other")


def unread(tokens: Tokens) -> str:
    """Return what most words of a message are written in where that is not read, as "Swedish", empty where all is."""
    words = tokens.words[:MOST_WORDS]
    letters = [word[0] for word in words if word[0].isalpha()]
    read = frozenset[str]().union(*_scripts_of().values())
    if 2 * sum(_script(letter) not in read for letter in letters) > len(letters):
        return "a script that is not read"
    return _unread_language(Counter(words), _spelled_by([tokens])) or _unknown_words(_spoken(tokens))


def _unknown_words(words: Sequence[str]) -> str:
    """Return that a language is not read where beside the name of a tool stand words that no language knows."""
    told = [word for word in words if len(word) > 2 and word.isalpha()]
    strange = [word for word in told if not word.startswith(_tool_names())]
    if len(strange) < TELLING or len(strange) == len(told):
        return ""
    known = any(word in _speaks_for() for word in words) or any(
        book(code).knows(word) for code in headings() for word in strange
    )
    return "" if known else UNNAMED


@cache
def _tool_names() -> tuple[str, ...]:
    """Return the names of tools that begin a word of any language in Latin letters, as in "WhatsAppissa"."""
    tools = (channel for channel in load_channels().values() if channel.kind in ("chat", "meet", "social"))
    return tuple(
        name for tool in tools for name in tool.names if name.isascii() and name.isalpha() and len(name) > 3
    )


def _unread_language(words: Mapping[str, int], spelled: Mapping[str, frozenset[str]]) -> str:
    """Return the language that is not read and that more words speak for than for any that is.

    `spelled` are the words with letters that no language that is read has, and whose letters these are.
    """
    speaks_for, table = _speaks_for(), unread_words()
    spoken: Counter[str] = Counter()
    telling: Counter[str] = Counter()
    sure: set[str] = set()
    for word in words:
        names = {*table.get(word, ()), *spelled.get(word, ())}
        spoken.update(names)
        if word in spelled or word not in speaks_for:
            telling.update(names)
            sure |= names if word in spelled or len(word) >= LONG else set()
    read = Counter(code for word in words if len(word) > 1 for code in speaks_for.get(word, ()))
    heard = {
        name: count
        for name, count in spoken.items()
        if telling[name] >= TELLING or (name in sure and count >= BESIDE)
    }
    most = max(heard.values(), default=0)
    if most <= max(read.values(), default=0):
        return ""
    best = [name for name, count in heard.items() if count == most]
    return " or ".join(sorted(best)) if len(best) <= NAMED_BEST else UNNAMED


def _spelled_by(texts: Iterable[Tokens]) -> dict[str, frozenset[str]]:
    """Return the words with letters that no language that is read has, and the languages that have all of these.

    A capital within a sentence begins a name, and people with such names write every language.
    """
    telling, found = _telling_letters(), dict[str, frozenset[str]]()
    for tokens in texts:
        source = tokens.folded.source
        if source.isascii() or not telling.search(source.lower()):
            continue
        for index, (start, end) in enumerate(zip(tokens.starts, tokens.ends, strict=True)):
            spelled = source[tokens.folded.start(start) : tokens.folded.end(end)]
            if spelled.isascii() or (spelled[0].isupper() and not _begins_sentence(tokens, index)):
                continue
            word = tokens.words[index]
            letters = [
                letter for letter in telling.findall(spelled.lower()) if not _is_disguise(letter, word)
            ]
            if letters:
                found[word] = frozenset.intersection(*(unread_letters()[letter] for letter in letters))
    return found


@cache
def _telling_letters() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, unread_letters())))


def _begins_sentence(tokens: Tokens, index: int) -> bool:
    return index == 0 or tokens.at[index] > tokens.at[index - 1] + 1


def _is_disguise(letter: str, word: str) -> bool:
    """Tell whether a letter of another alphabet was taken for the Latin one that it looks like."""
    return word.isascii() and _script(letter) == "cyrillic"


def active(tokens: Tokens) -> list[str]:
    """Return the languages whose words are worth looking for in a message.

    Those of another script are left out, and those that none of its frequent words, in a longer message few of
    them, speak for; a message without any such word is looked at in all languages of its script.
    """
    words = tokens.words[:MOST_WORDS]
    scripts = {_script(word[0]) for word in words}
    codes = [code for code, used in _scripts_of().items() if code == EVERYWHERE or used & scripts]
    votes = _votes(Counter(words))
    most = max(votes.values(), default=0)
    if not most:
        return codes
    least = max(1, ENOUGH * most) if len(words) >= SHORT else 1
    spoken = [code for code in codes if votes[code] >= least and code not in ALWAYS]
    if len(words) >= SHORT:
        spoken = sorted(spoken, key=votes.__getitem__, reverse=True)[:MOST_LANGUAGES]
    return [code for code in codes if code in ALWAYS] + spoken


def _votes(words: Counter[str]) -> Counter[str]:
    votes: Counter[str] = Counter()
    speaks_for = _speaks_for()
    for word, count in words.items():
        for code in speaks_for.get(word, ()):
            votes[code] += count
    return votes


def language_of(texts: Iterable[Tokens]) -> str:
    """Return the code of the language that most words speak for; English where none that is read has the most."""
    words: Counter[str] = Counter()
    looked_at: list[Tokens] = []
    for tokens in texts:
        words.update(_spoken(tokens))
        looked_at.append(tokens)
        if sum(words.values()) > MOST_WORDS:
            break
    if _unread_language(words, _spelled_by(looked_at)):
        return "en"
    telling = [(word[0], count) for word, count in words.items() if word[0] >= FIRST_TELLING]
    for code, first, last in SCRIPTS if telling else ():
        if sum(count for letter, count in telling if first <= letter <= last) >= 2:
            return code
    votes: defaultdict[str, int] = defaultdict(int)
    spoken: defaultdict[str, int] = defaultdict(int)
    speaks_for = _speaks_for()
    for word, count in words.items():
        if codes := speaks_for.get(word):
            vote = WORD * count // len(codes)  # A word that relatives share says less of each.
            for code in codes:
                votes[code] += vote
                spoken[code] += vote * (word not in ENDINGS)
    for code, count in _spelled_as(looked_at).items():
        votes[code] += WORD * count
        spoken[code] += WORD * count
    heard = {code: number for code, number in votes.items() if 2 * spoken[code] >= LEAST_VOTES}
    most = max(heard.values(), default=0)
    close = [code for code, number in heard.items() if most - number < LEAST_VOTES]
    # Of languages that speak as loud the one is meant that knows more of the words.
    best = max(close, key=lambda code: _known(words, code)) if len(close) > 1 else "".join(close)
    count = heard.get(best, 0)
    if count > max(heard.get("en", 0), LEAST_VOTES):
        # What relatives of English share with it, as "mail me", is English.
        told = [word for word in words if len(word) > 1 and word.isalpha()]
        in_english = _known(told, "en")
        if in_english == len(told) or (count <= FEW_VOTES and in_english >= max(_known(told, best), 1)):
            return "en"
        return _by_slavic_letters(words) or best if best in ("ru", "uk") else best
    return "en" if heard.get("en", 0) >= LEAST_VOTES else _by_rarer_words(words)


def _spelled_as(texts: Sequence[Tokens]) -> Counter[str]:
    """Return how many words have letters of one language alone; names, which have a capital, may be of any."""
    found: Counter[str] = Counter()
    for tokens in texts:
        source = tokens.folded.source
        if OWN_LETTERS.keys().isdisjoint(source):
            continue
        for word in source.split()[:MOST_WORDS]:
            if word[0].islower():
                found.update({OWN_LETTERS[letter] for letter in word if letter in OWN_LETTERS})
    return found


def language_to_answer_in(texts: Sequence[Tokens]) -> str:
    """Return the language that most words speak for; of Chinese that is written in Traditional script, that one."""
    code = language_of(texts)
    if code != CHINESE:
        return code
    traditional, simplified = (
        sum(word in letters for tokens in texts for word in tokens.words) for letters in han()
    )
    return TRADITIONAL if traditional > simplified else CHINESE


def _by_slavic_letters(words: Iterable[str]) -> str:
    """Return Russian or Ukrainian where most words with a letter that only one of them has have one of its letters."""
    ukrainian = sum(not UKRAINIAN.isdisjoint(word) for word in words)
    russian = sum(not RUSSIAN.isdisjoint(word) for word in words)
    return "" if ukrainian == russian else "uk" if ukrainian > russian else "ru"


def _spoken(tokens: Tokens) -> list[str]:
    """Return the words that somebody says, without those of addresses and names of accounts."""
    text, found = tokens.folded.text, []
    for word, start, end in zip(tokens.words, tokens.starts, tokens.ends, strict=True):
        joined = start and text[start - 1] in JOINTS
        if not joined and not (text[end : end + 1] in JOINTS and text[end + 1 : end + 2].isalnum()):
            found.append(word)
        if len(found) == MOST_WORDS:
            break
    return found


def _known(words: Iterable[str], code: str) -> int:
    """Return how many words the lists of a language, or its frequent words, know."""
    knows, common = book(code).knows, headings()[code].common
    return sum(word in common or knows(word) for word in words)


def _by_rarer_words(words: Counter[str]) -> str:
    """Return the language of a text that no frequent word speaks for, by its script or by the words of our lists."""
    letters = frozenset(letter for word in words for letter in word)
    scripts = frozenset(map(_script, letters))
    if "arabic" in scripts:
        return "ur" if letters & URDU else "ar"
    if "cyrillic" in scripts:
        return "uk" if letters & UKRAINIAN else "ru"
    codes = [code for code, used in _scripts_of().items() if code != EVERYWHERE and used & scripts]
    known = {code: sum(count for word, count in words.items() if book(code).knows(word)) for code in codes}
    best = max(known, key=known.__getitem__, default="en")
    # Who mixes English into his own language has words of it beside.
    least = known.get("en", 0) + ("en" in headings()[best].also if best in headings() else 0)
    return best if known.get(best, 0) > max(least, 1) else "en"
