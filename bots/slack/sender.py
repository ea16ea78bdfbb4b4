"""Posts to Slack: each once, in its thread, and to nobody whom it is not meant for.

Messages are found by the key that they carry. Files carry none: they are known by their titles in the thread of their
post, so a file that Slack took and has not shown yet when it is looked for is there twice.
"""

from collections.abc import Callable
from typing import Any

from bots.delivery import Refused
from bots.slack.blocks import Message, Upload, messages, uploads
from bots.slack.calls import Calls, Pacer, passing
from bots.slack.standing import Piece, Place, Standing, by_key, continuation, earlier_one, sign
from bots.slack.workspaces import Workspace
from core.records import PINNED, REPORTS, Post, PostKind, PostStatus
from core.reply import READ, Reply, Rung

PEOPLE = ("U", "W")
MARKS = {READ: "mag_right", "🖼️": "frame_with_picture"}
# Why something of ours cannot be taken back or rewritten, which is no reason to hold back what is true now.
FIXED = (
    "cant_delete_message",
    "cant_update_message",
    "channel_not_found",
    "compliance_exports_prevent_deletion",
    "edit_window_closed",
    "is_archived",
    "message_not_found",
    "no_reaction",
    "not_in_channel",
)
UPLOAD_STEPS = 3


class SlackSender:
    """The Sender of bots/delivery.py for every workspace; used from any thread."""

    def __init__(self, workspace_of: Callable[[int], Workspace], pacer: Pacer | None = None) -> None:
        """Take what gives a workspace by its number in the store, and raises Refused where there is none."""
        self._workspace_of = workspace_of
        self._pacer = pacer or Pacer()
        # What a look has found, for the attempt that follows at once: some apps may look once a minute.
        self._seen: dict[str, Standing] = {}

    def send(self, post: Post, reply: Reply) -> str:
        """Post a reply, or bring up to date what it replaces; returns CHANNEL:TS, of a reaction CHANNEL:TS:NAME."""
        workspace = self._workspace_of(post.workspace_id)
        calls = Calls(workspace.web, self._pacer)
        _check_readers(calls, workspace, post)
        place = _place(calls, workspace, post)
        if reply.rung is Rung.REACTION and place.thread:
            ts = str(post.subject.get("on", place.thread))
            return _react(calls, place, ts, MARKS[reply.mark], post.replaces)
        standing = self._seen.pop(post.dedupe_key, None)
        if standing is None:
            standing = _standing(calls, place, post)
        if not standing.pieces:
            _take_away(calls, place, post.replaces)
        external_id = _write(calls, place, post, reply, standing)
        if post.subject.get("notice") == PINNED:
            with passing("already_pinned", *FIXED):
                ts = _parts_of(external_id)[1]
                calls.ask(lambda web: web.pins_add(channel=place.channel, timestamp=ts))
        return external_id

    def find(self, post: Post) -> str | None:
        """Return the id of a post of which everything has arrived.

        A reaction is not looked for: it does no harm to ask for it again, and what replaces it takes it away.
        """
        workspace = self._workspace_of(post.workspace_id)
        calls = Calls(workspace.web, self._pacer)
        place = _place(calls, workspace, post)
        standing = _standing(calls, place, post)
        if standing.is_whole(post.dedupe_key):
            return f"{place.channel}:{standing.pieces[1].ts}"
        self._seen[post.dedupe_key] = standing
        return None

    def mark(self, post: Post) -> str:
        """Return the id of the mark that a reply in a thread may have become; of no other post it has to be known."""
        if post.kind is not PostKind.REPLY or not post.thread:
            return ""
        return f"{post.destination}:{post.subject.get('on', post.thread)}:{MARKS[READ]}"


def _check_readers(calls: Calls, workspace: Workspace, post: Post) -> None:
    """Raise Refused for good where somebody could read a post who should not; for reports it is looked up anew."""
    if post.kind in REPORTS:
        workspace.directory.forget(post.destination)
    if post.destination.startswith(PEOPLE):
        person = calls.ask(lambda _: workspace.directory.person(post.destination))
        if person.bot:
            raise Refused("cannot_dm_bot", forever=True)
        if person.gone:
            raise Refused("user_disabled", forever=True)
        if person.outside:
            raise Refused("outside", forever=True)
        return
    room = calls.ask(lambda _: workspace.directory.room(post.destination))
    if room.shared:
        raise Refused("shared", forever=True)
    if post.kind in REPORTS and not room.private:
        raise Refused("public", forever=True)


def _place(calls: Calls, workspace: Workspace, post: Post) -> Place:
    channel = post.destination
    if channel.startswith(PEOPLE):
        channel = calls.ask(lambda web: web.conversations_open(users=post.destination))["channel"]["id"]
    return Place(channel, post.thread, workspace.me)


def _standing(calls: Calls, place: Place, post: Post) -> Standing:
    """Return what stands in Slack of a post, or in the same place of the one that it replaces."""
    channel, ts, name = _parts_of(post.replaces)
    if channel == place.channel and not name:
        standing = earlier_one(calls, place, ts)
        if standing.pieces:
            return standing
    if post.status is PostStatus.SENDING and post.first_attempt_at is not None:
        return by_key(calls, place, post.dedupe_key, post.first_attempt_at)
    return Standing()


def _parts_of(external_id: str) -> tuple[str, str, str]:
    """Return the channel, the ts and the name of a reaction; all of them are empty where there is nothing."""
    channel, _, rest = external_id.partition(":")
    ts, _, name = rest.partition(":")
    return channel, ts, name


def _react(calls: Calls, place: Place, ts: str, name: str, replaces: str) -> str:
    external_id = f"{place.channel}:{ts}:{name}"
    if replaces != external_id:
        _take_away(calls, place, replaces)
    with passing("already_reacted"):
        calls.ask(lambda web: web.reactions_add(channel=place.channel, timestamp=ts, name=name))
    return external_id


def _take_away(calls: Calls, place: Place, external_id: str) -> None:
    """Take away a message with what continues it, or a reaction."""
    channel, ts, name = _parts_of(external_id)
    if not channel:
        return
    if name:
        with passing(*FIXED):
            calls.ask(lambda web: web.reactions_remove(channel=channel, timestamp=ts, name=name))
        return
    with passing(*FIXED):
        rest = continuation(calls, Place(channel, "", place.me), ts)
        for piece_ts in (*(piece.ts for piece in rest), ts):
            _delete(calls, channel, piece_ts)


def _delete(calls: Calls, channel: str, ts: str) -> None:
    with passing(*FIXED):
        calls.ask(lambda web: web.chat_delete(channel=channel, ts=ts))


def _write(calls: Calls, place: Place, post: Post, reply: Reply, standing: Standing) -> str:
    """Post what is missing, and rewrite what stands there under another key."""
    check_id = int(post.subject.get("check", 0))
    said, files = messages(reply, check_id), uploads(reply)
    first = ""
    for part, message in enumerate(said, 1):
        piece = Piece("", post.dedupe_key, part, len(said), len(files), first)
        ts = _put(calls, place, message, piece, standing.pieces.get(part))
        first = first or ts
    for part in standing.pieces.keys() - set(range(1, len(said) + 1)):
        _delete(calls, place.channel, standing.pieces[part].ts)
    titles = standing.titles.copy()
    for file in files:
        title = file.title or file.name
        titles[title] -= 1
        if titles[title] < 0:
            _upload(calls, place, file, first)
    return f"{place.channel}:{first}"


def _put(calls: Calls, place: Place, message: Message, piece: Piece, there: Piece | None) -> str:
    """Post a message, unless it stands there; returns its ts."""
    content: dict[str, Any] = {"text": message.text, "blocks": list(message.blocks), "metadata": sign(piece)}
    if there is not None:
        if there.key == piece.key:
            return there.ts
        with passing(*FIXED):
            calls.change(lambda web: web.chat_update(channel=place.channel, ts=there.ts, **content))
            return there.ts
        _delete(calls, place.channel, there.ts)
    answer = calls.post(
        place.channel,
        lambda web: web.chat_postMessage(
            channel=place.channel,
            thread_ts=place.thread or piece.first or None,
            unfurl_links=False,
            unfurl_media=False,
            link_names=False,
            **content,
        ),
    )
    return str(answer["ts"])


def _upload(calls: Calls, place: Place, file: Upload, first: str) -> None:
    calls.post(
        place.channel,
        lambda web: web.files_upload_v2(
            channel=place.channel,
            thread_ts=place.thread or first,
            filename=file.name,
            content=file.content,
            title=file.title,
            alt_txt=file.alt or None,
        ),
        UPLOAD_STEPS,
    )
