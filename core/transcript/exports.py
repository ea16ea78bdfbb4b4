"""Tell from its form that a paste was copied out of another application."""

import re

from core.transcript.page import TIME, Page
from core.transcript.words import MAIL_FROM, MAIL_OTHER, any_of

_READ = 8_000  # an export shows its form at once
_DATE = r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}"
_SPACED_DATE = r"\d{4}\. \d{1,2}\. \d{1,2}\."
_NAME = r"[^\r\n:\[\]]{1,60}"
_FORMS = (
    # Without the comma it may be any program's record.
    ("whatsapp", re.compile(rf"^\u200e?\[{_DATE}, {TIME}\] {_NAME}:", re.MULTILINE)),
    # What the browser copies has the time first.
    (
        "whatsapp",
        re.compile(
            rf"^\u200e?\[(?:{TIME}|\d{{1,2}}\.\d\d), (?:{_DATE}|{_SPACED_DATE})\] {_NAME}:", re.MULTILINE
        ),
    ),
    ("whatsapp", re.compile(rf"^\u200e?{_DATE},? {TIME} [-–] {_NAME}:", re.MULTILINE)),
    ("whatsapp", re.compile(r"messages and calls are end-to-end encrypted", re.IGNORECASE)),
    (
        "telegram",
        re.compile(rf"^[^\r\n,\[\]:]{{1,60}}, \[{_DATE}[ ,][^\]\r\n]{{0,12}}{TIME}\]", re.MULTILINE),
    ),
    (
        "telegram",
        re.compile(
            rf"^[^\r\n,\[\]:]{{1,60}}, \[\d{{1,2}} [^\W\d]{{3,10}} \d{{4}}[^\]\r\n]{{1,6}}{TIME}\]",
            re.MULTILINE,
        ),
    ),
    (
        "viber",
        re.compile(
            rf"^\[ (?:\d{{1,2}} [^\W\d]{{3,12}}|[^\W\d]{{3,12}} \d{{1,2}},?|{_DATE}),? (?:\d{{4}},? )?(?:at )?{TIME} \] {_NAME}:",
            re.MULTILINE,
        ),
    ),
    (
        "discord",
        re.compile(
            rf"^[^\r\n—]{{1,40}} ?— ?(?:(?:Today|Yesterday) at |{_DATE},? ){TIME}[ \t]*$", re.MULTILINE
        ),
    ),
    (
        "teams",
        re.compile(
            rf"^\[(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{{0,6}},? |{_DATE},? ){TIME}\] [^\r\n:]{{1,60}}$",
            re.MULTILINE,
        ),
    ),
    (
        "kakaotalk",
        re.compile(
            rf"^\[[^\[\]\r\n]{{1,40}}\] \[(?:오전|오후|AM|PM) {TIME}\] |^-{{3,20}} \d{{4}}년 [^\r\n]{{1,20}} -{{3,20}}$",
            re.MULTILINE,
        ),
    ),
    ("skype", re.compile(rf"^\[(?:{_DATE} )?\d{{1,2}}:\d\d:\d\d(?: [AP]M)?\] {_NAME}:", re.MULTILINE)),
    (
        "slack",
        re.compile(
            r"^Slack[ \t]*$|^[^\r\n]{0,60}(?:joined|was added to|set the channel (?:topic|description)) #[\w-]{1,60}",
            re.MULTILINE,
        ),
    ),
)
_FROM, _OTHER = any_of(MAIL_FROM), any_of(MAIL_OTHER)
_MAIL_ADDRESS = re.compile(
    rf"^{_FROM}[ ]?[:：] ?[^\r\n<@]{{0,80}}<?[^\s<>@]{{1,64}}@", re.MULTILINE | re.IGNORECASE
)
_MAIL_HEADER = re.compile(
    rf"^{_FROM}[ ]?[:：][^\r\n]{{1,120}}[\r\n]{{1,2}}(?:[^\r\n]{{1,120}}[\r\n]{{1,2}})?{_OTHER}[ ]?[:：]",
    re.MULTILINE | re.IGNORECASE,
)

# Upwork tells by mail what was said on Upwork.
_FROM_UPWORK = re.compile(
    r"^(?:[^\s:：]{1,12}(?: \S{1,8})?[:：] ?[^\r\n@]{0,80}@(?:[a-z-]{1,20}\.)?upwork\.com>?"
    # A quoted mail of Upwork's: "On 3 May at 9:02, Upwork Notification <...@upwork.com> wrote:".
    r"|[^\r\n<>@]{1,80}\bupwork\b[^\r\n<>@]{0,40}<[a-z.-]{1,40}@(?:[a-z-]{1,20}\.)?upwork\.com>[^\r\n@]{0,20}[:：])[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)


def exported_from(page: Page, *, mail_quote: bool) -> str:
    """Name the application whose export this is, or return '' when the form does not show it."""
    opening = page.text[:_READ]
    if not mail_quote and ":" not in opening and "：" not in opening and "#" not in opening:
        return ""
    if mail_quote or _MAIL_HEADER.search(opening) or _MAIL_ADDRESS.search(opening):
        return "" if _FROM_UPWORK.search(opening) else "email"
    return next((name for name, form in _FORMS if form.search(opening)), "")
