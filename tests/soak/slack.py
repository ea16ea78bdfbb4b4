"""The people in the fake Slack, which tells the bot by HTTP and waits for its 200."""

import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from http.client import HTTPException
from typing import TypeVar
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from bots.slack.manifest import EVENTS_PATH
from core.commands.commands import Asker, Commands
from core.records import Platform
from tests.crash.slack import SENDS
from tests.crash.telling import LONGEST_ANSWER, Http
from tests.slack.bolt import signed
from tests.slack.faults import Fault
from tests.slack.state import Thing
from tests.slack.wire import WiredSlack
from tests.slack.workplace import action_of, text_of
from tests.soak.people import MEMBERS, Post, Question
from tests.soak.place import Said, Seen, channels

LEAD = "U1DANA"
CALLS = (*SENDS, "reactions.add")
_WORD = re.compile(r"\w+")
Result = TypeVar("Result")


class SlackPlace:
    """A workspace whose channels are watched."""

    platform = Platform.SLACK

    def __init__(self, slack: WiredSlack, commands: Commands, replicas: int) -> None:
        """Take a workspace that is served, what judges, and how many processes there are."""
        self._slack = slack
        self._way = Http(slack, replicas)
        self._addresses = [self._way.settings(number)["CHECKMSG_SLACK_LISTEN"] for number in range(replicas)]
        slack.add_user(LEAD, name="Dana", is_admin=True)
        for person in MEMBERS:
            slack.add_user(_id(person), name=person)
        for name, purpose in channels():
            slack.add_channel(_id(name), LEAD, *map(_id, MEMBERS))
            team = slack.team
            asker = Asker(Platform.SLACK, team["id"], team["name"], LEAD, "Dana", _id(name), name)
            assert commands.run(asker, f"watch here as {purpose}", datetime.now(UTC)).done, name
        assert commands.run(asker, "settings learning-days 0", datetime.now(UTC)).done

    def settings(self, replica: int) -> dict[str, str]:
        """Return what a bot is told of it."""
        return {
            "CHECKMSG_SLACK_BOT_TOKEN": self._slack.token,
            "CHECKMSG_SLACK_API_URL": self._slack.url,
            "CHECKMSG_SLACK_FILE_HOSTS": "127.0.0.1",
            **self._way.settings(replica),
        }

    # What people do.

    def post(self, post: Post, text: str, *, as_file: bool = False) -> None:
        """Let somebody post a message, and tell the bot of it until it says that it has it."""
        channel = _id(post.channel)

        def say() -> str:
            if not as_file:
                return self._slack.say(channel, _id(post.person), text)
            file = self._slack.add_file(f"chat-{post.number}.txt", text.encode(), filetype="text")
            return self._slack.say(channel, _id(post.person), "", files=[file], subtype="file_share")

        ts = self._there(say)
        post.ids.append(ts)
        post.posted_at = float(ts)
        self._tell(channel, self._message(channel, ts))

    def edit(self, post: Post, text: str) -> None:
        """Let the author of a post write something else in it."""
        channel, ts = _id(post.channel), post.ids[-1]
        before = self._message(channel, ts)
        after = {**before, "text": text, "edited": {"user": before["user"], "ts": f"{time.time():.6f}"}}
        self._there(lambda: self._slack.message(channel, ts).update(after))
        told = {"subtype": "message_changed", "message": after, "previous_message": before}
        self._tell(channel, {"type": "message", "hidden": True, **told})

    def delete(self, post: Post) -> None:
        """Let the author of a post delete it."""
        channel, ts = _id(post.channel), post.ids[-1]
        before = self._message(channel, ts)
        self._there(lambda: self._slack.remove(channel, ts))
        told = {"subtype": "message_deleted", "deleted_ts": ts, "previous_message": before}
        self._tell(channel, {"type": "message", "hidden": True, **told})

    def press(self, post: Post, label: str) -> Question:
        """Let a lead use a control under the reply to a post."""
        channel, ts = _id(post.channel), post.ids[-1]
        reply = self._there(lambda: dict(self._replies(channel, ts)[0]))
        question = Question(time.time(), ts)
        pressed = {
            "type": "block_actions",
            "team": {"id": self._slack.team["id"]},
            "user": {"id": LEAD, "team_id": self._slack.team["id"]},
            "trigger_id": self._slack.trigger(),
            "channel": {"id": channel},
            "message": {"ts": reply["ts"], "thread_ts": ts},
            "container": {"type": "message", "channel_id": channel},
            "response_url": self._slack.response_url(),
            "actions": [action_of(reply, label)],
        }
        self._ask({"payload": json.dumps(pressed)})
        return question

    def command(self, words: str, name: str) -> Question:
        """Let a lead give a command about a client."""
        question = Question(time.time(), name)
        self._ask(
            {
                "command": "/checkmsg",
                "text": f"{words} {name}",
                "team_id": self._slack.team["id"],
                "user_id": LEAD,
                "channel_id": _id(next(channels())[0]),
                "trigger_id": self._slack.trigger(),
                "response_url": self._slack.response_url(),
            }
        )
        return question

    def _tell(self, channel: str, event: Thing) -> None:
        self._way.tell({**event, "channel": channel, "channel_type": "channel"})

    def _ask(self, form: Thing) -> None:
        """Send what Slack sends once: a person is told when nobody takes it."""
        body = urlencode(form).encode()
        for address in self._addresses:
            request = Request(f"http://{address}{EVENTS_PATH}", body, signed(body))
            with suppress(OSError, HTTPException), urlopen(request, timeout=LONGEST_ANSWER):  # noqa: S310  # Our own address.
                return

    # What can be seen.

    def is_answered(self, post: Post) -> bool:
        """Return whether a reply to a post stands."""
        return bool(self._there(lambda: self._replies(_id(post.channel), post.ids[-1])))

    def is_heard(self, since: float) -> bool:  # noqa: ARG002  # Slack tells it again.
        """Return whether nothing is left that the bot has to read by itself, which is so always."""
        return True

    def seen(self) -> Seen:
        """Return what of the bot's stands there."""
        return self._there(self._seen)

    def _seen(self) -> Seen:
        replies: dict[str, list[Said]] = defaultdict(list)
        others: list[Said] = []
        marks: Counter[str] = Counter()
        for messages in self._slack.messages.values():
            for message in messages:
                marks[message["ts"]] += sum(
                    self._slack.me in one["users"] for one in message.get("reactions", ())
                )
                if message["user"] != self._slack.me:
                    continue
                signed_as = message.get("metadata", {}).get("event_payload", {})
                key = (signed_as["key"], signed_as["part"]) if signed_as else None
                said = Said(
                    f"{message['text']} {text_of(message.get('blocks', ()))}", float(message["ts"]), key
                )
                thread = message.get("thread_ts")
                (replies[thread] if thread and signed_as.get("part") == 1 else others).append(said)
        answers: Counter[str] = Counter()
        for told in self._slack.ephemerals:
            answers.update({told.get("thread_ts") or "", *_WORD.findall(text_of(told["blocks"]))})
        return Seen(replies, others, marks, answers)

    def _replies(self, channel: str, ts: str) -> list[Thing]:
        return [one for one in self._slack.ours(channel) if one.get("thread_ts") == ts]

    def _message(self, channel: str, ts: str) -> Thing:
        return self._there(lambda: dict(self._slack.message(channel, ts)))

    def _there(self, work: Callable[[], Result]) -> Result:
        """Do something in the server's thread, where the bot's calls are answered too."""

        async def done() -> Result:
            return work()

        return self._slack.run(done())

    # What goes wrong.

    def forget_calls(self) -> None:
        """Forget what the bot has asked, which would fill the memory in the end."""
        self._there(self._slack.calls.clear)

    def fail(self, fault: Fault, send: int) -> None:
        """Let one call go wrong in a way of those that send something."""
        self._there(lambda: self._slack.fault(CALLS[send % len(CALLS)], fault))

    def cut(self) -> None:
        """Do nothing: over HTTP there is no connection that lasts."""


def _id(name: str) -> str:
    """Return the id of a channel or a person."""
    return f"{'U' if name in MEMBERS else 'C'}{name.replace(' ', '').replace('-', '').upper()}"
