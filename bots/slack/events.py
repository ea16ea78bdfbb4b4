"""What Slack tells us by itself: posts, which are stored before Slack is told that we have them, and the rest."""

import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from slack_sdk.errors import SlackApiError

from bots.inbox import News
from bots.slack.blocks import Upload, uploads
from bots.slack.bot import Bot
from bots.slack.door import asker_of
from bots.slack.errors import code_of
from bots.slack.home import home_view
from bots.slack.pressing import mark
from bots.slack.reading import Posted, read
from bots.slack.telling import Spot
from bots.slack.workspaces import Workspace
from core.commands import channels
from core.commands.commands import Asker
from core.commands.noticing import explain_once
from core.records import Arrival, ArrivalKind, Platform

logger = logging.getLogger(__name__)
Event = Mapping[str, Any]
DIRECT = "im"
ARCHIVED = "It is archived. Bring it back, or watch another channel."


def arrival_of(event: Event, me: str) -> Arrival | None:
    """Return what a message event says of a post, or None where it says nothing new.

    Slack calls it a change too when a link unfolds, a language is detected or a thread grows: none of that is an edit.
    """
    subtype, private = event.get("subtype"), event.get("channel_type") == DIRECT
    channel = str(event.get("channel", ""))
    changed = _inner(event, "message")
    # Of a post with a thread below it something is left, and its deletion is told as a change.
    if subtype == "message_deleted" or changed.get("subtype") == "tombstone":
        before = read(_inner(event, "previous_message"), me)
        ts = str(event.get("deleted_ts") or changed.get("ts", ""))
        gone = Arrival(
            ArrivalKind.DELETED,
            channel,
            ts,
            before.author,
            _instant(ts),
            version="gone",
            private=private,
        )
        return gone if ts and before.author and before.author != me else None
    if subtype == "message_changed":
        posted = read(changed, me)
        if not posted.edited_ts:
            return None
        return _arrival(ArrivalKind.EDITED, channel, posted, me, private=private)
    posted = read(event, me)
    return _arrival(ArrivalKind.POSTED, channel, posted, me, private=private) if posted.is_content else None


def _arrival(kind: ArrivalKind, channel: str, posted: Posted, me: str, *, private: bool) -> Arrival | None:
    if not posted.ts or not posted.author or posted.author == me:
        return None
    has_content = (
        posted.text.strip() or posted.files or posted.pictures or posted.other_files or posted.mentions_us
    )
    # An edit may have taken all of it away, and what was said of the post with it.
    if not has_content and kind is not ArrivalKind.EDITED:
        return None
    return Arrival(
        kind=kind,
        channel=channel,
        message=posted.ts,
        author=posted.author,
        posted_at=_instant(posted.ts),
        text=posted.text,
        thread=posted.thread_ts,
        version=posted.edited_ts if kind is ArrivalKind.EDITED else "",
        attachments=posted.files,
        pictures=posted.pictures,
        other_files=posted.other_files,
        private=private,
        asked=posted.mentions_us,
        by_bot=posted.is_bot,
    )


def reacted(bot: Bot, workspace: Workspace, event: Event) -> None:
    """See to a mark that somebody put on a post."""
    item = _inner(event, "item")
    if item.get("type") != "message" or event.get("user") == workspace.me:
        return
    channel, ts = str(item.get("channel", "")), str(item.get("ts", ""))
    if workspace.directory.person(str(event["user"])).outside:
        return
    if event.get("item_user") in (None, workspace.me):
        spot = Spot(workspace, str(event["user"]), channel)
        bot.careful(spot, lambda: mark(bot, spot, f"{channel}:{ts}", str(event.get("reaction", ""))))


def joined(bot: Bot, workspace: Workspace, event: Event) -> None:
    """Ask what a channel is for that the bot was invited to."""
    if event.get("user") != workspace.me:
        return
    channel, inviter = str(event["channel"]), str(event.get("inviter", ""))
    if not inviter:
        return  # Nobody is named, so nobody can be asked: /checkmsg watch is left to them.
    name = workspace.directory.room(channel).name
    with bot.commands.desk(asker_of(workspace, inviter), bot.now()) as desk:
        channels.invited(desk, channel, name)


def opened_home(bot: Bot, workspace: Workspace, event: Event) -> None:
    """Show a person the bot's own page, and greet the lead who comes first."""
    person = str(event["user"])
    if workspace.directory.person(person).outside:
        return  # The page names clients.
    welcome(bot, workspace, person)
    if event.get("tab") == "home":
        show_home(bot, workspace, person)


def show_home(bot: Bot, workspace: Workspace, person: str) -> None:
    """Draw a person's page; where Slack does not take its picture, with the picture in words."""
    reply = bot.commands.run(asker_of(workspace, person), "home", bot.now())
    try:
        pictures = {file.name: _uploaded(workspace, file) for file in uploads(reply)}
        workspace.web.views_publish(user_id=person, view=home_view(reply, pictures))
    except SlackApiError as error:
        logger.warning("Slack did not take the picture at home: %s", code_of(error))
        workspace.web.views_publish(user_id=person, view=home_view(reply))


def _uploaded(workspace: Workspace, file: Upload) -> str:
    """Return the id of a picture that is kept in Slack and stands in no channel."""
    sent = workspace.web.files_upload_v2(
        content=file.content, filename=file.name, title=file.title, alt_txt=file.alt or None
    )
    return str(sent["files"][0]["id"])


def welcome(bot: Bot, workspace: Workspace, person: str) -> None:
    """Greet a lead with the first steps, once."""
    with bot.commands.desk(asker_of(workspace, person), bot.now()) as desk:
        if desk.member.lead:
            explain_once(desk, "welcome", person)


def archived(bot: Bot, workspace: Workspace, event: Event) -> None:
    """Read an archived channel no more."""
    _of_channel(bot, workspace, lambda desk: channels.lost(desk, str(event["channel"]), ARCHIVED))


def renamed(bot: Bot, workspace: Workspace, event: Event) -> None:
    """Know a channel by its new name."""
    channel = _inner(event, "channel")
    _of_channel(bot, workspace, lambda desk: channels.renamed(desk, str(channel["id"]), str(channel["name"])))


def moved(bot: Bot, workspace: Workspace, event: Event) -> None:
    """Know a channel by its new id."""
    old, new = str(event["old_channel_id"]), str(event["new_channel_id"])
    _of_channel(bot, workspace, lambda desk: channels.moved(desk, old, new))


def _of_channel(bot: Bot, workspace: Workspace, work: Callable[[Any], None]) -> None:
    us = Asker(Platform.SLACK, workspace.external_id, workspace.name, workspace.me, workspace.name)
    with bot.commands.office(us, bot.now()) as office:
        work(office.unattended())


def news_of(workspace: Workspace, event: Event) -> News | None:
    """Return a message event as news for the inbox, or None where it is none."""
    arrival = arrival_of(event, workspace.me)
    return None if arrival is None else News(Platform.SLACK, workspace.external_id, arrival)


def _instant(ts: str) -> datetime:
    try:
        return datetime.fromtimestamp(float(ts), UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)


def _inner(holder: Event, key: str) -> Event:
    value = holder.get(key)
    return value if isinstance(value, Mapping) else {}
