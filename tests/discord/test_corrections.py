"""That our Discord does as Discord does where simcord alone would not."""

from collections.abc import Iterator
from typing import Any

import pytest
from simcord import BackendError
from simcord.http.router import dispatch

from tests.discord.corrections import HAS_THREAD
from tests.discord.wire import WiredDiscord
from tests.discord.world import CHATS


@pytest.fixture
def server() -> Iterator[WiredDiscord]:
    with WiredDiscord() as made:
        yield made


def ask(server: WiredDiscord, method: str, path: str, body: object = None, **params: object) -> Any:
    return dispatch(server.env.backend, method, path, json=body, params=params)


def refused(server: WiredDiscord, method: str, path: str, body: object = None) -> int:
    with pytest.raises(BackendError) as error:
        ask(server, method, path, body)
    return error.value.code


def test_a_message_has_one_thread_whose_name_has_a_length_and_is_marked(server: WiredDiscord) -> None:
    message = server.post(CHATS, "hello")
    path = f"/channels/{message.channel.id}/messages/{message.id}/threads"
    assert [refused(server, "POST", path, {"name": name}) for name in ("", "x" * 101)] == [50035, 50035]
    told: list[tuple[str, Any]] = []
    server.env.backend.subscribers.append(lambda event, payload: told.append((event, payload)))
    assert ask(server, "POST", path, {"name": "x" * 100})["id"] == str(message.id)
    (update,) = (payload for event, payload in told if event == "MESSAGE_UPDATE")
    assert (update["flags"], update["edited_timestamp"]) == (HAS_THREAD, None)
    assert refused(server, "POST", path, {"name": "again"}) == 160004


def test_a_thread_in_the_archive_opens_when_somebody_writes_and_not_when_something_changes(
    server: WiredDiscord,
) -> None:
    message = server.post(CHATS, "hello")
    thread = server.begin_thread(message, "talk")
    mine = ask(server, "POST", f"/channels/{thread.id}/messages", {"content": "ours"})
    backend = server.env.backend
    backend.edit_channel(thread.id, {}, thread_metadata={"archived": True})
    path = f"/channels/{thread.id}/messages/{mine['id']}"
    assert refused(server, "PATCH", path, {"content": "other"}) == 50083
    assert refused(server, "PUT", f"{path}/reactions/🔎/@me") == 50083
    ask(server, "POST", f"/channels/{thread.id}/messages", {"content": "more"})
    state = backend.get_channel(thread.id).thread_metadata
    assert state is not None
    assert not state.archived
    backend.edit_channel(thread.id, {}, thread_metadata={"archived": True, "locked": True})
    assert refused(server, "POST", f"/channels/{thread.id}/messages", {"content": "more"}) == 160005


@pytest.mark.parametrize(("enforced", "messages"), [(True, 1), (False, 2)])
def test_a_nonce_is_known_again(server: WiredDiscord, enforced: bool, messages: int) -> None:
    body = {"content": "once", "nonce": "n1", "enforce_nonce": enforced}
    path = f"/channels/{server.id(CHATS)}/messages"
    sent = [ask(server, "POST", path, body)["id"] for _ in range(2)]
    assert len(set(sent)) == messages == len(server.ours(CHATS))


def test_of_what_came_after_a_message_the_first_is_given_first(server: WiredDiscord) -> None:
    posted = [str(server.post(CHATS, f"{number}").id) for number in range(5)]
    path = f"/channels/{server.id(CHATS)}/messages"
    assert [one["id"] for one in ask(server, "GET", path, after=posted[0], limit=2)] == posted[2:0:-1]
    assert [one["id"] for one in ask(server, "GET", path, limit=2)] == posted[:2:-1]


def test_a_history_tells_which_marks_are_the_bots_own(server: WiredDiscord) -> None:
    message = server.post(CHATS, "hello")
    path = f"/channels/{message.channel.id}/messages"
    ask(server, "PUT", f"{path}/{message.id}/reactions/🔎/@me")
    server.react(message, "👍")
    (told,) = [one for one in ask(server, "GET", path) if one["id"] == str(message.id)]
    assert [(mark["emoji"]["name"], mark["me"]) for mark in told["reactions"]] == [
        ("🔎", True),
        ("👍", False),
    ]


def test_pinning_is_a_right_of_its_own(server: WiredDiscord) -> None:
    message = server.post(CHATS, "hello")
    path = f"/channels/{message.channel.id}/messages/pins/{message.id}"
    server.forbid(CHATS, "pin_messages")
    assert refused(server, "PUT", path) == 50013
    server.forbid(CHATS)
    ask(server, "PUT", path)
    assert server.env.backend.get_message(message.channel.id, message.id).pinned
