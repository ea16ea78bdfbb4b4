"""Find messages that begin with who speaks in the same line, as in 'Client: words'."""

import re
from collections import Counter
from itertools import islice

from core.model import Speaker
from core.transcript.heads import Head, head_above, one_a_line
from core.transcript.page import MAX_MESSAGES, TIME, Page, split_stamp
from core.transcript.words import (
    is_draft_label,
    is_exact_role,
    is_name,
    is_name_of_a_day,
    is_proper_name,
    is_report_label,
    loose_side_of,
    plain,
    reports_a_person,
    role_of,
    weak_role_of,
)

_MARK = r"[*_~`]{0,3}"
_DATED = r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}"
_PREFIX = re.compile(
    rf"^[ \t\u200e\u200f]{{0,8}}(?:[-•◦▪>][ \t]{{1,3}}|\d{{1,3}}[.)][ \t]{{1,2}})?{_MARK}"
    rf"(?:\[(?P<stamp>[^\]\r\n]{{3,40}})\][ \t]{{0,3}}{_MARK}|\((?P<clock>{TIME})\)[ \t]{{1,3}}|(?P<dash>(?:{_DATED},?[ \t]{{1,2}})?{TIME})(?:[ \t]{{1,2}}[-–—|][ \t]{{1,2}}|(?P<loose>[ \t]{{1,3}})))?"
    rf"(?P<name>[^\s:：\[\]<>\"“„«][^:：\r\n\"“„«]{{0,56}}?)[ \t]{{0,3}}(?P<time>[\[(]?{TIME}[\])]?)?"
    rf"[ \t\u00a0\u202f]{{0,2}}{_MARK}(?:[:：](?!//|\d\d)|-+>|=>|→){_MARK}[ \t]{{0,4}}",
    re.MULTILINE,
)
_BOLD = re.compile(
    r"^[ \t]*\*\*(?P<name>[^*\r\n]{1,40}?):?\*\*[ \t]*(?P<who>\([^)\r\n]{1,20}\))?[ \t]*:?[ \t]*",
    re.MULTILINE,
)
# "[Mia] [9:02] words", as KakaoTalk exports them; a program's log has its levels in capitals.
_NAMED_STAMP = re.compile(
    rf"^\[(?P<name>(?![A-Z]{{3,8}}\])[^\[\]\r\n]{{1,40}})\] \[(?P<stamp>[^\[\]\r\n]{{0,8}}{TIME})\][ \t]{{0,4}}",
    re.MULTILINE,
)
# "client - words", "[client] words", "client> words": only with a bare role word, so a dash may stay a dash.
_TAG = re.compile(
    r"^[ \t]*(?:[\[(<](?P<tag>[^\[\]()<>\r\n]{1,24})[\])>]|(?P<name>[^\s:\[\]<>()*-][^:\r\n\[\]<>()]{0,16}?)(?:[ \t]{1,2}[-–—|~][ \t]{1,2}|(?P<arrow>[ \t]?[>»][ \t])))[ \t]{0,3}",
    re.MULTILINE,
)
_TIMED_DASH = re.compile(
    rf"^[ \t]{{0,8}}(?P<when>{TIME})[ \t]{{1,3}}(?P<name>[^\s:：\[\]<>()\d][^:：\r\n\[\]<>()\d]{{0,39}}?)[ \t]{{1,2}}[-–—|~][ \t]{{1,3}}",
    re.MULTILINE,
)
_NAMED_DASH = re.compile(
    r"^[ \t]{0,8}(?:<(?P<nick>[^<>:\r\n]{1,40})>|(?P<name>[^\s:：\[\]<>()*-][^:：\r\n\[\]<>()\t]{0,39}?)"
    r"(?:[ \t]{1,2}[-–—|~][ \t]{1,2}|\t|[ \t]?(?:>{1,3}|»)[ \t]))[ \t]{0,3}",
    re.MULTILINE,
)
_BOXED = re.compile(
    rf"^[ \t]{{0,8}}(?:[\[(](?P<boxed>[^\[\]()<>:：\r\n]{{1,40}})[\])]"
    rf"|(?P<name>[^\s\[\]()<>:：\d][^\[\]()<>:：\r\n\d]{{0,39}}?)[ \t]{{1,2}}[\[(]?(?P<time>{TIME})[\])]?)[ \t]{{1,4}}(?=\S)",
    re.MULTILINE,
)
_COLON = re.compile(r"[:：]|->|=>|→")
_BOLD_MARK = re.compile(r"\*\*")
_STAMP_MARK = re.compile(r"\] \[")
_TAG_MARK = re.compile(r"[-–—|~>»\[(<\t]|\d:\d\d")
_LABELS_READ = 20_000
_LABEL_LENGTH = 61
_HAS_TIME = re.compile(rf"{TIME}|\b\d{{1,2}}\.\d\d, {_DATED}|{_DATED},? \d{{1,2}}\.\d\d\b")


def prefix_heads(page: Page, us: frozenset[str], known: frozenset[str]) -> list[Head]:
    """Find 'Client: words', '[14/03/2026, 10:22] Mia: words', '**Us** words' and their like."""
    heads = labelled_heads(page)
    if not page.lines:
        return []
    if not any(head.role for head in heads):
        opening = _opening_label(page)
        ours = any(plain(head.name) in us for head in heads)
        if opening is not None and not ours and not any(head.sent_at for head in heads):
            return [opening]
    named = _believable(page, heads, us, known)
    tagged = _tag_heads(page, us)
    # Inside the words of a speaker who is known for sure they are words.
    within = any(head.role for head in named) and tagged and named[0].first < tagged[0].first
    return named if within or len(tagged) <= len(named) else _believable(page, tagged, us, known)


def labelled_heads(page: Page) -> list[Head]:
    """Find the lines that begin with what may be a name, whoever believes it."""
    heads: list[Head] = []
    for pattern, mark in ((_PREFIX, _COLON), (_BOLD, _BOLD_MARK), (_NAMED_STAMP, _STAMP_MARK)):
        if mark.search(page.text) is None:
            continue
        for match in islice(pattern.finditer(page.text), 2 * MAX_MESSAGES):
            head = _read_prefix(page, match)
            if head is not None:
                heads.append(head)
    return one_a_line(heads)


def labels(text: str) -> set[str]:
    """Return what may name a speaker in the first lines, folded: a short line, or what stands before a colon."""
    found = set()
    for line in text[:_LABELS_READ].splitlines():
        label, colon, _ = line[:_LABEL_LENGTH].partition(":")
        if label.strip() and (colon or len(line) < _LABEL_LENGTH):
            found.add(plain(label))
    return found


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
        head = head_above(page, 0, 0, label.strip())
        head.role = role
        return head
    return Head(0, 0, body, label.strip(), "", role, draft=role is Speaker.US)


def _tag_heads(page: Page, us: frozenset[str]) -> list[Head]:
    """Find '[client] words', 'Me - words', '14:03 Ann - words', 'Ann - words' and '[Ann] words'."""
    if _TAG_MARK.search(page.text) is None:
        return []
    if heads := _timed_dash_heads(page, us) or _named_dash_heads(page, us) or _boxed_heads(page):
        return heads
    marked = False
    for match in islice(_TAG.finditer(page.text), 2 * MAX_MESSAGES):
        name = (match.group("tag") or match.group("name")).strip()
        if is_exact_role(name) or is_draft_label(name):
            line = page.line_at(match.end() - 1)
            role = role_of(name)
            body = min(match.end(), page.lines[line][1])
            marked = marked or bool(match.group("tag") or match.group("arrow"))
            heads.append(Head(line, line, body, name, "", role or Speaker.US, draft=role is None))
    # A dash alone is ordinary writing, so it takes both sides.
    sure = marked or any(head.draft for head in heads)
    return heads if sure or len({head.role for head in heads}) > 1 else []


def _timed_dash_heads(page: Page, us: frozenset[str]) -> list[Head]:
    heads = []
    for match in islice(_TIMED_DASH.finditer(page.text), 2 * MAX_MESSAGES):
        name = match.group("name").strip()
        if is_name(name):
            line = page.line_at(match.start("name"))
            body = min(match.end(), page.lines[line][1])
            heads.append(Head(line, line, body, name, match.group("when"), role_of(name)))
    # A programme of the day has such lines too, and nobody of us in it.
    return heads if any(head.role or plain(head.name) in us for head in heads) else []


def _named_dash_heads(page: Page, us: frozenset[str]) -> list[Head]:
    """Find 'Ann - words' and '<ann> words' where most lines begin so, with names that come back and one of us."""
    heads = []
    for match in islice(_NAMED_DASH.finditer(page.text), 2 * MAX_MESSAGES):
        name = (match.group("nick") or match.group("name")).strip()
        if is_name(name) and (is_proper_name(name) or plain(name) in us or match.group("nick")):
            line = page.line_at(match.end() - 1)
            body = min(match.end(), page.lines[line][1])
            heads.append(Head(line, line, body, name, "", role_of(name)))
    count = Counter(plain(head.name) for head in heads)
    heads = [head for head in heads if count[plain(head.name)] > 1 or head.role or plain(head.name) in us]
    ours = any(head.role is Speaker.US or plain(head.name) in us for head in heads)
    several = len({plain(head.name) for head in heads}) > 1
    return heads if ours and several and len(heads) >= len(page.lines) / 2 else []


def _boxed_heads(page: Page) -> list[Head]:
    """Find '[Ann Lee] words', '(Ann Lee) words' and 'Ann Lee 3:14 PM words' where most lines begin so.

    There are two names or more, of which one comes back.
    """
    heads = []
    for match in islice(_BOXED.finditer(page.text), 2 * MAX_MESSAGES):
        name = (match.group("boxed") or match.group("name")).strip()
        # A program's log has its levels in capitals, and a list of things to do has marks in its boxes.
        if is_proper_name(name) and not (name.isupper() and len(name) > 2):
            line = page.line_at(match.end() - 1)
            heads.append(Head(line, line, match.end(), name, match.group("time") or "", role_of(name)))
    count = Counter(plain(head.name) for head in heads)
    is_talk = len(count) > 1 and max(count.values()) > 1
    return heads if is_talk and len(heads) >= len(page.lines) / 2 else []


def _read_prefix(page: Page, match: re.Match[str]) -> Head | None:
    groups = match.groupdict()
    name = groups["name"].strip(" \t*_~`")
    sent_at = (
        groups.get("stamp") or groups.get("clock") or groups.get("dash") or groups.get("time") or ""
    ).strip("[]() \t")
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
    elif role is None and is_report_label(name) and (line == 0 or reports_a_person(name)):
        role = Speaker.CLIENT
    figures = page.text[body : body + 1].isdigit()
    named = not figures if is_name_of_a_day(name) else is_name(name)
    if role is None and not named and not (sent_at and len(name) <= 40):
        return None
    return Head(line, line, body, name, sent_at, role, draft=draft, loose=bool(groups.get("loose")))


def _believable(page: Page, heads: list[Head], us: frozenset[str], known: frozenset[str]) -> list[Head]:
    """Keep the prefixes that are speakers: known words and names, stamped names, names that recur."""
    if not heads:
        return heads
    sure = [
        head
        for head in heads
        if head.role
        or (head.sent_at and not head.loose)
        or plain(head.name) in us
        or plain(head.name) in known
    ]
    names = Counter(plain(head.name) for head in heads)
    sure_names = {plain(head.name) for head in sure}
    recurring = {
        plain(head.name)
        for head in heads
        if names[plain(head.name)] > 1
        and (is_proper_name(head.name) or is_name_of_a_day(head.name) or sure_names)
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
        elif all(head.role is not Speaker.CLIENT for head in heads):
            accepted |= others & _open_chats(page, heads, accepted)
    for head in heads:
        if head.role is None:
            head.role = weak.get(plain(head.name))
    return [head for head in heads if plain(head.name) in accepted]


def _open_chats(page: Page, heads: list[Head], accepted: set[str]) -> set[str]:
    """Return who begins the chats of a paste that holds one a paragraph, each with words of somebody who is certain."""
    names = {head.first: plain(head.name) for head in heads}
    chats: list[list[str]] = []
    for index in range(len(page.lines)):
        if page.is_rule(index):
            continue
        if page.blank_before(index) or page.is_rule(index - 1):
            chats.append([names.get(index, "")])
        elif index in names:
            chats[-1].append(names[index])
    apart = len(chats) > 1 and all(len(chat) > 1 and accepted.intersection(chat) for chat in chats)
    return {chat[0] for chat in chats} if apart else set()


def _reads_as_talk(page: Page, heads: list[Head]) -> bool:
    bodies = [page.text[head.body : page.lines[head.line][1]] for head in heads]
    return any("?" in body or "？" in body or "؟" in body for body in bodies) and all(
        len(body) > 3 for body in bodies
    )
