"""Bolt's listeners, wired: each acknowledges at once and does its work in a thread, since the core does not wait."""

import asyncio
import logging
import re
from collections.abc import Callable, Coroutine, Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bots.asked import command_in, is_told
from bots.busy import Busy
from bots.filling import Incomplete
from bots.intake import Intake
from bots.slack import asking, events, manifest, pressing
from bots.slack.bot import Body, Bot
from bots.slack.forms import CHECK, FORM
from bots.slack.install import note_removal
from bots.slack.modals import loading_view, where_of
from bots.slack.telling import Spot
from bots.slack.workspaces import Workspace
from core.errors import trace
from core.ids import bound
from core.records import Arrival
from core.reply import COMMAND

logger = logging.getLogger(__name__)
Ack = Callable[..., Coroutine[Any, Any, Any]]
Work = Callable[[Bot, Workspace, Mapping[str, Any]], None]
# What is done about the events that are no posts, in a thread and after Slack was answered.
EVENTS: Mapping[str, Work] = {
    "app_home_opened": events.opened_home,
    "member_joined_channel": events.joined,
    "reaction_added": events.reacted,
    "channel_archive": events.archived,
    "group_archive": events.archived,
    "channel_rename": events.renamed,
    "group_rename": events.renamed,
    "channel_id_changed": events.moved,
}
REMOVALS = ("app_uninstalled", "tokens_revoked")
SUBMISSIONS = {CHECK: asking.submitted_check, FORM: asking.submitted_form}


class Listeners:
    """What hears Slack."""

    def __init__(self, bot: Bot, intake: Intake) -> None:
        """Take the bot, and what stores posts."""
        self._bot = bot
        self._intake = intake
        self._busy = Busy()

    def listen(self, app: AsyncApp) -> None:
        """Register everything that the manifest has Slack send."""
        app.middleware(self._hear)
        for name in REMOVALS:
            app.event(name)(self._removed)
        app.command(COMMAND)(self._command)
        app.shortcut(manifest.SHORTCUT)(self._shortcut)
        app.action(re.compile(".*"))(self._action)
        for name in SUBMISSIONS:
            app.view(name)(self._submitted)
        # All else is acknowledged too, heard or not: Socket Mode sends it again otherwise.
        app.event(re.compile(".*"))(_nothing)

    async def finish(self) -> None:
        """Wait for what is being done."""
        await self._busy.finish()

    async def _hear(
        self,
        body: Body,
        context: AsyncBoltContext,
        next: Callable[[], Coroutine[Any, Any, Any]],  # noqa: A002  # Bolt's word.
    ) -> Any:
        """Store a post before Slack is told that we have it: then a crash loses nothing."""
        event = body.get("event")
        if isinstance(event, Mapping):
            if event.get("type") == "message":
                workspace = await self._workspace(context)
                news = events.news_of(workspace, event) if workspace else None
                if workspace and news and is_told(news.arrival):
                    self._busy.begin(self._obey(workspace, news.arrival))
                elif news is not None:
                    await self._intake.keep(news)
            elif event.get("type") in EVENTS:
                self._busy.begin(self._see_to(event, context))
        return await next()

    async def _see_to(self, event: Mapping[str, Any], context: AsyncBoltContext) -> None:
        workspace = await self._workspace(context)
        if workspace is None:
            return
        with bound(workspace=workspace.external_id):
            try:
                await asyncio.to_thread(EVENTS[str(event["type"])], self._bot, workspace, event)
            except Exception as error:  # noqa: BLE001  # It is logged, whatever it is.
                logger.error("news of Slack's could not be dealt with: %s", trace(error))  # noqa: TRY400  # Without its message.

    async def _obey(self, workspace: Workspace, arrival: Arrival) -> None:
        """Do what a direct message says that is a command."""
        spot = Spot(workspace, arrival.author, arrival.channel)
        first, rest = command_in(arrival.text)
        await asyncio.to_thread(self._bot.careful, spot, lambda: asking.run(self._bot, spot, first, rest))

    async def _removed(self, body: Body, context: AsyncBoltContext) -> None:
        """Let go of a workspace that took the bot out."""
        bot = self._bot
        with self._busy.at_work():
            gone = await asyncio.to_thread(note_removal, bot.commands.store, context, body)
            if gone:
                bot.workspaces.forget(gone)
                logger.warning("a workspace took the bot out; its token and what was unread are erased")

    async def _command(self, ack: Ack, body: Body) -> None:
        with self._busy.at_work():
            await ack()
            await self._serve(body, lambda spot: asking.typed(self._bot, spot, str(body.get("text", ""))))

    async def _shortcut(self, ack: Ack, body: Body) -> None:
        message = body.get("message") or {}
        with self._busy.at_work():
            await ack()
            await self._serve(body, lambda spot: asking.check_post(self._bot, spot, message))

    async def _action(self, ack: Ack, body: Body) -> None:
        with self._busy.at_work():
            await ack()
            for action in body.get("actions", []):
                await self._serve(body, partial(self._press, action))

    def _press(self, action: Body, spot: Spot) -> None:
        pressing.press(self._bot, spot, action)

    async def _submitted(self, ack: Ack, body: Body) -> None:
        """Take a modal that was filled in; what is missing is said in it, and else its answer is shown there."""
        view = body["view"]
        with self._busy.at_work():
            try:
                work = SUBMISSIONS[view["callback_id"]](self._bot, view)
            except Incomplete as error:
                await ack(response_action="errors", errors=error.errors)
                return
            await ack(response_action="update", view=loading_view("checkmsg"))
            await self._serve(body, work)

    async def _serve(self, body: Body, work: Callable[[Spot], None]) -> None:
        """Do something for the person who asked, in a thread."""
        workspace = await asyncio.to_thread(self._bot.workspace, body)
        if workspace is None:
            logger.warning("a workspace that has not got the bot asked for something")
            return
        spot = spot_of(workspace, body)
        await asyncio.to_thread(self._bot.careful, spot, lambda: work(spot))

    async def _workspace(self, context: AsyncBoltContext) -> Workspace | None:
        whose = (context.enterprise_id or "", context.team_id or "")
        org_wide = bool(context.is_enterprise_install)
        workspaces = self._bot.workspaces
        at_hand = workspaces.at_hand(*whose, org_wide=org_wide)
        return at_hand or await asyncio.to_thread(workspaces.of_event, *whose, org_wide=org_wide)


def make_app(listeners: Listeners, client: AsyncWebClient, **how: Any) -> AsyncApp:
    """Return Bolt's app with our listeners; `how` says how Slack is verified and who we are."""
    app = AsyncApp(client=client, raise_error_for_unhandled_request=False, **how)
    listeners.listen(app)
    return app


def spot_of(workspace: Workspace, body: Body) -> Spot:
    """Return where somebody asked, and how they can be answered there."""
    container, view = body.get("container") or {}, body.get("view") or {}
    message = body.get("message") or {}
    where = where_of(view)
    user = body.get("user") or {}
    is_modal = view.get("type") == "modal"
    channel = body.get("channel") or {}
    return Spot(
        workspace,
        person=str(user.get("id") or body.get("user_id") or ""),
        channel=str(channel.get("id") or body.get("channel_id") or where.channel),
        thread=str(message.get("thread_ts") or container.get("thread_ts") or where.thread),
        response_url=str(body.get("response_url") or ""),
        trigger=str(body.get("trigger_id") or ""),
        view=str(view.get("id") or "") if is_modal else "",
        is_home=view.get("type") == "home",
    )


async def _nothing() -> None:
    """Acknowledge what needs nothing done."""
