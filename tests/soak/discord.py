"""The people in the fake Discord, which tells the bot over its gateway and waits for nothing."""

import time
from collections import Counter, defaultdict
from datetime import UTC, datetime
from typing import Any

import discord
from simcord import InteractionResult
from simcord.results import to_discord_message

from bots.discord.bridge import person_id
from bots.discord.views import signs_of
from core.commands.commands import Asker, Commands
from core.records import Platform
from core.store.heard import heard
from tests.crash.discord import SENDS
from tests.discord.wire import TOKEN, WiredDiscord
from tests.discord.words import answers, words_of
from tests.discord.world import DANA
from tests.slack.faults import Fault
from tests.soak.people import MEMBERS, Post, Question
from tests.soak.place import Said, Seen, channels

CALLS = (*SENDS, ("PUT", "/channels/*/reactions/*"))
PLAIN = (discord.MessageType.default.value, discord.MessageType.reply.value)


class DiscordPlace:
    """A server whose channels are watched."""

    platform = Platform.DISCORD

    def __init__(self, server: WiredDiscord, commands: Commands) -> None:
        """Take a Discord that is served, and what judges."""
        self._server = server
        self._store = commands.store
        self._messages: dict[str, discord.Message] = {}
        self._results: dict[str, InteractionResult] = {}
        guild, lead = server.guild, person_id(server.person(DANA).id)
        for person in MEMBERS:
            server.add_person(person)
        for name, purpose in channels():
            server.add_channel(name)
            where = server.id(name)
            asker = Asker(Platform.DISCORD, str(guild.id), guild.name, lead, DANA, where, name, owner=True)
            assert commands.run(asker, f"watch here as {purpose}", datetime.now(UTC)).done, name
        assert commands.run(asker, "settings learning-days 0", datetime.now(UTC)).done

    def settings(self, replica: int) -> dict[str, str]:  # noqa: ARG002  # Each of them calls Discord.
        """Return what a bot is told of it."""
        return {"CHECKMSG_DISCORD_TOKEN": TOKEN, "CHECKMSG_DISCORD_FILE_HOSTS": "127.0.0.1"}

    @property
    def port(self) -> int:
        """Return where Discord stands."""
        return self._server.port

    # What people do.

    def post(self, post: Post, text: str, *, as_file: bool = False) -> None:
        """Let somebody post a message, of which the bot is told if it listens."""
        files = [(f"chat-{post.number}.txt", text.encode())] if as_file else []
        posted = self._server.post(post.channel, "" if as_file else text, post.person, files=files)
        self._messages[str(posted.id)] = posted
        post.ids.append(str(posted.id))
        post.posted_at = posted.created_at.timestamp()

    def edit(self, post: Post, text: str) -> None:
        """Let the author of a post write something else in it."""
        self._server.edit(self._messages[post.ids[-1]], text, post.person)

    def delete(self, post: Post) -> None:
        """Let the author of a post delete it."""
        self._server.delete(self._messages[post.ids[-1]], post.person)

    def press(self, post: Post, label: str) -> Question:
        """Let a lead use a control under the reply to a post."""
        message = self._messages[post.ids[-1]]
        reply = self._server.look(lambda: self._server.replies(message))[0]
        return self._asked(lambda: self._server.press(reply, label, DANA))

    def command(self, words: str, name: str) -> Question:
        """Let a lead give a command about a client."""
        where = next(channels())[0]
        return self._asked(lambda: self._server.slash(words, DANA, where, name=name))

    def _asked(self, ask: Any) -> Question:
        question = Question(time.time(), f"{len(self._results)}-{time.monotonic_ns()}")
        self._results[question.about] = ask()
        return question

    # What can be seen.

    def is_answered(self, post: Post) -> bool:
        """Return whether a reply to a post stands."""
        message = self._messages[post.ids[-1]]
        return bool(self._server.look(lambda: self._server.replies(message)))

    def is_heard(self, since: float) -> bool:
        """Return whether a bot that started at an instant has read the channels; before the first time it reads nothing."""
        known = heard(self._store, Platform.DISCORD, str(self._server.guild.id))
        return known is not None and known.until is not None and known.until.timestamp() >= since

    def seen(self) -> Seen:
        """Return what of the bot's stands there."""
        seen: Seen = self._server.look(self._seen)
        return seen

    def _seen(self) -> Seen:
        replies: dict[str, list[Said]] = defaultdict(list)
        others: list[Said] = []
        marks: Counter[str] = Counter()
        backend = self._server.env.backend
        me = backend.bot_user.id
        for channel, messages in backend.messages.items():
            is_thread = backend.channels[channel].is_thread
            for stored in messages.values():
                marks[str(stored.id)] += sum(me in reaction.user_ids for reaction in stored.reactions)
                if stored.author_id != me or stored.type not in PLAIN or stored.is_ephemeral:
                    continue
                message = to_discord_message(self._server.env, stored)
                said = Said(words_of(message), message.created_at.timestamp(), _sign(message))
                answered = (stored.reference or {}).get("message_id") or (channel if is_thread else None)
                (replies[str(answered)] if answered else others).append(said)
        told = Counter({about: len(answers(result)) for about, result in self._results.items()})
        return Seen(replies, others, marks, told)

    # What goes wrong.

    def forget_calls(self) -> None:
        """Forget what the bot has asked, which would fill the memory in the end."""
        self._server.look(self._server.http.calls.clear)

    def fail(self, fault: Fault, send: int) -> None:
        """Let one call go wrong in a way of those that send something."""
        self._server.look(lambda: self._server.fault(*CALLS[send % len(CALLS)], fault))

    def cut(self) -> None:
        """Drop the connections to the gateway; the bot resumes where it was."""
        for link in [link for link in self._server.gateway.links if link.is_open]:
            self._server.do(link.kill())


def _sign(message: discord.Message) -> frozenset[int] | None:
    """Return the numbers that come of the key of a post; the others are small."""
    return frozenset(number for number in signs_of(message) if number > 10_000) or None
