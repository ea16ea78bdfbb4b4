"""A day that people read is the day it was for the agency, not the one it was in Greenwich."""

from datetime import UTC, date, datetime

import pytest

from core.commands.checking import Paste
from core.commands.commands import Commands
from core.commands.suggesting import suggestions
from core.policy import load
from core.records import PostKind
from core.rendering import render
from core.store import posts
from core.store.tables import ClientRow
from core.store.tenant import Store
from tests.core.store.test_isolation import asker

OMAR = asker("Alder")
SUNDAY_EVENING = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
ZONES = [
    ("UTC", "22 Nov 2026", date(2026, 11, 22), "2026-W47", "2028-11-21"),
    ("Asia/Manila", "23 Nov 2026", date(2026, 11, 23), "2026-W48", "2028-11-22"),
    ("Pacific/Honolulu", "22 Nov 2026", date(2026, 11, 22), "2026-W47", "2028-11-21"),
]


@pytest.fixture
def commands(store: Store) -> Commands:
    return Commands(store, load())


def run(commands: Commands, line: str) -> str:
    reply = commands.run(OMAR, line, SUNDAY_EVENING)
    assert reply.done, reply
    return str(reply.blocks)


@pytest.mark.parametrize("zone, shown, day, week, kept", ZONES)
def test_every_day_that_is_shown_or_noted_is_the_agencys(
    commands: Commands, zone: str, shown: str, day: date, week: str, kept: str
) -> None:
    if zone != "UTC":
        run(commands, f"settings zone {zone}")
    run(commands, "client add Acme met 2025-01-04")
    assert f"Omar, {shown}" in run(commands, "client show Acme")
    assert f"  {shown}  Omar: Acme added" in run(commands, "changes Acme")
    assert suggestions(commands, OMAR, "week", "", 1, SUNDAY_EVENING) == [(week, week)]
    paste = Paste("Acme: Can we jump on WhatsApp?", destination="desk", asked=True)
    commands.check(OMAR, paste, SUNDAY_EVENING)
    assert f"Kept until {kept}" in run(commands, "keep")
    with commands.store.read(2) as tenant:
        (acme,) = tenant.all(ClientRow)
        assert acme.bound_noted_on == day


@pytest.mark.parametrize("zone, shown", [("UTC", "22 Nov"), ("Asia/Manila", "23 Nov")])
def test_a_summary_tells_the_agencys_day_of_a_post(commands: Commands, zone: str, shown: str) -> None:
    if zone != "UTC":
        run(commands, f"settings zone {zone}")
    commands.check(OMAR, Paste("Acme: Can we jump on WhatsApp?", past=True), SUNDAY_EVENING)
    with commands.store.write(2) as tenant:
        post = posts.plan(
            tenant,
            kind=PostKind.SUMMARY,
            workspace_id=2,
            destination=OMAR.person,
            subject={
                "since": "2026-11-20T00:00:00+00:00",
                "until": "2026-11-24T00:00:00+00:00",
                "past": 1,
            },
            dedupe_key="summary",
            not_before=SUNDAY_EVENING,
            now=SUNDAY_EVENING,
        )
    assert post is not None
    assert f"· {shown}" in str(render(commands.store, commands.policy, post, SUNDAY_EVENING))
