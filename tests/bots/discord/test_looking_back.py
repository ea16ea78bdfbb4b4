from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import select

from bots.discord import looking_back
from core.commands.looking_back import SPAN
from core.store.tables import CheckRow
from tests.discord.server import Server
from tests.discord.words import answers, said, words_of
from tests.discord.world import CHATS, DANA, DRAFTS, FORUM, OMAR

ASK = "{}: Can we move to WhatsApp? My number is +1 415 555 0132."
OURS = "Acme: Can you pay outside Upwork?\nMe: Sure, pay me by PayPal and we save the fee."


@pytest.fixture(name="place")
def _place(tmp_path: Path) -> Iterator[Server]:
    """A server whose channels nobody has named yet, so that nothing that is posted is read."""
    place = Server(tmp_path)
    try:
        place.start()
        place.found()
        place.command("settings learning-days 0")
        yield place
    finally:
        place.close()


def ask(client: str) -> str:
    return ASK.format(client)


def watch(place: Server, *names: str) -> None:
    for name in names:
        place.command("watch here as chats", where=name)


def look_back(place: Server, person: str = DANA) -> str:
    """Press the button of the last of the first steps, a minute later; returns what is shown for it."""
    place.later(minutes=1)
    (step,) = answers(place.slash("setup steps", person, step="5"))
    return said(place.press(step, "Look back", person))


def summary(place: Server) -> str:
    return words_of(place.direct(DANA)[-1])


def sources(place: Server) -> list[str]:
    """Return which posts were judged."""
    with place.database.read() as session:
        return list(session.exec(select(CheckRow.source)))


def archive(place: Server, thread: int) -> None:
    async def archive() -> None:
        place.env.backend.edit_channel(thread, {}, thread_metadata={"archived": True})

    place.do(archive())
    place.settle()


def test_it_reads_channels_threads_forums_and_files_and_posts_nothing(place: Server) -> None:
    place.post(CHATS, OURS)
    place.post(CHATS, files=[("message.txt", ask("Birch").encode())])
    thread = place.begin_thread(place.post(CHATS, "Good morning"), "Cedar")
    place.post(thread, ask("Cedar"))
    place.post_in_forum(FORUM, "Dogwood", ask("Dogwood"))
    resting = place.post_in_forum(FORUM, "Elm", ask("Elm"))
    archive(place, resting.id)
    place.post(DRAFTS, ask("of a channel that nobody named"))
    place.later(days=2)
    watch(place, CHATS, FORUM)
    before = [len(place.ours(name)) for name in (CHATS, DRAFTS)]
    assert "I look back now" in look_back(place)
    assert "I read 6 posts and found 5 things worth knowing, 1 of them ours" in summary(place)
    assert [len(place.ours(name)) for name in (CHATS, DRAFTS)] == before
    assert len(place.ours(thread)) == 0
    shown = place.press(place.direct(DANA)[-1], "Show 1")
    assert "Already sent" in said(shown)


def test_who_looks_back_twice_finds_the_same_and_nothing_twice(place: Server) -> None:
    place.post(CHATS, ask("Acme"))
    watch(place, CHATS)
    for _ in range(2):
        look_back(place)
        assert "I read 1 post and found 1 thing" in summary(place)


def test_posts_of_bots_and_what_is_older_than_a_month_are_not_read(place: Server) -> None:
    place.post(CHATS, ask("Long ago"))
    place.later(days=SPAN.days + 1)
    place.post(CHATS, ask("Acme"))
    place.do(_post_by_webhook(place))
    watch(place, CHATS)
    look_back(place)
    assert "I read 1 post and found 1 thing" in summary(place)


async def _post_by_webhook(place: Server) -> None:
    channel = place.channel(CHATS)
    webhook = place.guild.create_webhook(channel, "Feed")
    await webhook.send(ask("Birch"))


def test_who_has_left_the_server_is_not_read(place: Server) -> None:
    place.post(CHATS, ask("Acme"), OMAR)
    place.post(CHATS, ask("Birch"), DANA)
    place.do(_leave(place, OMAR))
    place.stop()
    place.start()  # Who was seen lately is known for a while.
    watch(place, CHATS)
    look_back(place)
    assert "I read 2 posts and found 1 thing" in summary(place)


async def _leave(place: Server, person: str) -> None:
    place.guild.remove_member(place.person(person))


def test_of_too_many_posts_each_channel_has_its_share_and_the_newest_are_read(
    place: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking_back, "MOST_POSTS", 8)
    chats = [place.post(CHATS, ask("Acme")) for _ in range(6)]
    forum = [place.post_in_forum(FORUM, f"Birch {number}", ask("Birch")) for number in range(6)]
    watch(place, CHATS, FORUM)
    look_back(place)
    assert "I read 8 posts and found 8 things" in summary(place)
    newest = [f"{place.id(CHATS)}:{post.id}" for post in chats[2:]]
    newest += [f"{place.id(FORUM)}:{post.id}" for post in forum[2:]]
    assert sorted(sources(place)) == sorted(newest)
    asked = {request.path for request in place.env.http_requests}
    assert [f"/channels/{post.id}/messages" in asked for post in forum] == [False] * 2 + [True] * 4


def test_talk_below_a_reply_of_ours_is_not_read(place: Server) -> None:
    watch(place, CHATS)
    post = place.post(CHATS, ask("Acme"))
    place.post(place.thread(post), ask("Birch"))
    look_back(place)
    assert "I read 1 post" in summary(place)
    assert sources(place) == [f"{place.id(CHATS)}:{post.id}"]


def test_a_channel_that_may_not_be_seen_stops_no_other(
    place: Server, caplog: pytest.LogCaptureFixture
) -> None:
    place.post(CHATS, ask("Acme"))
    place.post_in_forum(FORUM, "Birch", ask("Birch"))
    watch(place, CHATS, FORUM)
    place.forbid(CHATS, "read_message_history")
    look_back(place)
    assert "I read 1 post and found 1 thing" in summary(place)
    assert "could not be looked back on" in caplog.text
    assert "WhatsApp" not in caplog.text


def test_what_it_says_to_who_may_not_and_before_a_channel_is_named(place: Server) -> None:
    assert "No channel is watched yet" in look_back(place)
    watch(place, CHATS)
    assert "Only a lead" in look_back(place, OMAR)
