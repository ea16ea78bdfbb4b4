"""Answer a person where they asked: for their eyes alone, in a direct message, or in a modal."""

from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bots.slack.blocks import Message, messages, uploads, view_blocks
from bots.slack.modals import Where, reply_view
from bots.slack.workspaces import TIMEOUT_SECONDS, Workspace
from core.reply import Reply

DIRECT = "D"
# Slack's codes where nothing can be shown in a channel to somebody, though its commands can be used there.
NOT_THERE = frozenset(
    {"channel_not_found", "is_archived", "not_in_channel", "user_not_in_channel", "messages_tab_disabled"}
)
TOO_LATE = frozenset({"exchanged_trigger_id", "expired_trigger_id", "trigger_exchanged"})


@dataclass(frozen=True, slots=True)
class Spot:
    """Where somebody asked, and how they can be answered there."""

    workspace: Workspace
    person: str
    channel: str = ""
    thread: str = ""
    response_url: str = ""
    trigger: str = ""
    view: str = ""  # of the modal that they have open
    is_home: bool = False


def tell(spot: Spot, reply: Reply, check_id: int = 0) -> None:
    """Show a reply to the one who asked, and to nobody else."""
    if spot.view or spot.is_home:
        show(spot, reply, check_id)
    else:
        _say(spot, messages(reply, check_id))
    _send_files(spot, reply)


def show(spot: Spot, reply: Reply, check_id: int = 0) -> None:
    """Show a reply in a modal: in the one that is open, or in a new one."""
    view = reply_view(
        "checkmsg", view_blocks(reply, check_id), where=Where(spot.channel, spot.thread, check=check_id)
    )
    if spot.view:
        spot.workspace.web.views_update(view_id=spot.view, view=view)
    else:
        spot.workspace.web.views_open(trigger_id=spot.trigger, view=view)


def _say(spot: Spot, said: Sequence[Message]) -> None:
    web = spot.workspace.web
    if not spot.channel or spot.channel.startswith(DIRECT):
        channel = spot.channel or _direct(spot)
        for message in said:
            web.chat_postMessage(
                channel=channel,
                text=message.text,
                blocks=list(message.blocks),
                thread_ts=spot.thread or None,
                unfurl_links=False,
                unfurl_media=False,
            )
        return
    try:
        for message in said:
            web.chat_postEphemeral(
                channel=spot.channel,
                user=spot.person,
                text=message.text,
                blocks=list(message.blocks),
                thread_ts=spot.thread or None,
            )
    except SlackApiError as error:
        if error.response.get("error") not in NOT_THERE:
            raise
        _say_elsewhere(spot, said)


def _say_elsewhere(spot: Spot, said: Sequence[Message]) -> None:
    """Answer where the bot is not a member: through the address that came with the question, or directly."""
    if not spot.response_url:
        direct = Spot(spot.workspace, spot.person, _direct(spot))
        _say(direct, said)
        return
    hook = WebhookClient(spot.response_url, timeout=TIMEOUT_SECONDS, retry_handlers=[])
    for message in said:
        hook.send(
            text=message.text, blocks=list(message.blocks), response_type="ephemeral", replace_original=False
        )


def _direct(spot: Spot) -> str:
    opened = spot.workspace.web.conversations_open(users=spot.person)
    return str(opened["channel"]["id"])


def _send_files(spot: Spot, reply: Reply) -> None:
    """Send the files of a reply directly: a channel must not keep what one person asked for."""
    files = uploads(reply)
    if not files:
        return
    channel = spot.channel if spot.channel.startswith(DIRECT) else _direct(spot)
    for file in files:
        spot.workspace.web.files_upload_v2(
            channel=channel,
            content=file.content,
            filename=file.name,
            title=file.title,
            alt_txt=file.alt or None,
        )
