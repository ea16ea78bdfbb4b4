"""What can be filled in where a command asks for a client, a rule or the like; nothing is changed by asking."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import available_timezones

from core.commands.commands import Commands
from core.commands.office import Asker
from core.store import clients, people
from core.store.tenant import Tenant
from core.weekly import WEEKS_SHOWN
from core.zones import local_day, week_of, weeks_until, zone

Suggestion = tuple[str, str]  # what is shown, and what is meant by it
RULE, ZONE = "rule", "zone"


def known_clients(commands: Commands, asker: Asker, most: int) -> list[str]:
    """Return the names of the agency's clients, or none where they are more than so many."""
    with commands.store.database.read() as session:
        place = people.workspace(session, asker.platform, asker.workspace)
        if place is None:
            return []
        rows = clients.all_clients(commands.store.tenant(session, place.agency_id))
        return [row.name for row in rows] if len(rows) <= most else []


def suggestions(
    commands: Commands, asker: Asker, kind: str, typed: str, most: int, now: datetime
) -> list[Suggestion]:
    """Return what fits to what was typed so far: first what begins like it, then what holds it."""
    if kind == ZONE:
        return _fitting(((name, name) for name in sorted(available_timezones())), typed, most)
    if kind == RULE:
        rules = commands.policy.rules.values()
        return _fitting(((f"{rule.code} {rule.title}", rule.code) for rule in rules), typed, most)
    with commands.store.database.read() as session:
        place = people.workspace(session, asker.platform, asker.workspace)
        if place is None:
            return []
        tenant = commands.store.tenant(session, place.agency_id)
        return _fitting(_named(tenant, place.workspace_id, kind, now), typed, most)


def _named(tenant: Tenant, workspace_id: int, kind: str, now: datetime) -> Iterable[Suggestion]:
    match kind:
        case "week":
            today = local_day(now, zone(people.preferences(tenant)["zone"]))
            return [(name, name) for name in reversed(weeks_until(week_of(today), WEEKS_SHOWN))]
        case "client":
            return [(row.name, row.name) for row in clients.all_clients(tenant)]
        case "member":
            return [(row.name, row.external_id) for row in people.members(tenant)]
        case "channel":
            rows = people.channels(tenant)
            return [(row.name, row.external_id) for row in rows if row.workspace_id == workspace_id]
    return []


def _fitting(all_of_them: Iterable[Suggestion], typed: str, most: int) -> list[Suggestion]:
    wanted = typed.strip().casefold()
    holding = [one for one in all_of_them if wanted in one[0].casefold()]
    return sorted(holding, key=lambda one: not one[0].casefold().startswith(wanted))[:most]
