"""A team in Slack with a database beside it: people who post, edit and delete, and what the bot made of it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeVar

from sqlmodel import col, select

from bots.opening import open_commands
from core.commands.commands import Asker
from core.records import InboxStatus, Platform, PostStatus
from core.settings import OFF, Settings
from core.store.crypto import new_key
from core.store.tables import InboxRow, PostRow
from core.store.tenant import Store
from tests.crash.bot import POLICY
from tests.slack.state import Thing
from tests.slack.wire import WiredSlack

LEAD = "U1DANA"
# Two posts of one person that follow each other in a channel would be one conversation: the numbers have no divisor
# in common, so that others have posted in between.
MEMBERS = tuple(f"U{number}OMAR" for number in range(2, 7))
CHANNELS = tuple(f"C{number}" for number in range(12))
_SYLLABLES = ["ba", "ku", "mi", "ro", "te", "sa", "no", "li", "fe", "du"]
_DONE = (PostStatus.SENT, PostStatus.CANCELLED)
Result = TypeVar("Result")


class Fate(StrEnum):
    """What has become of a post, and how the one reply to it begins then."""

    STANDS = "Client asks to move to WhatsApp"
    WAS_EDITED = "Outside payment"
    WAS_DELETED = "This post is gone"


@dataclass
class Paste:
    """Something that somebody has posted."""

    channel: str
    ts: str
    fate: Fate = Fate.STANDS


class Team:
    """The workspace of a fake Slack. Its channels are watched, and the bot has learned."""

    def __init__(self, slack: WiredSlack, database_url: str, key: str = "") -> None:
        """Take a workspace that is served, and the address of a database with its key, if there is anything in it yet."""
        self.slack = slack
        self.pastes: list[Paste] = []
        self._url = database_url
        self._key = key or new_key()
        given = Settings(_env_file=None, database_url=database_url, keys=(self._key,))  # type: ignore[call-arg]  # pydantic's own
        self.commands = open_commands(given, POLICY)
        slack.add_user(LEAD, name="Dana", is_admin=True)
        for member in MEMBERS:
            slack.add_user(member, name=member.capitalize())
        for channel in CHANNELS:
            slack.add_channel(channel, LEAD, *MEMBERS)
            for words in ("settings learning-days 0", "watch here as chats"):
                self.ask(channel, words)

    def ask(self, channel: str, words: str) -> None:
        slack_team = self.slack.team
        asker = Asker(
            Platform.SLACK, slack_team["id"], slack_team["name"], LEAD, "Dana", channel, channel.lower()
        )
        assert self.commands.run(asker, words, datetime.now(UTC)).done, words

    @property
    def settings(self) -> dict[str, str]:
        """Return what a bot is told of its workspace and its database."""
        return {
            "CHECKMSG_DATABASE_URL": self._url,
            "CHECKMSG_KEYS": self._key,
            "CHECKMSG_SLACK_BOT_TOKEN": self.slack.token,
            "CHECKMSG_SLACK_API_URL": self.slack.url,
            "CHECKMSG_HEALTH_LISTEN": OFF,  # Several bots run at once.
            "CHECKMSG_METRICS_LISTEN": OFF,
        }

    def close(self) -> None:
        """Let go of the database."""
        self.commands.store.database.engine.dispose()

    # What people do. Each of it returns the event by which Slack tells of it.

    def post(self) -> Thing:
        """Let somebody paste what a client has written."""
        number = len(self.pastes)
        channel = CHANNELS[number % len(CHANNELS)]
        client = "".join(_SYLLABLES[int(digit)] for digit in f"{number:03}").capitalize()
        text = f"{client}: Hi, for order {number} can we move to WhatsApp? It is easier for me."
        ts = self._in_slack(lambda: self.slack.say(channel, MEMBERS[number % len(MEMBERS)], text))
        self.pastes.append(Paste(channel, ts))
        return {**self.slack.message(channel, ts), **_where(channel)}

    def edit(self, paste: Paste) -> Thing:
        """Let its author write something else in a post."""
        paste.fate = Fate.WAS_EDITED
        before = dict(self.slack.message(paste.channel, paste.ts))
        client = before["text"].partition(":")[0]
        text = f"{client}: I would rather pay you by PayPal directly, then we both save the fees."
        after = {**before, "text": text, "edited": {"user": before["user"], "ts": paste.ts}}
        self._in_slack(lambda: self.slack.message(paste.channel, paste.ts).update(after))
        told = {"subtype": "message_changed", "message": after, "previous_message": before}
        return {"type": "message", "hidden": True, **_where(paste.channel), **told}

    def delete(self, paste: Paste) -> Thing:
        """Let its author delete a post."""
        paste.fate = Fate.WAS_DELETED
        before = dict(self.slack.message(paste.channel, paste.ts))
        self._in_slack(lambda: self.slack.remove(paste.channel, paste.ts))
        told = {"subtype": "message_deleted", "deleted_ts": paste.ts, "previous_message": before}
        return {"type": "message", "hidden": True, **_where(paste.channel), **told}

    def _in_slack(self, work: Callable[[], Result]) -> Result:
        """Do something in the server's thread, where the bot's calls are answered too."""

        async def done() -> Result:
            return work()

        return self.slack.run(done())

    # What the bot made of it.

    def is_answered(self, paste: Paste) -> bool:
        """Return whether something stands in the thread of a post."""
        return bool(self._replies(paste))

    def lost(self) -> int:
        """Count the posts that are not answered, or not as they stand in the end."""
        return len(self.unanswered())

    def unanswered(self) -> list[str]:
        """Say of each lost post which it is, and what was answered in its place."""
        found = [(paste, [reply["text"] for reply in self._replies(paste)]) for paste in self.pastes]
        return [
            f"{paste.channel} {paste.ts}, answered by {said} and not {paste.fate!r}"
            for paste, said in found
            if not any(one.startswith(paste.fate) for one in said)
        ]

    def duplicated(self) -> int:
        """Count what is answered more than once, and what else is said more than once."""
        answered = sum(len(self._replies(paste)) > 1 for paste in self.pastes)
        said = Counter(
            _said(message)["key"]
            for channel in tuple(self.slack.messages)
            for message in self.slack.ours(channel)
            if "thread_ts" not in message
        )
        return answered + sum(number > 1 for number in said.values())

    def unfinished(self) -> int:
        """Count the news that is not read, and the posts that are due and not sent."""
        return unfinished(self.commands.store)

    def _replies(self, paste: Paste) -> list[Thing]:
        return [
            message
            for message in self.slack.ours(paste.channel)
            if message.get("thread_ts") == paste.ts and _said(message)["part"] == 1
        ]


def unfinished(store: Store) -> int:
    """Count the news that is not read, and the posts that are due and not sent."""
    return len(left_over(store))


def left_over(store: Store) -> list[str]:
    """Say what news is not read, and which posts are due and not sent."""
    with store.database.read() as session:
        # In this order: whatever is read has its answer planned.
        unread = session.exec(select(InboxRow).where(col(InboxRow.status) != InboxStatus.READ)).all()
        unsent = session.exec(
            select(PostRow).where(
                col(PostRow.status).not_in(_DONE), col(PostRow.not_before) <= datetime.now(UTC)
            )
        ).all()
        return [
            *(
                f"news {row.id}: {row.kind}, held until {row.held_until} after {row.attempts} attempts"
                for row in unread
            ),
            *(
                f"post {row.id}: {row.status}, held until {row.held_until} after {row.attempts} attempts, {row.last_error}"
                for row in unsent
            ),
        ]


def _where(channel: str) -> Thing:
    return {"channel": channel, "channel_type": "channel"}


def _said(message: Thing) -> Thing:
    """Return what a message of ours carries that no person sees."""
    said: Thing = message["metadata"]["event_payload"]
    return said
