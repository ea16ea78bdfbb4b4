from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bots.slack import manifest
from bots.slack.doctor import UNSEEN, examine
from core.records import Platform
from core.reply import Fields, Footnote, Heading
from core.settings import Settings
from core.store import installations, people
from core.store.crypto import Keyring, new_key
from core.store.database import Database
from core.store.installations import Installation
from core.store.tables import WorkspaceRow
from core.store.tenant import Store
from tests.slack.fake import FakeSlack
from tests.slack.faults import DropBeforeAccept, ErrorCode, Fault, ServerError

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
KEY = new_key()
HEX = "0123456789abcdef0123456789abcdef"


@pytest.fixture(name="slack")
def _slack() -> Iterator[FakeSlack]:
    with FakeSlack() as slack:
        slack.scopes = set(manifest.SCOPES)
        yield slack


@pytest.fixture(name="kept")
def _kept(sqlite_file: Database) -> Store:
    return Store(sqlite_file, Keyring([KEY]))


def looked_at(slack: FakeSlack, tmp_path: Path, **given: Any) -> tuple[str, dict[str, str]]:
    """Return the first line and the table of what is said of one workspace through Socket Mode, or of what is given."""
    usual = {"slack_bot_token": slack.token, "slack_app_token": slack.app_token, "slack_api_url": slack.url}
    usual |= {"database_url": f"sqlite:///{tmp_path}/checkmsg.db", "keys": KEY}
    reply = examine(Settings(**{**usual, **given}))
    heading, table, footnote = reply.blocks
    assert isinstance(heading, Heading)
    assert isinstance(table, Fields)
    assert footnote == Footnote(UNSEEN)
    fields = {field.name: field.value for field in table.fields}
    wrong = [name.startswith("✗") for name in fields]
    assert wrong == sorted(wrong, reverse=True)  # What is wrong comes first.
    assert reply.done is not any(wrong)
    return heading.text, fields


def test_where_nothing_is_missing_each_check_says_what_it_saw(slack: FakeSlack, tmp_path: Path) -> None:
    assert looked_at(slack, tmp_path) == (
        "Slack: nothing is missing",
        {
            "✓ Socket Mode": "a connection may be opened.",
            "✓ Workspace": "Alder, where the bot is @checkmsg.",
            "✓ Clock beside Slack": "both tell the same time.",
        },
    )
    posting = {call.method for call in slack.calls} - {"apps.connections.open", "auth.test"}
    assert posting == set()


@pytest.mark.parametrize("scope", manifest.SCOPES)
def test_a_right_that_is_missing_is_named_with_what_does_not_work(
    scope: str, slack: FakeSlack, tmp_path: Path
) -> None:
    slack.scopes = {*manifest.SCOPES, "chat:write.public"} - {scope}
    heading, said = looked_at(slack, tmp_path)
    assert heading == "Slack: 1 thing to mend"
    assert manifest.SCOPES[scope] in said[f"✗ Right {scope}"]
    for name, event in manifest.EVENTS.items():
        assert (name in said[f"✗ Right {scope}"]) is (event.scope == scope)
    assert said["✓ More rights than needed"] == "chat:write.public. They can be taken away."


def test_rights_that_slack_does_not_tell_are_not_called_missing(slack: FakeSlack, tmp_path: Path) -> None:
    slack.scopes = None
    _, said = looked_at(slack, tmp_path)
    assert "were not compared" in said["✗ Rights"]


@pytest.mark.parametrize(
    "given, about, says",
    [
        ({"slack_bot_token": "xapp-1"}, "CHECKMSG_SLACK_BOT_TOKEN", "does not look like one"),
        ({"slack_bot_token": "xoxb-2"}, "Workspace", "refuses the bot's token (invalid_auth)"),
        ({"slack_app_token": "xoxb-1"}, "CHECKMSG_SLACK_APP_TOKEN", "App-Level Tokens"),
        ({"slack_app_token": "xapp-2"}, "Socket Mode", "connections:write"),
        ({"slack_bot_token": ""}, "Settings", "CHECKMSG_SLACK_BOT_TOKEN"),
        ({"slack_app_token": ""}, "Settings", "CHECKMSG_SLACK_APP_TOKEN"),
        ({"slack_client_id": "1.2"}, "Settings", "CHECKMSG_SLACK_CLIENT_SECRET"),
        ({"slack_client_id": "one"}, "CHECKMSG_SLACK_CLIENT_ID", "Client ID"),
        ({"slack_signing_secret": "secret"}, "CHECKMSG_SLACK_SIGNING_SECRET", "Signing Secret"),
        ({"slack_signing_secret": f"{HEX}0"}, "CHECKMSG_SLACK_SIGNING_SECRET", "Signing Secret"),
        ({"slack_client_secret": "secret"}, "CHECKMSG_SLACK_CLIENT_SECRET", "Client Secret"),
        ({"slack_api_url": "http://127.0.0.1:1/"}, "Socket Mode", "CHECKMSG_SLACK_API_URL"),
        ({"slack_api_url": "http://127.0.0.1:1/"}, "Workspace", "does not answer"),
    ],
)
def test_a_setting_that_is_wrong_or_missing_is_named_with_where_it_is_found(
    given: dict[str, str], about: str, says: str, slack: FakeSlack, tmp_path: Path
) -> None:
    _, said = looked_at(slack, tmp_path, **given)
    assert says in said[f"✗ {about}"]


def test_slack_is_looked_at_although_nothing_can_be_remembered(slack: FakeSlack, tmp_path: Path) -> None:
    _, said = looked_at(slack, tmp_path, database_url="sqlite:////nowhere/at/all.db")
    assert "folder" in said["✗ What is remembered"]
    assert "✓ Workspace" in said


def test_without_any_setting_it_says_what_is_needed_and_asks_nobody(slack: FakeSlack, tmp_path: Path) -> None:
    _, said = looked_at(slack, tmp_path, slack_bot_token="", slack_app_token="")
    assert list(said) == ["✗ Settings"]
    assert slack.calls == []


def test_where_slack_calls_us_no_connection_is_tried(slack: FakeSlack, tmp_path: Path) -> None:
    _, said = looked_at(slack, tmp_path, slack_app_token="", slack_signing_secret=HEX)
    assert said["✓ Requests"].startswith("are taken at 127.0.0.1:3000.")
    assert [call.method for call in slack.calls] == ["auth.test"]


CHANNELS: dict[str, dict[str, Any]] = {
    "C1": {},
    "C2": {"bot": False},
    "C3": {"is_archived": True},
    "C4": {"is_ext_shared": True},
    "C5": {"bot": False, "is_private": True},
}


def test_a_channel_that_should_be_read_and_cannot_be_is_named_with_what_to_do(
    slack: FakeSlack, kept: Store, tmp_path: Path
) -> None:
    with kept.database.write() as session:
        place = people.install(session, kept.keyring, Platform.SLACK, "T1", "Alder", NOW)
        tenant = kept.tenant(session, place.agency_id)
        for name, more in CHANNELS.items():
            slack.add_channel(name, "U1", **more)
        for name in (*CHANNELS, "C6"):
            people.channel(tenant, place.workspace_id, name, name.lower()).purpose = "chats"
        people.channel(tenant, place.workspace_id, "C7", "not-watched")
        other = tenant.add(
            WorkspaceRow(
                agency_id=place.agency_id,
                platform="terminal",
                external_id="t1",
                name="Alder",
                installed_at=NOW,
            )
        )
        people.channel(tenant, other.id, "C8", "of-another-workspace").purpose = "chats"
    heading, said = looked_at(slack, tmp_path)
    assert heading == "Slack: 4 things to mend"
    expected = {
        "✓ #c1": "is read, as chats.",
        "✗ #c2": "cannot be read: the bot is not in it. Write /invite @checkmsg there.",
        "✗ #c3": "is archived. /checkmsg unwatch #c3 ends reading it.",
        "✓ #c4": "is read. Outsiders read along, so whoever posts is answered privately.",
        "✗ #c5": "is gone, or private and without the bot. Write /invite @checkmsg in it.",
        "✗ #c6": "is gone, or private and without the bot. Write /invite @checkmsg in it.",
    }
    assert {name: says for name, says in said.items() if "#" in name} == expected


@pytest.mark.parametrize(
    "fault, says",
    [
        (ErrorCode("missing_scope"), "(missing_scope)"),
        (ServerError(503), "(http_503)"),
        (DropBeforeAccept(), "Check the network"),
    ],
)
def test_a_channel_that_cannot_be_looked_at_stops_nothing_else(
    fault: Fault, says: str, slack: FakeSlack, kept: Store, tmp_path: Path
) -> None:
    with kept.database.write() as session:
        place = people.install(session, kept.keyring, Platform.SLACK, "T1", "Alder", NOW)
        for name in ("C1", "C2"):
            slack.add_channel(name, "U1")
            people.channel(
                kept.tenant(session, place.agency_id), place.workspace_id, name, name.lower()
            ).purpose = "chats"
    slack.fault("conversations.info", fault)
    _, said = looked_at(slack, tmp_path)
    assert says in said["✗ #c1"]
    assert said["✓ #c2"] == "is read, as chats."


def test_every_workspace_that_installed_the_bot_is_looked_at(
    slack: FakeSlack, kept: Store, tmp_path: Path
) -> None:
    for team, token in (("T1", slack.token), ("T2", "xoxb-2"), ("T3", "xoxb-3")):
        granted = Installation("", team, f"Team {team}", "U1", NOW, token, "UBOT", "BBOT")
        installations.keep(kept, Platform.SLACK, granted)
    slack.dead_tokens["xoxb-2"] = "account_inactive"
    installations.remove(kept, Platform.SLACK, ["T3"], NOW)
    _, said = looked_at(
        slack, tmp_path, slack_client_id="1.2", slack_client_secret=HEX, slack_signing_secret=HEX
    )
    assert said["✓ Team T1"] == "Alder, where the bot is @checkmsg."
    assert (
        said["✗ Team T2"] == "Slack refuses the bot's token (account_inactive). Install the app there again."
    )
    assert len(said) == 4  # The third is how Slack's requests come, the fourth the clock.
