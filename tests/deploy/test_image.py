"""What the Dockerfile makes runs: its steps are carried out in a folder, and what they have made is tried there.

There it cannot write, has no name, and reaches nobody, as in a container; where this machine allows nobody to shut
himself in, it only cannot write.
"""

import os
import shutil
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from tempfile import mkdtemp
from threading import Thread

import pytest

from tests.bots.both import wait_for
from tests.crash.telling import free_ports
from tests.deploy.image import ROOT, Image, build, read
from tests.slack.wire import WiredSlack

DOCKERFILE = ROOT / "deploy" / "Dockerfile"
CHAT = ROOT / "tests" / "conversations" / "whatsapp-before-a-contract.txt"
# Nobody with this number is known to this machine, nor to the image; it may do what whoever runs the tests may do.
ALONE = ["unshare", "--user", "--map-user=10001", "--map-group=10001"]
CUT_OFF = "--net"
CAN_WRITE = "import pathlib, {0}; pathlib.Path({0}.__file__).open('a')"
WHO_AND_WHERE = "import os, socket; print(os.getuid(), *(name for _, name in socket.if_nameindex()))"
DRAW = """
from core.chart import chart
from core.digest import WeekCount
chart([WeekCount(f"2026-W{week}", 3, 1) for week in range(40, 48)])
"""
FOUND = 1
LONGEST_SECONDS = 20
ROOM = 2 * 1024**3


@pytest.fixture(scope="module")
def image() -> Iterator[Image]:
    folder = Path(mkdtemp(prefix="checkmsg-image-", dir=in_memory()))
    try:
        made = build(DOCKERFILE, ROOT, folder)
        (made.root / "tmp").mkdir()
        _change_rights(made.root, "a-w", made.root / "tmp", made.root / "data")
        yield made
    finally:
        _change_rights(folder, "u+w")
        subprocess.run(["rm", "-r", folder], check=True)


def test_it_is_tried_by_nobody_known_who_reaches_nobody(image: Image) -> None:
    told = image.run(["python", "-c", WHO_AND_WHERE], before=alone())
    assert told.stdout.split() == (["10001", "lo"] if alone() else told.stdout.split())


def test_it_tells_its_version(image: Image) -> None:
    told = image.run([*image.command("ENTRYPOINT"), "--version"], before=alone())
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert (told.returncode, told.stdout, told.stderr) == (0, f"{version}\n", "")


def test_it_judges_what_comes_through_a_pipe(image: Image) -> None:
    told = image.run(
        [*image.command("ENTRYPOINT"), "check"], before=alone(), stdin=CHAT.read_text(encoding="utf-8")
    )
    assert (told.returncode, told.stderr) == (FOUND, "")
    assert told.stdout.startswith("Client asks to move to WhatsApp: keep it here")


def test_it_remembers_in_data_and_draws_without_a_home(image: Image) -> None:
    chat = f"{CHAT.read_text(encoding='utf-8')}.\n"
    told = image.run([*image.command("ENTRYPOINT"), *image.command("CMD")], before=alone(), stdin=chat)
    assert (told.returncode, told.stderr) == (0, "")
    assert {file.name for file in (image.root / "data" / "checkmsg").iterdir()} >= {
        "checkmsg.db",
        "checkmsg.db.key",
    }
    drawn = image.run(["python", "-W", "error", "-c", DRAW], before=alone())
    assert (drawn.returncode, drawn.stderr) == (0, "")
    assert list((image.root / "tmp" / "matplotlib").iterdir())


@pytest.mark.parametrize("package", ["core", "bots", "tldextract", "tzdata"])
def test_it_cannot_change_what_it_runs(image: Image, package: str) -> None:
    told = image.run(["python", "-c", CAN_WRITE.format(package)], before=alone())
    assert "PermissionError" in told.stderr


def test_nothing_of_ours_but_the_product_is_inside_and_it_is_compiled(image: Image) -> None:
    (packages,) = (image.root / "opt" / "checkmsg" / "lib").glob("python*/site-packages")
    names = {path.name for path in packages.iterdir()}
    assert names.isdisjoint({"tests", "training", "pytest", "mypy", "hypothesis"})
    for file in (
        packages / "core" / "judge.py",
        packages / "bots" / "serving.py",
        packages / "aiohttp" / "web.py",
    ):
        (compiled,) = (file.parent / "__pycache__").glob(f"{file.stem}.*.pyc")
        assert compiled.stat().st_mtime >= file.stat().st_mtime
    assert not (image.root / "source").exists()


def test_it_serves_from_the_settings_in_its_folder_is_healthy_and_ends_when_it_is_told(image: Image) -> None:
    health_listen, metrics_listen = (f"127.0.0.1:{port}" for port in free_ports(2))
    with WiredSlack() as slack:
        image.workdir.chmod(0o700)
        (image.workdir / ".env").write_text(
            f"CHECKMSG_SLACK_APP_TOKEN={slack.app_token}\nCHECKMSG_SLACK_BOT_TOKEN={slack.token}\n"
            f"CHECKMSG_SLACK_API_URL={slack.url}\n",
            encoding="utf-8",
        )
        image.workdir.chmod(0o500)
        listens = {"CHECKMSG_HEALTH_LISTEN": health_listen, "CHECKMSG_METRICS_LISTEN": metrics_listen}
        command = [*image.command("ENTRYPOINT"), *image.command("CMD")]
        with image.start(command, before=alone(reaching_out=True), **listens) as bot:
            wait_for(lambda: image.run(health(image), **listens).returncode == 0)
            wait_for(lambda: bool(slack.wire.links))
            bot.send_signal(signal.SIGTERM)
            out, errors = bot.communicate(timeout=LONGEST_SECONDS)
    assert (bot.returncode, "by Socket Mode" in out, "Traceback" in errors) == (0, True, False)


@pytest.mark.parametrize("status, code", [(200, 0), (503, 1)])
def test_its_health_is_what_healthz_answers(image: Image, status: int, code: int) -> None:
    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status if self.path == "/healthz" else 404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Page) as server:
        Thread(target=server.handle_request).start()
        told = image.run(health(image), CHECKMSG_HEALTH_LISTEN=f"127.0.0.1:{server.server_port}")
    assert (told.returncode, told.stderr) == (code, "")


def test_it_is_not_healthy_where_nobody_answers(image: Image) -> None:
    assert image.run(health(image), CHECKMSG_HEALTH_LISTEN="127.0.0.1:9").returncode == 1


def test_what_is_copied_is_what_the_builder_is_shown() -> None:
    copied = {
        source.removeprefix("./")
        for step in read(DOCKERFILE)
        if step.word == "COPY" and "from" not in step.flags
        for source in step.rest.split()[:-1]
    }
    shown = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert {line[1:] for line in shown if line.startswith("!")} == copied
    assert "*" in shown


def test_an_update_that_leaves_pyproject_alone_is_built_anew() -> None:
    installs = [step.rest for step in read(DOCKERFILE) if step.word == "RUN" and "uv sync" in step.rest]
    assert installs[-1].endswith("--reinstall-package checkmsg"), "uv would take what it built before"


def test_the_owner_of_what_is_remembered_is_who_runs_it() -> None:
    steps = read(DOCKERFILE)
    (user,) = (step.rest for step in steps if step.word == "USER")
    (owner,) = (step.flags["chown"] for step in steps if "chown" in step.flags)
    assert user == owner == "10001:10001"


def test_the_linter_of_dockerfiles_has_nothing_to_say() -> None:
    told = subprocess.run(
        [Path(sys.executable).with_name("hadolint"), DOCKERFILE], capture_output=True, text=True, check=False
    )
    assert (told.returncode, told.stdout) == (0, "")


def in_memory() -> Path | None:
    """Return memory that programs can run from, where there is enough: some disks take a minute to erase so many files."""
    memory = Path("/dev/shm")  # noqa: S108  # mkdtemp makes a folder of our own in it.
    has_room = memory.is_dir() and shutil.disk_usage(memory).free > ROOM
    return memory if has_room and not os.statvfs(memory).f_flag & os.ST_NOEXEC else None


def health(image: Image) -> list[str]:
    return image.command("HEALTHCHECK")


@cache
def alone(*, reaching_out: bool = False) -> list[str]:
    """Return what shuts a command in; nothing where this machine allows it to nobody."""
    tried = shutil.which("unshare") and subprocess.run(
        [*ALONE, CUT_OFF, "true"], capture_output=True, check=False
    )
    if not tried or tried.returncode:
        return []
    return ALONE if reaching_out else [*ALONE, CUT_OFF]


def _change_rights(folder: Path, how: str, *but: Path) -> None:
    subprocess.run(["chmod", "-R", how, folder], check=True)
    for left in but:
        subprocess.run(["chmod", "-R", "u+w", left], check=True)
