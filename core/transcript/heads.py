"""Find where a message of a pasted conversation begins, and whose it is."""

import re
from collections import Counter
from dataclasses import dataclass

from core.model import Speaker
from core.transcript.page import MAX_MESSAGES, TIME, Page, is_date, split_stamp
from core.transcript.words import (
    MAIL_FROM,
    MAIL_OTHER,
    is_draft_label,
    is_exact_role,
    is_name,
    is_proper_name,
    is_report_label,
    loose_side_of,
    plain,
    role_of,
    weak_role_of,
)


@dataclass(slots=True)
class Head:
    """The start of one message: its first line, and where its words begin."""

    first: int  # the line its name stands in
    line: int  # the line its words begin in
    body: int  # the offset of its words in that line
    name: str = ""
    sent_at: str = ""
    role: Speaker | None = None
    unnamed: bool = False  # a time line alone
    draft: bool = False


_MARK = r"[*_~`]{0,3}"
_DATED = r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}"
_PREFIX = re.compile(
    rf"^[ \t\u200e\u200f]{{0,8}}(?:[-•◦▪][ \t]{{1,3}})?{_MARK}"
    rf"(?:\[(?P<stamp>[^\]\r\n]{{3,40}})\][ \t]{{0,3}}{_MARK}|(?P<dash>(?:{_DATED},?[ \t]{{1,2}})?{TIME})[ \t]{{1,2}}[-–—][ \t]{{1,2}})?"
    rf"(?P<name>[^\s:：\[\]<>\"“„«][^:：\r\n\"“„«]{{0,56}}?)[ \t]{{0,3}}(?P<time>[\[(]?{TIME}[\])]?)?"
    rf"[ \t\u00a0\u202f]{{0,2}}{_MARK}(?:[:：](?!//|\d\d)|-+>|=>|→){_MARK}[ \t]{{0,4}}",
    re.MULTILINE,
)
_BRACKET_LINE = re.compile(
    rf"^[ \t]*\[(?P<when>[^\]\r\n]{{0,24}}?{TIME}[^\]\r\n]{{0,4}})\][ \t]{{1,3}}(?P<name>[^\r\n:]{{1,48}})$",
    re.MULTILINE,
)
_NAME_THEN_BRACKET = re.compile(
    rf"^[ \t]*(?P<name>[^\r\n:,\[\]]{{1,48}}),[ \t]{{1,3}}\[(?P<when>[^\]\r\n]{{4,32}})\]:?[ \t]*$",
    re.MULTILINE,
)
_BOLD = re.compile(
    r"^[ \t]*\*\*(?P<name>[^*\r\n]{1,40}?):?\*\*[ \t]*(?P<who>\([^)\r\n]{1,20}\))?[ \t]*:?[ \t]*",
    re.MULTILINE,
)
# "client - words", "[client] words", "client> words": only with a bare role word, so a dash may stay a dash.
_TAG = re.compile(
    r"^[ \t]*(?:[\[(<](?P<tag>[^\[\]()<>\r\n]{1,24})[\])>]|(?P<name>[^\s:\[\]<>()*-][^:\r\n\[\]<>()]{0,16}?)(?:[ \t]{1,2}[-–—|~][ \t]{1,2}|[ \t]?[>»|][ \t]))[ \t]{0,3}",
    re.MULTILINE,
)
_HAS_TIME = re.compile(TIME)


def prefix_heads(page: Page, us: frozenset[str], known: frozenset[str]) -> list[Head]:
    """Find 'Client: words', '[14/03/2026, 10:22] Mia: words', '**Us** words' and their like."""
    heads: list[Head] = []
    for pattern in (_PREFIX, _BOLD) if "**" in page.text else (_PREFIX,):
        for match in pattern.finditer(page.text):
            head = _read_prefix(page, match)
            if head is not None:
                heads.append(head)
            if len(heads) > 2 * MAX_MESSAGES:
                break
    heads = _one_a_line(heads)
    if not any(head.role for head in heads):
        opening = _opening_label(page)
        if opening is not None and not any(head.sent_at for head in heads):
            return [opening]
    return _believable(page, heads or _tag_heads(page), us, known)


def _opening_label(page: Page) -> Head | None:
    """Read a longer label at the very start, as in 'client question: …'."""
    start, end = page.lines[0]
    label, colon, said = page.text[start : min(end, start + 80)].partition(":")
    if not colon or said[:2] == "//" or said[:1].isdigit() or (not said.strip() and len(page.lines) == 1):
        return None
    role = loose_side_of(label)
    if role is None:
        return None
    body = start + len(label) + 1
    if not said.strip():
        return _below(page, 0, 0, label.strip(), "", role)
    return Head(0, 0, body, label.strip(), "", role, draft=role is Speaker.US)


def _tag_heads(page: Page) -> list[Head]:
    heads = []
    for match in _TAG.finditer(page.text):
        name = (match.group("tag") or match.group("name")).strip()
        if is_exact_role(name) or is_draft_label(name):
            line = page.line_at(match.end() - 1)
            role = role_of(name)
            heads.append(Head(line, line, min(match.end(), page.lines[line][1]), name, "", role or Speaker.US, draft=role is None))
        if len(heads) > 2 * MAX_MESSAGES:
            break
    sides = {head.role for head in heads}
    tagged = page.text.lstrip()[:1] in ("[", "(", "<")
    return heads if len(sides) > 1 or tagged or any(head.draft for head in heads) else []


def _read_prefix(page: Page, match: re.Match[str]) -> Head | None:
    groups = match.groupdict()
    name = groups["name"].strip(" \t*_~`")
    sent_at = (groups.get("stamp") or groups.get("dash") or groups.get("time") or "").strip("[]() \t")
    if groups.get("stamp") and not _HAS_TIME.search(sent_at):
        return None
    if groups.get("who"):
        name = f"{name} {groups['who']}"
    if groups.get("time") is None and not sent_at:
        name, day = split_stamp(name) if name[-1:] in ")]" or name[-1:].isdigit() else (name, "")
        sent_at = day
    if not name or len(name) > 60:
        return None
    line = page.line_at(match.start("name"))
    body = min(match.end(), page.lines[line][1])
    role = role_of(name)
    draft = role is None and is_draft_label(name)
    if draft:
        role = Speaker.US
    elif role is None and is_report_label(name):
        role = Speaker.CLIENT
    if role is None and not is_name(name) and not (sent_at and len(name) <= 40):
        return None
    return Head(line, line, body, name, sent_at, role, draft=draft)


def _one_a_line(heads: list[Head]) -> list[Head]:
    best: dict[int, Head] = {}
    for head in heads:
        best.setdefault(head.line, head)
    return [best[line] for line in sorted(best)]


def _believable(page: Page, heads: list[Head], us: frozenset[str], known: frozenset[str]) -> list[Head]:
    """Keep the prefixes that are speakers: known words and names, stamped names, names that recur."""
    sure = [
        head
        for head in heads
        if head.role or head.sent_at or plain(head.name) in us or plain(head.name) in known
    ]
    names = Counter(plain(head.name) for head in heads)
    sure_names = {plain(head.name) for head in sure}
    recurring = {
        plain(head.name)
        for head in heads
        if names[plain(head.name)] > 1 and (is_proper_name(head.name) or sure_names)
    }
    weak = {plain(head.name): role for head in heads if (role := weak_role_of(head.name)) is not None}
    if len(set(weak.values())) < 2 and not sure_names:
        weak = {}
    accepted = sure_names | recurring | set(weak)
    proper = {plain(head.name) for head in heads if is_proper_name(head.name)}
    if accepted or (
        len(heads) == len(page.lines) and len(proper) == len(names) == 2 and _reads_as_talk(page, heads)
    ):
        # Beside a speaker that is certain, a proper name that opens its own line is the other one.
        others = proper - accepted
        if len(others) == 1 and len(accepted) <= 1:
            accepted |= others
        elif not accepted:
            accepted = proper
    for head in heads:
        if head.role is None:
            head.role = weak.get(plain(head.name))
    return [head for head in heads if plain(head.name) in accepted]


def _reads_as_talk(page: Page, heads: list[Head]) -> bool:
    bodies = [page.text[head.body : page.lines[head.line][1]] for head in heads]
    return any("?" in body or "？" in body or "؟" in body for body in bodies) and all(
        len(body) > 3 for body in bodies
    )


def block_heads(page: Page, us: frozenset[str]) -> list[Head]:
    """Find messages that begin with a name line and a time line, or with both in one line."""
    timed = page.timed_lines()
    above = Counter(
        plain(page.words(index - 1)) for index, before, _ in timed if index and not split_stamp(before)[0]
    )
    inline = Counter(plain(split_stamp(before)[0]) for _, before, _ in timed)
    time_lines = {index for index, before, _ in timed if not split_stamp(before)[0]}
    heads: list[Head] = []
    for index, before, time in timed:
        name, day = split_stamp(before)
        sent_at = f"{day} {time}".strip()
        if name:
            head = _inline_head(page, index, before, name, sent_at, inline, us)
        else:
            head = _stacked_head(page, index, sent_at, above, time_lines, us)
        if head is not None:
            heads.append(head)
    for pattern in (_BRACKET_LINE, _NAME_THEN_BRACKET) if "[" in page.text else ():
        for match in pattern.finditer(page.text):
            line = page.line_at(match.start("name"))
            name = match.group("name").strip()
            if is_name(name) and _HAS_TIME.search(match.group("when")):
                heads.append(_below(page, line, line, name, match.group("when").strip(), role_of(name)))
            if len(heads) > 3 * MAX_MESSAGES:
                break
    heads = _one_a_line(heads)
    named = [head for head in heads if not head.unnamed]
    with_words = sum(head.line < len(page.lines) and head.line not in {h.first for h in ()} for head in named)
    return heads if named and with_words else []


def _inline_head(
    page: Page, index: int, before: str, name: str, sent_at: str, seen: Counter[str], us: frozenset[str]
) -> Head | None:
    role = role_of(name)
    start, end = page.lines[index]
    line = page.text[start:end]
    apart = "—" in before or "–" in before or "  " in line.strip() or "[" in line or "\t" in line
    trusted = role is not None or plain(name) in us or (seen[plain(name)] > 1 and len(name.split()) <= 4)
    if not is_name(name) and role is None:
        return None
    if not (trusted or (apart and len(name.split()) <= 5) or (is_proper_name(name) and len(seen) > 1)):
        return None
    if index + 1 >= len(page.lines):
        return None
    return _below(page, index, index, name, sent_at, role)


def _stacked_head(
    page: Page, index: int, sent_at: str, above: Counter[str], time_lines: set[int], us: frozenset[str]
) -> Head | None:
    if index == 0:
        return None
    name = page.words(index - 1)
    role = role_of(name)
    recurs = above[plain(name)] > 1
    trusted = recurs or role is not None or plain(name) in us
    fits = is_name(name) and not is_date(name) and not page.is_clutter(index - 1)
    # The only line between two time lines is somebody's words rather than a name, unless it recurs as one.
    opened = index - 2 in time_lines and not recurs and role is None and plain(name) not in us
    begins = (
        index == 1
        or page.blank_before(index - 1)
        or is_date(page.words(index - 2))
        or page.is_clutter(index - 2)
    )
    avatar = index > 1 and page.is_initials(index - 2, name)
    if fits and (not opened or avatar) and (trusted or begins or avatar or is_proper_name(name)):
        first = index - 2 if avatar else index - 1
        return _below(page, first, index, name, sent_at, role)
    head = _below(page, index, index, "", sent_at, None)
    head.unnamed = True
    return head


def _below(page: Page, first: int, last: int, name: str, sent_at: str, role: Speaker | None) -> Head:
    line = last + 1
    body = page.lines[line][0] if line < len(page.lines) else len(page.text)
    return Head(first, line, body, name, sent_at, role)


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
            heads.append(_below(page, index, index, label.strip(":： "), "", role))
    return heads if len({head.role for head in heads}) > 1 else []


def mail_heads(page: Page) -> list[Head]:
    """Find mails in a copied thread: 'From: Ann' with the header lines below it."""
    heads: list[Head] = []
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
            heads.append(_below(page, index, last, name, sent_at, role_of(name)))
        skip_to = last + 1
    return heads
