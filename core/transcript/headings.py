"""The lines that stand above several chats in one paste, as "=== Ann Lee ===" or "Chat 2: Ann": nobody's words."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from core.model import Speaker
from core.transcript.cues import has_no_spaces
from core.transcript.page import Page, split_stamp
from core.transcript.prefixes import labelled_heads
from core.transcript.speakers import is_same_person
from core.transcript.system_lines import read_event
from core.transcript.words import MAIL_FROM, TALKS, TOKEN, is_proper_name, plain, role_of

MOST_CHATS = 100
LONGEST = 60
LONGEST_NAME = 40
MOST_BESIDE = 3  # Words beside a name, as in "Ann Lee - Lee Dental",
MOST_BESIDE_TALK = 6  # and where the line says that it is a chat.
LEAST_STEM = 3  # Letters of a name that stay in every case,
MOST_ENDING = 3  # and those that it may take.
_RULED = re.compile(
    r"(?:[-=*~_─—–]{2,80}|#{1,4}(?=[ \t]))[ \t]*(?P<said>[\w(\[][^\r\n]{0,59}?)[ \t]*[-=*~_─—–#]{0,80}"
)
_NUMBER = re.compile(r"(?<!\w)[(\[#№]{0,2}\d{1,2}[.)\]]{0,2}(?!\w)")
_NUMBER_OF_LIST = re.compile(r"[(\[#№]{1,2}\d{1,2}[.)\]:]{0,2}|\d{1,2}[.)\]]{1,2}")
_PARTED = re.compile(r"[|/()\[\]]|[,，]\s|\s[–—•·-]\s")
_IN_BRACKETS = re.compile(r"[(\[][^()\[\]]{0,40}[)\]]")
_SENTENCE = re.compile(r"[?？؟!！@]|\d[:.h]\d\d|https?:|www\.|\d[\d .()-]{4,}\d|\w{3}[.。]$|;|[,，]$")
_COLON = re.compile(r":(?=\s|$)|：")


@dataclass(frozen=True, slots=True)
class _Title:
    """A line that has the form of a heading."""

    words: str  # without its marks
    ruled: bool  # between dashes or the like
    numbered: bool
    parted: bool  # what is said beside a name stands apart from it
    talk: bool  # it calls itself a chat
    of_client: bool  # it says that a name is a client's

    @property
    def plain(self) -> bool:
        """Tell whether it might be words as well; one above all that is said has to show what it is."""
        return not (self.ruled or self.numbered or self.of_client)


def without_headings(page: Page, us: Sequence[str]) -> tuple[Page, list[str], list[str]]:
    """Return the page without its headings, who speaks below one, and who of them is the client of that chat.

    A heading stands apart, right above where somebody begins to speak, and names one who does so below. Who begins is
    that one, one of us, or somebody who comes back: other words with a colon behind them are no name.
    """
    titles = {index: title for index in range(len(page.lines) - 1) if (title := _title_at(page, index))}
    speakers = _speakers(page) if titles else {}
    above_words = (index for index in titles if _next_line(page, index) in speakers)
    titles = {index: titles[index] for index in islice(above_words, MOST_CHATS)}
    if not titles:
        return page, [], []
    ours = {name for name in speakers.values() if any(is_same_person(plain(name), plain(one)) for one in us)}
    come_back = {name for name, count in Counter(speakers.values()).items() if count > 1}
    found = {
        index: people
        for index, title in titles.items()
        if (people := _people_below(page, index, title, titles, speakers))
        and speakers[_next_line(page, index)] in {*people, *ours, *come_back}
    }
    first = next((line for line, name in speakers.items() if is_proper_name(name)), len(page.lines))
    if not found or min(found) > first:
        found = {index: people for index, people in found.items() if not titles[index].plain}
    text = page.text
    for start, end in (page.lines[index] for index in found):
        text = text[:start] + " " * (end - start) + text[end:]
    headed = [name for people in found.values() for name in people]
    return (Page(text) if found else page), headed, [name for name in headed if ours and name not in ours]


def _title_at(page: Page, index: int) -> _Title | None:
    """Read a short line that stands apart and is no sentence; nobody speaks in it."""
    start, end = page.lines[index]
    if end - start > LONGEST or not (page.blank_before(index) or page.is_rule(index - 1)):
        return None
    line = page.words(index)
    if _SENTENCE.search(line) or page.is_furniture(index) or read_event(line) is not None:
        return None
    ruled = _RULED.fullmatch(line)
    words = ruled["said"] if ruled else line
    numbered = _NUMBER.search(words) is not None
    colon = _COLON.search(words)
    label, rest = (words[: colon.start()], words[colon.end() :].strip()) if colon else (words, "")
    # "From Ann Lee" is a heading, "From: Ann Lee" that of a mail.
    opening, _, more = label.casefold().partition(" ")
    sender = colon is None and bool(more) and opening in MAIL_FROM
    talk = sender or any(word in label.casefold() for word in TALKS)
    counted = _NUMBER.sub("", label).strip()
    of_client = colon is not None and role_of(counted) is Speaker.CLIENT
    if colon and counted and not (talk or of_client):
        return None
    parted = _PARTED.search(words) is not None
    return _Title(rest or label, ruled is not None, numbered, parted, talk or colon is not None, of_client)


def _speakers(page: Page) -> dict[int, str]:
    """Return the names in front of words, beside or above a time, or back again alone in a line, by that line."""
    timed = page.timed_lines()
    bare = {index for index, before, _ in timed if not split_stamp(before)[0]}
    short = [index for index, (start, end) in enumerate(page.lines) if end - start <= LONGEST_NAME]
    count = Counter(page.words(index) for index in short)
    found = {
        index: page.words(index)
        for index in short
        if is_proper_name(page.words(index))
        and index not in bare
        and (not bare.isdisjoint((index + 1, index + 2)) or count[page.words(index)] > 1)
    }
    found |= {index: name for index, before, _ in timed if (name := split_stamp(before)[0])}
    found |= {head.first: head.name for head in labelled_heads(page)}
    return dict(sorted(found.items()))


def _next_line(page: Page, index: int) -> int:
    """Return the line below one, past what the page has printed."""
    index += 1
    while index < len(page.lines) and page.is_furniture(index):
        index += 1
    return index


def _people_below(
    page: Page, index: int, title: _Title, titles: Mapping[int, _Title], speakers: Mapping[int, str]
) -> list[str]:
    """Return whose chat a line says that follows: those it names, or who speaks first; nobody where it is no heading."""
    first = _next_line(page, index)
    end = next((line for line, other in titles.items() if line > first and not other.plain), len(page.lines))
    below = [name for line, name in speakers.items() if index < line < end]
    people = [name for name in dict.fromkeys(below) if role_of(name) is None and _name_words(title, name)]
    above = dict.fromkeys(name for line, name in speakers.items() if line < index)
    if not people:
        return [speakers[first]] if _is_number(title) and is_proper_name(speakers[first]) else []
    return people if _is_heading(title, people, above, speakers[first]) else []


def _name_words(title: _Title, name: str) -> set[str]:
    """Return the words of a heading that are a person's name, in whatever case its language puts it."""
    if has_no_spaces(name):
        return {name} if plain(name) in title.words.casefold() else set()
    parts = TOKEN.findall(plain(name))
    words = TOKEN.findall(title.words.casefold())
    first = any(_is_form_of(word, parts[0]) for word in words) if parts else False
    return {word for word in words if any(_is_form_of(word, part) for part in parts)} if first else set()


def _is_form_of(word: str, name: str) -> bool:
    stem = name[:-1]
    return word == name or (
        len(stem) >= LEAST_STEM and word.startswith(stem) and len(word) - len(name) <= MOST_ENDING
    )


def _is_number(title: _Title) -> bool:
    """Tell whether a line says which chat follows by its number alone."""
    beside = [word for word in TOKEN.findall(title.words) if not word.isdigit()]
    listed = _NUMBER_OF_LIST.fullmatch(title.words) is not None
    return title.numbered and (listed or ((title.ruled or title.talk) and len(beside) <= 1))


def _is_heading(title: _Title, people: Sequence[str], above: Iterable[str], first: str) -> bool:
    """Tell whether a line says whose chat follows and little else."""
    known = {plain(name) for name in above}
    comes_back = title.ruled or (title.talk and title.numbered)
    if not comes_back and any(is_same_person(plain(name), one) for name in people for one in known):
        return False
    if title.plain and not (title.parted or title.talk):
        return is_proper_name(title.words) and is_same_person(plain(title.words), plain(first))
    of_names = {word for name in people for word in _name_words(title, name)}
    words = TOKEN.findall(_IN_BRACKETS.sub("", title.words).casefold())
    beside = [word for word in words if word not in of_names and not word.isdigit()]
    return len(beside) <= (MOST_BESIDE_TALK if title.talk else MOST_BESIDE)
