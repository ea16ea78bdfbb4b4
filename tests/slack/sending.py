"""Posts to the fake Slack: through a sender alone, or out of a store through the delivery."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from slack_sdk import WebClient

from bots.delivery import Delivery, Patience, Refused
from bots.slack.blocks import messages
from bots.slack.calls import Pacer
from bots.slack.directory import Directory
from bots.slack.sender import SlackSender
from bots.slack.workspaces import Workspace
from core.records import Post, PostKind, PostStatus
from core.reply import File, Heading, Image, Preformatted, Reply, Rung
from core.store import posts
from core.store.tenant import Store
from tests.conftest import BEGAN_AT
from tests.slack.fake import FakeSlack

PATIENCE = Patience(attempts=6)
HELLO = Reply(Rung.FULL, (Heading("Client asks to move to WhatsApp: keep it here"),))
OTHER = Reply(Rung.FULL, (Heading("OK, for access only"),))
LOUPE = Reply(Rung.REACTION, (Heading("Read, nothing to do"),))
PICTURE = Reply(Rung.REACTION, (Heading("I cannot read pictures"),), mark="🖼️")
LONG = Reply(
    Rung.FULL, (Heading("Three scripts"), *(Preformatted(f"Text {n}", f"word{n} " * 1000) for n in range(3)))
)
CHART = Image(b"a chart", "chart.png", "Eight weeks, fewer asks each")
LIST = File("clients.csv", b"Alder", "all clients")
REPORT = Reply(Rung.FULL, (Heading("This week"), CHART, LIST))


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with FakeSlack() as slack:
        slack.add_user("U1", name="Mara")
        slack.add_channel("C1", "U1")
        slack.add_channel("C2", "U1", is_private=True)
        yield slack


def sender_to(slack: FakeSlack, pacer: Pacer | None = None) -> SlackSender:
    web = WebClient(slack.token, slack.url, retry_handlers=[])
    workspace = Workspace("T1", "Alder", slack.me, slack.bot_id, web, Directory(web))
    return SlackSender({1: workspace}.__getitem__, pacer or Pacer(0.0))


def post_to(destination: str, key: str = "reply:1:0", **more: Any) -> Post:
    given = {"kind": PostKind.REPLY, "subject": {"check": 7}, **more}
    return Post(1, 1, 1, destination=destination, dedupe_key=key, not_before=BEGAN_AT, **given)


def again(post: Post) -> Post:
    """Return a post as delivery hands it over when an earlier attempt may have arrived."""
    return replace(post, status=PostStatus.SENDING, first_attempt_at=BEGAN_AT)


def texts(slack: FakeSlack, channel: str) -> list[str]:
    return [message["text"] for message in slack.ours(channel)]


def said(*replies: Reply) -> list[str]:
    return [message.text for reply in replies for message in messages(reply, 7)]


class Outbox:
    """A store from which posts are delivered to the fake; the clock jumps over every wait."""

    def __init__(self, store: Store, slack: FakeSlack, reply: Reply) -> None:
        self.store, self.now, self.reply = store, BEGAN_AT, reply
        slack.now = self.seconds
        senders = {"terminal": sender_to(slack)}
        self.delivery = Delivery(store, senders, lambda _: self.reply, lambda: self.now, PATIENCE)

    def seconds(self) -> float:
        return self.now.timestamp()

    def plan(self, destination: str, key: str = "reply:1:0", **more: Any) -> int:
        with self.store.write(1) as tenant:
            post = posts.plan(
                tenant,
                workspace_id=1,
                destination=destination,
                dedupe_key=key,
                not_before=self.now,
                now=self.now,
                **{"kind": PostKind.REPLY, "subject": {"check": 7}, **more},
            )
        assert post is not None
        return post.id

    def deliver(self, post_id: int, times: int = 1) -> Post:
        for _ in range(times):
            self.delivery.deliver(post_id)
            self.now += PATIENCE.longest_wait
        with self.store.read(1) as tenant:
            return posts.get(tenant.session, post_id)


def refusal(slack: FakeSlack, post: Post) -> tuple[str, bool]:
    with pytest.raises(Refused) as caught:
        sender_to(slack).send(post, HELLO)
    return caught.value.status, caught.value.forever
