"""Find links and hosts, also broken up or spelled out, and name the tool behind a known host."""

# ruff: noqa: SIM905 - Long lists of words read best as text.

import re
from collections.abc import Iterator
from functools import cache

import re2

from core.fold import Folded
from core.lexicon import load_channels
from core.signals import emails
from core.signals.emails import ends_well, spelling, unspaced
from core.signals.entities import Entity
from core.tokens import Tokens

MOST = 400  # Links reported from one text.

_DOTTED = re.compile(r"\.(?:[^\W\d_]| ?[\])}])|(?<= )\. ?[^\W_]")
_LINK = re2.compile(
    r"((?:h(?:tt|xx)ps?|ftp)(?:://|\[:\]//|: ?// ?))?"
    r"((?:[\pL\pN_][\pL\pN_\-]*(?:\.| ?[\[({] ?(?:\.|dot) ?[\])}] ?| \. ))+\pL[\pL\pN\-]*)"
    r"(:\d{2,5})?( ?/ ?[^\s<>\"'()\[\]{}]*|[?#][^\s<>\"'()\[\]{}]*)?"
)
_DOT = re.compile(r" ?[\[({] ?(?:\.|dot) ?[\])}] ?| \. ")
_PHONE_SCHEME = re.compile(
    r"(?:tel|mailto|skype|viber|tg|whatsapp|sms|callto|facetime|msteams|zoommtg):(?://)?[^\s<>\"']{3,80}"
)
_SCHEME_CHANNEL = {
    "skype": "skype", "viber": "viber", "tg": "telegram", "whatsapp": "whatsapp", "sms": "texting",
    "msteams": "teams", "zoommtg": "zoom",
}  # fmt: skip


def find(folded: Folded, tokens: Tokens) -> list[Entity]:
    """Return the links and bare hosts of a text."""
    text = folded.text
    found: list[Entity] = []
    if _DOTTED.search(text) or "dot" in text or "://" in text:
        found += _written(text)
        if ":" in text:
            found += _schemes(text)
    words = spelling()
    if not words.dots.isdisjoint(tokens.words):
        found += _in_words(text)
    view = unspaced(text)
    if view:
        origin = view[1]
        found += [
            Entity(
                "link",
                origin[item.start],
                origin[item.end - 1] + 1,
                item.channel,
                item.value,
                True,
                item.sure,
            )
            for item in _written(view[0])
            if " " in text[origin[item.start] : origin[item.end - 1]]
        ]
    if any(item.disguised for item in found):
        mails = emails.find(folded, tokens)
        found = [
            item
            for item in found
            if not any(mail.start < item.end and item.start < mail.end for mail in mails)
        ]
    return _apart(found) if len(found) > 1 else found


def channel_of(host: str, path: str = "") -> str:
    """Return the tool a host belongs to: the longest known host, with its path where one is needed."""
    hosts = _hosts()
    labels = host.removeprefix("www.").split(".")
    for index in range(max(0, len(labels) - 6), len(labels) - 1):
        suffix = ".".join(labels[index:])
        options = hosts.get(suffix, ())
        for known_path, name in options:
            if path.startswith(known_path):
                return name
    return ""


@cache
def _hosts() -> dict[str, list[tuple[str, str]]]:
    """Return for each known host the paths, longest first, and their tools."""
    table: dict[str, list[tuple[str, str]]] = {}
    for channel in load_channels().values():
        for entry in channel.hosts:
            host, slash, path = entry.partition("/")
            table.setdefault(host, []).append((slash + path, channel.name))
    for options in table.values():
        options.sort(key=lambda option: -len(option[0]))
    return table


def _written(text: str) -> Iterator[Entity]:
    count = 0
    for match in _LINK.finditer(text):
        if item := _link(
            text, match.start(), match.end(), match.group(1), match.group(2), match.group(4) or ""
        ):
            yield item
            count += 1
        if count >= MOST:
            return


def _link(text: str, start: int, end: int, scheme: str | None, raw: str, path: str) -> Entity | None:
    """Return the link that a match is, unless it is prose, a file, a product or part of an address."""
    if len(raw) > 300:
        return None
    host = _DOT.sub(".", raw)
    broken = host != raw
    before = text[start - 1 : start]
    if before in ("@", "\\", ".") or text[end : end + 1] == "@" or (before == "/" and not scheme):
        return None
    if before == ":" and "@" in text[max(0, start - 40) : start].rsplit(" ", 1)[-1]:
        return None
    path = path.replace(" ", "")
    trimmed = path.rstrip(".,;:!?*_~|")
    bare = not scheme and not host.startswith("www.")
    channel = channel_of(host, trimmed)
    if not channel or broken:
        verdict = _verdict(host, bare, trimmed, broken)
        if verdict is None:
            shorter = host.rsplit(".", 1)[0]
            if (
                not bare
                or trimmed
                or "." not in shorter
                or broken
                or _verdict(shorter, bare, "", False) is None
            ):
                return None
            host, end, channel = shorter, start + len(shorter), channel_of(shorter)
            verdict = True
    else:
        verdict = True
    end -= (len(path) - len(trimmed)) if text[:end].endswith(path) and end > start else 0
    hidden = broken or bool(scheme and ("xx" in scheme or "[" in scheme))
    return Entity("link", start, end, channel, host + trimmed, hidden, verdict)


def _verdict(host: str, bare: bool, path: str, broken: bool) -> bool | None:
    """Return whether a host is surely one; None where it is none."""
    words = spelling()
    labels = host.split(".")
    ending = labels[-1]
    if host in words.products or ".".join(labels[-2:]) in words.products or not ends_well(host):
        return None
    if any(label.startswith("-") or len(label) > 63 for label in labels) or not any(
        char.isalpha() for char in labels[-2]
    ):
        return None if bare or not labels[-2] else True
    if not bare or len(path) > 1:
        return True
    if ending in words.weak:
        return None if len(labels) < 3 or ending in _FILE_ENDINGS else False
    if broken and ending not in words.plain and ending not in words.reserved:
        return None
    if len(labels[-2]) < 2 and not path:
        return None
    return ending in words.plain or ending in words.reserved


_FILE_ENDINGS = frozenset("md py rs sh zip ts ps so cs js ml pl".split())


def _schemes(text: str) -> Iterator[Entity]:
    for count, match in enumerate(_PHONE_SCHEME.finditer(text)):
        scheme, _, rest = match.group().partition(":")
        if count >= MOST:
            return
        if (
            scheme in _SCHEME_CHANNEL
            and rest[:4] != "live"
            and (match.start() == 0 or not text[match.start() - 1].isalnum())
            and (rest.startswith("//") or "?" in rest)
        ):
            yield Entity("link", match.start(), match.end(), _SCHEME_CHANNEL[scheme], match.group())


@cache
def _spelled_pattern() -> "re2._Regexp[str]":
    words = spelling()
    endings = "|".join(sorted(words.plain | words.reserved | {"me", "in", "it", "ly", "gg", "us", "so"}))
    dots = "|".join(sorted(re2.escape(word) for word in words.dots if word not in ("point", "full")))
    label = r"[\pL\pN][\pL\pN\-]*"
    return re2.compile(
        rf"({label})((?: (?:{dots}) {label})?) (?:{dots}) ({endings})"
        rf"((?: ?/ ?| (?:slash|barra|слэш|слеш) )[\pL\pN_\-./]+(?: slash [\pL\pN_\-]+)?)?(?:$|[^\pL\pN\-])"
    )


def _in_words(text: str) -> Iterator[Entity]:
    """Find hosts said in words: "acme dot com slash book". Only known tools and endings no word has are sure."""
    words = spelling()
    pattern = _spelled_pattern()
    for count, match in enumerate(pattern.finditer(text)):
        if count >= 64:
            return
        middle = [part for part in match.group(2).split(" ") if part and part not in words.dots]
        host = ".".join([match.group(1), *middle, match.group(3)])
        path = re.sub(r" ?(?:/|slash|barra|слэш|слеш) ?", "/", match.group(4) or "")
        channel = channel_of(host, path)
        if (
            match.group(1) in words.small_words
            or match.group(1) in words.not_names
            or text[: match.start()].endswith("@")
        ):
            continue
        end = match.end(4) if match.group(4) else match.end(3)
        sure = bool(channel or path or match.group(3) in ("com", "net", "org", "io", "example"))
        yield Entity("link", match.start(), end, channel, host + path, True, sure)


def _apart(found: list[Entity]) -> list[Entity]:
    kept: list[Entity] = []
    for item in sorted(found, key=lambda item: (item.start, -item.end)):
        if kept and item.start < kept[-1].end:
            if (bool(item.channel), item.end - item.start) > (
                bool(kept[-1].channel),
                kept[-1].end - kept[-1].start,
            ):
                kept[-1] = item
            continue
        kept.append(item)
    return kept
