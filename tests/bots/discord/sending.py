"""Posts to a Discord of our own: through a sender alone, or out of a store through the delivery."""

from collections.abc import Iterator
from dataclasses import replace
from fnmatch import fnmatch
from typing import Any

import discord
import pytest
import simcord
from aiohttp import ServerDisconnectedError
from discord.http import Route
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bots.delivery import Delivery, Gone, Patience, Refused
from bots.discord.bridge import Bridge
from bots.discord.permissions import permissions
from bots.discord.sender import DiscordSender
from bots.discord.standing import parts_of
from core.records import Post, PostKind, PostStatus
from core.reply import Button, Buttons, File, Heading, Image, Reply, Rung
from core.store import posts
from core.store.tenant import Store
from tests.conftest import BEGAN_AT
from tests.discord.people import People
from tests.discord.words import words_of
from tests.discord.world import Where

PATIENCE = Patience(attempts=6)
HELLO = Reply(
    Rung.FULL,
    (Heading("Client asks to move to WhatsApp: keep it here"), Buttons((Button("Sent it", "sent"),))),
)
OTHER = Reply(Rung.FULL, (Heading("OK, for access only"),))
LOUPE = Reply(Rung.REACTION, (Heading("Read, nothing to do"),))
PICTURE = Reply(Rung.REACTION, (Heading("I cannot read pictures"),), mark="🖼️")
CHART = Image(b"a chart", "chart.png", "Eight weeks, fewer asks each")
LIST = File("clients.csv", b"Alder", "all clients")
REPORT = Reply(Rung.FULL, (Heading("This week"), CHART, LIST))
REPORTS = (PostKind.ALERT, PostKind.REMINDERS, PostKind.DIGEST, PostKind.SUMMARY)


@pytest.fixture
def world() -> Iterator[People]:
    intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True, message_content=True)
    env = simcord.Env(discord.AutoShardedClient(intents=intents), shard_count=1)
    env.backend.advance_clock((BEGAN_AT - env.now()).total_seconds())
    world = People(env)
    try:
        world.do(world.env.start())
        world.found()
        yield world
        world.do(world.env.shutdown())
    finally:
        world.close()
    world.env.raise_errors()


def sender_to(world: People) -> DiscordSender:
    bridge = Bridge()
    bridge.open(world.loop, world.env.bot)
    return DiscordSender(bridge, {1: str(world.guild.id)}.__getitem__)


def post_to(destination: str, key: str = "reply:1:0", **more: Any) -> Post:
    given = {"kind": PostKind.REPLY, "subject": {"check": 7}, **more}
    return Post(1, 1, 1, destination=destination, dedupe_key=key, not_before=BEGAN_AT, **given)


def again(post: Post) -> Post:
    """Return a post as delivery hands it over when an earlier attempt may have arrived."""
    return replace(post, status=PostStatus.SENDING, first_attempt_at=BEGAN_AT)


def send(world: People, post: Post, reply: Reply = HELLO) -> str:
    """Send a post, and let the bot hear what Discord says about it."""
    external_id = sender_to(world).send(post, reply)
    world.settle()
    return external_id


def refusal(world: People, post: Post, reply: Reply = HELLO) -> tuple[str, bool]:
    with pytest.raises(Refused) as caught:
        sender_to(world).send(post, reply)
    return caught.value.status, caught.value.forever


def gone(world: People, post: Post, reply: Reply = HELLO) -> str:
    with pytest.raises(Gone) as caught:
        sender_to(world).send(post, reply)
    return caught.value.status


def id_of(message: discord.Message) -> str:
    return f"{message.channel.id}:{message.id}"


def heading(reply: Reply) -> str:
    block = reply.blocks[0]
    assert isinstance(block, Heading)
    return block.text


def shows(message: discord.Message, reply: Reply) -> bool:
    return heading(reply) in words_of(message)


def asked(world: People, method: str, pattern: str) -> list[Any]:
    """Return the bodies of the requests to a path so far."""
    return [
        entry.json
        for entry in world.env.http_requests
        if entry.method == method and fnmatch(entry.path, pattern)
    ]


def shut_everyone_out(world: People, where: Where) -> None:
    """Make a channel private, with the bot in it."""
    hidden = discord.Permissions.view_channel.flag
    _overwrite(world, where, Overwrite(world.guild.id, OverwriteType.ROLE, allow=0, deny=hidden))


def let_unarchive(world: People, where: Where) -> None:
    """Give the bot the right that simcord asks for where Discord lets whoever may write take out of the archive."""
    rights = permissions().value | discord.Permissions.manage_channels.flag
    me = world.env.backend.bot_user.id
    _overwrite(world, where, Overwrite(me, OverwriteType.MEMBER, allow=rights, deny=0))


def _overwrite(world: People, where: Where, overwrite: Overwrite) -> None:
    async def put() -> None:
        world.env.backend.set_overwrite(world.channel(where).id, overwrite)

    world.do(put())
    world.settle()


def change_thread(world: People, thread_id: int, **state: bool) -> None:
    """Archive or lock a thread, or the reverse."""

    async def change() -> None:
        world.env.backend.edit_channel(thread_id, {}, thread_metadata=state)

    world.do(change())
    world.settle()


def delete(world: People, external_id: str) -> None:
    """Delete a message of ours, as somebody who may."""

    async def go() -> None:
        world.env.backend.delete_message(*parts_of(external_id)[:2])

    world.do(go())
    world.settle()


def lose_answer(world: People, method: str, pattern: str, times: int = 1) -> None:
    """Let requests be done whose answers never come."""
    http: Any = world.env.bot.http
    request = http.request
    left = [times]

    async def lost(route: Route, **more: Any) -> Any:
        answer = await request(route, **more)
        if left[0] and route.method == method and fnmatch(route.url.partition("/v10")[2], pattern):
            left[0] -= 1
            raise ServerDisconnectedError
        return answer

    http.request = lost


class Outbox:
    """A store from which posts are delivered to Discord; the clock jumps over every wait."""

    def __init__(self, store: Store, world: People, reply: Reply = HELLO) -> None:
        self.store, self.world, self.reply = store, world, reply
        senders = {"terminal": sender_to(world)}
        self.delivery = Delivery(store, senders, lambda _: self.reply, lambda: world.now, PATIENCE)

    def plan(self, destination: str, key: str = "reply:1:0", **more: Any) -> int:
        with self.store.write(1) as tenant:
            post = posts.plan(
                tenant,
                workspace_id=1,
                destination=destination,
                dedupe_key=key,
                not_before=self.world.now,
                now=self.world.now,
                **{"kind": PostKind.REPLY, "subject": {"check": 7}, **more},
            )
        assert post is not None
        return post.id

    def deliver(self, post_id: int, times: int = 1) -> Post:
        for _ in range(times):
            self.delivery.deliver(post_id)
            self.world.settle()
            self.world.later(seconds=PATIENCE.longest_wait.total_seconds())
        with self.store.read(1) as tenant:
            return posts.get(tenant.session, post_id)
