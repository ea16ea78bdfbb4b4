"""What people do in a server; each is followed by all that the bot does about it."""

from collections.abc import Mapping, Sequence
from typing import Any

import discord
from simcord import ChannelHandle, InteractionResult
from simcord.backend import serializers
from simcord.backend.models import Message
from simcord.results import to_discord_message

from tests.discord.corrections import mark
from tests.discord.words import Said, components_of, walk
from tests.discord.world import CHATS, DANA, DIRECT, OMAR, Where, World

File = tuple[str, bytes]
CONTEXT_MENU = "Check message"
_LABEL, _TEXT_SELECT = 18, 3


class People(World):
    """People who post, press and type. `person` is a name, `where` the name of a channel, a thread or DIRECT."""

    def post(
        self, where: Where, text: str = "", person: str = OMAR, *, files: Sequence[File] = ()
    ) -> discord.Message:
        """Post in a channel or a thread, or write to the bot directly."""
        if where == DIRECT:
            backend = self.env.backend
            stored = backend.store_attachments(self.channel(DIRECT, person).id, files)
            return self._settled(self.user(person).send_dm(text, attachments=stored))
        return self._settled(self.person(person).send(self.channel(where), text, attachments=files))

    def reply(self, message: Said, text: str, person: str = OMAR) -> discord.Message:
        """Answer a message with Discord's reply."""
        return self._settled(self.person(person).send(self._where(message), text, reply_to=message))

    def forward(self, message: Said, where: Where, person: str = OMAR) -> discord.Message:
        """Forward a message into a channel or a thread."""
        return self._settled(self.person(person).forward(message, self.channel(where)))

    def edit(self, message: discord.Message, text: str, person: str = OMAR) -> None:
        """Change a post."""
        self._settled(self._actor(person, message).edit(message, text))

    def unfurl(self, message: discord.Message) -> None:
        """Let Discord add the preview of a link to a post, as it does a moment after."""

        async def preview() -> None:
            stored = self.env.backend.get_message(message.channel.id, message.id)
            stored.embeds.append({"type": "link", "title": "A page", "url": "https://example.com/"})
            payload = dict(serializers.message_payload(self.env.backend, stored))
            self.env.backend.emit("MESSAGE_UPDATE", payload)

        self._settled(preview())

    def delete(self, message: discord.Message, person: str = OMAR) -> None:
        """Delete a post."""
        self._settled(self._actor(person, message).delete(message))

    def react(self, message: discord.Message, emoji: str, person: str = OMAR) -> None:
        """Put a mark on a message."""
        self._settled(self.person(person).react(message, emoji))

    def begin_thread(self, message: discord.Message, name: str, person: str = OMAR) -> ChannelHandle:
        """Begin a thread on a message."""

        async def begin() -> None:
            backend = self.env.backend
            backend.create_thread(message.channel.id, name, self.person(person).id, message_id=message.id)
            mark(backend, backend.get_message(message.channel.id, message.id))

        self._settled(begin())
        return self.thread(message)

    def post_in_forum(
        self, where: Where, title: str, text: str, person: str = OMAR, *, files: Sequence[File] = ()
    ) -> discord.Message:
        """Begin a post of a forum: a thread, and its first message, which has the thread's id."""

        async def begin() -> Message:
            backend, author = self.env.backend, self.person(person).id
            thread = backend.create_thread(self.channel(where).id, title, author, broadcast=False)
            backend.announce_thread_create(thread)
            first = backend.prepare_message(
                thread.id, author, text, attachments=backend.store_attachments(thread.id, files)
            )
            first.id = thread.id
            return backend.commit_message(first)

        return to_discord_message(self.env, self._settled(begin()))

    # What is asked of the bot.

    def slash(
        self, words: str, person: str = DANA, where: Where = CHATS, **options: Any
    ) -> InteractionResult:
        """Type a command of ours, its words after /checkmsg."""
        name = f"checkmsg {words}"
        if where == DIRECT:
            return self._result(self.user(person).slash(name, **options))
        return self._result(self.person(person).slash(self.channel(where), name, **options))

    def suggestions(
        self, words: str, option: str, typed: str, person: str = DANA, where: Where = CHATS, **filled: Any
    ) -> list[Mapping[str, Any]]:
        """Begin to type into a field of a command; returns what is offered."""
        name = f"checkmsg {words}"
        return list(
            self._settled(
                self.person(person).autocomplete(self.channel(where), name, option, typed, **filled)
            )
        )

    def point_at(self, message: discord.Message, person: str = OMAR) -> InteractionResult:
        """Choose the bot's entry in the menu of a message."""
        menu = self.person(person).context_menu(self._where(message), CONTEXT_MENU, message)
        return self._result(menu)

    def press(self, message: Said, label: str, person: str = DANA) -> InteractionResult:
        """Press a button, or choose an entry of a menu, by its label."""
        actor = self._actor(person, message)
        labels = []
        for thing in walk(self._components(message)):
            if thing.get("label") == label and "custom_id" in thing:
                return self._result(actor.click(message, custom_id=thing["custom_id"]))
            for option in thing.get("options", ()):
                if option["label"] == label:
                    values = [option["value"]]
                    return self._result(actor.select(message, values, custom_id=thing["custom_id"]))
            labels.append(thing.get("label"))
        raise AssertionError(f"no control {label} in {[name for name in labels if name]}")

    def fill(
        self, shown: InteractionResult, values: Mapping[str, Any], person: str = DANA, *, direct: bool = False
    ) -> InteractionResult:
        """Fill a form by the labels of its fields and send it; of a menu the label of an entry is given."""
        assert shown.modal is not None, "no form was shown"
        fields = {
            thing["label"]: thing["component"]
            for thing in shown.modal["components"]
            if thing["type"] == _LABEL
        }
        unknown = set(values) - set(fields)
        assert not unknown, f"no field {unknown}; there are {set(fields)}"
        filled = {
            fields[label]["custom_id"]: _filled(fields[label], value) for label, value in values.items()
        }
        actor = self.user(person) if direct else self.person(person)
        return self._result(actor.submit_modal(shown, filled))

    def _result(self, work: Any) -> InteractionResult:
        result: InteractionResult = self._settled(work)
        return result

    def _actor(self, person: str, message: Said) -> Any:
        is_direct = self._where(message).guild is None
        return self.user(person) if is_direct else self.person(person)

    def _where(self, message: Said) -> ChannelHandle:
        channel_id = message.channel.id if isinstance(message, discord.Message) else message.channel_id
        channel = self.env.backend.get_channel(channel_id)
        return ChannelHandle(self.env, self.guild if channel.guild_id else None, channel)

    def _components(self, message: Said) -> list[Mapping[str, Any]]:
        """Return what can be pressed as it stands now, not as it stood when somebody looked."""
        stored = self.env.backend.get_message(self._where(message).id, message.id)
        return list(stored.components) or components_of(message)


def _filled(field: Mapping[str, Any], value: Any) -> Any:
    if field["type"] == _TEXT_SELECT and isinstance(value, str):
        return [option["value"] for option in field["options"] if option["label"] == value]
    return value
