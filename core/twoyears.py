"""When the duty to bill on Upwork ends. Pure dates: nothing here reads a clock.

The parties are bound for two calendar years from the day they met through Upwork. Upwork says neither
whether the last day counts nor in which time zone, so every doubt is resolved towards staying bound.
"""

from datetime import UTC, date, datetime, timedelta

from core.model import Origin, Relationship, Window

YEARS_BOUND = 2

# The last place on earth in which a date begins is twelve hours behind UTC.
LATEST_ZONE = timedelta(hours=12)


def anniversary(met_on: date) -> date:
    """Return the same day and month two years on; a leap day becomes the first of March."""
    try:
        return met_on.replace(year=met_on.year + YEARS_BOUND)
    except ValueError:
        # Clipping to 28 February, as date libraries do, would end the duty a day early.
        return date(met_on.year + YEARS_BOUND, 3, 1)


def last_bound_day(met_on: date) -> date:
    """Return the last day on which payment is bound to Upwork; that day itself is included."""
    return anniversary(met_on)


def first_free_day(met_on: date) -> date:
    """Return the day after the last bound day."""
    return last_bound_day(met_on) + timedelta(days=1)


def judging_day(now: datetime) -> date:
    """Return the date that has begun everywhere on earth at this instant."""
    if now.tzinfo is None:
        raise ValueError("judging_day needs an instant with a time zone")
    return (now.astimezone(UTC) - LATEST_ZONE).date()


def window(relationship: Relationship, today: date) -> Window:
    """Return whether payment is bound to Upwork on the judging day."""
    if relationship.converted_on is not None and relationship.converted_on <= today:
        return Window.CONVERTED
    if relationship.origin is Origin.ELSEWHERE and relationship.origin_proof:
        return Window.OUTSIDE
    # An estimate plans reminders; only a date somebody stands for can free.
    if relationship.met_on is None or relationship.met_on_estimated:
        return Window.BOUND
    return Window.ENDED if today >= first_free_day(relationship.met_on) else Window.BOUND
