"""A team in Discord with a database beside it: people who post and edit, and what the bot made of it."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime

import discord

from bots.discord.bridge import person_id
from bots.opening import open_commands
from core.commands.commands import Asker
from core.records import Platform
from core.settings import OFF, Settings
from core.store.crypto import new_key
from core.store.heard import heard
from tests.crash.bot import POLICY
from tests.crash.team import unfinished
from tests.discord.wire import TOKEN, WiredDiscord
from tests.discord.words import words_of
from tests.discord.world import DANA

# Two posts of one person that follow each other in a channel would be one conversation: the numbers have no divisor
# in common, so that others have posted in between.
MEMBERS = tuple(f"Omar {number}" for number in range(2, 7))
CHANNELS = tuple(f"talk-{number}" for number in range(12))
ASKS, PAYS = "Client asks to move to WhatsApp", "Outside payment"  # how the one reply to a post begins
_SYLLABLES = ["ba", "ku", "mi", "ro", "te", "sa", "no", "li", "fe", "du"]


@dataclass
class Paste:
    """Something that somebody has posted, and what the reply to it has to say."""

    message: discord.Message
    person: str
    found: str = ASKS


class DiscordTeam:
    """The server of a Discord on loopback. Its channels are watched, and the bot has learned."""

    def __init__(self, discord: WiredDiscord, database_url: str, key: str = "") -> None:
        """Take a Discord that is served, and the address of a database with its key, if there is anything in it yet."""
        self.discord = discord
        self.pastes: list[Paste] = []
        self._url = database_url
        self._key = key or new_key()
        given = Settings(_env_file=None, database_url=database_url, keys=(self._key,))  # type: ignore[call-arg]  # pydantic's own
        self.commands = open_commands(given, POLICY)
        for member in MEMBERS:
            discord.add_person(member)
        for channel in CHANNELS:
            discord.add_channel(channel)
            for words in ("settings learning-days 0", "watch here as chats"):
                self.ask(channel, words)

    def ask(self, channel: str, words: str) -> None:
        """Let the lead give a command, past Discord."""
        guild = self.discord.guild
        lead = person_id(self.discord.person(DANA).id)
        where = self.discord.id(channel)
        asker = Asker(Platform.DISCORD, str(guild.id), guild.name, lead, DANA, where, channel, owner=True)
        assert self.commands.run(asker, words, datetime.now(UTC)).done, words

    @property
    def settings(self) -> dict[str, str]:
        """Return what a bot is told of Discord and of its database."""
        return {
            "CHECKMSG_DATABASE_URL": self._url,
            "CHECKMSG_KEYS": self._key,
            "CHECKMSG_DISCORD_TOKEN": TOKEN,
            "CHECKMSG_DISCORD_FILE_HOSTS": "127.0.0.1",
            "CHECKMSG_HEALTH_LISTEN": OFF,  # Several bots run at once.
            "CHECKMSG_METRICS_LISTEN": OFF,
        }

    def close(self) -> None:
        """Let go of the database."""
        self.commands.store.database.engine.dispose()

    def post(self) -> Paste:
        """Let somebody paste what a client has written."""
        number = len(self.pastes)
        client = "".join(_SYLLABLES[int(digit)] for digit in f"{number:03}").capitalize()
        text = f"{client}: Hi, for order {number} can we move to WhatsApp? It is easier for me."
        person = MEMBERS[number % len(MEMBERS)]
        posted = self.discord.post(CHANNELS[number % len(CHANNELS)], text, person)
        self.pastes.append(Paste(posted, person))
        return self.pastes[-1]

    def edit(self, paste: Paste) -> None:
        """Let its author write something else in a post."""
        paste.found = PAYS
        client = paste.message.content.partition(":")[0]
        text = f"{client}: I would rather pay you by PayPal directly, then we both save the fees."
        self.discord.edit(paste.message, text, paste.person)

    # What the bot made of it.

    def is_heard(self) -> bool:
        """Return whether the bot has been there once, since it reads nothing from before."""
        known = heard(self.commands.store, Platform.DISCORD, str(self.discord.guild.id))
        return known is not None and known.until is not None

    def is_answered(self, paste: Paste) -> bool:
        """Return whether a reply to a post stands in Discord."""
        return bool(self._replies(paste))

    def lost(self) -> int:
        """Count the posts that are not answered, or not as they stand in the end."""
        return len(self.unanswered())

    def unanswered(self) -> list[str]:
        """Say of each lost post which it is, and what was answered in its place."""
        found = [(paste, self._replies(paste)) for paste in self.pastes]
        return [
            f"{paste.message.created_at:%H:%M:%S} {paste.message.content}, answered by {said} and not {paste.found!r}"
            for paste, said in found
            if not any(paste.found in one for one in said)
        ]

    def duplicated(self) -> int:
        """Count what is answered more than once, and what else is said more than once."""
        answered = sum(len(self._replies(paste)) > 1 for paste in self.pastes)
        said: Counter[tuple[str, str]] = self.discord.look(
            lambda: Counter(
                (channel, words_of(message)) for channel in CHANNELS for message in self.discord.ours(channel)
            )
        )
        return answered + sum(number > 1 for number in said.values())

    def unfinished(self) -> int:
        """Count the news that is not read, and the posts that are due and not sent."""
        return unfinished(self.commands.store)

    def _replies(self, paste: Paste) -> list[str]:
        replies: list[discord.Message] = self.discord.look(lambda: self.discord.replies(paste.message))
        return list(map(words_of, replies))
