"""Days as people type them and as copies of chats show them.

What a person types has to have one meaning. What a chat shows is read as well as it can be, and of several
meanings the latest counts, because to stay bound too long is the safe error.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from core.records import Period

EARLIEST = date(2015, 1, 1)
MAX_CHARACTERS = 60

# English, German, Spanish, Portuguese, French, Italian and Dutch, without case and accents.
_MONTHS = (
    "jan january januar januari janner janeiro janvier janv enero ene gennaio gen",
    "feb february februar februari fevereiro fev fevrier fevr febrero febbraio",
    "mar march marz mrz maart mrt marco mars marzo",
    "apr april abril abr avril avr aprile",
    "may mai mei maio mayo maggio mag",
    "jun june juni junho juin junio giugno giu",
    "jul july juli julho juillet juil julio luglio lug",
    "aug august augustus agosto ago aout",
    "sep sept september setembro set septembre septiembre settembre",
    "oct october oktober okt outubro out octobre octubre ottobre ott",
    "nov november novembro novembre noviembre",
    "dec december dezember dez dezembro decembre diciembre dic dicembre",
)
_MONTH_OF = {name: month for month, names in enumerate(_MONTHS, 1) for name in names.split()}
_DAYS_AGO = {
    **dict.fromkeys(["today", "heute", "hoy", "hoje", "aujourd'hui", "oggi", "vandaag"], 0),
    **dict.fromkeys(["yesterday", "gestern", "ayer", "ontem", "hier", "ieri", "gisteren"], 1),
}

_NAME = rf"(?<![a-z])(?P<month>{'|'.join(_MONTH_OF)})(?![a-z])\.?"
# The minutes of a time before a month are no day, nor is the hour of a time behind it.
_DAY = r"(?<![\d:.])(?P<day>\d\d?)(?:st|nd|rd|th|er|[oa])?(?![\d:a-z])"
_YEAR = r"(?P<year>\d{4})(?!\d)"
_GAP = r"[ ,.-]{1,2}(?:of |de |del )?"
_DAY_FORMS = (
    re.compile(rf"(?<!\d){_YEAR}(?P<sep>[-/.])(?P<month>\d\d?)(?P=sep)(?P<day>\d\d?)(?!\d)"),
    re.compile(r"(?<!\d)(?P<a>\d\d?)(?P<sep>[-/.])(?P<b>\d\d?)(?P=sep)(?P<c>\d{4}|\d\d?)(?!\d)"),
    re.compile(r"(?<![\d/])(?P<a>\d\d?)/(?P<b>\d\d?)(?![\d/])"),
    re.compile(rf"{_DAY}{_GAP}{_NAME}(?:{_GAP}(?P<year>\d{{4}}|(?<=-)\d\d)(?!\d))?"),
    re.compile(rf"{_NAME} {_DAY}(?:,? {_YEAR})?"),
)
_MONTH_FORMS = (
    re.compile(rf"{_NAME}{_GAP}{_YEAR}"),
    re.compile(rf"{_YEAR}[-/.](?P<month>\d\d?)"),
    re.compile(rf"(?P<month>\d\d?)[-/.]{_YEAR}"),
)
_YEAR_FORM = re.compile(_YEAR)

UNREADABLE = "I cannot read that as a date: write it as 2025-11-22, May 2025 or 2025."
NO_YEAR = "The year is missing: write the date as 2025-11-22."
FUTURE = "That is still to come: give a day up to today."
TOO_EARLY = (
    "That is before 2015, when Upwork took its name: oDesk and Elance are a question for Upwork Support."
)


class DateError(ValueError):
    """A date that cannot be used; the message tells a person what is wrong with it."""


@dataclass(frozen=True, slots=True)
class When:
    """A day, and how precisely it was given."""

    on: date
    period: Period


def check_converted(on: date, met: date | None, today: date) -> date:
    """Return the day of Upwork's notice of a conversion, not before the parties met; raises DateError."""
    if on > today:
        raise DateError("That is still to come: until Upwork confirms it, nothing changes.")
    if met and on < met:
        raise DateError(f"That is before you met, on {met.isoformat()}.")
    return on


def check_met(on: date, today: date) -> date:
    """Return the day that two parties met, from 2015 to today; raises DateError."""
    if on > today:
        raise DateError(FUTURE)
    if on < EARLIEST:
        raise DateError(TOO_EARLY)
    return on


def when(text: str, today: date) -> When:
    """Return the day that a person typed, from 2015 to today; raises DateError.

    A month or a year stands for its last day, a running one for today.
    """
    words = _plain(text) if len(text) <= MAX_CHARACTERS else ""
    if words in _DAYS_AGO:
        return When(today - timedelta(days=_DAYS_AGO[words]), Period.DAY)
    for form in _DAY_FORMS:
        if found := form.fullmatch(words):
            return When(_only_day(found, today), Period.DAY)
    for form in _MONTH_FORMS:
        if found := form.fullmatch(words):
            return When(_last_day(_day(found["year"], found["month"], "1"), 1, today), Period.MONTH)
    if found := _YEAR_FORM.fullmatch(words):
        return When(_last_day(_day(found["year"], "1", "1"), 12, today), Period.YEAR)
    raise DateError(UNREADABLE)


def first_day(stamps: Iterable[str], today: date) -> date | None:
    """Return the earliest day in the time stamps of a chat, as far as they show days from 2015 to today.

    A day without a year is the latest such day; of a stamp the first 60 characters are read.
    """
    days = [_possible(_shown(stamp, today), today) for stamp in stamps]
    return min((max(possible) for possible in days if possible), default=None)


def _plain(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return " ".join("".join(part for part in parts if not unicodedata.combining(part)).split()).rstrip(".,")


def _shown(stamp: str, today: date) -> list[date]:
    words = _plain(stamp[:MAX_CHARACTERS])
    for form in _DAY_FORMS:
        if found := form.search(words):
            return _days(found, today)
    return [
        today - timedelta(_DAYS_AGO[word]) for word in words.replace(",", " ").split() if word in _DAYS_AGO
    ]


def _only_day(found: re.Match[str], today: date) -> date:
    if any(year is None for year, _, _ in _orders(found)):
        raise DateError(NO_YEAR)
    days = _days(found, today)
    if not days:
        raise DateError(UNREADABLE)
    possible = _possible(days, today)
    if len(possible) > 1:
        raise DateError(f"That can be {' or '.join(map(str, possible))}: write the one you mean.")
    return possible[0] if possible else _in_range(days[0], today)


def _last_day(first: date | None, months: int, today: date) -> date:
    """Return the last day of a period of one or twelve months, or today while it runs."""
    if first is None:
        raise DateError(UNREADABLE)
    month = first.month + months - 1
    last = first.replace(month=month, day=monthrange(first.year, month)[1])
    return today if first <= today <= last else _in_range(last, today)


def _in_range(on: date, today: date) -> date:
    if on > today:
        raise DateError(FUTURE)
    if on < EARLIEST:
        raise DateError(TOO_EARLY)
    return on


def _possible(days: Iterable[date], today: date) -> list[date]:
    return [day for day in days if EARLIEST <= day <= today]


def _days(found: re.Match[str], today: date) -> list[date]:
    """Return every day that a match can mean, earliest first."""
    days = (
        _latest(month, day, today) if year is None else _day(year, month, day)
        for year, month, day in _orders(found)
    )
    return sorted({day for day in days if day is not None})


def _orders(found: re.Match[str]) -> Iterator[tuple[str | None, str, str]]:
    """Yield the year, month and day of a match in every order in which its numbers can be meant."""
    parts = found.groupdict()
    if "month" in parts:
        yield parts["year"], parts["month"], parts["day"]
        return
    a, b, c = parts["a"], parts["b"], parts.get("c")
    yield c, b, a
    yield c, a, b
    if c is not None:
        yield a, b, c


def _latest(month: str, day: str, today: date) -> date | None:
    days = (_day(str(year), month, day) for year in range(today.year, EARLIEST.year - 1, -1))
    return next((on for on in days if on is not None and on <= today), None)


def _day(year: str, month: str, day: str) -> date | None:
    """Return a day, or None where the calendar has no such day."""
    number = int(year) if len(year) == 4 else 2000 + int(year)
    try:
        return date(number, _MONTH_OF.get(month) or int(month), int(day))
    except ValueError:
        return None
