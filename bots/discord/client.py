"""Discord's client: each thing that Discord tells us goes from here to what deals with it."""

import asyncio
import logging
import sys
from dataclasses import replace
from typing import Any

import discord

from bots.asked import Shown, is_told
from bots.discord import asking
from bots.discord.bot import Bot
from bots.discord.intake import deletions, news_of, private_deletion
from bots.discord.publishing import publish
from bots.discord.servers import Servers
from bots.discord.slash import add_commands
from bots.discord.telling import answer_directly
from bots.discord.views import DYNAMIC_ITEMS
from bots.inbox import News
from bots.intake import Intake
from core.errors import trace
from core.model import Stage
from core.records import ArrivalKind
from core.settings import Settings

logger = logging.getLogger(__name__)


class Client(Servers):
    """The bot's connection to Discord, with what people post and ask."""

    def __init__(self, bot: Bot, settings: Settings) -> None:
        """Take what all listeners share; posts are stored once there is an intake."""
        super().__init__(bot, settings)
        self._intake: Intake | None = None
        add_commands(self)
        self.add_dynamic_items(*DYNAMIC_ITEMS)

    def open(self, intake: Intake) -> None:
        """Take where posts are stored."""
        self._intake = intake

    async def setup_hook(self) -> None:
        """Tell Discord our commands where they have changed."""
        await publish(self, self.bot.commands.store, self.bot.now())

    def dispatch(self, event: str, /, *args: Any, **named: Any) -> None:
        """Hand an event on; what comes while we stop is read from the channels by whoever listens next."""
        if self.bot.listens:
            super().dispatch(event, *args, **named)

    # Posts.

    async def on_message(self, message: discord.Message) -> None:
        """Store a post that somebody wrote, or do what a direct message says that is a command."""
        with self.hearing(message.guild.id if message.guild else None):
            await self.hear(message)

    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Store an edit; Discord calls it one too when a link unfolds, which changes no time of editing."""
        with self.hearing(payload.guild_id):
            await self.hear_edit(payload.message)

    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Store that a post is gone."""
        await self.insist(lambda: self._forget({payload.message_id}, payload.channel_id, payload.guild_id))

    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Store that many posts are gone."""
        await self.insist(lambda: self._forget(payload.message_ids, payload.channel_id, payload.guild_id))

    async def hear(self, message: discord.Message, *, answered: bool = False) -> None:
        """Store a message, unless it is none of ours to read; hearing it again does nothing."""
        if message.guild is None:
            await answer_directly(self.bot, message, lambda _: self._take(message))
        else:
            await self._take(message, answered=answered)

    async def hear_edit(self, message: discord.Message) -> None:
        """Store what an edit made of a message; hearing it again does nothing."""
        if message.edited_at is not None:
            news = await news_of(self.bot, self, message, ArrivalKind.EDITED)
            await self._keep([news] if news else [])

    async def _take(self, message: discord.Message, *, answered: bool = False) -> list[Shown]:
        news = await news_of(self.bot, self, message, ArrivalKind.POSTED)
        if news is not None and is_told(news.arrival):
            await asking.obey(self.bot, message)
        elif news is not None:
            await self._keep([replace(news, arrival=replace(news.arrival, answered=answered))])
        return []

    async def _forget(self, message_ids: set[int], channel_id: int, guild_id: int | None) -> None:
        if guild_id is not None:
            await self._keep(await deletions(self, channel_id, message_ids, guild_id))
            return
        for message_id in message_ids:
            gone = await private_deletion(self.bot, self, channel_id, message_id)
            await self._keep([gone] if gone else [])

    async def _keep(self, news: list[News]) -> None:
        if self._intake is None:
            raise RuntimeError("posts came before there was a place for them")
        await asyncio.gather(*(self._intake.keep(one) for one in news))

    # What people ask; the commands, modals and controls call these.

    async def asked(self, interaction: discord.Interaction[Any], words: str, text: str = "") -> None:
        """Do what a command says."""
        await asking.run(self.bot, interaction, words, text)

    async def check_asked(
        self,
        interaction: discord.Interaction[Any],
        text: str,
        client: str = "",
        stage: Stage | None = None,
        draft: bool = False,
    ) -> None:
        """Check a text."""
        await asking.check_text(self.bot, interaction, text, client, stage, draft=draft)

    async def box_asked(self, interaction: discord.Interaction[Any]) -> None:
        """Open the box in which a text is checked."""
        await asking.open_box(self.bot, interaction)

    async def check_pointed_at(self, interaction: discord.Interaction[Any], message: discord.Message) -> None:
        """Check a post that somebody points at."""
        await asking.check_post(self.bot, interaction, message)

    async def pressed(
        self, interaction: discord.Interaction[Any], check_id: int, action: str, value: str
    ) -> None:
        """Do what a control stands for."""
        await asking.press(self.bot, interaction, check_id, action, value)

    async def suggestions(
        self, interaction: discord.Interaction[Any], kind: str, typed: str
    ) -> list[tuple[str, str]]:
        """Return what fits where a command asks for something."""
        return await asking.suggest(self.bot, interaction, kind, typed)

    async def on_error(self, event_method: str, /, *_: Any, **__: Any) -> None:
        """Log that an event could not be dealt with, without its words."""
        error = sys.exc_info()[1]
        logger.error("%s could not be dealt with: %s", event_method, trace(error) if error else "")
