from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bots.slack import directory
from bots.slack.directory import Directory, Person, Room
from tests.slack.fake import FakeSlack
from tests.slack.faults import ErrorCode, RateLimited


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with FakeSlack() as slack:
        yield slack


def known(slack: FakeSlack) -> Directory:
    return Directory(WebClient(slack.token, slack.url, retry_handlers=[]))


@pytest.mark.parametrize(
    "more, expected",
    [
        ({}, Person("U1", "Mara", "Europe/Kyiv")),
        ({"tz": None}, Person("U1", "Mara", "")),
        ({"is_admin": True}, Person("U1", "Mara", "Europe/Kyiv", owner=True)),
        ({"is_owner": True}, Person("U1", "Mara", "Europe/Kyiv", owner=True)),
        ({"is_primary_owner": True}, Person("U1", "Mara", "Europe/Kyiv", owner=True)),
        ({"is_restricted": True}, Person("U1", "Mara", "Europe/Kyiv", outside=True)),
        ({"is_ultra_restricted": True}, Person("U1", "Mara", "Europe/Kyiv", outside=True)),
        ({"is_stranger": True}, Person("U1", "Mara", "Europe/Kyiv", outside=True)),
        ({"team_id": "T2"}, Person("U1", "Mara", "Europe/Kyiv", outside=True)),
        ({"team_id": None}, Person("U1", "Mara", "Europe/Kyiv", outside=True)),
        (
            {"team_id": "T2", "enterprise_user": {"enterprise_id": "E1"}},
            Person("U1", "Mara", "Europe/Kyiv"),
        ),
        (
            {"team_id": "T2", "enterprise_user": {"enterprise_id": "E2"}},
            Person("U1", "Mara", "Europe/Kyiv", outside=True),
        ),
        ({"deleted": True}, Person("U1", "Mara", "Europe/Kyiv", gone=True)),
        ({"is_bot": True}, Person("U1", "Mara", "Europe/Kyiv", bot=True)),
        ({"profile": {"real_name": "Mara Lind"}}, Person("U1", "Mara Lind", "Europe/Kyiv")),
        ({"profile": {}, "name": "mara"}, Person("U1", "mara", "Europe/Kyiv")),
    ],
)
def test_a_person_is_known_as_slack_describes_them(
    slack: FakeSlack, more: dict[str, Any], expected: Person
) -> None:
    slack.enterprise_id = "E1"
    slack.add_user("U1", **{"name": "Mara", **more})
    assert known(slack).person("U1") == expected


def test_slackbot_is_a_bot_whatever_slack_calls_it(slack: FakeSlack) -> None:
    slack.add_user("USLACKBOT", name="Slackbot", is_bot=False)
    assert known(slack).person("USLACKBOT").bot


@pytest.mark.parametrize(
    "more, expected",
    [
        ({}, Room("C1", "chats", member=True)),
        ({"is_private": True}, Room("C1", "chats", private=True, member=True)),
        ({"is_archived": True}, Room("C1", "chats", archived=True, member=True)),
        ({"is_ext_shared": True, "is_shared": True}, Room("C1", "chats", shared=True, member=True)),
        ({"is_pending_ext_shared": True}, Room("C1", "chats", shared=True, member=True)),
        ({"connected_team_ids": ["T2"]}, Room("C1", "chats", shared=True, member=True)),
        ({"pending_connected_team_ids": ["T2"]}, Room("C1", "chats", shared=True, member=True)),
        # With whom, Slack does not say.
        ({"is_shared": True}, Room("C1", "chats", shared=True, member=True)),
        ({"is_shared": True, "is_org_shared": True}, Room("C1", "chats", member=True)),
        (
            {"is_shared": True, "is_org_shared": True, "is_ext_shared": True},
            Room("C1", "chats", shared=True, member=True),
        ),
        ({"is_member": False}, Room("C1", "chats")),
    ],
)
def test_a_channel_is_known_as_slack_describes_it(
    slack: FakeSlack, more: dict[str, Any], expected: Room
) -> None:
    slack.add_channel("C1", name="chats", **more)
    assert known(slack).room("C1") == expected


def test_a_talk_with_one_person_is_known_without_asking(slack: FakeSlack) -> None:
    assert known(slack).room("D1") == Room("D1", "", private=True, direct=True, member=True)
    assert slack.calls == []


def test_what_was_asked_once_is_known_for_a_while(slack: FakeSlack, monkeypatch: pytest.MonkeyPatch) -> None:
    slack.add_user("U1")
    slack.add_channel("C1")
    one = known(slack)
    for _ in range(3):
        one.person("U1")
        one.room("C1")
    assert sorted(call.method for call in slack.calls) == ["auth.test", "conversations.info", "users.info"]

    monkeypatch.setattr("bots.slack.directory.PERSON_SECONDS", 0.0)
    monkeypatch.setattr("bots.slack.directory.ROOM_SECONDS", 0.0)
    other = known(slack)
    for _ in range(3):
        other.person("U1")
        other.room("C1")
    assert (len(slack.called("users.info")), len(slack.called("conversations.info"))) == (4, 4)


def test_it_is_asked_from_many_threads(slack: FakeSlack) -> None:
    people = [slack.add_user(f"U{number}")["id"] for number in range(20)] * 5
    one = known(slack)
    with ThreadPoolExecutor(8) as pool:
        assert [person.id for person in pool.map(one.person, people)] == people


def test_a_short_rate_limit_is_waited_for_and_a_long_one_is_not(slack: FakeSlack) -> None:
    slack.add_user("U1", name="Mara")
    slack.fault("users.info", RateLimited(retry_after=1))
    assert known(slack).person("U1").name == "Mara"
    slack.fault("users.info", RateLimited(retry_after=60))
    with pytest.raises(SlackApiError):
        known(slack).person("U1")


def test_waiting_has_an_end(slack: FakeSlack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(directory, "PATIENCE_SECONDS", 1.5)
    slack.fault("users.info", RateLimited(retry_after=1), times=None)
    with pytest.raises(SlackApiError):
        known(slack).person("U1")
    assert len(slack.called("users.info")) == 2


def test_what_failed_is_not_remembered(slack: FakeSlack) -> None:
    slack.add_user("U1", name="Mara")
    slack.fault("users.info", ErrorCode("internal_error"))
    one = known(slack)
    with pytest.raises(SlackApiError):
        one.person("U1")
    assert one.person("U1").name == "Mara"
