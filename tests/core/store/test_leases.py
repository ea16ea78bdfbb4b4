from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from sqlmodel import col, select, update

from core.store import leases
from core.store.database import Database
from core.store.errors import DatabaseError
from core.store.tables import LeaseRow

REPLICAS = 6
LENGTH = timedelta(minutes=1)
Deed = Callable[[str], bool]


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture(name="take")
def _take(any_database: Database) -> Deed:
    return lambda holder: leases.take(any_database, "gateway", holder, LENGTH, now())


@pytest.fixture(name="renew")
def _renew(any_database: Database) -> Deed:
    return lambda holder: leases.renew(any_database, "gateway", holder, LENGTH, now())


def time_goes_by(database: Database, length: timedelta = LENGTH) -> None:
    with database.write() as session:
        ends_at = session.exec(select(LeaseRow.ends_at)).one()
        session.execute(update(LeaseRow).values(ends_at=ends_at - length))


def test_a_lease_that_somebody_holds_is_nobody_elses(take: Deed, renew: Deed) -> None:
    assert take("Alder")
    assert not take("Birch")
    assert not renew("Birch")
    assert renew("Alder")


def test_each_name_is_a_lease_of_its_own(any_database: Database, take: Deed) -> None:
    assert take("Alder")
    assert leases.take(any_database, "another", "Birch", LENGTH, now())


def test_of_many_that_take_it_at_once_one_has_it(take: Deed) -> None:
    together = Barrier(REPLICAS)

    def take_it(number: int) -> bool:
        together.wait()
        return take(str(number))

    with ThreadPoolExecutor(REPLICAS) as crowd:
        assert sum(crowd.map(take_it, range(REPLICAS))) == 1


def test_a_lease_that_has_ended_is_anybodys_and_is_not_renewed(
    any_database: Database, take: Deed, renew: Deed
) -> None:
    assert take("Alder")
    time_goes_by(any_database)
    assert not renew("Alder")
    assert take("Birch")
    assert not renew("Alder")


def test_a_lease_lasts_from_when_it_was_last_renewed(any_database: Database, take: Deed, renew: Deed) -> None:
    assert take("Alder")
    time_goes_by(any_database, LENGTH / 2)
    assert renew("Alder")
    time_goes_by(any_database, LENGTH / 2)
    assert not take("Birch")


def test_what_is_let_go_is_free_at_once_and_stays_so(any_database: Database, take: Deed, renew: Deed) -> None:
    assert take("Alder")
    leases.let_go(any_database, "gateway", "Alder")
    assert not renew("Alder")
    assert take("Birch")


def test_only_who_holds_it_lets_go_of_it(any_database: Database, take: Deed, renew: Deed) -> None:
    assert take("Alder")
    leases.let_go(any_database, "gateway", "Birch")
    assert renew("Alder")


@pytest.mark.parametrize("off", [timedelta(hours=-1), timedelta(hours=1)])
def test_whose_clock_goes_wrong_does_not_matter_on_postgres(postgres: Database, off: timedelta) -> None:
    assert leases.take(postgres, "gateway", "Alder", LENGTH, now() + off)
    assert not leases.take(postgres, "gateway", "Birch", LENGTH, now() - off)
    assert leases.renew(postgres, "gateway", "Alder", LENGTH, now() - off)


def test_who_is_paused_between_two_statements_keeps_nobody_waiting(postgres: Database) -> None:
    assert leases.take(postgres, "gateway", "Alder", LENGTH, now())
    with postgres.outside() as paused:
        paused.execute(update(LeaseRow).where(col(LeaseRow.holder) == "Alder").values(holder="Birch"))
        with postgres.outside() as other:
            other.exec_driver_sql("SET lock_timeout = 1000")
            other.execute(update(LeaseRow).values(holder="Cedar"))


def test_a_database_that_is_gone_says_so() -> None:
    gone = Database("postgresql://nobody@127.0.0.1:1/nowhere")
    with pytest.raises(DatabaseError, match="does not answer"):
        leases.take(gone, "gateway", "Alder", LENGTH, now())
    gone.engine.dispose()
