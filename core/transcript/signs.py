"""What the form of a post says about whose words it holds, and how many words of the trade it has."""

import re

from core.model import Purpose
from core.transcript.blocks import block_heads, mail_heads, name_line_heads, role_line_heads
from core.transcript.cues import Cues, has_no_spaces
from core.transcript.formats import cut_suffixes, cut_table, has_mail_quote
from core.transcript.heads import Head
from core.transcript.page import Page
from core.transcript.prefixes import prefix_heads
from core.transcript.system_lines import find_events
from core.transcript.words import (
    FIELDS,
    MAIL_FROM,
    WROTE_WORDS,
    is_draft_label,
    is_proper_name,
    is_report_label,
    load,
    names_other_side,
    plain,
    role_of,
)

_DATA = load("gate.toml")


_BUSINESS = Cues(_DATA["business"]["words"])
_ADDRESSED = Cues(_DATA["addressed"]["words"])
_STRONG = Cues(_DATA["team"]["strong"])
_WEAK = Cues(_DATA["team"]["weak"])
_DRAFTING = Cues(_DATA["drafting"]["words"])
_PLAIN_ENGLISH = re.compile(
    r"\b(?:the|a|an|is|are|to|and|for|of|in|on|my|this|that|it|i|at|will|be|too|with|not|no)\b"
)
_REACH = Cues(_DATA["reach"]["words"])

MACHINE = re.compile(
    r"^\s*(?:\[[A-Z][A-Za-z]{2,20}\] |\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?\S* +\[?(?:ERROR|WARN(?:ING)?|INFO|DEBUG|FATAL|TRACE)|"
    r"(?:git|npm|pip|yarn|docker|kubectl|sudo|curl|ssh|make|python3?) \w|\$ \w|Traceback |[\w.]{3,60}(?:Error|Exception): |PR #\d|MR !\d|commit [0-9a-f]{7}|"
    r"(?:🔴|🟢|🟡|🚨|⚠️|⏰|📅|🤖|✅|❌)|v\d{1,3}\.\d|TODO\b|Wiki|Bank:|Fwd: |\w{3,20}bot: )"
    r"|^\s*[{\[][^\n]{0,400}[\"'][^\n]{0,200}[}\]]\s*$|\\[bdsw][+*{\\]|^\s*(?:<\?|</?[a-z]+[ >]|SELECT |INSERT |import |def |class |function )",
)
# Somebody absent is spoken of, and nobody is spoken to.
_ABSENT = re.compile(r"\b(?:he|she|him|her|his|hers|he's|she's|hes|shes)\b")
_PRESENT = re.compile(r"\b(?:you|your|yours|u|ur|please|pls|hi|hello|dear)\b")
LONE = re.compile(r"(?:https?://(?:[\w-]{1,30}\.)?upwork\.com\S*|[^\w]+|\d{1,6}|[^\W\d_]{1,20}[!.?]{0,3})")
_BRACKETED = re.compile(r"[(\[]([^()\[\]\n]{3,40})[)\]]")
QUOTED = re.compile(r"[\"“„«‘「『](?P<said>[^\"”“»’」』\n]{8,2000})[\"”“»’」』]")
_ASKS = re.compile(
    r"what (?:do|should|would|to)|how (?:do|should|to)|do i|should i|thoughts|ok\?|answer|reply|\?"
)
_CONTACT = re.compile(
    r"@\w|https?://|\+?\d[\d ()./-]{7,}\d|\b(?:whatsapp|telegram|skype|zoom|signal|viber|wechat|line id)\b"
)
_DATA_OF_CONTACT = re.compile(r"@\w|\+?\d[\d ()./-]{7,}\d")
_SENDING = re.compile(
    r"\b(?:send|reply|answer|respond|write back|ok to|schicken|antworten|senden|enviar|responder|contestar|envoyer|répondre|mandare|rispondere|sturen|antwoorden|отправить|ответить|надіслати|відповісти|wysłać|odpisać)\b"
)
_CARD = re.compile(r"^[ \t]*([^\s:][^:\n]{0,30}):[ \t]", re.MULTILINE)


def judged_by_form(page: Page, read: str, folded: str, purpose: Purpose, marked: bool | None) -> bool:
    """Judge by marks, and where there are none by how many words of the trade a post holds."""
    if is_card(read):
        return False
    if marked is not None:
        return marked
    if MACHINE.search(read) or (LONE.fullmatch(read) and not has_no_spaces(read)):
        return False
    if is_reported(read, folded):
        return True
    if purpose is Purpose.MIXED:
        return _is_unmarked_talk(page, folded)
    return _is_bare_draft(folded) if purpose is Purpose.DRAFTS else _is_bare_client_text(read, folded)


def is_card(read: str) -> bool:
    """Tell a contact card or a list of fields, which has colons but no speakers."""
    keys = [plain(key) for key in _CARD.findall(read)]
    if len(keys) < 3 or keys[0] in MAIL_FROM or any(role_of(key) for key in keys[1:]):
        return False
    return sum(key in FIELDS for key in keys) * 3 >= len(keys) * 2


def is_marked(page: Page, folded: str) -> bool | None:
    """Judge by name lines, prefixes, quote marks and tables; None when there are none."""
    if names_a_side(page):
        return True
    events = find_events(page)
    blocks, prefixes = _heads(page)
    if cut_table(page) or role_line_heads(page) or cut_suffixes(page, events):
        return True
    if any(event.kind != "event" for event in events.values()):
        return True
    mails = mail_heads(page)
    if len(mails) > 1 or any(head.line - head.first > 1 for head in mails) or has_mail_quote(page):
        return deal_words(folded) > 0 or team_words(folded) == 0
    if blocks or prefixes:
        return _is_talk_of_a_deal(blocks, prefixes, folded)
    quoted = [index for index in range(min(len(page.lines), 400)) if page.text[page.lines[index][0]] == ">"]
    return _is_quote(page, quoted) if quoted else None


def names_a_side(page: Page) -> bool:
    """Tell whether a post says by a label of its own whose words it holds, as in `client:` or `draft:`."""
    blocks, prefixes = _heads(page)
    return any(_is_sided(page, head) for head in (*blocks, *prefixes)) or _is_draft_mark(page)


def _heads(page: Page) -> tuple[list[Head], list[Head]]:
    """Return the name lines and the name prefixes of a post."""
    events = find_events(page)
    who = frozenset(plain(event.who) for event in events.values())
    blocks = block_heads(page, frozenset(), events) or name_line_heads(page, frozenset(), events)
    return blocks, prefix_heads(page, frozenset(), who)


def _is_draft_mark(page: Page) -> bool:
    """Tell whether the text opens with a bracketed mark of a draft, as in '(my reply, pls check)'."""
    match = _BRACKETED.match(page.text)
    return match is not None and is_draft_label(match.group(1))


def _is_sided(page: Page, head: Head) -> bool:
    """Tell whether a head names a side by a word that colleagues do not use of each other."""
    if head.role is None:
        return False
    if role_of(head.name) is not None or is_draft_label(head.name):
        return True
    if is_report_label(head.name):
        return _reports_client(head.name)
    # A longer label is believed when what follows sounds like talk to the other side.
    said = page.text[head.body :].casefold()
    return length(said) > 2 and deal_words(said) + bool(_REACH.count(said)) + ("?" in said) > team_words(said)


def _reports_client(label: str) -> bool:
    """Tell whether 'X wrote' is about the other side rather than a department or a shop."""
    return names_other_side(label) or plain(label) in WROTE_WORDS


def _is_talk_of_a_deal(blocks: list[Head], prefixes: list[Head], folded: str) -> bool:
    """Judge turns of people whose sides nothing tells: a client's chat, or two colleagues."""
    # A name line above a time line is how Upwork itself is copied.
    if any(head.line - head.first > 1 for head in blocks):
        return True
    deal, team = deal_words(folded), team_words(folded)
    return deal >= team if len(blocks) + len(prefixes) > 2 else deal > team + 1


def _is_quote(page: Page, quoted: list[int]) -> bool:
    """Judge quoted lines: alternating ones are a conversation, a single one has to sound like a client."""
    if sum(index - 1 not in quoted for index in quoted) > 1:
        return True
    said = " ".join(page.words(index).lstrip("> ") for index in quoted).casefold()
    rest = " ".join(page.words(index) for index in range(len(page.lines)) if index not in quoted).casefold()
    deal = deal_words(said) + ("?" in said) + bool(_REACH.count(said))
    return deal > team_words(said) + (0 if not rest or _ASKS.search(rest) else 1)


def is_named_line(page: Page, folded: str) -> bool:
    """Tell whether a post is one line under somebody's full name about reaching or paying each other.

    Colleagues who quote each other use first names, and have other things to say.
    """
    name, colon, said = page.words(0).partition(": ")
    full = bool(colon) and len(name.split()) > 1 and all(word[0].isupper() for word in name.split())
    reaches = _REACH.count(said.casefold()) or _CONTACT.search(said.casefold())
    return len(page.lines) == 1 and full and is_proper_name(name) and bool(reaches) and not team_words(folded)


def is_reported(read: str, folded: str) -> bool:
    """Judge text in quotation marks: a client's words, or a draft, put to the team as such."""
    match = QUOTED.search(read)
    if match is None or length(match.group("said")) < 4 or len(folded) != len(read):
        return False
    before, said = folded[: match.start()].strip(), match.group("said").casefold()
    after = folded[match.end() :].strip(" .!\n")
    label = before.rstrip(" :：–—-,")
    spoken = bool(_ADDRESSED.count(said) or _CONTACT.search(said) or _REACH.count(said))
    if label and is_report_label(label) and spoken:
        return _reports_client(label)
    if label and len(label) <= 60 and _SENDING.search(label):
        return spoken and length(said) > 5
    return not label and spoken and (not after or bool(_ASKS.search(after)))


def _is_unmarked_talk(page: Page, folded: str) -> bool:
    """Judge unmarked paragraphs where people also talk: only what is plainly two sides of a deal."""
    paragraphs = sum(page.blank_before(index) for index in range(len(page.lines)))
    return paragraphs > 1 and deal_words(folded) > 3 * (1 + team_words(folded))


def _is_bare_client_text(read: str, folded: str) -> bool:
    if length(folded) < 4 and not deal_words(folded) and "?" not in read:
        return False
    team, deal = team_words(folded), deal_words(folded)
    if (
        team == 0
        and deal == 0
        and len(folded) <= 100
        and folded.isascii()
        and not any(map(str.isdigit, folded))
    ):
        # Plain English without a word to the other side is a remark; other languages get the doubt.
        return bool(_REACH.count(folded)) or not _PLAIN_ENGLISH.search(folded)
    return team == 0 or deal > 2 * team or (team == 1 and deal > 0)


def _is_bare_draft(folded: str) -> bool:
    if length(folded) < 4 and not deal_words(folded):
        return False
    remarks = 2 * _DRAFTING.count(folded) + team_words(folded)
    return remarks == 0 or (length(folded) > 12 and deal_words(folded) > 2 * remarks)


def team_words(folded: str) -> int:
    """Weigh what only colleagues say to each other."""
    about = _ABSENT.search(folded) is not None and _PRESENT.search(folded) is None
    return 2 * (_STRONG.count(folded) + about) + _WEAK.count(folded)


def deal_words(folded: str) -> int:
    """Weigh what client and agency say to each other."""
    contact = 2 * len(set(_CONTACT.findall(folded)))
    return _ADDRESSED.count(folded) + _BUSINESS.count(folded) + contact


def holds_contact(text: str) -> bool:
    """Tell whether a text holds an address or a longer number."""
    return _DATA_OF_CONTACT.search(text) is not None


def length(text: str) -> int:
    """Count words; scripts without spaces by their characters."""
    words = len(text.split())
    return max(words, len(text) // 3) if has_no_spaces(text) else words
