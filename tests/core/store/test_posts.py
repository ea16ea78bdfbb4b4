from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.records import Post, PostKind, PostStatus
from core.store import claims, posts
from core.store.claims import Claim
from core.store.tables import AgencyRow, WorkspaceRow
from core.store.tenant import Store, Tenant

NOW = datetime.now(UTC)  # Leases on PostgreSQL run by the clock of the server.
LEASE = timedelta(minutes=1)


def planned(tenant: Tenant, key: str = "reply:1", **other: Any) -> Post | None:
    fields: dict[str, Any] = {
        "kind": PostKind.REPLY,
        "workspace_id": 1,
        "destination": "C1",
        "subject": {"check": 1},
        "dedupe_key": key,
        "not_before": NOW,
        "now": NOW,
    }
    return posts.plan(tenant, **(fields | other))


def plan(store: Store, key: str = "reply:1", **other: Any) -> int:
    with store.write(1) as tenant:
        post = planned(tenant, key, **other)
    assert post is not None
    return post.id


def claim(store: Store, post_id: int, token: str = "ours", now: datetime = NOW) -> Claim | None:  # noqa: S107
    return claims.claim(store, post_id, now=now, lease=LEASE, token=token)


def claimed(store: Store, post_id: int, token: str = "ours", now: datetime = NOW) -> Claim:  # noqa: S107
    held = claim(store, post_id, token, now)
    assert held is not None
    return held


def kept(store: Store, post_id: int) -> Post:
    with store.read(1) as tenant:
        return posts.get(tenant.session, post_id)


def test_a_key_is_planned_once(any_store: Store) -> None:
    with any_store.write(1) as tenant:
        first = planned(tenant, subject={"check": 7}, thread="t", replaces="old")
        assert planned(tenant, destination="elsewhere") is None
    assert first is not None
    assert kept(any_store, first.id) == first
    assert (first.subject, first.thread, first.replaces, first.status) == (
        {"check": 7},
        "t",
        "old",
        PostStatus.PENDING,
    )


def test_a_post_is_announced_within_its_transaction_and_only_when_it_is_new(store: Store) -> None:
    heard: list[int] = []

    def hear(session: object, post_id: int) -> None:
        assert session is tenant.session
        heard.append(post_id)

    announcing = Store(store.database, store.keyring, hear)
    with announcing.write(1) as tenant:
        post = planned(tenant)
        planned(tenant)
    assert post is not None
    assert heard == [post.id]


def test_a_post_is_lost_with_the_transaction_that_caused_it(any_store: Store) -> None:
    def fail() -> None:
        with any_store.write(1) as tenant:
            planned(tenant)
            raise InterruptedError

    with pytest.raises(InterruptedError):
        fail()
    with any_store.read(1) as tenant:
        assert posts.by_key(tenant, "reply:1") is None


def test_of_many_at_once_one_plans_and_one_claims(any_store: Store) -> None:
    def plan_it(_: int) -> Post | None:
        with any_store.write(1) as tenant:
            return planned(tenant)

    with ThreadPoolExecutor(8) as crowd:
        (post,) = [post for post in crowd.map(plan_it, range(8)) if post]
        held = [
            held for held in crowd.map(lambda token: claim(any_store, post.id, token), "abcdefgh") if held
        ]
    assert len(held) == 1


def test_an_update_names_the_platforms_id_of_what_it_replaces_once_it_is_claimed(any_store: Store) -> None:
    for number, status, external_id in ((1, PostStatus.SENT, "x1"), (2, PostStatus.PARKED, "")):
        post_id = plan(any_store, f"reply:{number}:0")
        claims.finish(any_store, claimed(any_store, post_id), status, now=NOW, external_id=external_id)
    sent, lost = (
        claimed(
            any_store, plan(any_store, f"reply:{number}:1", replaces=f"reply:{number}:0", thread=str(number))
        )
        for number in (1, 2)
    )
    assert (sent.post.replaces, lost.post.replaces) == ("x1", "")


def test_a_post_is_yet_to_be_rendered_until_somebody_holds_it(any_store: Store) -> None:
    post_id = plan(any_store, "reply:1:0")
    with any_store.read(1) as tenant:
        assert posts.is_yet_to_be_rendered(tenant, "reply:1:0")
        assert not posts.is_yet_to_be_rendered(tenant, "reply:2:0")
    claimed(any_store, post_id)
    with any_store.read(1) as tenant:
        assert not posts.is_yet_to_be_rendered(tenant, "reply:1:0")


def test_another_agency_sees_and_takes_back_nothing(store: Store) -> None:
    with store.write(1) as tenant:
        tenant.add(AgencyRow(name="Birch", created_at=NOW, sealed_key=b""))
        tenant.add(WorkspaceRow(agency_id=2, platform="slack", external_id="T2", name="B", installed_at=NOW))
    post_id = plan(store)
    with store.write(2) as tenant:
        assert posts.by_key(tenant, "reply:1") is None
        assert not posts.cancel(tenant, "reply:1")
    claims.finish(store, claimed(store, post_id), PostStatus.PARKED, now=NOW)
    with store.write(2) as tenant:
        assert posts.parked(tenant) == []
        assert not posts.try_again(tenant, post_id)
    assert kept(store, post_id).status is PostStatus.PARKED


def test_a_claim_says_which_platform_a_post_goes_to(store: Store) -> None:
    assert claimed(store, plan(store)).platform == "terminal"


def test_a_post_is_held_by_one(any_store: Store) -> None:
    post_id = plan(any_store)
    assert claimed(any_store, post_id).post.attempts == 1
    assert claim(any_store, post_id, "theirs") is None
    assert claims.due(any_store, NOW, 10) == []


def test_a_lease_holds_to_its_end(store: Store) -> None:
    post_id = plan(store)
    claimed(store, post_id)
    assert claim(store, post_id, "theirs", NOW + LEASE - timedelta(seconds=1)) is None
    assert claimed(store, post_id, "theirs", NOW + LEASE).post.attempts == 2


def test_who_comes_back_after_another_has_taken_over_changes_nothing(any_store: Store) -> None:
    post_id = plan(any_store)
    late = claims.claim(any_store, post_id, now=NOW, lease=timedelta(0), token="ours")  # noqa: S106
    assert late is not None
    claimed(any_store, post_id, "theirs")
    assert not claims.begin(any_store, late, now=NOW, lease=LEASE)
    claims.finish(any_store, late, PostStatus.SENT, now=NOW, external_id="x")
    claims.put_off(any_store, late, now=NOW, wait=timedelta(0), error="Refused", refused=True)
    post = kept(any_store, post_id)
    assert (post.status, post.external_id, post.last_error) == (PostStatus.PENDING, "", "")
    assert claims.due(any_store, NOW, 10) == []


def test_a_replica_whose_clock_is_ahead_takes_nothing_on_postgres(any_store: Store) -> None:
    post_id = plan(any_store)
    claimed(any_store, post_id)
    taken = claim(any_store, post_id, "theirs", NOW + timedelta(days=1)) is not None
    assert taken is any_store.database.is_sqlite


def test_a_post_that_begins_to_leave_counts_as_sending_until_it_is_marked(any_store: Store) -> None:
    held = claimed(any_store, plan(any_store))
    assert kept(any_store, held.post.id).status is PostStatus.PENDING
    assert claims.begin(any_store, held, now=NOW, lease=LEASE)
    post = kept(any_store, held.post.id)
    assert (post.status, post.first_attempt_at) == (PostStatus.SENDING, NOW)
    claims.finish(any_store, held, PostStatus.SENT, now=NOW, external_id="x1")
    post = kept(any_store, held.post.id)
    assert (post.status, post.external_id) == (PostStatus.SENT, "x1")
    assert claim(any_store, post.id) is None


def test_a_begin_renews_the_lease(store: Store) -> None:
    held = claimed(store, plan(store))
    late = NOW + LEASE - timedelta(seconds=1)
    assert claims.begin(store, held, now=late, lease=LEASE)
    assert claim(store, held.post.id, "theirs", NOW + LEASE) is None


def test_the_first_attempt_is_remembered_as_the_first(store: Store) -> None:
    held = claimed(store, plan(store))
    claims.begin(store, held, now=NOW, lease=LEASE)
    again = claimed(store, held.post.id, "theirs", NOW + LEASE)
    claims.begin(store, again, now=NOW + LEASE, lease=LEASE)
    assert kept(store, held.post.id).first_attempt_at == NOW


@pytest.mark.parametrize("refused, status", [(True, PostStatus.PENDING), (False, PostStatus.SENDING)])
def test_what_failed_waits_and_is_looked_up_unless_it_was_refused(
    store: Store, refused: bool, status: PostStatus
) -> None:
    held = claimed(store, plan(store))
    claims.begin(store, held, now=NOW, lease=LEASE)
    claims.put_off(store, held, now=NOW, wait=timedelta(minutes=5), error="Refused 429", refused=refused)
    assert claims.due(store, NOW + timedelta(minutes=4), 10) == []
    assert claims.due(store, NOW + timedelta(minutes=5), 10) == [held.post.id]
    post = kept(store, held.post.id)
    assert (post.status, post.last_error) == (status, "Refused 429")


def test_what_is_due_comes_in_the_order_it_fell_due_and_not_before(any_store: Store) -> None:
    places = ("C1", "C2", "C3", "C4")
    hours = (2, 1, 3, -4)
    ids = [
        plan(any_store, place, destination=place, not_before=NOW - timedelta(hours=hour))
        for place, hour in zip(places, hours, strict=True)
    ]
    assert claims.due(any_store, NOW, 10) == [ids[2], ids[0], ids[1]]
    assert claims.due(any_store, NOW, 1) == [ids[2]]
    assert claim(any_store, ids[3]) is None


def test_a_later_post_of_a_line_waits_until_the_earlier_one_is_out_of_the_way(any_store: Store) -> None:
    first = plan(any_store, "first", thread="t")
    second = plan(any_store, "second", thread="t")
    other = plan(any_store, "other", thread="u")
    assert claims.due(any_store, NOW, 10) == [first, other]
    assert claim(any_store, second) is None
    held = claimed(any_store, first)
    claims.put_off(any_store, held, now=NOW, wait=timedelta(0), error="Unclear", refused=False)
    assert claim(any_store, second) is None
    claims.finish(any_store, claimed(any_store, first), PostStatus.PARKED, now=NOW)
    assert claim(any_store, second) is not None


def test_a_whole_line_is_due_unless_its_first_is_held(any_store: Store) -> None:
    first, second, third = (plan(any_store, key) for key in ("first", "second", "third"))
    assert claims.due(any_store, NOW, 10, whole_lines=True) == [first, second, third]
    held = claimed(any_store, first)
    assert claims.due(any_store, NOW, 10, whole_lines=True) == []
    claims.finish(any_store, held, PostStatus.SENT, now=NOW)
    assert claims.due(any_store, NOW, 10, whole_lines=True) == [second, third]


def test_a_post_of_next_week_holds_up_nothing(store: Store) -> None:
    plan(store, "reminder", not_before=NOW + timedelta(days=7))
    reply = plan(store, "reply")
    assert claims.due(store, NOW, 10) == [reply]


@pytest.mark.parametrize(
    "reached, is_taken_back",
    [("planned", True), ("claimed", True), ("begun", False), ("parked", True), ("sent", False)],
)
def test_a_post_is_taken_back_until_it_begins_to_leave(
    store: Store, reached: str, is_taken_back: bool
) -> None:
    post_id = plan(store)
    held = claimed(store, post_id) if reached != "planned" else None
    if held and reached == "begun":
        claims.begin(store, held, now=NOW, lease=LEASE)
    elif held and reached in ("parked", "sent"):
        claims.finish(store, held, PostStatus(reached), now=NOW)
    with store.write(1) as tenant:
        assert posts.cancel(tenant, "reply:1") is is_taken_back
        post = posts.by_key(tenant, "reply:1")
    assert post is not None
    assert (post.status is PostStatus.CANCELLED) is is_taken_back
    if held and reached == "claimed":
        assert not claims.begin(store, held, now=NOW, lease=LEASE)


def test_what_was_given_up_is_shown_and_tried_again_with_a_look_first(any_store: Store) -> None:
    post_id = plan(any_store)
    claims.finish(any_store, claimed(any_store, post_id), PostStatus.PARKED, now=NOW, error="Refused 404")
    with any_store.write(1) as tenant:
        assert [(post.id, post.last_error) for post in posts.parked(tenant)] == [(post_id, "Refused 404")]
        assert posts.try_again(tenant, post_id)
        assert posts.parked(tenant) == []
    again = claimed(any_store, post_id).post
    assert (again.status, again.attempts) == (PostStatus.SENDING, 1)
