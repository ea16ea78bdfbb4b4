"""What becomes of a post that a platform has refused for good."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import col

from core.planner import due
from core.policy import load
from core.records import PostKind
from core.rendering import render
from core.reply import Footnote, Heading
from core.store import people
from core.store import posts as outbox
from core.store.tables import ChangeRow, PostRow
from core.store.tenant import Store
from tests.core.planned import at, found, member, posts, prefer, record, staffed

NOW = at("2026-03-03 10:00")
POLICY = load()


@pytest.fixture
def agency(store: Store) -> Store:
    """An agency whose leads m1 and m3 have reports sent to a channel."""
    staffed(store)
    with store.write(1) as tenant:
        tenant.add(member("m3", "Noor", lead=True))
        people.channel(tenant, 1, "C1", "leads")
    prefer(store, reports_to="C1")
    return store


def park(store: Store, key: str, error: str, tried_at: datetime = NOW) -> None:
    with store.write(1) as tenant:
        outbox.change(
            tenant.session,
            col(PostRow.dedupe_key) == key,
            status="parked",
            last_error=error,
            first_attempt_at=tried_at,
        )


def refuse(store: Store, error: str) -> None:
    """Let an alert fall due, and the channel refuse it."""
    found(store, "UPW203", NOW, by="us", alert="due")
    due(store, NOW)
    (post,) = [one for one in posts(store, PostKind.ALERT) if one.destination == "C1"]
    park(store, post.dedupe_key, error)


def answer(store: Store, key: str, error: str, channel: str = "C1", **subject: int) -> None:
    """Plan the answer to a paste, and let the channel refuse it."""
    with store.write(1) as tenant:
        check = record(tenant, NOW)
        check.member_id = 2
        outbox.plan(
            tenant,
            kind=PostKind.REPLY,
            workspace_id=1,
            destination=channel,
            subject={"check": check.id, **subject},
            dedupe_key=key,
            not_before=NOW,
            now=NOW,
        )
    park(store, key, error)


def told(store: Store, said: str) -> list[str]:
    return [post.destination for post in posts(store, PostKind.NOTICE) if post.subject["notice"] == said]


def words_of(store: Store, said: str) -> str:
    """Return a notice as it is read."""
    row = next(post for post in posts(store, PostKind.NOTICE) if post.subject["notice"] == said)
    with store.database.read() as session:
        reply = render(store, POLICY, outbox.get(session, row.id), NOW)
    assert reply is not None
    return " ".join(block.text for block in reply.blocks if isinstance(block, Heading | Footnote))


@pytest.mark.parametrize(
    ("error", "why"),
    [
        ("Refused public", "can read it"),
        ("Refused shared", "can read it"),
        ("Refused 10003", "it is gone"),
        ("Refused is_archived", "it is gone"),
        ("Refused 50013", "I may not post there"),
        ("Refused not_in_channel", "I may not post there"),
        ("Unclear 50001", "I may not post there"),
    ],
)
def test_a_report_that_its_channel_refuses_goes_to_each_lead_once_and_they_hear_why(
    agency: Store, error: str, why: str
) -> None:
    refuse(agency, error)
    for minute in range(3):
        due(agency, NOW + timedelta(minutes=minute))
    first, *again = posts(agency, PostKind.ALERT)
    assert [(post.destination, post.subject) for post in again] == [
        ("m1", first.subject),
        ("m3", first.subject),
    ]
    assert first.status == "cancelled"
    assert told(agency, "unusable") == ["m1", "m3"]
    assert "Reports cannot go to #leads" in words_of(agency, "unusable")
    assert why in words_of(agency, "unusable")


def test_after_that_reports_go_to_each_lead_again_and_the_audit_says_why(agency: Store) -> None:
    refuse(agency, "Refused public")
    due(agency, NOW)
    with agency.read(1) as tenant:
        assert people.preferences(tenant)["reports-to"] == "leads"
        (change,) = tenant.all(ChangeRow)
    assert (change.by, change.action, change.before, change.reason) == (
        "checkmsg",
        "settings",
        {"value": "C1"},
        "public",
    )
    found(agency, "UPW203", NOW, by="us", alert="due")
    due(agency, NOW)
    assert [post.destination for post in posts(agency, PostKind.ALERT)][-2:] == ["m1", "m3"]


def test_a_channel_that_was_chosen_meanwhile_is_kept(agency: Store) -> None:
    refuse(agency, "Refused public")
    prefer(agency, reports_to="C2")
    due(agency, NOW)
    assert [post.destination for post in posts(agency, PostKind.ALERT)] == ["C1", "m1", "m3"]
    assert told(agency, "unusable") == []
    with agency.read(1) as tenant:
        assert people.preferences(tenant)["reports-to"] == "C2"


@pytest.mark.parametrize(
    ("error", "goes_to"),
    [("Refused invalid_blocks", ["C1", "m1", "m3"]), ("Unclear timeout", ["C1"]), ("Died", ["C1"])],
)
def test_a_refusal_that_is_not_the_channels_fault_leaves_the_channel(
    agency: Store, error: str, goes_to: list[str]
) -> None:
    refuse(agency, error)
    due(agency, NOW)
    assert [post.destination for post in posts(agency, PostKind.ALERT)] == goes_to
    assert told(agency, "unusable") == []


def test_an_answer_that_cannot_be_given_is_told_to_the_leads_once_a_channel_and_reason_a_day(
    agency: Store,
) -> None:
    for number, error in enumerate(("Refused 50013", "Refused 50001", "Refused not_in_channel")):
        answer(agency, f"reply:{number}:0", error)
        due(agency, NOW + timedelta(hours=number))
    assert told(agency, "unanswered") == ["m1", "m3"]
    assert "I could not answer in #leads: I may not post there" in words_of(agency, "unanswered")
    due(agency, NOW + timedelta(days=1))
    assert len(told(agency, "unanswered")) == 2
    answer(agency, "reply:8:0", "Refused shared")
    due(agency, NOW)
    assert len(told(agency, "unanswered")) == 4
    answer(agency, "reply:9:0", "Refused 50013")
    park(agency, "reply:9:0", "Refused 50013", NOW + timedelta(days=1))
    due(agency, NOW + timedelta(days=1))
    assert len(told(agency, "unanswered")) == 6


@pytest.mark.parametrize(
    ("error", "channel", "subject"),
    [
        ("Refused invalid_blocks", "C1", {}),
        ("Unclear timeout", "C1", {}),
        ("Refused 50013", "m2", {}),  # A direct message.
        ("Refused 10003", "C1", {"update": 1}),  # Nobody waits for it.
    ],
)
def test_nothing_is_told_of_what_no_lead_could_mend(
    agency: Store, error: str, channel: str, subject: dict[str, int]
) -> None:
    answer(agency, "reply:1:0", error, channel, **subject)
    due(agency, NOW)
    assert told(agency, "unanswered") == []


def test_who_shared_an_answer_hears_too_that_it_was_not_posted(agency: Store) -> None:
    answer(agency, "reply:1:shared:C1", "Refused 50013")
    due(agency, NOW)
    assert told(agency, "unanswered") == ["m1", "m3", "m2"]
