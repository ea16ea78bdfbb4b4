"""A message payload of Slack's: what stands in it, whatever it is made of."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bots.files import is_text
from bots.mails import mail
from bots.slack.markup import link, plain
from bots.slack.payload import Payload, inner_of, items_of, number_of, text_of
from bots.slack.shown import lines, shown_by
from core.records import Attachment

SLACKBOT = "USLACKBOT"
_DEEPEST = 3  # A forward of a forward of a forward.
_CONTENT = frozenset(["", "bot_message", "file_share", "me_message", "thread_broadcast"])
_NO_FILE = frozenset(["tombstone", "hidden_by_limit"])
_FIELD = "title", "value"


@dataclass(frozen=True, slots=True)
class Posted:
    """What stands in a message; `text` is plain, has no mention of us, and holds what is forwarded with it."""

    channel: str  # empty within message_changed and a shortcut, which name it outside the message
    ts: str
    author: str  # the bot where no person is named
    thread_ts: str  # empty for a post of its own
    text: str
    mentions_us: bool
    is_bot: bool
    bot_id: str
    files: tuple[Attachment, ...]
    pictures: int
    other_files: int
    subtype: str
    edited_ts: str

    @property
    def is_content(self) -> bool:
        """Return whether somebody said something, rather than joined, renamed, pinned, changed or deleted."""
        return self.subtype in _CONTENT


def read(message: Payload, me: str) -> Posted:
    """Read a message event, the message within a message_changed or that of a shortcut; `me` is our user id.

    Whatever is missing or malformed counts as empty.
    """
    own, mentions_us = _own_words(message, me)
    mails, texts, pictures, others = _sorted_files(message, me)
    ts, thread_ts = text_of(message, "ts"), text_of(message, "thread_ts")
    user, bot_id, subtype = (text_of(message, key) for key in ("user", "bot_id", "subtype"))
    return Posted(
        channel=text_of(message, "channel"),
        ts=ts,
        author=user or bot_id,
        thread_ts="" if thread_ts == ts else thread_ts,
        text="\n\n".join(words for part in (own, *mails, *_attached(message, me)) if (words := part.strip())),
        mentions_us=mentions_us,
        is_bot=bool(bot_id) or subtype == "bot_message" or user == SLACKBOT,
        bot_id=bot_id,
        files=tuple(texts),
        pictures=pictures,
        other_files=others,
        subtype=subtype,
        edited_ts=text_of(inner_of(message, "edited"), "ts"),
    )


def _own_words(message: Payload, me: str) -> tuple[str, bool]:
    """Return the words of a message without our name, and whether we are named."""
    shown, all_known = shown_by(message, me)
    text = text_of(message, "text")
    # Slack's own flattening has the words of a kind of block that is not known here.
    rich = bool(shown) and (all_known or not text)
    words = shown if rich else text
    mention = re.compile(rf"<@{re.escape(me)}(?:\|[^<>]*)?>[ \t]*[:,]?[ \t]*")
    named = bool(me) and mention.search(words) is not None
    words = mention.sub("", words) if named else words
    return words if rich else plain(words).text, named


def _attached(holder: Payload, me: str, depth: int = 0) -> Iterator[str]:
    """Yield the words of what is forwarded, and of what apps attach; a preview of a link is nobody's words.

    A forward reads as the post that it shows. Who posted that has mostly pasted it, and with their name above it the
    client's words would be theirs.
    """
    for attachment in _shown_attachments(holder, me):
        shares = [inner_of(share, "message") for share in items_of(attachment, "message_blocks")]
        words = lines(*(_own_words(share, me)[0] for share in shares))
        yield words or _attachment(attachment, me)
        if depth < _DEEPEST:
            yield from _attached(attachment, me, depth + 1)


def _attachment(attachment: Payload, me: str) -> str:
    words, _ = _own_words(attachment, me)
    title = link(text_of(attachment, "title_link"), plain(text_of(attachment, "title")).text)
    fields = [
        ": ".join(filter(None, (plain(text_of(field, key)).text for key in _FIELD)))
        for field in items_of(attachment, "fields")
    ]
    shown = lines(plain(text_of(attachment, "pretext")).text, title, words, *fields)
    if _is_forward(attachment):
        return shown
    author = text_of(attachment, "author_name")
    shown = shown or plain(text_of(attachment, "fallback")).text
    return f"{author}:\n{shown}" if author and shown else shown


def _shown_attachments(holder: Payload, me: str) -> Iterator[Payload]:
    for attachment in items_of(holder, "attachments"):
        is_preview = any(attachment.get(key) for key in ("from_url", "original_url", "is_app_unfurl"))
        is_ours = bool(me) and text_of(attachment, "author_id") == me
        if not is_ours and (_is_forward(attachment) or not is_preview):
            yield attachment


def _is_forward(attachment: Payload) -> bool:
    return any(attachment.get(key) for key in ("is_msg_unfurl", "is_share", "message_blocks"))


def _files(holder: Payload, me: str, depth: int = 0) -> Iterator[Payload]:
    yield from items_of(holder, "files")
    if depth <= _DEEPEST:
        for attachment in _shown_attachments(holder, me):
            yield from _files(attachment, me, depth + 1)


def _sorted_files(message: Payload, me: str) -> tuple[list[str], list[Attachment], int, int]:
    """Return the words of mails, the text files, the number of pictures and that of other files."""
    mails: list[str] = []
    texts: list[Attachment] = []
    pictures = others = 0
    for file in _files(message, me):
        if text_of(file, "mode") in _NO_FILE:
            continue
        if words := _mail(file):
            mails.append(words)
        elif text_file := _text_file(file):
            texts.append(text_file)
        elif text_of(file, "mimetype").startswith("image/"):
            pictures += 1
        else:
            others += 1
    return mails, texts, pictures, others


def _text_file(file: Payload) -> Attachment | None:
    address = text_of(file, "url_private_download") or text_of(file, "url_private")
    name, media_type = text_of(file, "name"), text_of(file, "mimetype")
    if text_of(file, "mode") == "external" or not address or not is_text(name, media_type):
        return None
    return Attachment(name, address, number_of(file, "size"), media_type)


def _mail(file: Payload) -> str:
    """Return the words of a mail that came through Slack's own address for mails."""
    body = text_of(file, "plain_text")
    if text_of(file, "filetype") != "email" or not body.strip():
        return ""
    sender = ", ".join(text_of(person, "original") for person in items_of(file, "from"))
    return mail(sender, text_of(inner_of(file, "headers"), "date"), text_of(file, "subject"), body)
