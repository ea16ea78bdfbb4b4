"""The agency's time zone: its days, its weeks, and the instants at which something falls due.

Weeks are named as in ISO 8601 ("2026-W47"), begin on Monday and are those of the agency's zone.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo, available_timezones

MAX_CHARACTERS = 60
OFFERED = 3
# Below this likeness, of 100, a name is no likely slip of the keyboard.
LIKENESS = 75
# Three letters are near to a part of almost any name.
SHORTEST = 4
_SOME_PLACE = "Europe/Berlin"


class ZoneError(ValueError):
    """A time zone that cannot be used; the message tells a person which ones are near."""


def version() -> str:
    """Return which data the zones come from, as 2026a or 2026.1, or nothing where it does not say."""
    for folder in map(Path, TZPATH):
        if (folder / _SOME_PLACE).exists():
            file = folder / "tzdata.zi"
            return file.read_text("utf-8").partition("\n")[0].rpartition(" ")[2] if file.exists() else ""
    from importlib.metadata import version as version_of

    return version_of("tzdata")


def zone(name: str) -> ZoneInfo:
    """Return the time zone of a place, as in "Europe/Berlin", or UTC; raises ZoneError."""
    if name in _places():
        return ZoneInfo(name)
    near = _near(name[:MAX_CHARACTERS])
    if near:
        raise ZoneError(f"I know no time zone of that name: did you mean {' or '.join(near)}?")
    raise ZoneError(
        "I know no time zone of that name: write a place, as in Europe/Berlin or America/New_York."
    )


@cache
def _places() -> frozenset[str]:
    # EST and its like are left out: they name an offset, so that half the year everything would come an hour off.
    places = (name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))
    return frozenset(places) | {"UTC"}


def _near(name: str) -> list[str]:
    from rapidfuzz.fuzz import WRatio
    from rapidfuzz.process import extract
    from rapidfuzz.utils import default_process

    if len(name) < SHORTEST:
        return []
    places = sorted(_places())
    found = extract(
        name, places, scorer=WRatio, processor=default_process, limit=OFFERED, score_cutoff=LIKENESS
    )
    return [place for place, _, _ in found]


def due_at(on: date, at: time, zone: ZoneInfo) -> datetime:
    """Return the instant of a local day and time, in UTC.

    A time that comes twice, when clocks go back, is the first of the two; one that clocks leap over is moved
    forward by the leap.
    """
    return datetime.combine(on, at, zone).astimezone(UTC)


def local_day(now: datetime, zone: ZoneInfo) -> date:
    """Return the date in a zone at an instant."""
    if now.tzinfo is None:
        raise ValueError("local_day needs an instant with a time zone")
    return now.astimezone(zone).date()


def week_of(day: date) -> str:
    """Return the name of the week that a day lies in; around New Year its year may not be the day's."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def monday(week: str) -> date:
    """Return the first day of a week; raises ValueError for a week that does not exist."""
    return date.fromisoformat(f"{week}-1")


def week_bounds(week: str, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the instants, in UTC, at which a week and the week after it begin."""
    first = monday(week)
    return due_at(first, time.min, zone), due_at(first + timedelta(weeks=1), time.min, zone)


def weeks_until(week: str, count: int) -> tuple[str, ...]:
    """Return that many weeks, the oldest first, ending with the given one."""
    last = monday(week)
    return tuple(week_of(last - timedelta(weeks=ago)) for ago in reversed(range(count)))
