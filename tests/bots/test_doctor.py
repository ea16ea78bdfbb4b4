"""What `checkmsg doctor` finds where something is not well, and that it finds nothing where all is."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bots import doctor
from bots.discord.doctor import UNSEEN as UNSEEN_IN_DISCORD
from bots.doctor import examine
from bots.findings import clock_beside, clock_told
from bots.opening import bring_up_to_date, open_store
from bots.slack.doctor import UNSEEN as UNSEEN_IN_SLACK
from bots.slack.manifest import SCOPES
from core import zones
from core.policy import load as load_policy
from core.records import PostKind, PostStatus
from core.reply import Fields, Footnote, Heading
from core.settings import load
from core.store.crypto import new_key
from core.store.database import held_alone
from core.store.tables import AgencyRow, InboxRow, PostRow, WorkspaceRow
from core.store.tenant import Store
from core.store.upgrade import head
from tests.slack.fake import FakeSlack

POLICY = load_policy()
NOW = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)
KEY = new_key()


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture(name="file")
def _file(tmp_path: Path) -> Path:
    """A database that was in use."""
    opened().database.engine.dispose()
    return tmp_path / "own.db"


def opened() -> Store:
    """Open what is remembered, as a start does, with an agency and its terminal."""
    store = open_store(load())
    with store.write(1) as tenant:
        if not tenant.all(AgencyRow):
            tenant.add(AgencyRow(name="Alder", created_at=NOW, sealed_key=store.keyring.seal(b"x")))
            tenant.add(
                WorkspaceRow(
                    agency_id=1, platform="terminal", external_id="t1", name="Alder", installed_at=NOW
                )
            )
    return store


def add(row: Any) -> None:
    store = opened()
    with store.write(1) as tenant:
        tenant.add(row)
    store.database.engine.dispose()


def looked_at(now: datetime | None = None) -> tuple[str, dict[str, str], list[str]]:
    """Return the first line, the lines by what they are about, and the notes."""
    reply = examine(POLICY, now or datetime.now(UTC))
    heading, table, *notes = reply.blocks
    assert isinstance(heading, Heading)
    assert isinstance(table, Fields)
    said = {field.name: field.value for field in table.fields}
    wrong = [name.startswith("✗") for name in said]
    assert wrong == sorted(wrong, reverse=True)  # What is wrong comes first.
    assert reply.done is not any(wrong)
    return heading.text, said, [note.text for note in notes if isinstance(note, Footnote)]


def test_before_the_first_start_nothing_is_missing_and_nothing_is_made(tmp_path: Path) -> None:
    heading, said, _ = looked_at()
    assert heading == "checkmsg: nothing is missing"
    assert said["✓ Database"] == f"{tmp_path}/own.db is not there yet; the first start makes it."
    assert list(tmp_path.iterdir()) == []


def test_tables_without_any_rows_need_no_key_yet(tmp_path: Path) -> None:
    bring_up_to_date(load()).database.engine.dispose()
    heading, said, _ = looked_at()
    assert (heading, said["✓ Keys"]) == ("checkmsg: nothing is missing", "open everything that is sealed.")
    assert not (tmp_path / "own.db.key").exists()


def test_where_all_is_well_each_check_says_so(file: Path) -> None:
    heading, said, notes = looked_at()
    about = ("Settings", "Disk", "Database", "Tables", "Keys", "Platforms", "Time zones", "Citations")
    assert heading == "checkmsg: nothing is missing"
    assert set(said) == {f"✓ {name}" for name in about}
    assert said["✓ Database"] == f"{file} answers."
    assert said["✓ Tables"] == f"are up to date ({head()})."
    assert notes == []


def test_a_server_is_looked_at_as_well(empty_postgres: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHECKMSG_DATABASE_URL", empty_postgres)
    monkeypatch.setenv("CHECKMSG_KEYS", KEY)
    assert "there are none yet" in looked_at()[1]["✓ Tables"]
    opened().database.engine.dispose()
    heading, said, _ = looked_at()
    assert heading == "checkmsg: nothing is missing"
    assert said["✓ Clock beside PostgreSQL"] == "both tell the same time."
    _, said, _ = looked_at(datetime.now(UTC) + timedelta(minutes=2))
    assert said["✗ Clock beside PostgreSQL"].startswith("this machine is 120 seconds fast.")


def test_tables_that_are_behind_are_told_and_left_as_they_are(file: Path) -> None:
    store = opened()
    with store.database.outside() as connection:
        connection.exec_driver_sql("DROP TABLE leases")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0003'")
    for _ in range(2):
        _, said, _ = looked_at()
        assert said["✗ Tables"].startswith(
            f"are at 0003, and this version needs {head()}. `checkmsg migrate`"
        )
    store.database.engine.dispose()
    assert [path for path in file.parent.iterdir() if path.suffix == ".0003"] == []


@pytest.mark.parametrize(
    "url, said",
    [
        ("nonsense", "is no address of a database"),
        ("sqlite:////nowhere/at/all/own.db", "cannot be opened"),
        ("postgresql://127.0.0.1:9/none", "Check that PostgreSQL runs"),
    ],
)
def test_a_database_that_cannot_be_reached_is_told_and_the_rest_is_looked_at(
    url: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHECKMSG_DATABASE_URL", url)
    heading, found, _ = looked_at()
    assert heading == "checkmsg: 1 thing to mend"
    assert said in found["✗ Database"]
    assert "✓ Citations" in found


@pytest.mark.parametrize("content", [b"this is no database", b"SQLite format 3\x00" + b"\xff" * 9000])
def test_a_damaged_file_is_told(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    _, said, _ = looked_at()
    assert str(file) in said["✗ Database"]


def test_keys_that_do_not_open_everything_are_told(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHECKMSG_KEYS", KEY)
    assert "CHECKMSG_KEYS" in looked_at()[1]["✗ Keys"]
    monkeypatch.delenv("CHECKMSG_KEYS")
    add(inbox_row(received_at=NOW, sealed=b"sealed with a key that is lost", status="read"))
    assert looked_at()[1]["✗ Keys"].startswith("open all but 1 of what is sealed.")
    Path(f"{file}.key").unlink()
    assert "is missing, and only its key opens" in looked_at()[1]["✗ Keys"]
    assert not Path(f"{file}.key").exists()


@pytest.mark.parametrize("name", [".env", "own.db", "own.db.key", "token"])
def test_a_file_that_everybody_can_read_is_told(
    file: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for mine in (".env", "token"):
        (file.parent / mine).touch(mode=0o600)
    monkeypatch.setenv("CHECKMSG_SENTRY_DSN_FILE", str(file.parent / "token"))
    path = file.parent / name
    for mode, is_wrong in ((0o640, False), (0o644, True), (0o602, True)):
        path.chmod(mode)
        told = [about for about in looked_at()[1] if about.startswith("✗")]
        shown = name if name == ".env" else path
        assert told == ([f"✗ {shown}"] if is_wrong else [])


def test_what_a_service_manager_hands_over_may_have_any_rights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "credentials" / "token"
    secret.parent.mkdir()
    secret.touch(mode=0o644)
    monkeypatch.setenv("CHECKMSG_SENTRY_DSN_FILE", str(secret))
    assert f"✗ {secret}" in looked_at()[1]
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(secret.parent))
    assert looked_at()[0] == "checkmsg: nothing is missing"


@pytest.mark.parametrize(
    "content, said",
    [
        (b"CHECKMSG_SLACK_LISTEN=here", "CHECKMSG_SLACK_LISTEN: write it as HOST:PORT"),
        (b"CHECKMSG_TOKEN=x", "CHECKMSG_TOKEN in .env is no setting"),
        (b"\xff\xfe\x00", "cannot be read"),
        (b"CHECKMSG_KEYS_FILE=/nowhere/at/all", "CHECKMSG_KEYS_FILE"),
    ],
)
def test_settings_that_cannot_be_used_are_told_and_what_needs_none_is_looked_at(
    tmp_path: Path, content: bytes, said: str
) -> None:
    (tmp_path / ".env").write_bytes(content)
    (tmp_path / ".env").chmod(0o600)
    _, found, _ = looked_at()
    assert said in found["✗ Settings"]
    assert set(found) == {"✗ Settings", "✓ Time zones", "✓ Citations"}


@pytest.mark.usefixtures("file")
def test_a_bot_that_runs_is_no_fault() -> None:
    store = opened()
    with held_alone(store.database):
        heading, said, _ = looked_at()
    store.database.engine.dispose()
    assert (heading, said["✓ File"]) == ("checkmsg: nothing is missing", "is held by a bot that runs.")
    assert "✓ File" not in looked_at()[1]


@pytest.mark.usefixtures("file")
def test_a_disk_that_runs_full_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=doctor.ROOM - 1))
    assert looked_at()[1]["✗ Disk"].endswith("Make room.")


def inbox_row(**given: Any) -> InboxRow:
    columns = {
        "key": "1",
        "kind": "posted",
        "channel": "c1",
        "message": "1",
        "author": "m1",
        "posted_at": NOW,
    }
    return InboxRow(agency_id=1, workspace_id=1, **{**columns, "status": "waiting", **given})


def post_row(status: PostStatus) -> PostRow:
    return PostRow(
        agency_id=1,
        workspace_id=1,
        kind=PostKind.REPLY,
        destination="c1",
        subject={},
        dedupe_key=status,
        not_before=NOW,
        created_at=NOW,
        status=status,
    )


@pytest.mark.usefixtures("file")
@pytest.mark.parametrize(
    "row, minutes, about, said",
    [
        (post_row(PostStatus.PARKED), 0, "✗ Outbox, terminal", "1 given up. A lead sees why"),
        (post_row(PostStatus.SENDING), 0, "✓ Outbox, terminal", "1 may have arrived, and are looked up"),
        (post_row(PostStatus.PENDING), 16, "✗ Outbox, terminal", "1 waiting, the oldest for 16 minutes."),
        (post_row(PostStatus.PENDING), 14, "", ""),
        (inbox_row(received_at=NOW), 300, "✗ Inbox, terminal", "1 waiting, the oldest for 5 hours."),
    ],
    ids=["parked", "unknown", "stuck", "under way", "unread"],
)
def test_what_is_stuck_is_told(row: Any, minutes: int, about: str, said: str) -> None:
    add(row)
    found = looked_at(NOW + timedelta(minutes=minutes))[1]
    if about:
        assert found[about].startswith(said)
    else:
        assert not any("box" in name for name in found)


@pytest.mark.parametrize(
    "version, about", [("2026a", "✓"), ("2024b", "✓"), ("2026.1", "✓"), ("2023c", "✗"), ("", "✓")]
)
def test_zone_data_that_is_years_old_is_told(
    version: str, about: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zones, "version", lambda: version)
    assert f"{about} Time zones" in looked_at(NOW)[1]


@pytest.mark.parametrize("marker", ["# version 2026a\n# more", None])
def test_the_zones_say_of_what_version_they_are(
    tmp_path: Path, marker: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "Europe").mkdir()
    (tmp_path / "Europe" / "Berlin").touch()
    monkeypatch.setattr(zones, "TZPATH", ("/nowhere", str(tmp_path)))
    if marker:
        (tmp_path / "tzdata.zi").write_text(marker)
    assert zones.version() == ("2026a" if marker else "")
    monkeypatch.setattr(zones, "TZPATH", ("/nowhere",))
    assert zones.version()[:3] == "202"


def test_citations_that_nobody_has_checked_for_a_year_are_told() -> None:
    checked_on = min(source.checked_on for source in POLICY.sources.values())
    soon, late = (
        datetime(checked_on.year + 1, checked_on.month, checked_on.day, tzinfo=UTC) + timedelta(days=days)
        for days in (0, 1)
    )
    assert "✓ Citations" in looked_at(soon)[1]
    assert "were checked more than a year ago" in looked_at(late)[1]["✗ Citations"]


@pytest.mark.parametrize("seconds, about", [(0, "✓"), (60, "✓"), (-60, "✓"), (61, "✗"), (-61, "✗")])
def test_a_clock_may_be_a_minute_off(seconds: int, about: str) -> None:
    found = clock_beside("Slack", NOW, NOW + timedelta(seconds=seconds))
    assert found.wrong is (about == "✗")
    assert (("fast" if seconds > 0 else "slow") in found.says) is found.wrong


@pytest.mark.parametrize("date", ["Fri, 27 Nov 2026 09:28:00 GMT", "", "soon", None])
def test_the_time_of_an_answer_tells_of_our_clock_where_there_is_one(date: str | None) -> None:
    told = clock_told("Slack", date, NOW)
    assert [one.says.partition(".")[0] for one in told] == (
        ["this machine is 120 seconds fast"] * bool(date and date[0] == "F")
    )


@pytest.fixture(name="slack")
def _slack(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeSlack]:
    with FakeSlack() as slack:
        slack.scopes = set(SCOPES)
        monkeypatch.setenv("CHECKMSG_SLACK_BOT_TOKEN", slack.token)
        monkeypatch.setenv("CHECKMSG_SLACK_APP_TOKEN", slack.app_token)
        monkeypatch.setenv("CHECKMSG_SLACK_API_URL", slack.url)
        yield slack


@pytest.mark.usefixtures("file")
def test_the_platforms_that_are_set_are_asked_and_no_other(slack: FakeSlack) -> None:
    heading, said, notes = looked_at()
    assert heading == "checkmsg: nothing is missing"
    assert said["✓ Workspace"] == "Alder, where the bot is @checkmsg."
    assert said["✓ Clock beside Slack"] == "both tell the same time."
    assert notes == [UNSEEN_IN_SLACK]
    slack.scopes = set(SCOPES) - {"pins:write"}
    heading, said, notes = looked_at()
    assert heading == "checkmsg: 1 thing to mend"
    assert next(iter(said)) == "✗ Right pins:write"


@pytest.mark.usefixtures("slack")
def test_a_platform_is_asked_although_the_database_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHECKMSG_DATABASE_URL", "postgresql://127.0.0.1:9/none")
    heading, said, _ = looked_at()
    assert heading == "checkmsg: 1 thing to mend"
    assert "✓ Workspace" in said


def test_a_token_of_discord_that_is_none_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHECKMSG_DISCORD_TOKEN", "secret")
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "")
    _, said, notes = looked_at()
    assert "does not look like one" in said["✗ CHECKMSG_DISCORD_TOKEN"]
    assert UNSEEN_IN_DISCORD in notes
    assert "secret" not in str(said)


def test_nothing_is_written_while_it_looks(file: Path) -> None:
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in sorted(file.parent.iterdir())}
    looked_at()
    after = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in sorted(file.parent.iterdir())}
    assert after == before
