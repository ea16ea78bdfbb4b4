"""Which findings a lead hears of at once, and when: what we did ourselves, and a client who pushes again."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.circumstances import is_draft
from core.model import Finding, Level, Reading, Speaker
from core.zones import due_at, local_day

AGREED = frozenset({"UPW311", "UPW312"})  # We agreed to outside payment, or sent bank data: told at any hour.
PUSHED_AGAIN = frozenset({"UPW315"})
CONTACT_RULES = "UPW2"


def calls_a_lead(finding: Finding, reading: Reading) -> bool:
    """Return whether a lead is told of a finding at once; a draft is not sent yet, so its author is told alone."""
    if finding.rule in PUSHED_AGAIN:
        return True
    if finding.by is not Speaker.US or is_draft(reading):
        return False
    codes = (finding.rule, *finding.related)
    sent_contact = finding.level is Level.VIOLATION and any(code.startswith(CONTACT_RULES) for code in codes)
    return finding.rule in AGREED or sent_contact


def not_before(rule: str, now: datetime, quiet_hours: str, zone: ZoneInfo) -> datetime:
    """Return when an alert may go out: now, or at the end of the quiet hours, `HH:MM-HH:MM` in the zone."""
    start, end = (time.fromisoformat(part) for part in quiet_hours.split("-"))
    local = now.astimezone(zone)
    clock = local.time()
    quiet = start <= clock < end if start <= end else clock >= start or clock < end
    if not quiet or rule in AGREED:
        return now
    morning = local.date() if clock < end else local.date() + timedelta(days=1)
    return due_at(morning, end, zone)


def next_morning(now: datetime, quiet_hours: str, zone: ZoneInfo) -> tuple[date, datetime]:
    """Return the day and instant at which the alerts beyond a day's number go out together."""
    end = time.fromisoformat(quiet_hours.partition("-")[2])
    day = local_day(now, zone) + timedelta(days=1)
    return day, due_at(day, end, zone)
