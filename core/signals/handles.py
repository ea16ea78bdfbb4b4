"""Find the names by which a person is found in another tool: telegram: foo_bar, @name, name#1234."""

# ruff: noqa: SIM905 - Long lists of words read best as text.

import re
from functools import cache

from core.fold import Folded, fold
from core.lexicon import load_channels
from core.signals.entities import Entity
from core.tokens import Tokens, tokenize

MOST = 200
REACH = 60  # Characters between the name of a tool and the handle.

_AT = re.compile(r"@")
_AT_NAME = re.compile(r"@([a-z0-9_\u0400-\u04ff](?:[a-z0-9_.\u0400-\u04ff]{0,38}[a-z0-9_])?)")
_MASTODON = re.compile(r"@[a-z0-9_.]{1,40}@[a-z0-9\-]{1,63}(?:\.[a-z0-9\-]{1,63}){1,3}")
_MATRIX = re.compile(r"@[a-z0-9_.\-=]{1,60}:[a-z0-9\-]{1,63}(?:\.[a-z0-9\-]{1,63}){1,3}")
_SKYPE = re.compile(
    r"live(?::| colon )(?:\.|dot )?[a-z0-9_.\-]{1,12}(?: ?dot [a-z0-9_.\-]{3,40}|[a-z0-9_.\-]{0,40})"
)
_TAG = re.compile(r"(?<![\w#./&])([^\W_][\w.]{1,31})#(\d{4})(?![\w])")
_NOT_NAMES = frozenset(
    "media param params return returns import imports charset keyframes supports font-face layer property page type "
    "types typedef throws override deprecated author see todo fixme here channel everyone all app mixin include extend "
    "apply tailwind use forward container namespace staticmethod classmethod property dataclass cached_property "
    "pytest test before after component injectable input output autowired bean entity table column id service "
    "controller get post put delete patch query body nullable notnull data getter setter slot event gmail example "
    "else if for while end section yield stack push foreach can auth guest vite csrf method error lang json".split()
)
_NUMBERED = frozenset(
    "pr issue ticket order case bug task build invoice no nr id mr job room line pull story".split()
)
# How the name of a handle is introduced, between the tool and the handle or without a tool.
_LINKS = (
    r"(?:(?:(?:i'm|im|id|ids|is|as|at|handle|user|username|nick|nickname|name|account|acc|whisper|pls|alias|contact|number|tag|there|under|"
    r"me|dm|on|here|my|our|the|app|channel|profile|with|by|too|also|please|pls|es|est|e|ist|als|unter|bei|ser|é|"
    r"usuario|usuário|utilisateur|nutzer|benutzername|nutzername|pseudo|identifiant|nome|nom|nombre|"
    r"логин|ник|ид|имя|аккаунт|логін|нік|nazwa|login|kullanici|adi|adim|hesap|adresse|"
    r"ta|ten|nick|akun|usernya|namanya)(?![\w])|يوزر|اليوزر|معرف|معرفي|حسابي|حساب|هو|ايدي|يوزري|اي دي|ايدي هو|نام|ہے|है|आईडी|आइडी|हैं|আইডি|"
    r"号|號|是|账号|帳號|名|アカウント|ユーザー名|は|の|아이디|아이디는|계정|은|는|ID는|닉네임|닉|"
    r"=|:|-|->|,|\(|\"|'|@)[ ]*){0,6}"
)
_NAME = re.compile(
    r"(?P<links>[ ]*"
    + _LINKS
    + r")(?P<name>(?:live:\.?)?[a-z0-9](?:[a-z0-9_.\-]{1,40}[a-z0-9_]|[a-z0-9_]))(?![\w@])"
)
_FRAMED = re.compile(
    r"(?<![\w])(?:user ?name|user ?id|nick ?name|nick|handle|id|my id|gamertag|screen ?name|usuario|usuário|"
    r"identifiant|pseudo|benutzername|nutzername|nome utente|gebruikersnaam|utilizator|логин|ник|никнейм|юзернейм|"
    r"логін|нік|kullanıcı adı|kullanici adi|يوزر|يوزري|معرفي|اليوزر|用户名|ユーザー名|아이디|닉네임)"
    r"(?P<links> ?(?:is|es|est|e|ist|:|=|-|は|是|는|هو|->|i'm|there|under){1,2} ?[\"'@]{0,2}| ?: ?[\"'@]{0,2})"
    r"(?P<name>[a-z0-9][a-z0-9_.\-]{2,40})"
)
_FRAME_WORDS = frozenset(
    tokenize(fold(
        "user username userid nick nickname handle id gamertag screenname usuario usuário identifiant pseudo benutzername "
        "nutzername utente gebruikersnaam utilizator логин ник никнейм юзернейм логін нік kullanıcı adı يوزر يوزري معرفي "
        "اليوزر 用 ユーザー 아이디 닉네임 under"
    )).words
)  # fmt: skip
_UNDER = re.compile(
    r"\bi'?m (?:under|on there as|there as|known as|listed as) [\"'@]?([a-z0-9][a-z0-9_.\-]{2,40})"
)
_SIGN = re.compile(
    r"[:=@\"]|\b(?:id|is|handle|user|username|nick|nickname|name|as|under|es|est|ist)\b|号|是|ник|логин|아이디|يوزر|は"
)
_TOLD = re.compile(r"[:=@\"]|\b(?:id|handle|username|nick|nickname)\b|号|ник|логин|아이디|يوزر|معرف")
_PROSE = frozenset(
    "the a an me us you it is are for and or with by to in on at of as my our your his her their them this that yes "
    "no not now here there call calls chat chats link links group groups app apps bot bots api web business account "
    "number please pls soon later asap today tomorrow upwork email mail phone whatsapp telegram skype discord slack "
    "zoom meet teams invite invitation message messages integration login page channel server video support fine "
    "works work best better faster quick easy easier preferred optional only none tbd anytime".split()
)


def find(folded: Folded, tokens: Tokens) -> list[Entity]:
    """Return the handles of a text."""
    text = folded.text
    found: list[Entity] = []
    if "@" in text:
        found += _at_names(text)
    if "#" in text:
        found += [
            Entity("handle", m.start(), m.end(), "discord", m.group())
            for m in _first(_TAG, text)
            if not m.group(1).isdigit() and m.group(1) not in _NUMBERED
        ]
    if "live" in tokens.words:
        found += [
            Entity(
                "handle",
                m.start(),
                m.end(),
                "skype",
                re.sub(r" ?colon ?", ":", re.sub(r" ?dot ?", ".", m.group())),
            )
            for m in _first(_SKYPE, text)
            if re.search(r"[\d.]|cid", m.group())
        ]
    found += _named(text, tokens)
    if not _FRAME_WORDS.isdisjoint(tokens.words):
        found += _framed(text)
    return _apart(found) if len(found) > 1 else found


def _first(pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
    return [match for match, _ in zip(pattern.finditer(text), range(MOST), strict=False)]


def _at_names(text: str) -> list[Entity]:
    found: list[Entity] = []
    for match in _AT.finditer(text):
        at = match.start()
        before = text[at - 1 : at]
        if (before.isalnum() and before.isascii()) or (
            before in ("_", ".", "-", "/", "\\", "[", "@", "+") and before
        ):
            continue
        if long := _MASTODON.match(text, at) or _MATRIX.match(text, at):
            channel = "vk" if text[at + 1 : long.end()].count("@") else "matrix"
            found.append(Entity("handle", at, long.end(), channel, long.group()))
        elif name := _AT_NAME.match(text, at):
            if _is_code(text, name.group(1), name.end()):
                continue
            found.append(Entity("handle", at, name.end(), "", name.group(1), sure=False))
        if len(found) >= MOST:
            break
    return found


def _is_code(text: str, name: str, end: int) -> bool:
    """Tell a decorator, an at-rule or a package from a person."""
    return name in _NOT_NAMES or (
        text[end : end + 1] in ("/", "(", "{", "@", "=") and text[end : end + 1] != ""
    )


@cache
def _tools() -> tuple[dict[str, list[tuple[tuple[str, ...], str, bool]]], frozenset[str]]:
    """Return by their first word the names of tools in which people have handles, and whether each is weak."""
    table: dict[str, list[tuple[tuple[str, ...], str, bool]]] = {}
    for channel in load_channels().values():
        if channel.kind not in ("chat", "social", "meet") or channel.name in (
            "meet",
            "webex",
            "texting",
            "zoom",
            "teams",
        ):
            continue
        for names, weak in ((channel.names, False), (channel.weak, True)):
            for name in names:
                words = tuple(tokenize(fold(name)).words)
                if words and not (len(words) == 1 and words[0] == "x" and not weak):
                    table.setdefault(words[0], []).append((words[1:], channel.name, weak))
    for options in table.values():
        options.sort(key=lambda option: -len(option[0]))
    return table, frozenset(table)


def _named(text: str, tokens: Tokens) -> list[Entity]:
    """Find handles that the name of a tool introduces."""
    table, firsts = _tools()
    words = tokens.words
    if firsts.isdisjoint(words):
        return []
    found: list[Entity] = []
    places = [index for index, word in enumerate(words) if word in firsts]
    for index in places[:MOST]:
        word = words[index]
        for rest, channel, weak in table[word]:
            if rest and tuple(words[index + 1 : index + 1 + len(rest)]) != rest:
                continue
            last = index + len(rest)
            if item := _after(text, tokens.starts[index], tokens.ends[last], channel, weak):
                found.append(item)
            break
    return found


def _after(text: str, start: int, end: int, channel: str, weak: bool) -> Entity | None:
    """Return the handle behind the name of a tool."""
    before = text[start - 1 : start]
    if (before in ("@", "/", ".", "_") and before) or (
        text[end : end + 1] in ("/", "_", "(") and text[end : end + 1]
    ):
        return None
    match = _NAME.match(text, end, min(len(text), end + REACH))
    if not match or (match.group("links") == "" and text[end : end + 1].isascii()):
        return None
    links, name = match.group("links"), match.group("name")
    if text[end : end + 1] == "." or name in _PROSE or name.isdigit() or _is_host(text, match):
        return None
    odd = _odd(name)
    signed = bool(_SIGN.search(links))
    quoted = '"' in links or "@" in links
    if weak and not (bool(_TOLD.search(links)) or (odd and signed)):
        return None
    if not odd and not quoted and not re.search(r"[:=]\s*$|\b(?:id|username|nick|handle)\b", links):
        return None
    if (
        not odd
        and not quoted
        and (len(name) < 4 or re.match(r"[ ]+[a-z]", text[match.end() : match.end() + 2] or "."))
    ):
        return None
    return Entity("handle", match.start("name"), match.end("name"), channel, name)


def _odd(name: str) -> bool:
    """Tell an identifier from a word: it holds a digit, an underscore or a dot."""
    if re.fullmatch(
        r"[\d.\-]+|\d+(?:st|nd|rd|th|h|am|pm|k|hrs|min|%|x)|[vq]\d[\d.]*|\d+[a-z]?|v\d+[a-z]*|[a-z]\d", name
    ):
        return False
    return bool(re.search(r"\d|_|[a-z]\.[a-z]", name)) and bool(re.search(r"[a-z]", name))


def _is_host(text: str, match: re.Match[str]) -> bool:
    """Tell a link or a file from a handle that happens to hold a dot."""
    name, after = match.group("name"), text[match.end() : match.end() + 1]
    if after in ("/", "@") and after:
        return True
    ending = name.rpartition(".")[2]
    return "." in name and ending in _HOST_ENDINGS


_HOST_ENDINGS = frozenset(
    "com net org io co dev social app js json md py pdf html app example test php xml csv png jpg zip ru de me gg us".split()
)


def _framed(text: str) -> list[Entity]:
    """Find handles that only a word such as username or nick introduces."""
    found = []
    for pattern, group in ((_FRAMED, "name"), (_UNDER, 1)):
        for match in _first(pattern, text):
            name = match.group(group).rstrip(".-")
            if (
                _odd(name)
                and not name.isdigit()
                and name not in _PROSE
                and name.rpartition(".")[2] not in _HOST_ENDINGS
            ):
                start = match.start(group)
                found.append(Entity("handle", start, start + len(name), "", name, sure=False))
    return found


def _apart(found: list[Entity]) -> list[Entity]:
    """Return the entities in reading order; of those that overlap, the one that names a tool or the longer."""
    kept: list[Entity] = []
    for item in sorted(found, key=lambda item: (item.start, -item.end)):
        if kept and item.start < kept[-1].end:
            if (item.sure, bool(item.channel), item.end - item.start) > (
                kept[-1].sure, bool(kept[-1].channel), kept[-1].end - kept[-1].start
            ):  # fmt: skip
                kept[-1] = item
            continue
        kept.append(item)
    return kept
