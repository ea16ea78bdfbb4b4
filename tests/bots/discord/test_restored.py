from collections.abc import Iterator
from pathlib import Path
from typing import Any

import discord
import pytest

from bots.restoring import restore
from core.records import PostKind, PostStatus
from core.settings import Settings
from core.store.crypto import new_key
from core.store.tables import CheckRow, PostRow
from tests.discord import server
from tests.discord.server import Server, at_work
from tests.discord.words import words_of
from tests.discord.world import CHATS, DANA, FORUM, OMAR

KEY = new_key()
ASK = "Acme\n10:02 AM\nHi, can we move to WhatsApp? It is easier for me."
CLEAN = "Acme\n10:05 AM\nThe budget is 2,400 USD in three milestones.\nMe\n10:06 AM\nFine, I start once it is funded."
AGREED = "Acme: Could I pay you by PayPal?\nMe: Sure, send it to my PayPal, no problem."
REPORTS = (PostKind.ALERT, PostKind.REMINDERS, PostKind.DIGEST)
GAP = 120  # seconds after which posts of one person are no longer one conversation


@pytest.fixture(name="place")
def _place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server of which a client's two years end in a month."""
    monkeypatch.setattr(server, "new_key", lambda: KEY)
    with at_work(tmp_path) as place:
        place.command("client add Northwind met 2024-12-27")
        place.do(place.bot.client.keep_up())
        yield place


def put_back(place: Server, copy: Path) -> None:
    """Restore a copy, and start a bot with it."""
    place.database.engine.dispose()
    url = f"sqlite:///{place.database.file}"
    given = Settings(_env_file=None, database_url=url, keys=(KEY,))  # type: ignore[call-arg]  # pydantic's own
    assert restore(given, copy, place.now).done
    place.start()
    place.do(place.bot.client.keep_up())
    place.settle()
    place.plan()


def copied(place: Server, folder: Path) -> Path:
    copy = folder / "copy.db"
    place.database.copy_to(copy)
    return copy


def told(place: Server) -> list[str]:
    return [words_of(message) for message in place.direct(DANA)]


def rows(place: Server, table: Any) -> list[Any]:
    with place.commands.store.read(1) as tenant:
        return list(tenant.all(table))


def test_what_went_out_since_the_copy_is_found_and_not_sent_twice(place: Server, tmp_path: Path) -> None:
    copy = copied(place, tmp_path)
    message = place.post(CHATS, AGREED)
    for _ in range(10):
        place.later(days=1)
        place.plan()
    went_out = {row.kind for row in rows(place, PostRow)}
    before = told(place)
    place.stop()
    put_back(place, copy)
    place.later(hours=1)
    place.plan()

    assert went_out >= set(REPORTS)
    anew = told(place)[len(before) :]
    assert told(place)[: len(before)] == before
    assert ["I remember nothing" in said for said in anew] == [True]
    assert len(place.replies(message)) == 1
    found = [row for row in rows(place, PostRow) if row.kind in REPORTS]
    assert {row.kind for row in found} == {PostKind.REMINDERS, PostKind.DIGEST}
    assert all(row.status == PostStatus.SENT and row.external_id for row in found)


def test_what_did_not_go_out_is_sent_once_after_a_restore(place: Server, tmp_path: Path) -> None:
    copy = copied(place, tmp_path)
    place.stop()
    place.later(days=10)
    before = told(place)
    put_back(place, copy)
    place.later(hours=1)
    place.plan()

    anew = told(place)[len(before) :]
    assert sum("payment is bound until 27 Dec 2026" in said for said in anew) == 1
    assert sum("week of 23 Nov" in said for said in anew) == 1


def test_what_was_answered_in_the_lost_time_is_read_again_and_answered_by_nobody(
    place: Server, tmp_path: Path
) -> None:
    copy = copied(place, tmp_path)
    posted: list[discord.Message] = []
    for text in (ASK, CLEAN, AGREED):
        posted.append(place.post(CHATS, text))
        place.later(seconds=GAP)
    picture = place.post(CHATS, files=[("chat.png", b"\x89PNG\r\n")])
    place.later(seconds=GAP)
    parts = [place.post(CHATS, ASK.replace("Acme", "Cedar"))]
    place.later(seconds=30)
    parts.append(place.post(CHATS, "Cedar\n10:09 AM\nMy number is +1 415 555 0132."))
    before = [len(place.replies(message)) for message in (*posted, *parts)]
    alerts = len(told(place))
    explained = [words_of(one).count("cannot read pictures") for one in place.direct(OMAR)]
    place.stop()
    place.later(hours=2)
    put_back(place, copy)

    assert sum(before) >= 3
    assert [len(place.replies(message)) for message in (*posted, *parts)] == before
    assert place.reactions(picture) == ["🖼️"]
    assert [words_of(one).count("cannot read pictures") for one in place.direct(OMAR)] == explained
    assert len(told(place)) == alerts + 1
    assert "I remember nothing" in told(place)[-1]
    assert {row.source.partition(":")[2] for row in rows(place, CheckRow)} >= {str(m.id) for m in posted}


def test_what_was_posted_after_the_bots_last_word_is_answered_after_a_restore(
    place: Server, tmp_path: Path
) -> None:
    copy = copied(place, tmp_path)
    answered = place.post(CHATS, ASK)
    place.later(minutes=5)
    place.stop()
    missed = place.post(CHATS, ASK.replace("Acme", "Birch"))
    place.later(minutes=5)
    put_back(place, copy)

    assert len(place.replies(answered)) == 1
    assert len(place.replies(missed)) == 1


def test_where_only_marks_were_left_nothing_is_explained_again(place: Server, tmp_path: Path) -> None:
    copy = copied(place, tmp_path)
    place.later(minutes=5)
    place.post(CHATS, files=[("chat.png", b"\x89PNG\r\n")])
    before = [words_of(message) for message in place.direct(OMAR)]
    place.stop()
    place.later(hours=2)
    put_back(place, copy)

    assert len(before) == 1
    assert [words_of(message) for message in place.direct(OMAR)] == before


def test_what_goes_on_with_an_answered_chat_after_the_bots_last_word_is_answered(
    place: Server, tmp_path: Path
) -> None:
    copy = copied(place, tmp_path)
    place.post(CHATS, ASK)
    place.stop()
    place.later(seconds=30)
    more = place.post(CHATS, "Acme\n10:03 AM\nMy number is +1 415 555 0132.")
    place.later(minutes=5)
    put_back(place, copy)

    assert len(place.replies(more)) == 1


def test_a_gap_after_a_restore_is_read_like_any_other(
    place: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = copied(place, tmp_path)
    place.post(CHATS, ASK)
    place.stop()
    place.later(hours=1)
    put_back(place, copy)
    place.later(hours=1)
    with monkeypatch.context() as context:
        context.setattr(place.inbox, "keep", lambda _: None)
        lost = place.post(CHATS, ASK.replace("Acme", "Birch"))
    place.later(minutes=5)
    newer = place.post(CHATS, ASK.replace("Acme", "Cedar"))
    place.bot.client.missed.doubt(place.guild.id)
    place.do(place.bot.client.keep_up())
    place.settle()

    assert [len(place.replies(message)) for message in (lost, newer)] == [1, 1]


def test_in_a_forum_what_was_answered_in_the_lost_time_is_answered_once(
    place: Server, tmp_path: Path
) -> None:
    copy = copied(place, tmp_path)
    message = place.post_in_forum(FORUM, "Acme", ASK)
    before = len(place.replies(message))
    place.stop()
    place.later(hours=2)
    put_back(place, copy)

    assert (before, len(place.replies(message))) == (1, 1)
