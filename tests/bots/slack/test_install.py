import asyncio
import json
import time
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.error import BoltError
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.installation_store.models.installation import Installation as Granted
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from bots.slack import manifest
from bots.slack.install import (
    REASONS,
    UNKNOWN,
    Authorize,
    Installations,
    States,
    note_removal,
    oauth_settings,
)
from core.records import Platform
from core.settings import Settings
from core.store import installations
from core.store.crypto import Keyring, new_key
from core.store.database import Database
from core.store.installations import SIGN_IN_LASTS, Installation
from core.store.tenant import Store
from tests.slack.fake import FakeSlack

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
# Slack's own SDK still makes its headers in a way that aiohttp will drop.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")

Headers = dict[str, str | Sequence[str]]
SECRET = "a secret of the tests"  # noqa: S105
ACCESS = {
    "ok": True,
    "app_id": "A1",
    "token_type": "bot",
    "scope": "chat:write,commands",
    "bot_user_id": "U9",
    "team": {"id": "T1", "name": "Alder <& Sons>"},
    "enterprise": None,
    "is_enterprise_install": False,
    "authed_user": {"id": "U1"},
}


@dataclass
class Slack:
    """Slack as far as an installation asks it, an app that is installed, and what came of it."""

    app: AsyncApp
    fake: FakeSlack
    told: list[Installation]

    async def begin(self) -> tuple[str, str]:
        """Begin an installation; return the page that Slack shows, and the cookie."""
        assert self.app.oauth_flow is not None
        said = await self.app.oauth_flow.handle_installation(AsyncBoltRequest(body="", query={}, headers={}))
        assert said.status == 302
        return said.first_headers()["location"], said.first_headers()["set-cookie"].partition(";")[0]

    async def come_back(self, query: str, cookie: str) -> BoltResponse:
        assert self.app.oauth_flow is not None
        headers: Headers = {"cookie": [cookie]}
        return await self.app.oauth_flow.handle_callback(
            AsyncBoltRequest(body="", query=query, headers=headers)
        )

    async def install(self) -> BoltResponse:
        page, cookie = await self.begin()
        return await self.come_back(f"code=c1&state={parse_qs(urlsplit(page).query)['state'][0]}", cookie)

    async def send(self, event: Mapping[str, Any]) -> BoltResponse:
        """Let an event arrive that Slack has signed."""
        body = json.dumps({"type": "event_callback", "event_id": "Ev1", "event_time": 1, **event})
        stamp = str(int(time.time()))
        signature = SignatureVerifier(SECRET).generate_signature(timestamp=stamp, body=body)
        assert signature is not None
        headers: Headers = {"x-slack-request-timestamp": [stamp], "x-slack-signature": [signature]}
        return await self.app.async_dispatch(AsyncBoltRequest(body=body, headers=headers))


def run(store: Store, act: Callable[[Slack], Coroutine[Any, Any, None]], **access: Any) -> None:
    """Let an app be installed with the code c1, to which Slack answers what is usual and this."""
    with FakeSlack() as fake:
        fake.grants["c1"] = ACCESS | {"access_token": fake.token} | access
        settings = Settings(
            slack_client_id="1.2",
            slack_client_secret="of-the-tests",  # noqa: S106
            slack_authorize_url="https://slack.example.com/authorize",
        )
        told: list[Installation] = []
        oauth = oauth_settings(settings, store, told.append)
        app = AsyncApp(client=AsyncWebClient(base_url=fake.url), signing_secret=SECRET, oauth_settings=oauth)
        asyncio.run(act(Slack(app, fake, told)))


def test_the_page_that_slack_shows_asks_for_the_rights_of_the_manifest(store: Store) -> None:
    async def act(made: Slack) -> None:
        page, cookie = await made.begin()
        asked = {name: values[0] for name, values in parse_qs(urlsplit(page).query).items()}
        assert page.startswith("https://slack.example.com/authorize?")
        assert (asked["client_id"], asked["scope"].split(",")) == ("1.2", list(manifest.SCOPES))
        assert "user_scope" not in asked
        assert cookie.endswith(asked["state"])
        assert installations.end_sign_in(store, asked["state"], datetime.now(UTC))

    run(store, act)


@pytest.mark.parametrize(
    "access, enterprise_id, team_id, name",
    [
        ({}, "", "T1", "Alder <& Sons>"),
        ({"enterprise": {"id": "E1", "name": "Birch"}}, "E1", "T1", "Alder <& Sons>"),
        (
            {"enterprise": {"id": "E1", "name": "Birch"}, "team": None, "is_enterprise_install": True},
            "E1",
            "",
            "Birch",
        ),
        (
            {
                "enterprise": {"id": "E1"},
                "team": {"id": "T1", "name": "Birch"},
                "is_enterprise_install": True,
            },
            "E1",
            "",
            "Birch",
        ),
    ],
)
def test_an_installation_is_kept_told_of_and_confirmed(
    access: dict[str, Any], enterprise_id: str, team_id: str, name: str, store: Store
) -> None:
    async def act(made: Slack) -> None:
        page = await made.install()
        kept = installations.find(store, Platform.SLACK, [team_id or enterprise_id])
        assert kept is not None
        assert made.told == [kept]
        assert (kept.enterprise_id, kept.team_id, kept.name) == (enterprise_id, team_id, name)
        assert (kept.token, kept.me, kept.installed_by) == (made.fake.token, "U9", "U1")
        assert kept.bot_id == made.fake.bot_id
        assert kept.scopes == ("chat:write", "commands")
        assert page.status == 200
        assert name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") in page.body
        assert "deleted" in page.first_headers()["set-cookie"]

    run(store, act, **access)


@pytest.mark.parametrize(
    "query, own_browser, status, says",
    [
        ("error=access_denied&state={state}", True, 200, REASONS["access_denied"]),
        ("error=<script>&state={state}", True, 200, UNKNOWN),
        ("code=c1&state={state}", False, 400, REASONS["invalid_browser"]),
        ("code=c1", True, 400, REASONS["invalid_browser"]),
        ("state={state}", True, 401, UNKNOWN),
        ("code=c2&state={state}", True, 401, UNKNOWN),
    ],
)
def test_what_fails_is_said_with_a_way_to_begin_again(
    query: str, own_browser: bool, status: int, says: str, store: Store
) -> None:
    async def act(made: Slack) -> None:
        page, cookie = await made.begin()
        state = parse_qs(urlsplit(page).query)["state"][0]
        said = await made.come_back(query.format(state=state), cookie if own_browser else "")
        assert (said.status, made.told) == (status, [])
        assert says in said.body
        assert f'href="{manifest.INSTALL_PATH}"' in said.body
        assert "<script" not in said.body
        assert said.first_headers()["content-security-policy"].startswith("default-src 'none'")

    run(store, act)


def test_a_secret_that_was_brought_back_is_of_no_use_to_another(store: Store) -> None:
    async def act(made: Slack) -> None:
        page, cookie = await made.begin()
        query = f"code=c1&state={parse_qs(urlsplit(page).query)['state'][0]}"
        pages = [await made.come_back(query, cookie) for _ in range(2)]
        assert [page.status for page in pages] == [200, 401]
        assert REASONS["invalid_state"] in pages[1].body

    run(store, act)


def test_a_grant_without_a_bot_is_not_kept(store: Store) -> None:
    async def act(made: Slack) -> None:
        said = await made.install()
        assert (said.status, made.told) == (500, [])
        assert REASONS["storage_error"] in said.body

    run(store, act, access_token=None)


def test_no_page_loads_anything_from_elsewhere_or_opens_slack_by_itself(store: Store) -> None:
    async def act(made: Slack) -> None:
        for page in (await made.install(), await made.come_back("error=access_denied", "")):
            assert "://" not in page.body
            assert "src=" not in page.body

    run(store, act)


def test_an_event_is_of_a_known_workspace_without_asking_slack(store: Store) -> None:
    seen: list[AsyncBoltContext] = []

    async def act(made: Slack) -> None:
        @made.app.event("app_home_opened")
        async def opened(context: AsyncBoltContext) -> None:
            seen.append(context)

        await made.install()
        asked = len(made.fake.calls)
        for team in ("T1", "T7"):
            event = {"type": "app_home_opened", "user": "U1"}
            assert (await made.send({"team_id": team, "event": event})).status == 200
        assert len(made.fake.calls) == asked
        (context,) = seen
        assert (context.bot_token, context.bot_user_id, context.bot_id) == (
            made.fake.token,
            "U9",
            made.fake.bot_id,
        )

    run(store, act)


def test_an_event_that_comes_while_the_database_is_out_of_reach_is_sent_again(tmp_path: Path) -> None:
    store = Store(Database(f"sqlite:///{tmp_path}/empty.db"), Keyring([new_key()]))

    async def act(made: Slack) -> None:
        said = await made.send({"team_id": "T1", "event": {"type": "app_home_opened", "user": "U1"}})
        assert said.status == 500

    run(store, act)
    store.database.engine.dispose()


ORGANISATION = Installation("E1", "", "Birch", "U1", NOW, "a-token-of-birch", "U9")
TEAM = Installation("E1", "T2", "Birch sales", "U1", NOW, "a-token-of-sales", "U9")


@pytest.mark.parametrize(
    "event, context, seconds, gone",
    [
        ({"type": "app_uninstalled"}, ("E1", "T2", False), 60, "T2"),
        ({"type": "app_uninstalled"}, ("E1", "T2", True), 60, "E1"),
        ({"type": "app_uninstalled"}, ("E1", None, True), 60, "E1"),
        ({"type": "app_uninstalled"}, (None, "T7", None), 60, ""),
        ({"type": "app_uninstalled"}, ("E1", "T2", False), -60, ""),
        ({"type": "tokens_revoked", "tokens": {"bot": ["U9"]}}, ("E1", "T2", False), 60, "T2"),
        ({"type": "tokens_revoked", "tokens": {"oauth": ["U1"]}}, ("E1", "T2", False), 60, ""),
        ({"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": []}}, ("E1", "T2", False), 60, ""),
        ({"type": "tokens_revoked"}, ("E1", "T2", False), 60, ""),
        ({"type": "tokens_revoked", "tokens": None}, ("E1", "T2", False), 60, ""),
    ],
)
def test_a_workspace_is_let_go_of_once_when_the_bot_is_taken_out(
    event: dict[str, Any],
    context: tuple[str | None, str | None, bool | None],
    seconds: int,
    gone: str,
    store: Store,
) -> None:
    for installation in (ORGANISATION, TEAM):
        installations.keep(store, Platform.SLACK, installation)
    named = zip(("enterprise_id", "team_id", "is_enterprise_install"), context, strict=True)
    known = AsyncBoltContext(dict(named))
    body = {"event": event, "event_time": int(NOW.timestamp()) + seconds}
    assert [note_removal(store, known, body) for _ in range(2)] == [gone, ""]
    left = [kept.external_id for kept in installations.everywhere(store, Platform.SLACK)]
    assert left == [name for name in ("E1", "T2") if name != gone]


def granted(**fields: Any) -> Granted:
    return Granted(**{"team_id": "T1", "bot_token": "a-token", "bot_user_id": "U9", "user_id": "U1"} | fields)


def test_bolt_finds_what_it_saved_and_never_a_token_of_a_person(store: Store) -> None:
    async def act() -> None:
        kept = Installations(store, lambda _: None)
        await kept.async_save(granted(user_token="of-a-person", team_name="Alder"))  # noqa: S106
        found = await kept.async_find_installation(enterprise_id=None, team_id="T1")
        assert found is not None
        assert (found.bot_token, found.user_token, found.is_enterprise_install) == ("a-token", None, False)
        assert await kept.async_find_installation(enterprise_id=None, team_id="T1", user_id="U1") is None
        bot = await kept.async_find_bot(enterprise_id=None, team_id="T1")
        assert bot is not None
        bot.bot_token = "a-newer-token"  # noqa: S105
        await kept.async_save_bot(bot)
        newer = await kept.async_find_bot(enterprise_id=None, team_id="T1")
        assert newer is not None
        assert (newer.bot_token, newer.bot_user_id) == ("a-newer-token", "U9")
        bot.team_id = "T7"
        with pytest.raises(BoltError):
            await kept.async_save_bot(bot)

    asyncio.run(act())


@pytest.mark.parametrize(
    "team_id, org_wide, found",
    [("T2", False, "a-token-of-sales"), ("T2", True, "a-token-of-birch"), ("T3", None, "a-token-of-birch")],
)
def test_bolt_acts_in_a_team_by_its_own_token_or_by_that_of_its_organisation(
    team_id: str, org_wide: bool | None, found: str, store: Store
) -> None:
    for installation in (ORGANISATION, TEAM):
        installations.keep(store, Platform.SLACK, installation)
    context = AsyncBoltContext({"is_enterprise_install": org_wide})
    asked = Authorize(Installations(store, lambda _: None))(
        context=context, enterprise_id="E1", team_id=team_id, user_id="U1"
    )
    authorized = asyncio.run(asked)
    assert authorized is not None
    assert (authorized.bot_token, authorized.team_id, authorized.user_id) == (found, team_id, "U1")


@pytest.mark.parametrize(
    "delete, ids, left",
    [
        ("async_delete_installation", {"team_id": "T1", "user_id": "U1"}, ["T1", "E1"]),
        ("async_delete_installation", {"team_id": "T1"}, ["E1"]),
        ("async_delete_bot", {"team_id": "T1"}, ["E1"]),
        ("async_delete_all", {"team_id": "T1"}, ["E1"]),
        ("async_delete_all", {"team_id": None, "enterprise_id": "E1"}, ["T1"]),
        ("async_delete_all", {"team_id": "T7", "enterprise_id": "E1"}, ["T1", "E1"]),
        ("async_delete_all", {"team_id": None}, ["T1", "E1"]),
    ],
)
def test_bolt_deletes_one_workspace_or_one_organisation(
    delete: str, ids: dict[str, str | None], left: list[str], store: Store
) -> None:
    async def act() -> None:
        kept = Installations(store, lambda _: None)
        await kept.async_save(granted())
        await kept.async_save(granted(team_id=None, enterprise_id="E1", is_enterprise_install=True))
        await getattr(kept, delete)(**{"enterprise_id": None, **ids})

    asyncio.run(act())
    assert [one.external_id for one in installations.everywhere(store, Platform.SLACK)] == left


def test_a_sign_in_is_over_after_ten_minutes(store: Store) -> None:
    async def act() -> None:
        at = [NOW]
        states = States(store, lambda: at[0])
        early, late = await states.async_issue(), await states.async_issue()
        assert await states.async_consume(early)
        at[0] += SIGN_IN_LASTS + timedelta(seconds=1)
        assert not await states.async_consume(late)

    asyncio.run(act())
