"""The quiet look back over the channels that are read, as far as Slack lets us see: it answers nothing."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from slack_sdk.errors import SlackApiError

from bots.slack.bot import Bot
from bots.slack.door import asker_of, texts_of
from bots.slack.reading import Posted, read
from bots.slack.telling import Spot, tell
from bots.slack.workspaces import Workspace
from core.commands.desk import CommandError
from core.commands.looking_back import MOST_POSTS, SPAN, channels_to_read, plan_summary, read_past
from core.reply import Heading, Paragraph, Reply, Rung
from core.store import people

logger = logging.getLogger(__name__)
PAGE = 100
LONGEST_WAIT_SECONDS = 65  # Slack gives some apps one page a minute.
GONE = frozenset({"channel_not_found", "is_archived", "missing_scope", "not_in_channel"})
NOBODY = frozenset({"user_not_found", "user_not_visible"})


def look_back(bot: Bot, spot: Spot) -> None:
    """Read what was posted lately, and send the one who asked a summary."""
    asker = bot.asker(spot)
    try:
        with bot.commands.desk(asker, bot.now()) as desk:
            channels = channels_to_read(desk)
    except CommandError as error:
        tell(spot, Reply(Rung.FULL, (Heading(str(error)),), done=False))
        return
    tell(
        spot,
        Reply(Rung.FULL, (Heading("I look back now"), Paragraph("The summary comes as a direct message."))),
    )
    share = max(1, MOST_POSTS // len(channels))
    number = sum(_read_channel(bot, spot, channel, share) for channel in channels)
    with bot.commands.desk(asker, bot.now()) as desk:
        plan_summary(desk, people.member_row(desk.tenant, desk.member.id), number)


def _read_channel(bot: Bot, spot: Spot, channel: str, most: int) -> int:
    """Record what stands in a channel, the oldest first; returns how many posts were read."""
    workspace = spot.workspace
    if workspace.directory.room(channel).shared:
        return 0
    posts = [posted for posted in _posts(bot, spot, channel, most) if _is_ours(workspace, posted.author)]
    for posted in reversed(posts):
        if bot.stopping.is_set():
            break
        texts, _ = texts_of(workspace, posted.files, bot.hosts)
        text = "\n".join(filter(str.strip, (posted.text, *texts)))
        if text.strip():
            at = datetime.fromtimestamp(float(posted.ts), UTC)
            source = f"{channel}:{posted.ts}"
            read_past(bot.commands, asker_of(workspace, posted.author, channel), text, source, at)
    return len(posts)


def _is_ours(workspace: Workspace, author: str) -> bool:
    """Return whether somebody belongs to the agency; a guest does not, nor does somebody Slack knows no more."""
    try:
        return not workspace.directory.person(author).outside
    except SlackApiError as error:
        if error.response.get("error") not in NOBODY:
            raise
        return False


def _posts(bot: Bot, spot: Spot, channel: str, most: int) -> Iterator[Posted]:
    oldest = f"{(bot.now() - SPAN).timestamp():.6f}"
    cursor, left = "", most
    while left > 0:
        page = _page(bot, spot, channel, oldest, cursor, min(left, PAGE))
        for message in page.get("messages", []):
            posted = read(message, spot.workspace.me)
            if posted.is_content and not posted.is_bot and not posted.thread_ts and posted.author:
                left -= 1
                yield posted
        cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
        if not cursor:
            return


def _page(bot: Bot, spot: Spot, channel: str, oldest: str, cursor: str, limit: int) -> dict[str, Any]:
    """Return a page of a channel's past; empty where we may not see it."""
    while True:
        try:
            found = spot.workspace.web.conversations_history(
                channel=channel, oldest=oldest, cursor=cursor or None, limit=limit
            )
        except SlackApiError as error:
            code = error.response.get("error", "")
            if code == "ratelimited":
                wait = min(int(error.response.headers.get("Retry-After", 1)), LONGEST_WAIT_SECONDS)
                if bot.stopping.wait(wait):
                    return {}
                continue
            if code in GONE:
                logger.warning("a channel could not be looked back on: %s", code)
                return {}
            raise
        return dict(found.data) if isinstance(found.data, dict) else {}
