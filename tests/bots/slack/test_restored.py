from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bots.restoring import restore
from core.planner import due
from core.records import PostKind, PostStatus
from core.settings import Settings
from core.store.crypto import new_key
from core.store.tables import PostRow
from tests.slack import workplace
from tests.slack.fake import FakeSlack
from tests.slack.workplace import CHATS, LEAD, MEMBER, Workplace, at_work, text_of

KEY = new_key()
ASK = "Acme\n10:02 AM\nHi, can we move to WhatsApp? It is easier for me."
AGREED = "Acme: Could I pay you by PayPal?\nMe: Sure, send it to my PayPal, no problem."
REPORTS = (PostKind.ALERT, PostKind.REMINDERS, PostKind.DIGEST)


@pytest.fixture(name="place")
def _place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workplace]:
    """A workspace of which a client's two years end in a month, and whose first week is over."""
    monkeypatch.setattr(workplace, "new_key", lambda: KEY)
    with FakeSlack() as slack, at_work(slack, tmp_path) as place:
        place.command("client add Northwind met 2024-12-27")
        place.later(days=1)
        yield place


def everything(place: Workplace) -> list[str]:
    """Return whatever the bot has said anywhere."""
    return [f"{channel} {text_of(m)}" for channel in place.slack.messages for m in place.slack.ours(channel)]


def told(place: Workplace) -> list[str]:
    return [text_of(message) for message in place.slack.ours(place.slack.direct(LEAD)["id"])]


def put_back(place: Workplace, copy: Path) -> None:
    """Restore a copy, and start the bot with it."""
    place.database.engine.dispose()
    url = f"sqlite:///{place.database.file}"
    given = Settings(_env_file=None, database_url=url, keys=(KEY,))  # type: ignore[call-arg]  # pydantic's own
    assert restore(given, copy, place.now).done
    place.plan()


def copied(place: Workplace, folder: Path) -> Path:
    copy = folder / "copy.db"
    place.database.copy_to(copy)
    return copy


def posts(place: Workplace, *kinds: PostKind) -> list[Any]:
    with place.commands.store.read(1) as tenant:
        return [row for row in tenant.all(PostRow) if row.kind in kinds]


def live_through_a_week(place: Workplace) -> None:
    """Let an alert, reminders and a digest go out, each on its day."""
    place.post(CHATS, AGREED)
    for _ in range(10):
        place.later(days=1)
        place.plan()


def test_what_went_out_since_the_copy_is_found_and_not_sent_twice(place: Workplace, tmp_path: Path) -> None:
    place.slack.say(CHATS, MEMBER, "Good morning")
    copy = copied(place, tmp_path)
    live_through_a_week(place)
    went_out = {row.kind for row in posts(place, *REPORTS)}
    before = everything(place)
    put_back(place, copy)
    place.later(hours=1)
    place.plan()

    assert went_out == set(REPORTS)
    (notice,) = set(everything(place)) - set(before)
    assert len(everything(place)) == len(before) + 1
    assert "I remember nothing after 23 Nov 2026, 10:00" in notice
    found = posts(place, PostKind.REMINDERS, PostKind.DIGEST)
    assert {row.kind for row in found} == {PostKind.REMINDERS, PostKind.DIGEST}
    assert all(row.status == PostStatus.SENT and row.external_id for row in found)


def test_what_did_not_go_out_is_sent_once_after_a_restore(place: Workplace, tmp_path: Path) -> None:
    copy = copied(place, tmp_path)
    place.later(days=10)
    before = everything(place)
    put_back(place, copy)
    put_back_again = everything(place)
    place.later(hours=1)
    place.plan()

    anew = everything(place)[len(before) :]
    assert everything(place) == put_back_again
    assert sum("Northwind: payment is bound until 27 Dec 2026" in said for said in anew) == 1
    assert sum("week of 23 Nov" in said for said in anew) == 1


@pytest.mark.parametrize("went_out", [True, False])
def test_what_waited_in_the_copy_is_sent_unless_it_had_arrived_since(
    place: Workplace, tmp_path: Path, went_out: bool
) -> None:
    ts = place.slack.say(CHATS, MEMBER, AGREED)
    place.tell(place.message_event(CHATS, ts))
    place.inbox.read_all()
    copy = copied(place, tmp_path)
    if went_out:
        place.deliver()
    place.later(hours=3)
    put_back(place, copy)
    place.later(hours=1)
    place.plan()

    assert len(place.replies(CHATS, ts)) == 1
    assert sum("PayPal" in said for said in told(place)) == 1
    assert {row.status for row in posts(place, PostKind.REPLY, PostKind.ALERT)} == {PostStatus.SENT}


def test_an_answer_of_more_than_a_day_ago_is_given_up_and_a_lead_can_have_it_sent(
    place: Workplace, tmp_path: Path
) -> None:
    ts = place.slack.say(CHATS, MEMBER, ASK)
    place.tell(place.message_event(CHATS, ts))
    place.inbox.read_all()
    copy = copied(place, tmp_path)
    place.deliver()
    place.later(days=2)
    put_back(place, copy)

    (reply,) = posts(place, PostKind.REPLY)
    assert (reply.status, reply.last_error) == (PostStatus.PARKED, "Restored")
    assert "1 not delivered" in text_of(place.command("outbox"))
    place.command(f"outbox retry {reply.id}")
    place.later(minutes=1)
    place.plan()
    (reply,) = posts(place, PostKind.REPLY)
    assert (reply.status, len(place.replies(CHATS, ts))) == (PostStatus.SENT, 1)


def test_what_had_just_come_in_is_answered_by_nobody_and_its_leads_are_told(
    place: Workplace, tmp_path: Path
) -> None:
    ts = place.slack.say(CHATS, MEMBER, ASK)
    place.tell(place.message_event(CHATS, ts))
    copy = copied(place, tmp_path)
    place.settle()
    place.later(hours=1)
    put_back(place, copy)
    place.settle()

    assert len(place.replies(CHATS, ts)) == 1
    assert "1 post that had just come in may have no answer" in told(place)[-1]


def test_a_control_that_the_lost_time_gave_out_acts_on_nothing_younger(
    place: Workplace, tmp_path: Path
) -> None:
    copy = copied(place, tmp_path)
    ts = place.post(CHATS, ASK)
    (reply,) = place.replies(CHATS, ts)
    place.later(days=1)
    put_back(place, copy)
    other = place.post(CHATS, "Birch\n11:02 AM\nCan we talk on WhatsApp?")
    place.press(reply, "Sent it")
    with place.commands.store.read(1) as tenant:
        checks = [int(row.subject["check"]) for row in tenant.all(PostRow) if row.kind == PostKind.REPLY]

    assert min(checks) > timedelta(days=300).total_seconds()
    assert "Birch" in text_of(place.replies(CHATS, other))
    assert "✅" not in text_of(place.replies(CHATS, other))


def test_restoring_twice_from_one_copy_gives_out_no_number_twice(place: Workplace, tmp_path: Path) -> None:
    copy = copied(place, tmp_path)
    numbers: list[int] = []
    for _ in range(2):
        place.later(days=1)
        put_back(place, copy)
        place.post(CHATS, ASK)
        due(place.commands.store, place.now)
        numbers += [int(row.subject["check"]) for row in posts(place, PostKind.REPLY)]
    assert len(set(numbers)) == 2
