"""The two-year clocks of an agency as a calendar file."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from core.reminders import SENDING_TIME

if TYPE_CHECKING:
    from icalendar import Event

# A whole day begins at midnight; the alarm should ring when reminders come.
ALARM = timedelta(days=-30, hours=SENDING_TIME.hour, minutes=SENDING_TIME.minute)
BOUND = "Through this day the client's payments run through Upwork."
CLOSED = (
    "From 12:00 UTC the two years are over everywhere, but nothing is free yet: start Upwork's conversion, "
    "which then costs 1 USD, and go on as before until Upwork's notice confirms it (UPW403)."
)
ESTIMATED = (
    "This day is an estimate and frees nobody: payments stay on Upwork until a lead records the day you met."
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A client's two-year clock as a calendar shows it."""

    client_id: int
    client: str
    last_bound_on: date
    estimated: bool = False


def calendar(entries: Iterable[Entry], agency: str, now: datetime) -> bytes:
    """Return an iCalendar file with the last bound day and the first free day of each client.

    A later file updates the events of an earlier one; it cannot take back those of a client that is left out.
    """
    from icalendar import Calendar

    file = Calendar()
    file.prodid = "-//checkmsg//two years//EN"
    file.version = "2.0"
    file.calendar_name = f"Two years on Upwork: {_one_line(agency)}"
    for entry in entries:
        file.subcomponents += _events(entry, now)
    return bytes(file.to_ical())


def _events(entry: Entry, now: datetime) -> tuple["Event", "Event"]:
    from icalendar import Alarm

    last = _event(entry, "last-bound-day", "Last day bound to Upwork", BOUND, entry.last_bound_on, now)
    last.add_component(Alarm.new_display(description=str(last.summary), trigger=ALARM))
    first_free_on = entry.last_bound_on + timedelta(days=1)
    return last, _event(entry, "window-closed", "Window closed", CLOSED, first_free_on, now)


def _event(entry: Entry, kind: str, title: str, advice: str, on: date, now: datetime) -> "Event":
    from icalendar import TRANSP, Event

    return Event.new(
        # The identity holds no date, so that a corrected day moves the event instead of adding a second.
        uid=f"{kind}-{entry.client_id}@checkmsg",
        summary=f"{'Estimate: ' if entry.estimated else ''}{title}: {_one_line(entry.client)}",
        description=ESTIMATED if entry.estimated else advice,
        start=on,
        stamp=now,
        transparency=TRANSP.TRANSPARENT,
    )


def _one_line(name: str) -> str:
    return " ".join(name.split())
