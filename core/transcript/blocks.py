"""Find messages whose name stands in a line of its own: web and mobile copies, chat exports, mails."""

import re
from collections import Counter
from collections.abc import Collection
from itertools import islice, pairwise

from core.transcript.heads import Head, head_above, one_a_line
from core.transcript.page import MAX_MESSAGES, TIME, Page, is_date, is_sign, split_stamp
from core.transcript.words import (
    DATE_WORDS,
    MAIL_FROM,
    MAIL_OTHER,
    WROTE_WORDS,
    is_name,
    is_proper_name,
    plain,
    role_of,
)

_BRACKET_LINE = re.compile(
    rf"^[ \t]*\[(?P<when>[^\]\r\n]{{0,24}}?{TIME}[^\]\r\n]{{0,4}})\][ \t]{{1,3}}(?P<name>[^\r\n:]{{1,48}})$",
    re.MULTILINE,
)
# "Fri 11:02 **Ann Lee**", with what she said in the lines below.
_STAMPED_NAME = re.compile(
    rf"^[ \t]*(?P<when>(?:[^\s:]{{1,12}}[ \t]{{1,2}}){{0,3}}{TIME})(?:[ \t]{{1,3}}|[ \t]?[-–—·|][ \t]?)"
    r"(?P<name>[^\W\d_][^\r\n:]{1,47}|[*_]{1,2}[^\r\n:]{2,48})$",
    re.MULTILINE,
)
_NAME_THEN_BRACKET = re.compile(
    r"^[ \t]*(?P<name>[^\r\n:,\[\]]{1,48}),[ \t]{1,3}\[(?P<when>[^\]\r\n]{4,32})\]:?[ \t]*$",
    re.MULTILINE,
)
_COLON = re.compile(r"[:：]|->|=>|→")
_HAS_TIME = re.compile(TIME)
_MAIL_ADDRESS = re.compile(r"<[^<>]{0,80}>|[\[(][^\[\]()]{0,60}@[^\[\]()]{0,60}[\])]")
_VERBS = sorted(WROTE_WORDS, key=len, reverse=True)
LONGEST_NAME = 40  # Characters of a name that has a line of its own,
MOST_PEOPLE = 8  # and how many of them one conversation may have.
LONGEST_WROTE = 160


def block_heads(page: Page, us: frozenset[str], events: Collection[int]) -> list[Head]:
    """Find messages with a name line and a time line, or both in one line; the time may stand below the words."""
    heads = [*_timed_heads(page, us, events), *_bracketed_heads(page)] or _stamped_name_heads(page, us)
    heads = one_a_line(heads)
    return heads if any(not head.unnamed and head.line < len(page.lines) for head in heads) else []


def _timed_heads(page: Page, us: frozenset[str], events: Collection[int]) -> list[Head]:
    lines = [
        line for line in page.timed_lines() if line[0] not in events and not page.is_stamp(line[0], events)
    ]
    if not lines:
        return []
    timed = [(index, *split_stamp(before), time) for index, before, time in lines]
    bare = {index for index, name, *_ in timed if not name}
    if below := _heads_above_times(
        page, {index: time for index, name, _, time in timed if not name}, us, events
    ):
        return below
    if above := _heads_below_times(
        page, {index: f"{day} {time}".strip() for index, name, day, time in timed if not name}, us
    ):
        return above
    known = Counter(plain(page.words(_above(page, index))) for index in bare if index)
    known.update(plain(name) for _, name, *_ in timed if name)
    trusted = us | {name for name, count in known.items() if count > 1}
    members = _members(page, bare, us)
    beside = {
        index
        for index, name, *_ in timed
        if name and index + 1 < len(page.lines)
        if _is_beside_time(page, index, name, trusted, alone=len(timed) == 1)
    }
    heads = []
    for index, name, day, time in timed:
        sent_at = f"{day} {time}".strip()
        if index in members:
            heads.append(head_above(page, members[index], index, page.words(members[index])))
        elif not name:
            heads.append(_stacked_head(page, index, bare | beside, trusted))
        elif index in beside:
            avatar = index > 0 and page.is_initials(index - 1, name)
            heads.append(head_above(page, index - 1 if avatar else index, index, name))
        else:
            continue
        heads[-1].sent_at = sent_at
        heads[-1].role = role_of(heads[-1].name)
    return heads


def _heads_above_times(
    page: Page, times: dict[int, str], us: frozenset[str], events: Collection[int]
) -> list[Head]:
    """Find messages with the name above their words and the time below them, as telephones copy them."""
    starts = [_next_words(page, line, events) for line in (0, *(time + 1 for time in times))]
    if len(times) < 2 or starts[0] in times:
        return []
    below = Counter(plain(page.words(line)) for line in starts if line < len(page.lines))
    above = Counter(plain(page.words(time - 1)) for time in times)

    def is_side(name: str) -> bool:
        return name in us or role_of(name) is not None

    def people(lines: Counter[str]) -> set[str]:
        return {name for name, count in lines.items() if count > 1 or is_side(name)}

    names = people(below)
    if sum(below[name] for name in names) <= sum(above[name] for name in people(above)):
        return []
    if len(names) < 2 and not any(map(is_side, names)):
        return []
    heads = []
    for start, time in zip(starts, (*times, len(page.lines)), strict=True):
        if start >= time:
            continue
        name = page.words(start)
        trusted = plain(name) in names or (start == starts[0] and is_proper_name(name))
        if trusted and is_name(name) and start + 1 < time:
            heads.append(head_above(page, start, start, name, times.get(time, "")))
            heads[-1].role = role_of(name)
        else:
            heads.append(Head(start, start, page.lines[start][0], sent_at=times.get(time, ""), unnamed=True))
        heads[-1].until = time
    return heads if heads and not heads[0].unnamed else []


def _heads_below_times(page: Page, times: dict[int, str], us: frozenset[str]) -> list[Head]:
    """Find messages with the time above the name and the words below it."""
    first = next((index for index in range(len(page.lines)) if not is_date(page.words(index))), 0)
    if len(times) < 2 or first not in times:
        return []
    places = [time + 1 for time in times if time + 2 < len(page.lines)]
    names = Counter(plain(page.words(place)) for place in places)
    are_people = all(
        is_name(name) and (is_proper_name(name) or plain(name) in us or names[plain(name)] > 1)
        for name in map(page.words, places)
    )
    if any(place + 1 in times for place in places) or not are_people:
        return []
    if len(names) > MOST_PEOPLE or len(names) > len(places) / 2 + 1:
        return []
    heads = [head_above(page, place - 1, place, page.words(place), times[place - 1]) for place in places]
    for head in heads:
        head.role = role_of(head.name)
    return heads


def _next_words(page: Page, line: int, events: Collection[int] = ()) -> int:
    """Return the first line from here on that is no date and nothing the page has printed."""
    while line < len(page.lines) and (line in events or is_date(page.words(line)) or page.is_clutter(line)):
        line += 1
    return line


def _is_beside_time(page: Page, index: int, name: str, trusted: frozenset[str], *, alone: bool) -> bool:
    """Tell 'Mina  9:01 AM' from a line of words that ends in a time."""
    if role_of(name) is not None:
        return True
    if not is_name(name) or len(name.split()) > 5:
        return False
    start, end = page.lines[index]
    line = page.text[start:end].strip()
    apart = "—" in line or "–" in line or "  " in line or "[" in line or "\t" in line
    return apart or plain(name) in trusted or (is_proper_name(name) and not alone)


def _stacked_head(page: Page, index: int, times: set[int], trusted: frozenset[str]) -> Head:
    """Read a time line with the name above it, or alone when the line above is somebody's words.

    `times` are all lines with a time, those with a name beside it too.
    """
    alone = head_above(page, index, index, "")
    alone.unnamed = True
    if index == 0:
        return alone
    place = _above(page, index)
    name = page.words(place)
    if not is_name(name) or is_date(name) or page.is_clutter(place):
        return alone
    avatar = place > 0 and page.is_initials(place - 1, name)
    sure = avatar or role_of(name) is not None or plain(name) in trusted
    # Above a date somebody's last words may stand; the first line of all is nobody's.
    if not sure and place < index - 1 and not (place == 0 and is_proper_name(name)):
        return alone
    # The only line between two time lines is somebody's words rather than a name, unless it recurs as one.
    if not sure and (place - 1 in times or not (is_proper_name(name) or _begins(page, place))):
        return alone
    return head_above(page, place - 1 if avatar else place, index, name)


def _members(page: Page, times: set[int], us: frozenset[str]) -> dict[int, int]:
    """Return the time lines above which a person stands with the agency in a line below the name, and the name's line."""
    above = {index: _above(page, index) - 1 for index in times if _above(page, index) > 0}
    count = Counter(plain(page.words(line)) for line in above.values())
    return {
        index: line
        for index, line in above.items()
        if is_proper_name(page.words(line))
        and (count[name := plain(page.words(line))] > 1 or not us.isdisjoint((name, name.split()[0])))
        and is_name(page.words(line + 1))
        and not is_date(page.words(line + 1))
        and times.isdisjoint((line - 1, line + 1))
    }


def _above(page: Page, index: int) -> int:
    """Return the line above a time, or above the date or the sign of a status that stands between."""
    between = index > 1 and (is_date(page.words(index - 1)) or is_sign(page.words(index - 1)))
    return index - 2 if between else index - 1


def _begins(page: Page, index: int) -> bool:
    """Tell whether nobody's words stand right above a line."""
    return page.blank_before(index) or is_date(page.words(index - 1)) or page.is_clutter(index - 1)


def _bracketed_heads(page: Page) -> list[Head]:
    heads = []
    for pattern in (_BRACKET_LINE, _NAME_THEN_BRACKET) if "[" in page.text else ():
        for match in islice(pattern.finditer(page.text), 2 * MAX_MESSAGES):
            line = page.line_at(match.start("name"))
            name = match.group("name").strip()
            if is_name(name) and _HAS_TIME.search(match.group("when")):
                heads.append(head_above(page, line, line, name, match.group("when").strip()))
                heads[-1].role = role_of(name)
    return heads


def _stamped_name_heads(page: Page, us: frozenset[str]) -> list[Head]:
    """Find messages below lines like 'Fri 11:02 Ann Lee', whose names come back, with one of us among them."""
    heads = []
    for match in islice(_STAMPED_NAME.finditer(page.text), 2 * MAX_MESSAGES):
        line = page.line_at(match.start("name"))
        name, when = match.group("name").strip(" \t*_"), match.group("when").strip()
        dated = _HAS_TIME.sub("", when).strip()
        if line + 1 < len(page.lines) and is_proper_name(name) and (not dated or is_date(dated)):
            heads.append(head_above(page, line, line, name, when))
            heads[-1].role = role_of(name)
    names = Counter(plain(head.name) for head in heads)
    ours = any(name in us or role_of(name) for name in names)
    # A programme of the day has such lines too, but each of its points only once.
    come_back = len(names) <= len(heads) / 2 or (ours and len(heads) > len(names))
    return heads if len(names) > 1 and (come_back or (ours and len(heads) == 2)) else []


def role_line_heads(page: Page) -> list[Head]:
    """Find messages under a line that holds only who speaks, as in 'client Ann Lee' or 'us'."""
    heads = []
    for index in range(min(len(page.lines) - 1, 2 * MAX_MESSAGES)):
        start, end = page.lines[index]
        if end - start > 48:
            continue
        label = page.words(index)
        role = role_of(label)
        if role is not None and (
            len(label.split()) == 1 or plain(label).split()[0] in ("client", "our") or ":" in label
        ):
            heads.append(head_above(page, index, index, label.strip(":： ")))
            heads[-1].role = role
    return heads if len({head.role for head in heads}) > 1 else []


def name_line_heads(page: Page, us: frozenset[str], events: Collection[int]) -> list[Head]:
    """Find messages of us and others whose names come back alone in a line, above their words."""
    lines = range(min(len(page.lines) - 1, 2 * MAX_MESSAGES))
    short = [index for index in lines if page.lines[index][1] - page.lines[index][0] <= LONGEST_NAME]
    count = Counter(plain(page.words(index)) for index in short)
    names = {
        plain(page.words(index))
        for index in short
        if count[plain(page.words(index))] > 1
        and (is_proper_name(page.words(index)) or plain(page.words(index)) in us)
    }
    first = _next_words(page, 0, events)
    if not 1 < len(names) <= MOST_PEOPLE or first >= len(page.lines) or plain(page.words(first)) not in names:
        return []
    places = [index for index in short if plain(page.words(index)) in names]
    # A list may have headings that come back; nobody of us is among them, and words stand below each name.
    if not any(name in us or role_of(name) for name in names) or any(
        later - earlier == 1 for earlier, later in pairwise(places)
    ):
        return []
    heads = [head_above(page, index, index, page.words(index)) for index in places]
    for head in heads:
        head.role = role_of(head.name)
    return heads


def written_heads(page: Page) -> list[Head]:
    """Find mails of a thread that each stand below a line like 'On 3 May at 9:02, Ann Lee wrote:'."""
    heads = []
    for index in range(min(len(page.lines) - 1, MAX_MESSAGES)):
        words = page.words(index)
        if words[-1:] in (":", "：") and len(words) <= LONGEST_WROTE and (name := _writer_of(words)):
            heads.append(head_above(page, index, index, name))
            heads[-1].role = role_of(name)
    if len(heads) > 1 and heads[0].first > 0:
        heads.insert(0, Head(0, 0, page.lines[0][0]))  # An answer above what it answers.
    return heads if len(heads) > 1 else []


def _writer_of(line: str) -> str:
    """Return whose mail stands below a line with a time, a name behind it, and a date or a verb; or nothing."""
    time = _HAS_TIME.search(line)
    if time is None:
        return ""
    words = _MAIL_ADDRESS.sub("", line[time.end() :]).strip(" ,:：\u00a0\u202f")
    words = words.removeprefix("Uhr").removeprefix("uur").strip()
    folded = words.casefold()
    verb = next((v for v in _VERBS if folded.endswith(f" {v}") or folded.startswith(f"{v} ")), "")
    name = words[: -len(verb)] if verb and folded.endswith(verb) else words[len(verb) :]
    name = name.strip(" ,\u00a0\u202f")
    before = line[: time.start()].casefold().replace(",", " ").replace(".", " ").split()
    dated = any(word in DATE_WORDS for word in before)
    return name if (verb or dated) and is_proper_name(name) else ""


def mail_heads(page: Page) -> list[Head]:
    """Find mails in a copied thread: 'From: Ann' with the header lines below it."""
    heads: list[Head] = []
    if _COLON.search(page.text) is None:
        return heads
    skip_to = 0
    for index in range(min(len(page.lines), 2 * MAX_MESSAGES)):
        if index < skip_to:
            continue
        label, colon, rest = page.words(index)[:120].partition(":")
        if not colon or plain(label) not in MAIL_FROM or not rest.strip():
            continue
        last = index
        sent_at = ""
        while last + 1 < len(page.lines) and last - index < 6:
            key, colon, value = page.words(last + 1)[:120].partition(":")
            if not colon or plain(key) not in MAIL_OTHER:
                break
            last += 1
            if _HAS_TIME.search(value):
                sent_at = value.strip()
        name = rest.split("<")[0].strip(" \"'") or rest.strip()
        if last > index or "@" in rest or heads or is_name(name):
            heads.append(head_above(page, index, last, name, sent_at))
            heads[-1].role = role_of(name)
        skip_to = last + 1
    return heads
