import csv
import io
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from icalendar import Calendar

from core.commands.clients import client_add
from core.commands.clock import (
    digest_export,
    digest_now,
    digest_preview,
    reminders,
    reminders_calendar,
    reminders_snooze,
)
from core.commands.desk import CommandError, Desk
from core.commands.facts import met
from core.commands.people import reports_to
from core.commands.undoing import undo
from core.planner import plan_digest, plan_reminders
from core.records import PostKind
from core.reply import Buttons, File, Footnote, Heading, Image, Paragraph, Reply
from core.store import clients, people, weeks
from core.store.reminders import PLANNED
from core.store.tables import CheckRow, FindingRow, PostRow, ReminderRow

MET = "2025-01-04"  # Bound until Monday, 4 Jan 2027; the thirty days before it begin on Friday, 4 Dec 2026.
THIRTY = "4 Dec 2026 · Acme · 30 days before the end · bound until 4 Jan 2027"
CLOSED = "6 Jan 2027 · Acme · the two years are over · bound until 4 Jan 2027"


def told(reply: Reply) -> list[str]:
    return [block.text for block in reply.blocks if isinstance(block, Heading | Paragraph | Footnote)]


def aside(reply: Reply) -> str:
    first = reply.blocks[0]
    assert isinstance(first, Heading)
    return first.aside


def file(reply: Reply) -> File:
    return next(block for block in reply.blocks if isinstance(block, File))


def take_back(desk: Desk, reply: Reply) -> None:
    buttons = reply.blocks[-1]
    assert isinstance(buttons, Buttons)
    undo(desk, buttons.buttons[0].value.removeprefix("undo "))


def client(desk: Desk, name: str = "Acme", when: str = MET) -> None:
    client_add(desk, name)
    met(desk, name, when)


def at(desk: Desk, when: datetime) -> Desk:
    """Return the desk at a later instant, with what has fallen due by then posted."""
    later = replace(desk, now=when)
    plan_reminders(later.tenant, later.preferences, later.now)
    return later


def due(desk: Desk) -> list[tuple[str, date]]:
    desk.tenant.session.expire_all()  # The planner writes past the rows that a session has read.
    rows = desk.tenant.all(ReminderRow, ReminderRow.status == PLANNED)
    return sorted((row.kind, row.due_on) for row in rows)


def test_reminders_are_listed_soonest_first_with_what_was_just_said(desk: Desk) -> None:
    client(desk)
    client(desk, "Birch", "2024-12-20")
    assert told(reminders(desk)) == [
        "4 reminders planned",
        "24 Nov 2026 · Birch · 30 days before the end · bound until 20 Dec 2026",
        THIRTY,
        "22 Dec 2026 · Birch · the two years are over · bound until 20 Dec 2026",
        CLOSED,
    ]


def test_a_client_with_an_estimated_day_is_only_counted(desk: Desk, member_desk: Desk) -> None:
    client(member_desk)
    assert told(reminders(desk)) == [
        "No reminder is planned",
        "1 client with only an estimated day: no reminder before a lead says or confirms when you met.",
    ]


def test_reminders_that_are_off_are_told(desk: Desk) -> None:
    off = replace(desk, preferences={**desk.preferences, "reminders": "off"})
    client(off)
    assert told(reminders(off)) == ["No reminder is planned"]
    assert "`settings reminders 30`" in aside(reminders(off))


def test_a_reminder_that_comes_before_the_day_waits_until_then(desk: Desk) -> None:
    client(desk)
    plan_reminders(desk.tenant, desk.preferences, desk.now)
    reply = reminders_snooze(desk, "Acme", "2026-12-10")
    assert told(reply) == ["Acme: the reminder comes on 10 Dec 2026"]
    assert due(desk) == [("closed", date(2027, 1, 6)), ("thirty-days", date(2026, 12, 10))]


def test_taken_back_a_reminder_comes_on_the_day_that_the_clock_calls_for(desk: Desk) -> None:
    client(desk)
    plan_reminders(desk.tenant, desk.preferences, desk.now)
    take_back(desk, reminders_snooze(desk, "Acme", "2026-12-10"))
    desk.tenant.session.expire_all()
    assert told(reminders(desk)) == ["2 reminders planned", THIRTY, CLOSED]


def test_a_reminder_that_was_posted_comes_again_in_a_week(desk: Desk) -> None:
    client(desk)
    plan_reminders(desk.tenant, desk.preferences, desk.now)
    later = at(desk, desk.now + timedelta(days=11))
    assert due(desk) == [("closed", date(2027, 1, 6))]
    reply = reminders_snooze(later, "Acme")
    assert told(reply) == ["Acme: the reminder comes on 11 Dec 2026"]
    assert due(desk) == [("closed", date(2027, 1, 6)), ("thirty-days", date(2026, 12, 11))]
    at(desk, desk.now + timedelta(days=18))
    assert due(desk) == [("closed", date(2027, 1, 6))]
    assert len(desk.tenant.all(PostRow, PostRow.kind == PostKind.REMINDERS)) == 2


def test_no_reminder_before_the_end_is_put_off_beyond_it(desk: Desk) -> None:
    client(desk, when="2025-01-03")  # Bound until Sunday, 3 Jan 2027; the last working day is Friday, 1 Jan.
    plan_reminders(desk.tenant, desk.preferences, desk.now)
    reply = reminders_snooze(desk, "Acme", "2027-01-05")
    assert told(reply) == ["Acme: the reminder comes on 1 Jan 2027"]
    assert aside(reply) == "not later, because the two years end then"
    last_day = at(desk, datetime.combine(date(2027, 1, 1), desk.now.timetz()))
    with pytest.raises(CommandError, match=r"cannot wait any longer: .* bound until 3 Jan 2027"):
        reminders_snooze(last_day, "Acme", "3 days")


def test_what_comes_after_the_end_may_be_put_off_freely(desk: Desk) -> None:
    client(desk)
    plan_reminders(desk.tenant, desk.preferences, desk.now)
    over = at(desk, desk.now + timedelta(days=43))
    reminders_snooze(over, "Acme", "3 weeks")
    assert due(desk) == [("closed", date(2027, 1, 26))]


def test_where_nothing_would_come_before_the_day_that_is_said(desk: Desk, member_desk: Desk) -> None:
    client(desk)
    client_add(desk, "Birch")
    client(member_desk, "Cedar")
    plan_reminders(desk.tenant, desk.preferences, desk.now)
    for name, why in [
        ("Acme", "Nothing comes about Acme before 30 Nov 2026: the next reminder is for 4 Dec 2026"),
        ("Birch", "No reminder is planned for Birch"),
        ("Cedar", "the day you met is only an estimate"),
    ]:
        with pytest.raises(CommandError, match=why):
            reminders_snooze(desk, name)


def test_the_calendar_holds_known_and_estimated_days_of_living_clients(desk: Desk, member_desk: Desk) -> None:
    with pytest.raises(CommandError, match="No day is known yet"):
        reminders_calendar(desk)
    client(desk)
    client(member_desk, "Birch")
    client(desk, "Cedar")
    clients.named(desk.tenant, "Cedar")[0].last_active_on = date(2025, 1, 1)
    made = file(reminders_calendar(desk))
    assert made.name == "two-years-2026-11-23.ics"
    assert made.says == "the two years of 2 clients, for a calendar program"
    assert [str(event["summary"]) for event in Calendar.from_ical(made.content).walk("VEVENT")] == [
        "Last day bound to Upwork: Acme",
        "Window closed: Acme",
        "Estimate: Last day bound to Upwork: Birch",
        "Estimate: Window closed: Birch",
    ]


def found(desk: Desk, when: datetime, by: str = "client", state: str = "open") -> None:
    """Record a check with one grave finding."""
    check = desk.tenant.add(
        CheckRow(
            agency_id=1,
            member_id=1,
            source="",
            asked_at=when,
            outcome="violation",
            rung="full",
            fingerprint="",
            marks=[],
            assumed=[],
        )
    )
    desk.tenant.add(
        FindingRow(
            agency_id=1,
            check_id=check.id,
            rule="UPW101",
            level="violation",
            by=by,
            start=0,
            state=state,
            found_at=when,
            state_at=when,
        )
    )


def test_a_preview_shows_this_week_as_it_stands(desk: Desk) -> None:
    found(desk, desk.now - timedelta(hours=1))
    reply = digest_preview(desk)
    assert aside(reply) == "week of 23 Nov · Alder"
    assert "The week: 1 client ask (none answered), no breaches of ours, 1 check for no clients." in told(
        reply
    )
    assert any(isinstance(block, Image) for block in reply.blocks)
    assert told(reply)[-1] == "Up to now. The digest itself comes on Monday at 09:00."
    assert weeks.planned(desk.tenant, "2026-W48") is None


def test_a_preview_of_an_empty_week_is_short_and_says_when_the_digest_is_off(desk: Desk) -> None:
    off = replace(desk, preferences={**desk.preferences, "digest": "off"})
    assert told(digest_preview(off)) == [
        "Quiet week of 23 Nov: no client asks, no breaches of ours, no checks.",
        "Up to now. The digest itself is off: `settings digest on`.",
    ]


def test_a_digest_that_is_asked_for_goes_out_at_once_and_keeps_the_next_one(desk: Desk) -> None:
    plan_digest(desk.tenant, desk.preferences, desk.now)
    reply = digest_now(desk)
    assert told(reply) == ["The digest of the week of 16 Nov is on its way to 1 lead"]
    digest_now(replace(desk, now=desk.now + timedelta(minutes=1)))
    plan_digest(desk.tenant, desk.preferences, desk.now + timedelta(weeks=1))
    sent = [row.subject for row in desk.tenant.all(PostRow, PostRow.kind == PostKind.DIGEST)]
    assert sent == [{"week": "2026-W47"}] * 3 + [{"week": "2026-W48"}]
    assert [row.name for row in people.leads(desk.tenant)] == ["Omar"]


def test_a_digest_that_is_asked_for_is_said_to_go_where_reports_go(desk: Desk) -> None:
    people.members(desk.tenant)[0].lead = True
    assert told(digest_now(desk)) == ["The digest of the week of 16 Nov is on its way to 2 leads"]
    reports_to(desk, "here")
    assert told(digest_now(desk)) == ["The digest of the week of 16 Nov is on its way to chats"]
    sent = [row.destination for row in desk.tenant.all(PostRow, PostRow.kind == PostKind.DIGEST)]
    assert sent == ["m1", "m2", "chats"]


def table(desk: Desk, week: str = "") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file(digest_export(desk, week)).content.decode())))


def test_the_table_has_a_row_for_each_of_eight_weeks_and_numbers_alone(desk: Desk) -> None:
    found(desk, desk.now - timedelta(weeks=1))
    found(desk, desk.now - timedelta(weeks=1), state="answered")
    found(desk, desk.now, by="us")
    rows = table(desk)
    assert [row["week"] for row in rows] == [f"2026-W{number}" for number in range(41, 49)]
    assert list(rows[6].values()) == ["2026-W47", "2026-11-16", "2", "1", "0", "2"]
    assert list(rows[7].values()) == ["2026-W48", "2026-11-23", "0", "0", "1", "1"]
    assert table(desk, "2026-w47")[7] == rows[6]
    assert file(digest_export(desk, "2026-W47")).name == "weeks-to-2026-W47.csv"


@pytest.mark.parametrize(
    "week, why",
    [
        ("47", "47 is no week. Write it as 2026-W48"),
        ("2026-W54", "2026-W54 is no week"),
        ("2026-W49", "2026-W49 is not a week of ours"),
        ("0001-W01", "is not a week of ours"),
    ],
)
def test_a_week_that_cannot_be_told_of_is_explained(desk: Desk, week: str, why: str) -> None:
    with pytest.raises(CommandError, match=why):
        digest_export(desk, week)
