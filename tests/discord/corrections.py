"""Where simcord answers otherwise than Discord does: these routes of ours stand before simcord's."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from weakref import WeakKeyDictionary

from simcord import BackendError
from simcord.backend import Backend, serializers
from simcord.backend.models import Channel, Message
from simcord.http import router
from simcord.http.router import RequestContext
from simcord.http.routes import channels, messages, reactions

Answer = Any
Route = Callable[[RequestContext], Answer]

HAS_THREAD = 1 << 5
LONGEST_NAME = 100
NONCE_LIVES = timedelta(minutes=3)  # Discord says "the past few minutes".


@dataclass
class _Nonces:
    """What bots have sent under which nonce."""

    sent: dict[tuple[int, str], tuple[Message, datetime]] = field(default_factory=dict)


_nonces: WeakKeyDictionary[Backend, _Nonces] = WeakKeyDictionary()


def instead(method: str, template: str) -> Callable[[Route], Route]:
    """Put a route before simcord's own, which would be taken otherwise."""

    def put(route: Route) -> Route:
        router._ROUTES[method].insert(0, (template.strip("/").split("/"), route))  # simcord is pinned.
        return route

    return put


@instead("POST", "/channels/{channel_id}/messages")
def _send(ctx: RequestContext) -> Answer:
    """Know a nonce again, and open a thread that is archived."""
    body = ctx.body()
    nonce = str(body.get("nonce") or "")
    backend = ctx.backend
    if nonce and body.get("enforce_nonce"):
        kept = _nonces.setdefault(backend, _Nonces()).sent
        key = (backend.bot_user.id, nonce)
        message, at = kept.get(key, (None, backend.clock.now()))
        if message is not None and backend.clock.now() - at < NONCE_LIVES:
            return {**serializers.message_payload(backend, message), "nonce": nonce}
    _open(backend, backend.get_channel(ctx.int_arg("channel_id")))
    answer = messages.send_message(ctx)
    if nonce:
        sent = backend.get_message(int(answer["channel_id"]), int(answer["id"]))
        _nonces.setdefault(backend, _Nonces()).sent[backend.bot_user.id, nonce] = (sent, backend.clock.now())
        answer = {**answer, "nonce": nonce}
    return answer


def _open(backend: Backend, thread: Channel) -> None:
    state = thread.thread_metadata
    if state is None:
        return
    if state.locked:
        raise BackendError(400, 160005, "This thread is locked")
    if state.archived:
        backend.edit_channel(thread.id, {}, thread_metadata={"archived": False})


@instead("PATCH", "/channels/{channel_id}/messages/{message_id}")
def _edit(ctx: RequestContext) -> Answer:
    """Change nothing in a thread that is archived."""
    _refuse_archived(ctx)
    return messages.edit_message(ctx)


@instead("PUT", "/channels/{channel_id}/messages/{message_id}/reactions/{emoji}/@me")
def _react(ctx: RequestContext) -> Answer:
    """Change nothing in a thread that is archived."""
    _refuse_archived(ctx)
    return reactions.add_own_reaction(ctx)


def _refuse_archived(ctx: RequestContext) -> None:
    state = ctx.backend.get_channel(ctx.int_arg("channel_id")).thread_metadata
    if state is not None and state.archived:
        raise BackendError(400, 50083, "Thread is archived")


@instead("GET", "/channels/{channel_id}/messages")
def _history(ctx: RequestContext) -> Answer:
    """Give of what came after a message the earliest first, by which a longer history is read to its end."""
    after = ctx.params.get("after")
    if after is None:
        return [_with_our_marks(ctx, message) for message in messages.get_history(ctx)]
    limit = int(ctx.params.get("limit", 50))
    ctx.params = {**ctx.params, "limit": len(ctx.backend.messages[ctx.int_arg("channel_id")])}
    return [_with_our_marks(ctx, message) for message in messages.get_history(ctx)[-limit:]]


def _with_our_marks(ctx: RequestContext, message: Any) -> Any:
    """Say of each mark on a message whether it is the bot's own, in a history too."""
    stored = ctx.backend.get_message(ctx.int_arg("channel_id"), int(message["id"]))
    marks = [reaction for reaction in stored.reactions if reaction.user_ids]
    me = ctx.backend.bot_user.id
    told = [
        {**told, "me": me in mark.user_ids} for told, mark in zip(message["reactions"], marks, strict=True)
    ]
    return {**message, "reactions": told}


@instead("PUT", "/channels/{channel_id}/messages/pins/{message_id}")
def _pin(ctx: RequestContext) -> Answer:
    """Ask for the right to pin, which is one of its own."""
    channel = ctx.require_channel_permissions(ctx.int_arg("channel_id"), "pin_messages")
    ctx.require_message(channel.id, ctx.int_arg("message_id"))
    ctx.backend.set_pinned(channel.id, ctx.int_arg("message_id"), pinned=True)


@instead("POST", "/channels/{channel_id}/messages/{message_id}/threads")
def _begin_thread(ctx: RequestContext) -> Answer:
    """Begin one thread on a message, and mark the message, of which everybody is told as of an edit."""
    backend, message_id = ctx.backend, ctx.int_arg("message_id")
    if message_id in backend.channels:
        raise BackendError(400, 160004, "A thread has already been created for this message")
    if not 1 <= len(ctx.body().get("name") or "") <= LONGEST_NAME:
        raise BackendError(400, 50035, "Invalid Form Body")
    answer = channels.create_thread_from_message(ctx)
    mark(backend, backend.get_message(ctx.int_arg("channel_id"), message_id))
    return answer


def mark(backend: Backend, message: Message) -> None:
    """Say of a message that it has a thread, as Discord does: by an update that changes no word."""
    message.flags |= HAS_THREAD
    backend.emit("MESSAGE_UPDATE", dict(serializers.message_payload(backend, message)))
