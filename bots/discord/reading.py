"""A message of Discord's: what stands in it, whatever it is made of."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import discord

from bots.discord.bridge import person_id
from bots.discord.markup import plain
from bots.files import is_text
from core.records import Attachment

_CONTENT = (discord.MessageType.default, discord.MessageType.reply)
_OWN = (None, "rich")  # Other embeds are what Discord shows of a link.
Holder = discord.Message | discord.MessageSnapshot


@dataclass(frozen=True, slots=True)
class Posted:
    """What stands in a message; `text` is plain, has no mention of us, and holds what is forwarded with it."""

    author: str  # as the core knows a person
    text: str
    is_content: bool  # somebody said something, rather than joined, pinned or began a thread
    by_bot: bool
    mentions_us: bool
    attachments: tuple[Attachment, ...]
    pictures: int
    other_files: int
    edited_at: datetime | None


def read(message: discord.Message, me: int) -> Posted:
    """Read a message; `me` is our user id. The message that it answers is not part of it."""
    own, mentions_us = _own_words(message, me)
    by_bot = bool(message.author.bot or message.webhook_id or message.application_id)
    parts = [own, _poll(message.poll), *(_embedded(message) if by_bot else ())]
    for snapshot in message.message_snapshots:
        parts += plain(snapshot.content), *_embedded(snapshot)
    texts, pictures, others = _sorted_files([message, *message.message_snapshots])
    return Posted(
        author=person_id(message.author.id),
        text=_whole("\n\n".join(words for part in parts if (words := part.strip()))),
        is_content=message.type in _CONTENT,
        by_bot=by_bot,
        mentions_us=mentions_us,
        attachments=tuple(texts),
        pictures=pictures,
        other_files=others,
        edited_at=message.edited_at,
    )


def _own_words(message: discord.Message, me: int) -> tuple[str, bool]:
    """Return the words of a message without our name, and whether we are named.

    Our role names us too, since people find it under the same name. An answer to a post of ours counts us among the
    mentioned without a name.
    """
    ours = [f"@!?{me}"] if any(user.id == me for user in message.mentions) else []
    ours += [f"@&{role.id}" for role in message.role_mentions if role.tags and role.tags.bot_id == me]
    if not ours:
        return plain(message.content), False
    words, number = re.subn(rf"<(?:{'|'.join(ours)})>[ \t]*[:,]?[ \t]*", "", message.content)
    return plain(words), number > 0


def _embedded(holder: Holder) -> Iterator[str]:
    """Yield what a program wrote into the embeds of a post; what Discord shows of a link is nobody's words."""
    for embed in holder.embeds:
        is_preview = embed.type not in _OWN or (embed.url and embed.url in holder.content)
        if not is_preview:
            yield _embed(embed)


def _embed(embed: discord.Embed) -> str:
    fields = (": ".join(filter(None, (field.name, field.value))) for field in embed.fields)
    shown = "\n".join(plain(part) for part in (embed.title, embed.description, *fields) if part)
    author = embed.author.name
    return f"{author}:\n{shown}" if author and shown else shown


def _poll(poll: discord.Poll | None) -> str:
    if poll is None:
        return ""
    return "\n".join(filter(None, (poll.question, *(answer.text for answer in poll.answers))))


def _sorted_files(holders: Sequence[Holder]) -> tuple[list[Attachment], int, int]:
    """Return the text files, the number of pictures and that of other files."""
    texts: list[Attachment] = []
    pictures = others = 0
    for file in (file for holder in holders for file in holder.attachments):
        media_type = file.content_type or ""
        if is_text(file.filename, media_type):
            texts.append(Attachment(_whole(file.filename), file.url, file.size, media_type))
        elif media_type.startswith("image/"):
            pictures += 1
        else:
            others += 1
    return texts, pictures, others


def _whole(text: str) -> str:
    """Return a text without half a surrogate pair, which JSON can hold and nothing after it."""
    return text.encode(errors="replace").decode()
