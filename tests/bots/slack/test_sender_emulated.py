"""The sender at a Slack that we did not write, with the rights of our manifest and no others."""

from slack_sdk import WebClient

from bots.slack.calls import Pacer
from bots.slack.directory import Directory
from bots.slack.sender import SlackSender
from bots.slack.workspaces import Workspace
from core.records import PostKind
from tests.slack.emulate import BOT, BOT_TOKEN, BOT_USER, TEAM, Emulated, emulation
from tests.slack.sending import HELLO, LONG, LOUPE, OTHER, REPORT, again, post_to, said

__all__ = ["emulation"]  # a fixture


def sender_to(emulation: Emulated) -> SlackSender:
    web = WebClient(BOT_TOKEN, emulation.api_url, retry_handlers=[])
    workspace = Workspace(TEAM, "Alder", BOT_USER, BOT, web, Directory(web))
    return SlackSender({1: workspace}.__getitem__, Pacer(0.0))


def test_a_reply_is_found_rewritten_moved_and_gives_way_to_a_mark(emulation: Emulated) -> None:
    sender, channel = sender_to(emulation), emulation.channels["chats"]
    ts = emulation.owner.chat_postMessage(channel=channel, text="Can we talk on WhatsApp?")["ts"]

    def ours() -> list[str]:
        thread = emulation.owner.conversations_replies(channel=channel, ts=ts)["messages"]
        return [message["text"] for message in thread if message["user"] == BOT_USER]

    first = post_to(channel, "reply:1:0", thread=ts)
    earlier = sender.send(first, HELLO)
    assert sender.find(again(first)) == earlier
    for number, reply in enumerate((LONG, OTHER), 1):
        post = post_to(channel, f"reply:1:{number}", thread=ts, replaces=earlier)
        assert sender.find(again(post)) is None
        assert sender.send(post, reply) == earlier
        assert sender.find(again(post)) == earlier
        assert ours() == said(reply)
    moved = sender.send(post_to(channel, "reply:1:3", replaces=earlier), LONG)
    assert ours() == []
    mark = sender.send(post_to(channel, "reply:1:4", thread=ts, replaces=moved), LOUPE)
    assert mark == f"{channel}:{ts}:mag_right"


def test_a_digest_reaches_a_colleague_with_its_files(emulation: Emulated) -> None:
    sender = sender_to(emulation)
    post = post_to(emulation.people["dana"], kind=PostKind.DIGEST)
    external_id = sender.send(post, REPORT)
    assert sender.find(again(post)) == external_id
