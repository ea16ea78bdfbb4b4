from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from core.commands.desk import Desk
from core.policy import load
from core.store import people
from core.store.tenant import Store

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)  # a Monday


@pytest.fixture
def desk(store: Store) -> Iterator[Desk]:
    """The desk of Omar, a lead, in a terminal's channel called chats; Mara is the other member."""
    with store.write(1) as tenant:
        row = people.channel(tenant, 1, "chats", "chats")
        omar = replace(people.member(tenant, 1, "m2", "Omar", NOW, may_begin=True), lead=True)
        people.members(tenant)[1].lead = True
        yield Desk(
            tenant, load(), omar, NOW, people.preferences(tenant), people.as_channel(row), us=("Omar", "Mara")
        )


@pytest.fixture
def member_desk(desk: Desk) -> Desk:
    """The desk of Mara, who is no lead."""
    return replace(desk, member=people.as_member(people.members(desk.tenant)[0]))
