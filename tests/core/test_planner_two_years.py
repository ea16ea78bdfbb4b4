"""Two years of an agency with 300 clients, lived through several times a day, with the bot down now and then."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import SQLModel

from core.planner import WANTED, due
from core.records import About, ContractStep, PostKind, Statement, Via
from core.reminders import SENDING_TIME, reminders
from core.store import clients, people
from core.store.database import Database
from core.store.reminders import LIVING_DAYS, POSTED
from core.store.tables import ClientRow, DigestRow, MemberRow, PostRow, PreferenceRow, ReminderRow
from core.store.tenant import Store, Tenant
from core.zones import due_at, local_day, monday, week_of
from tests.conftest import founded

CLIENTS, DAYS = 300, 730
BEGINS = date(2026, 1, 5)
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
TICKS = (time(9, 29), time(9, 30), time(19, 40))
DOWN_HOURS = (2, 6, 15, 30, 60, 130)
PATIENCE = 14 * DAY  # By then a reminder has come, whatever was down and however many messages there were.

Key = tuple[int, str, date]  # A client, a kind and a last bound day: what is told once.


@dataclass(frozen=True)
class Known:
    """What an agency knew of a client from a day on."""

    since: date
    bound_on: date | None  # none where it is not certain
    noted_on: date | None
    alive_until: date


@dataclass
class Agency:
    """An agency, and what has happened to it."""

    store: Store
    place: ZoneInfo
    dice: random.Random
    ids: dict[int, int] = field(default_factory=dict)
    known: dict[int, list[Known]] = field(default_factory=lambda: defaultdict(list))
    ran: list[datetime] = field(default_factory=list)

    def live(self) -> None:
        """Let two years pass; what people would do while the bot is down, they do when it is back."""
        events = sorted(self.events(), reverse=True)
        back_at = datetime.min.replace(tzinfo=UTC)
        for now in (due_at(BEGINS + day * DAY, at, self.place) for day in range(DAYS) for at in TICKS):
            if now < back_at:
                continue
            with self.store.write(1) as tenant:
                while events and events[-1][0] <= now:
                    _, number, what = events.pop()
                    self.happen(tenant, number, what, now)
            due(self.store, now)
            self.ran.append(now)
            if self.dice.random() < 1 / 60:
                back_at = now + timedelta(hours=self.dice.choice(DOWN_HOURS))

    def events(self) -> Iterator[tuple[datetime, int, str]]:
        """Yield what happens to each client: most go on, some fall silent, a few dates are put right."""
        for number in range(CLIENTS):
            begins = 0 if number % 2 else self.dice.randrange(500)
            ends = self.dice.choice((begins + 90, DAYS, DAYS, DAYS))
            yield self.at(begins), number, "met" if number % 10 else "guessed"
            for day in range(begins, ends, self.dice.randrange(60, 180)):
                yield self.at(day), number, "pasted"
            if number % 3 == 0:
                starts = self.dice.randrange(begins, DAYS)
                yield self.at(starts), number, "started"
                yield self.at(starts + self.dice.randrange(10, 400)), number, "ended"
            if number % 7 == 0:
                yield self.at(self.dice.randrange(begins, DAYS)), number, "met"
            if number % 20 == 1:
                yield self.at(self.dice.randrange(begins, DAYS)), number, "converted"

    def at(self, day: int) -> datetime:
        return due_at(BEGINS + day * DAY, time(self.dice.randrange(8, 20)), self.place)

    def happen(self, tenant: Tenant, number: int, what: str, now: datetime) -> None:
        today = local_day(now, self.place)
        client = tenant.get(ClientRow, self.ids.get(number))
        client = client or clients.add(tenant, f"Client {number}", now, today, confirmed=True)
        self.ids[number] = client.id
        client.owner_id = 2 + number % 3
        if what in ("pasted", "started", "ended"):
            client.last_active_on = today
        if what != "pasted":
            about, value, on = {
                "met": (About.MET, "", today - self.dice.randrange(700) * DAY),
                "guessed": (About.MET, "", today - 500 * DAY),
                "converted": (About.CONVERTED, "", today),
                "started": (About.CONTRACT, ContractStep.STARTED, today),
                "ended": (About.CONTRACT, ContractStep.ENDED, today),
            }[what]
            is_said = what != "guessed"
            via = Via.SAID if is_said else Via.PASTE
            statement = Statement(0, about, value, "Mara", now, on, via=via, by_lead=is_said)
            clients.say(tenant, client, statement, today)
        tenant.add(client)
        self.known[client.id].append(
            Known(
                today,
                None if client.met_on_estimated else client.last_bound_on,
                client.bound_noted_on,
                date.max if client.stage == "active-contract" else client.last_active_on + LIVING_DAYS * DAY,
            )
        )

    def calls_for(self, client_id: int, bound_on: date, day: date) -> list[bool]:
        """Return, for each thing that was known during a day, whether a reminder of a last bound day was right."""
        known = self.known[client_id]
        in_force = [each for each in known if each.since < day][-1:] + [
            each for each in known if each.since == day
        ]
        return [each.bound_on == bound_on and each.alive_until >= day for each in in_force]

    @cached_property
    def told(self) -> dict[Key, date]:
        """Return on which day each reminder was part of a message."""
        with self.store.read(1) as tenant:
            return {
                (row.client_id, row.kind, row.last_bound_on): date.fromisoformat(row.post_key)
                for row in tenant.all(ReminderRow)
                if row.status == POSTED
            }

    @cached_property
    def posts(self) -> list[PostRow]:
        with self.store.read(1) as tenant:
            return [row for row in tenant.all(PostRow) if row.kind == PostKind.REMINDERS]

    def expected(self) -> Iterator[tuple[Key, date]]:
        """Yield every reminder that must have been told, with the day on which it fell due."""
        for client_id, known in self.known.items():
            for bound_on, noted_on in {(each.bound_on, each.noted_on) for each in known}:
                if bound_on is None or noted_on is None:
                    continue
                for reminder in reminders(client_id, bound_on, noted_on, self.place):
                    days = [reminder.due_on + n * DAY for n in range(PATIENCE.days)]
                    if (
                        reminder.kind in WANTED["30"]
                        and days[-1] < BEGINS + DAYS * DAY
                        and all(all(self.calls_for(client_id, bound_on, day)) for day in days)
                    ):
                        yield (client_id, reminder.kind, bound_on), reminder.due_on

    def could_tell(self, day: date) -> bool:
        """Return whether the bot ran on a working day after the sending time."""
        sending_at = due_at(day, SENDING_TIME, self.place)
        return day.weekday() < 5 and any(
            sending_at <= now and local_day(now, self.place) == day for now in self.ran
        )


@pytest.fixture(scope="module", params=["America/New_York", "Pacific/Auckland"])
def agency(request: pytest.FixtureRequest) -> Iterator[Agency]:
    database = Database()
    SQLModel.metadata.create_all(database.engine)
    store = founded(database)
    with store.write(1) as tenant:
        people.members(tenant)[0].lead = True
        people.agency(tenant).created_at = due_at(BEGINS, time.min, ZoneInfo(request.param)) - WEEK
        tenant.add(PreferenceRow(agency_id=1, name="zone", value=request.param))
        for name in ("Dana", "Noor", "Sasha"):
            tenant.add(
                MemberRow(
                    agency_id=1,
                    workspace_id=1,
                    external_id=name,
                    name=name,
                    joined_at=people.agency(tenant).created_at,
                )
            )
    agency = Agency(store, ZoneInfo(request.param), random.Random(24))  # noqa: S311
    agency.live()
    yield agency
    database.engine.dispose()


def test_nobody_gets_more_than_two_reminder_messages_a_week(agency: Agency) -> None:
    weeks = Counter(
        (post.destination, week_of(local_day(post.created_at, agency.place))) for post in agency.posts
    )
    assert max(weeks.values()) == 2
    assert len(weeks) > 300


def test_each_week_in_which_the_bot_ran_has_the_digest_of_the_week_before(agency: Agency) -> None:
    ran = {
        week_of(local_day(now, agency.place))
        for now in agency.ran
        if now >= due_at(monday(week_of(local_day(now, agency.place))), SENDING_TIME, agency.place)
    }
    with agency.store.read(1) as tenant:
        told = [post.subject["week"] for post in tenant.all(PostRow) if post.kind == PostKind.DIGEST]
        assert told == [row.week for row in tenant.all(DigestRow)]
    assert told == sorted(week_of(monday(week) - WEEK) for week in ran)
    assert len(told) > 95


def test_no_reminder_is_lost(agency: Agency) -> None:
    expected = dict(agency.expected())
    assert [key for key in expected if key not in agency.told] == []
    assert len(expected) > 300


def test_a_reminder_is_part_of_one_message_to_each_lead_and_owner(agency: Agency) -> None:
    messages = Counter((post.destination, str(post.subject["day"])) for post in agency.posts)
    assert set(messages.values()) == {1}
    with agency.store.read(1) as tenant:
        owners = {client.id: client.owner_id for client in tenant.all(ClientRow)}
        names = {member.id: member.external_id for member in people.members(tenant)}
    people_told = {
        (person, day.isoformat())
        for (client_id, _, _), day in agency.told.items()
        for person in ("m1", names[owners[client_id] or 0])
    }
    assert set(messages) == people_told


def test_nothing_is_told_of_a_client_whose_date_does_not_call_for_it(agency: Agency) -> None:
    for (client_id, kind, bound_on), day in agency.told.items():
        assert any(agency.calls_for(client_id, bound_on, day))
        assert kind == "closed" or day <= bound_on


def test_a_reminder_is_late_only_after_a_downtime_or_two_messages(agency: Agency) -> None:
    message_days = set(agency.told.values())
    for key, due_on in agency.expected():
        told_on = agency.told[key]
        assert told_on >= due_on - 7 * DAY
        for day in (due_on + n * DAY for n in range((told_on - due_on).days)):
            in_week = {other for other in message_days if week_of(other) == week_of(day) and other <= day}
            assert not agency.could_tell(day) or len(in_week) == 2
