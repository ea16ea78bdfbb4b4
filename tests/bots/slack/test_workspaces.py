import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bots.delivery import Refused
from bots.slack.workspaces import KEPT_SECONDS, SlackError, Workspace, Workspaces
from core.records import Platform
from core.settings import Settings
from core.store import installations, people
from core.store.installations import Installation
from core.store.tenant import Store
from tests.slack.fake import FakeSlack
from tests.slack.faults import DropBeforeAccept, ErrorCode, Fault, RateLimited, ServerError
from tests.slack.methods import METHODS

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
SLACK = Platform.SLACK
TEAM = Installation("E1", "T2", "Birch sales", "U1", NOW, "a-token-of-sales", "U8", "B8")
TOKEN_FAULTS = (ErrorCode("token_revoked"), ErrorCode("account_inactive"))
ORGANISATION = Installation("E1", "", "Birch", "U1", NOW, "a-token-of-birch", "U7", "B7")


@pytest.fixture(name="slack")
def _slack() -> Iterator[FakeSlack]:
    with FakeSlack() as slack:
        yield slack


def settings(slack: FakeSlack) -> Settings:
    return Settings(slack_api_url=slack.url, slack_bot_token=slack.token)


def row_of(store: Store, external_id: str) -> int:
    with store.database.write() as session:
        return people.install(session, store.keyring, SLACK, external_id, "Alder", NOW).workspace_id


@pytest.mark.parametrize(
    "said, external_id",
    [
        ({}, "T1"),
        ({"enterprise_id": "E1"}, "T1"),
        ({"enterprise_id": "E1", "is_enterprise_install": True}, "E1"),
    ],
)
def test_the_token_of_the_settings_opens_one_workspace(
    said: dict[str, Any],
    external_id: str,
    slack: FakeSlack,
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    usual = METHODS["auth.test"]
    monkeypatch.setitem(METHODS, "auth.test", lambda state, asked: usual(state, asked) | said)
    known = Workspaces.single(settings(slack), store)
    own = known.of(external_id)
    assert own is not None
    assert own is known.own
    assert (own.external_id, own.name, own.me, own.bot_id) == (external_id, "Alder", slack.me, slack.bot_id)
    assert (own.web.token, own.web.timeout, own.web.retry_handlers) == (slack.token, 10, [])
    assert known.of("T7") is None
    assert known.by_row(row_of(store, external_id)) is own
    with pytest.raises(Refused, match="token_revoked"):
        known.by_row(row_of(store, "T7"))
    assert [call.method for call in slack.calls] == ["auth.test"]


@pytest.mark.parametrize(
    "fault, says",
    [
        (ErrorCode("token_revoked"), "(token_revoked). Copy it anew"),
        (ErrorCode("account_inactive"), "CHECKMSG_SLACK_BOT_TOKEN"),
        (RateLimited(), "(ratelimited). Try again in a minute"),
        (ErrorCode("internal_error"), "Try again in a minute"),
        (ServerError(503), "(http_503)"),
        (DropBeforeAccept(), "Slack does not answer"),
    ],
)
def test_a_slack_that_is_not_well_is_told_apart_from_a_wrong_token(
    fault: Fault, says: str, slack: FakeSlack, store: Store
) -> None:
    slack.fault("auth.test", fault)
    with pytest.raises(SlackError) as error:
        Workspaces.single(settings(slack), store)
    assert says in str(error.value)
    assert ("Copy it anew" in str(error.value)) is (fault in TOKEN_FAULTS)
    assert all(part not in str(error.value) for part in (slack.token, "html", "\n"))


def test_a_wrong_token_is_told_in_one_line_with_what_to_do(slack: FakeSlack, store: Store) -> None:
    for token in ("xoxb-of-another", slack.app_token):
        wrong = settings(slack).model_copy(update={"slack_bot_token": token})
        with pytest.raises(SlackError, match=r"Copy it anew .* CHECKMSG_SLACK_BOT_TOKEN") as error:
            Workspaces.single(wrong, store)
        assert token not in str(error.value)


def test_the_token_of_a_person_is_refused(slack: FakeSlack, store: Store) -> None:
    slack.bot_id = ""
    with pytest.raises(SlackError, match="a person's token"):
        Workspaces.single(settings(slack), store)


def test_one_workspace_that_took_the_bot_out_has_it_again_when_its_token_works(
    slack: FakeSlack, store: Store
) -> None:
    row = row_of(store, "T1")
    known = Workspaces.single(settings(slack), store)
    installations.remove(store, SLACK, ["T1"], NOW)
    with pytest.raises(Refused):
        known.by_row(row)
    assert Workspaces.single(settings(slack), store).by_row(row).external_id == "T1"


def test_installed_workspaces_are_those_of_the_store(slack: FakeSlack, store: Store) -> None:
    places = [installations.keep(store, SLACK, one) for one in (ORGANISATION, TEAM)]
    known = Workspaces.installed(settings(slack), store)
    for one, place in zip((ORGANISATION, TEAM), places, strict=True):
        found = known.by_row(place.workspace_id)
        assert (found.external_id, found.name) == (one.external_id, one.name)
        assert (found.me, found.bot_id, found.web.token) == (one.me, one.bot_id, one.token)
    assert known.of("T7") is None
    assert known.own is None
    assert slack.calls == []


@pytest.mark.parametrize(
    "enterprise_id, team_id, org_wide, external_id",
    [
        ("E1", "T2", False, "T2"),
        ("E1", "T2", True, "E1"),
        ("E1", "T3", False, "E1"),
        ("", "T2", False, "T2"),
        ("", "T3", False, None),
        ("", "", False, None),
    ],
)
def test_an_event_is_for_the_nearest_workspace(
    enterprise_id: str, team_id: str, org_wide: bool, external_id: str | None, slack: FakeSlack, store: Store
) -> None:
    for one in (ORGANISATION, TEAM):
        installations.keep(store, SLACK, one)
    known = Workspaces.installed(settings(slack), store)
    found = known.of_event(enterprise_id, team_id, org_wide=org_wide)
    assert (found.external_id if found else None) == external_id


def test_a_workspace_is_looked_at_again_after_a_minute_or_when_told(
    slack: FakeSlack, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = Workspaces.installed(settings(slack), store)
    at = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: at[0])

    def found() -> Workspace:
        one = known.of("T2")
        assert one is not None
        return one

    assert known.of("T2") is None
    installations.keep(store, SLACK, TEAM)  # A workspace that was not there is looked for each time.
    first = found()
    newer = replace(TEAM, token="a-newer-token")  # noqa: S106
    installations.keep(store, SLACK, newer)
    at[0] += KEPT_SECONDS - 1
    assert found() is first
    at[0] += 1
    second = found()
    assert second.web.token == "a-newer-token"  # noqa: S105
    at[0] += KEPT_SECONDS
    assert found() is second  # and with it what its directory knows
    installations.remove(store, SLACK, ["T2"], NOW)
    assert found() is second
    known.forget("T2")
    assert known.of("T2") is None


def test_what_waits_for_a_workspace_that_took_the_bot_out_is_refused_for_good(
    slack: FakeSlack, store: Store
) -> None:
    place = installations.keep(store, SLACK, TEAM)
    installations.remove(store, SLACK, ["T2"], NOW)
    with pytest.raises(Refused) as error:
        Workspaces.installed(settings(slack), store).by_row(place.workspace_id)
    assert (error.value.status, error.value.forever) == ("token_revoked", True)
