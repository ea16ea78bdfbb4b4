"""A year of many agencies, loaded in bulk: what a store holds that has been used for long."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import insert
from sqlmodel import SQLModel

from core.store.crypto import new_key
from core.store.tables import (
    AgencyRow,
    CheckRow,
    ClientRow,
    DigestRow,
    FindingRow,
    MemberRow,
    NameRow,
    PostRow,
    PreferenceRow,
    ReminderRow,
    StatementRow,
    WorkspaceRow,
)
from core.store.tenant import Store
from core.twoyears import last_bound_day
from core.zones import week_of, weeks_until

YEAR = timedelta(days=365)
BATCH = 10_000
MEMBERS = 5
FINDINGS_A_CHECK = 2
SEALED = b"x" * 1_500
RULES = ("UPW101", "UPW115", "UPW201", "UPW203", "UPW301", "UPW311", "UPW315")
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Manila", "America/Santiago", "Pacific/Auckland")

Rows = Iterator[dict[str, Any]]


@dataclass(frozen=True)
class Year:
    """How much there is, until when; all of it comes from one seed."""

    agencies: int
    clients: int
    findings: int
    until: datetime

    def load(self, store: Store) -> None:
        """Write all rows into empty tables."""
        dice = random.Random(20)  # noqa: S311
        key = store.keyring.seal(new_key().encode())
        for table, rows in (
            (AgencyRow, self._agencies(key)),
            (PreferenceRow, self._preferences()),
            (WorkspaceRow, self._workspaces()),
            (MemberRow, self._members()),
            (ClientRow, self._clients(dice)),
            (NameRow, self._names()),
            (StatementRow, self._statements(dice)),
            (CheckRow, self._checks(dice)),
            (FindingRow, self._findings(dice)),
            (PostRow, self._posts()),
            (ReminderRow, self._reminders(dice)),
            (DigestRow, self._digests()),
        ):
            _write(store, table, rows)

    def agency_of(self, number: int) -> int:
        """Return the agency that a row belongs to: rows go around."""
        return number % self.agencies + 1

    def asked_at(self, check: int) -> datetime:
        """Return when a check was asked for: they are spread evenly over the year."""
        return self.until - YEAR + YEAR * (check / self.checks)

    @property
    def checks(self) -> int:
        """Return the number of checks."""
        return self.findings // FINDINGS_A_CHECK

    def _agencies(self, key: bytes) -> Rows:
        for _ in range(self.agencies):
            yield {"name": "Alder", "created_at": self.until - YEAR, "sealed_key": key}

    def _preferences(self) -> Rows:
        for n in range(self.agencies):
            yield {"agency_id": n + 1, "name": "zone", "value": ZONES[n % len(ZONES)]}

    def _workspaces(self) -> Rows:
        for n in range(self.agencies):
            yield {
                "agency_id": n + 1,
                "platform": "slack",
                "external_id": f"T{n + 1}",
                "name": "Alder",
                "installed_at": self.until - YEAR,
            }

    def _members(self) -> Rows:
        for n in range(self.agencies * MEMBERS):
            yield {
                "agency_id": self.agency_of(n),
                "workspace_id": self.agency_of(n),
                "external_id": f"U{n + 1}",
                "name": f"Member {n + 1}",
                "lead": n < 2 * self.agencies,
                "joined_at": self.until - YEAR,
            }

    def _clients(self, dice: random.Random) -> Rows:
        today = self.until.date()
        for n in range(self.clients):
            met_on = today - timedelta(days=dice.randrange(1_000))
            yield {
                "agency_id": self.agency_of(n),
                "name": f"Client {n + 1}",
                "confirmed": n % 3 > 0,
                "owner_id": n % (self.agencies * MEMBERS) + 1,
                "created_at": self.until - YEAR,
                "last_active_on": today - timedelta(days=dice.randrange(500)),
                "stage": dice.choice(("active-contract", "earlier-contract", "no-contract", None)),
                "met_on": met_on,
                "met_on_estimated": n % 3 == 0,
                "last_bound_on": last_bound_day(met_on),
                "bound_noted_on": met_on,
            }

    def _names(self) -> Rows:
        for n in range(self.clients):
            yield {
                "agency_id": self.agency_of(n),
                "client_id": n + 1,
                "key": f"client {n + 1}",
                "written": f"Client {n + 1}",
            }

    def _statements(self, dice: random.Random) -> Rows:
        for n in range(5 * self.clients):
            said = dice.choice(
                (("met", "", "paste"), ("contract", "started", "said"), ("contract", "ended", "said"))
            )
            about, value, via = said
            yield {
                "agency_id": self.agency_of(n % self.clients),
                "client_id": n % self.clients + 1,
                "about": about,
                "value": value,
                "on": self.until.date() - timedelta(days=dice.randrange(365)),
                "via": via,
                "said_by": "Dana",
                "said_at": self.until - YEAR,
                "confirmed_by": "" if via == "paste" or dice.random() < 0.05 else "Mara",
            }

    def _checks(self, dice: random.Random) -> Rows:
        for n in range(self.checks):
            asked_at = self.asked_at(n)
            is_fresh = self.until - asked_at < timedelta(days=30)
            client = n % self.clients + 1
            yield {
                "agency_id": self.agency_of(n % self.clients),
                "member_id": self.agency_of(n % self.clients),
                "client_id": client,
                "source": f"S{n}",
                "asked_at": asked_at,
                "outcome": "problem",
                "rung": "full",
                "fingerprint": f"{dice.getrandbits(256):064x}",
                "marks": [f"{dice.getrandbits(64):016x}" for _ in range(6)],
                "assumed": [],
                "unchecked": n % 100 == 0,
                "sealed": SEALED if is_fresh else None,
                "expires_at": asked_at + timedelta(days=30) if is_fresh else None,
            }

    def _findings(self, dice: random.Random) -> Rows:
        for n in range(self.findings):
            check = n // FINDINGS_A_CHECK
            found_at = self.asked_at(check)
            is_ours = dice.random() < 0.1
            stays_open = is_ours or self.until - found_at < timedelta(days=14)
            is_told = dice.random() < 0.002
            yield {
                "agency_id": self.agency_of(check % self.clients),
                "check_id": check + 1,
                "client_id": check % self.clients + 1,
                "rule": dice.choice(RULES),
                "level": dice.choice(("violation", "warning", "advice")),
                "by": "us" if is_ours else "client",
                "start": 0,
                "state": "open" if stays_open and dice.random() < 0.1 else "answered",
                "found_at": found_at,
                "state_at": found_at,
                "alert": "told" if is_told else "",
                "alerted_at": found_at if is_told else None,
            }

    def _posts(self) -> Rows:
        for n in range(0, self.checks, 2):
            at, agency = self.asked_at(n), self.agency_of(n % self.clients)
            yield {
                "agency_id": agency,
                "workspace_id": agency,
                "kind": "reply",
                "destination": f"C{n % self.clients}",
                "thread": f"S{n}",
                "subject": {"check": n + 1},
                "dedupe_key": f"reply:{n + 1}:0",
                "not_before": at,
                "created_at": at,
                "status": "sent",
                "attempts": 1,
                "external_id": f"E{n}",
                "sent_at": at,
            }

    def _reminders(self, dice: random.Random) -> Rows:
        for n in range(0, self.clients, 2):
            ended_on = self.until.date() - timedelta(days=dice.randrange(100, 600))
            for kind in ("thirty-days", "closed"):
                yield {
                    "agency_id": self.agency_of(n),
                    "client_id": n + 1,
                    "kind": kind,
                    "last_bound_on": ended_on,
                    "due_on": ended_on,
                    "status": "posted",
                    "post_key": ended_on.isoformat(),
                }

    def _digests(self) -> Rows:
        weeks = weeks_until(week_of(self.until.date()), 54)[:-2]
        for agency in range(1, self.agencies + 1):
            for week in weeks:
                yield {"agency_id": agency, "week": week, "numbers": {}, "planned_at": self.until}


def _write(store: Store, table: type[SQLModel], rows: Rows) -> None:
    # A bulk insert knows nothing of the defaults of the rows.
    fields = table.model_fields.items()
    defaults = {name: field.default for name, field in fields if name != "id" and not field.is_required()}
    while batch := [defaults | row for row in islice(rows, BATCH)]:
        with store.database.write() as session:
            session.connection().execute(insert(table), batch)
