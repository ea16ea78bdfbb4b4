from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from core.records import Platform, PostKind, PostStatus
from core.store import installations, people, posts
from core.store.crypto import Keyring, new_key
from core.store.database import Database
from core.store.installations import SIGN_IN_LASTS, Installation, external_ids
from core.store.rotation import seal_anew
from core.store.tables import InstallationRow, MemberRow, PostRow, SignInRow, WorkspaceRow
from core.store.tenant import Store

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
SLACK = Platform.SLACK
ALDER = Installation(
    enterprise_id="",
    team_id="T1",
    name="Alder",
    installed_by="U1",
    installed_at=NOW,
    token="a-token-of-alder",  # noqa: S106  # It opens nothing.
    me="U9",
    bot_id="B9",
    app_id="A1",
    scopes=("chat:write", "commands"),
)
ORGANISATION = replace(ALDER, enterprise_id="E1", team_id="", name="Birch", token="a-token-of-birch")  # noqa: S106
TEAM = replace(ALDER, enterprise_id="E1", team_id="T2", name="Birch sales", token="a-token-of-sales")  # noqa: S106


@pytest.fixture
def any_store(any_database: Database) -> Store:
    """Each kind of database in turn, with nothing in it."""
    return Store(any_database, Keyring([new_key()]))


def members(store: Store) -> list[tuple[str, str, bool]]:
    with store.database.read() as session:
        rows = session.exec(select(MemberRow).order_by(col(MemberRow.id)))
        return [(row.external_id, row.name, row.lead) for row in rows]


def test_what_was_granted_is_found_as_it_was(any_store: Store) -> None:
    for installation in (ALDER, ORGANISATION, TEAM):
        installations.keep(any_store, SLACK, installation)
        assert installations.find(any_store, SLACK, [installation.external_id]) == installation
    assert list(installations.everywhere(any_store, SLACK)) == [ALDER, ORGANISATION, TEAM]
    assert installations.find(any_store, Platform.DISCORD, ["T1"]) is None
    assert list(installations.everywhere(any_store, Platform.DISCORD)) == []


@pytest.mark.parametrize(
    "kept, enterprise_id, team_id, org_wide, found",
    [
        ([ALDER], "", "T1", False, ALDER),
        ([ALDER], "", "T2", False, None),
        ([ALDER], "E1", "T1", False, ALDER),  # The workspace has joined an organisation since.
        ([ORGANISATION], "E1", "T2", False, ORGANISATION),
        ([ORGANISATION], "E1", "T7", True, ORGANISATION),
        ([ORGANISATION], "E1", "", True, ORGANISATION),
        ([ORGANISATION], "E2", "T2", False, None),
        ([ORGANISATION], "", "T2", False, None),
        ([ORGANISATION, TEAM], "E1", "T2", False, TEAM),
        ([ORGANISATION, TEAM], "E1", "T2", True, ORGANISATION),
        ([TEAM], "E1", "T2", True, None),
        ([TEAM], "E1", "T3", False, None),
        ([ALDER], "", "", False, None),
    ],
)
def test_an_installation_of_an_organisation_speaks_for_all_of_its_teams(
    kept: list[Installation],
    enterprise_id: str,
    team_id: str,
    org_wide: bool,
    found: Installation | None,
    store: Store,
) -> None:
    for installation in kept:
        installations.keep(store, SLACK, installation)
    ids = external_ids(enterprise_id, team_id, org_wide=org_wide)
    assert installations.find(store, SLACK, ids) == found


def test_whoever_installs_is_a_member_and_the_first_of_them_a_lead(any_store: Store) -> None:
    place = installations.keep(any_store, SLACK, ALDER)
    assert members(any_store) == [("U1", "U1", True)]
    with any_store.write(place.agency_id) as tenant:
        people.member(tenant, place.workspace_id, "U1", "Mara", NOW, may_begin=True)
    installations.keep(any_store, SLACK, replace(ALDER, installed_by="U2"))
    installations.keep(any_store, SLACK, ALDER)
    assert members(any_store) == [("U1", "Mara", True), ("U2", "U2", False)]


def test_a_second_installation_replaces_the_first_and_brings_the_workspace_back(any_store: Store) -> None:
    place = installations.keep(any_store, SLACK, ALDER)
    installations.remove(any_store, SLACK, ["T1"], NOW)
    again = replace(ALDER, name="Alder & Sons", enterprise_id="E1", token="another", installed_at=LATER)  # noqa: S106
    for _ in range(2):
        assert installations.keep(any_store, SLACK, again).workspace_id == place.workspace_id
    assert list(installations.everywhere(any_store, SLACK)) == [again]
    assert not installations.is_removed(any_store, SLACK, "T1")


def test_two_that_install_at_the_same_moment_end_in_one_installation(any_store: Store) -> None:
    with ThreadPoolExecutor(4) as pool:
        kept = pool.map(
            lambda number: installations.keep(any_store, SLACK, replace(ALDER, me=f"U{number}")), range(4)
        )
    assert len({place.workspace_id for place in kept}) == 1
    assert len(installations.everywhere(any_store, SLACK)) == 1


def test_a_workspace_that_takes_the_bot_out_loses_its_token_and_what_waits_for_it(any_store: Store) -> None:
    place, other = (installations.keep(any_store, SLACK, one) for one in (ALDER, TEAM))
    for at in (place, other):
        for status in PostStatus:
            with any_store.write(at.agency_id) as tenant:
                post = posts.plan(
                    tenant,
                    kind=PostKind.DIGEST,
                    workspace_id=at.workspace_id,
                    destination=status,
                    subject={},
                    dedupe_key=f"{at.agency_id}:{status}",
                    not_before=NOW,
                    now=NOW,
                )
                assert post is not None
                posts.change(tenant.session, col(PostRow.id) == post.id, status=status, held_by="somebody")

    assert installations.remove(any_store, SLACK, ["T1"], LATER) == "T1"

    assert list(installations.everywhere(any_store, SLACK)) == [TEAM]
    assert installations.is_removed(any_store, SLACK, "T1")
    assert not installations.is_removed(any_store, SLACK, "T2")
    with any_store.database.read() as session:
        rows = session.exec(select(PostRow)).all()
    after = {(row.agency_id, row.destination): (row.status, row.held_by) for row in rows}
    for status in PostStatus:
        is_stopped = status in (PostStatus.PENDING, PostStatus.PARKED)
        expected = (PostStatus.CANCELLED, "") if is_stopped else (status, "somebody")
        assert after[place.agency_id, status] == expected
        assert after[other.agency_id, status] == (status, "somebody")


@pytest.mark.parametrize(
    "ids, at, removed",
    [
        (["T2", "E1"], LATER, "T2"),
        (["E1"], LATER, "E1"),
        (["T7", "E1"], LATER, "E1"),
        (["T7"], LATER, ""),
        (["T2", "E1"], NOW - timedelta(seconds=1), ""),  # It is about an installation before this one.
        ([], LATER, ""),
    ],
)
def test_only_the_nearest_installation_is_removed_and_only_by_news_that_are_younger(
    ids: list[str], at: datetime, removed: str, store: Store
) -> None:
    for installation in (ORGANISATION, TEAM):
        installations.keep(store, SLACK, installation)
    assert installations.remove(store, SLACK, ids, at) == removed
    assert installations.remove(store, SLACK, ids, at) == ""  # The same news once more.
    left = [kept.external_id for kept in installations.everywhere(store, SLACK)]
    assert left == [name for name in ("E1", "T2") if name != removed]


def test_a_workspace_without_a_kept_token_is_removed_and_readmitted(store: Store) -> None:
    with store.database.write() as session:
        place = people.install(session, store.keyring, SLACK, "T1", "Alder", NOW)
    assert installations.external_id(store, place.workspace_id) == "T1"
    assert installations.remove(store, SLACK, ["T1"], LATER) == "T1"
    installations.readmit(store, Platform.DISCORD, "T1")
    assert installations.is_removed(store, SLACK, "T1")
    installations.readmit(store, SLACK, "T1")
    assert not installations.is_removed(store, SLACK, "T1")
    with store.database.read() as session:
        assert session.get_one(WorkspaceRow, place.workspace_id).installed_at == NOW


def test_a_token_is_in_no_file_and_after_removal_not_even_sealed(
    sqlite_file: Database, tmp_path: Path
) -> None:
    store = Store(sqlite_file, Keyring([new_key()]))

    def everything() -> bytes:
        return b"".join(file.read_bytes() for file in tmp_path.iterdir())

    installations.keep(store, SLACK, ALDER)
    with store.database.read() as session:
        sealed = session.exec(select(InstallationRow.sealed)).one()
    assert sealed in everything()
    assert ALDER.token.encode() not in everything()
    assert ALDER.token not in repr(ALDER)
    installations.remove(store, SLACK, ["T1"], LATER)
    assert sealed not in everything()


def test_a_token_is_sealed_anew_with_a_new_key(sqlite_file: Database) -> None:
    old, new = new_key(), new_key()
    installations.keep(Store(sqlite_file, Keyring([old])), SLACK, ALDER)
    seal_anew(Store(sqlite_file, Keyring([new, old])))
    assert installations.find(Store(sqlite_file, Keyring([new])), SLACK, ["T1"]) == ALDER


def _in_time(state: str) -> tuple[str, datetime]:
    return state, NOW + SIGN_IN_LASTS - timedelta(seconds=1)


@pytest.mark.parametrize(
    "brought, is_open",
    [
        (_in_time, True),
        (lambda state: (state, NOW + SIGN_IN_LASTS), False),
        (lambda state: (state + "x", NOW), False),
        (lambda _: ("", NOW), False),
    ],
)
def test_a_sign_in_is_open_for_ten_minutes_to_whoever_has_its_secret(
    brought: Callable[[str], tuple[str, datetime]], is_open: bool, store: Store
) -> None:
    state, at = brought(installations.begin_sign_in(store, NOW))
    assert installations.end_sign_in(store, state, at) is is_open
    assert not installations.end_sign_in(store, state, at)


def test_of_many_that_bring_the_same_secret_at_once_one_signs_in(any_store: Store) -> None:
    state = installations.begin_sign_in(any_store, NOW)
    with ThreadPoolExecutor(8) as pool:
        ended = list(pool.map(lambda _: installations.end_sign_in(any_store, state, NOW), range(8)))
    assert sorted(ended) == [False] * 7 + [True]


def test_the_secret_of_a_sign_in_is_kept_as_a_hash_and_no_longer_than_it_lasts(any_store: Store) -> None:
    states = [installations.begin_sign_in(any_store, NOW) for _ in range(3)]
    last = installations.begin_sign_in(any_store, NOW + SIGN_IN_LASTS)
    with any_store.database.read() as session:
        rows = session.exec(select(SignInRow)).all()
    assert len({*states, last}) == 4
    assert [row.expires_at for row in rows] == [NOW + 2 * SIGN_IN_LASTS]
    assert last not in rows[0].state
