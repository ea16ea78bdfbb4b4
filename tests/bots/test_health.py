import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import pytest

from bots import health as health_module
from bots import metrics
from bots.health import Health
from bots.pages import PageError, open_pages
from core.records import Platform
from core.settings import OFF, Settings
from core.store.database import Database
from tests.bots.both import REFUSED, asked, wait_for
from tests.bots.numbers import number
from tests.bots.slack.test_process import running
from tests.crash.team import Team
from tests.crash.telling import free_ports
from tests.slack.wire import WiredSlack

PATHS = ("/healthz", "/readyz", "/metrics")


def settings_of(health: str, numbers: str) -> Settings:
    return Settings(_env_file=None, health_listen=health, metrics_listen=numbers)  # type: ignore[call-arg]  # pydantic's own


@dataclass
class Connection:
    """A platform that is there, or is not."""

    platform: Platform = Platform.SLACK
    is_connected: bool = True


@pytest.fixture
def health(sqlite_file: Database) -> Health:
    return Health(sqlite_file)


@contextmanager
def opened(health: Health) -> Iterator[tuple[int, int]]:
    """Give the ports of the pages."""
    ports = free_ports(2)
    with open_pages(settings_of(*(f"127.0.0.1:{port}" for port in ports)), health):
        yield ports[0], ports[1]


def test_each_page_is_at_its_own_address_and_no_other(health: Health) -> None:
    with opened(health) as (of_health, of_metrics):
        assert [asked(of_health, path)[0] for path in PATHS] == [200, 503, 404]
        assert [asked(of_metrics, path)[0] for path in PATHS] == [404, 404, 200]
    assert [asked(port, "/healthz")[0] for port in (of_health, of_metrics)] == [REFUSED, REFUSED]


def test_one_address_serves_all_pages(health: Health) -> None:
    (port,) = free_ports(1)
    address = f"127.0.0.1:{port}"
    with open_pages(settings_of(address, address), health):
        assert [asked(port, path)[0] for path in PATHS] == [200, 503, 200]


def test_off_opens_no_port(health: Health, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a port was opened")

    monkeypatch.setattr(socket.socket, "bind", refuse)
    with open_pages(settings_of(OFF, OFF), health):
        pass


@pytest.mark.parametrize("taken", ["CHECKMSG_HEALTH_LISTEN", "CHECKMSG_METRICS_LISTEN"])
def test_a_port_in_use_is_told_in_one_sentence_that_names_the_setting(taken: str, health: Health) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        address = f"127.0.0.1:{other.getsockname()[1]}"
        free = f"127.0.0.1:{free_ports(1)[0]}"
        wanted = (address, free) if taken == "CHECKMSG_HEALTH_LISTEN" else (free, address)
        with pytest.raises(PageError) as error, open_pages(settings_of(*wanted), health):
            pass
    assert str(error.value) == (
        f"{taken}: {address} cannot be opened (Address already in use). Another program may use it; choose another "
        "port, or off."
    )
    assert asked(int(free.rpartition(":")[2]), "/healthz")[0] == REFUSED


def test_a_host_that_nobody_knows_is_told_in_one_sentence(health: Health) -> None:
    with (
        pytest.raises(PageError, match="cannot be opened"),
        open_pages(settings_of("no host:1", OFF), health),
    ):
        pass


@pytest.mark.parametrize(
    "phase, ready, first",
    [
        ("start", 503, "not ready: checkmsg is starting"),
        ("serve", 200, "ready"),
        ("stop", 503, "not ready: checkmsg is stopping"),
    ],
)
def test_it_is_ready_between_its_start_and_its_end_and_lives_throughout(
    phase: str, ready: int, first: str, health: Health
) -> None:
    if phase != "start":
        health.serve([Connection()], {"inbox": lambda: phase == "serve"})  # At the end its threads go.
    if phase == "stop":
        health.stop()
    with opened(health) as (port, _):
        status, said = asked(port, "/readyz")
        assert (status, said.splitlines()[0]) == (ready, first)
        assert asked(port, "/healthz")[0] == 200
    assert health.is_ready() is (ready == 200)


@pytest.mark.parametrize("platform", [Platform.SLACK, Platform.DISCORD])
def test_a_platform_without_a_connection_is_named(platform: Platform, health: Health) -> None:
    there = Connection(platform)
    health.serve([there, Connection(Platform.TERMINAL)], {})
    assert health.is_ready()
    there.is_connected = False
    with opened(health) as (port, _):
        status, said = asked(port, "/readyz")
    assert (status, said.splitlines()[0]) == (503, f"not ready: {platform} is not connected")
    assert "terminal is connected" in said.splitlines()


def test_tables_of_another_version_are_not_served(sqlite_file: Database) -> None:
    health = Health(sqlite_file)
    health.serve([], {})
    with sqlite_file.outside() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'abc'")
    with opened(health) as (port, _):
        assert asked(port, "/readyz")[1].startswith("not ready: tables are of another version\n")


def test_a_database_that_fails_or_hangs_is_told_in_time(
    sqlite_file: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answers = threading.Event()
    monkeypatch.setattr(health_module, "_PATIENCE_SECONDS", 0.1)

    def hang(_: Database) -> bool:
        return answers.wait(10)

    monkeypatch.setattr(health_module, "is_current", hang)
    hanging = Health(sqlite_file)
    hanging.serve([], {})
    try:
        with opened(hanging) as (port, _):
            began = time.monotonic()
            replies = [asked(port, "/readyz")[1].splitlines()[0] for _ in range(3)]
            assert replies == ["not ready: database does not answer in time"] * 3
            assert time.monotonic() - began < 5
            assert asked(port, "/healthz")[0] == 200
            assert sum(thread.name == "lately" for thread in threading.enumerate()) == 1
    finally:
        answers.set()
    monkeypatch.undo()
    nowhere = Database(f"sqlite:///{tmp_path}/no-folder/checkmsg.db")
    away = Health(nowhere)
    away.serve([], {})
    assert [check.line for check in away.readiness() if not check.is_good] == ["database cannot be used"]


def test_a_loop_that_does_not_move_is_told_after_ten_seconds(
    health: Health, monkeypatch: pytest.MonkeyPatch
) -> None:
    health.serve([], {})
    now = time.monotonic()
    for seconds, status in ((9.5, 200), (10.5, 503)):
        monkeypatch.setattr(health_module, "monotonic", lambda seconds=seconds: now + seconds)
        with opened(health) as (port, _):
            assert asked(port, "/healthz")[0] == status
    health.beat()
    assert all(check.is_good for check in health.life())


def test_a_thread_that_has_died_is_named(health: Health) -> None:
    health.serve([], {"inbox": lambda: True, "engine": lambda: False})
    with opened(health) as (port, _):
        assert asked(port, "/healthz")[1].startswith("not alive: engine has died\n")


def test_whoever_is_slow_to_ask_holds_up_nobody(health: Health) -> None:
    with opened(health) as (port, _), socket.create_connection(("127.0.0.1", port)) as slow:
        slow.send(b"GET /heal")
        began = time.monotonic()
        assert asked(port, "/healthz")[0] == 200
        assert time.monotonic() - began < 2


def test_what_is_asked_is_neither_logged_nor_shown(
    health: Health, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with opened(health) as (port, _):
        status, said = asked(port, "/telling?words=telling")
    assert (status, "telling" in said) == (404, False)
    assert "telling" not in caplog.text + "".join(capfd.readouterr())


def test_numbers_come_in_the_form_that_prometheus_reads(health: Health) -> None:
    with opened(health) as (_, port), urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
        assert (
            answer.headers["Content-Type"] == metrics.MEDIA_TYPE == "text/plain; version=0.0.4; charset=utf-8"
        )
        assert answer.headers["Server"] == "checkmsg"
        assert answer.read().startswith(b"# HELP ")


def test_a_bot_whose_socket_is_gone_says_so_until_it_has_another(tmp_path: Path) -> None:
    (port,) = free_ports(1)
    address = f"127.0.0.1:{port}"
    with WiredSlack() as slack:
        team = Team(slack, f"sqlite:///{tmp_path}/checkmsg.db")
        with running(team, tmp_path, CHECKMSG_HEALTH_LISTEN=address, CHECKMSG_METRICS_LISTEN=address):
            wait_for(lambda: asked(port, "/readyz")[0] == 200)
            slack.event(team.post())
            # The bot counts an answer when it is on its way, and Slack may have it a moment before.
            counted = {"way": "slack-socket"}
            wait_for(lambda: number("checkmsg_ack_seconds_count", asked(port, "/metrics")[1], **counted) == 1)
            slack.wire.is_mute = True
            slack.run(slack.wire.links[-1].kill())
            wait_for(lambda: asked(port, "/readyz")[1].startswith("not ready: slack is not connected\n"))
            assert asked(port, "/healthz")[0] == 200
        team.close()
