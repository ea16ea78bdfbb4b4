"""What the README says of Discord is what the code does, as far as that can be compared."""

import re
from pathlib import Path

from bots.discord.catchup import LONGEST, MOST_POSTS
from bots.discord.names import ELSEWHERE, path_of
from bots.discord.permissions import PIN, RIGHTS, invite_link
from bots.discord.running import Discord
from bots.discord.servers import intents_of
from core.commands.commands import Commands, usages
from core.policy import load
from core.settings import Settings
from core.store.crypto import Keyring, new_key
from core.store.database import Database
from core.store.linking import CODE_LASTS
from core.store.tenant import Store
from tests.bots.readme import README, rows, section
from tests.discord.server import MONDAY, TOKEN

DISCORD = section("Discord")


def settings(**given: object) -> Settings:
    return Settings(_env_file=None, discord_token=TOKEN, **given)  # type: ignore[call-arg, arg-type]  # pydantic's own


def test_the_rights_are_those_that_the_link_asks_for() -> None:
    told = rows(section("What it asks of Discord"))
    assert told == [(right.name, right.reason) for right in (*RIGHTS, PIN)]
    assert invite_link("YOUR_APPLICATION_ID") in DISCORD


def test_the_bot_says_at_its_start_what_the_readme_says(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/checkmsg.db")
    commands = Commands(Store(database, Keyring([new_key()])), load())
    assert f"`checkmsg in {Discord(settings(), commands, lambda: MONDAY).shown}.`" in DISCORD


def test_the_role_that_leads_is_the_one_that_the_settings_name() -> None:
    assert f"`{Settings.model_fields['discord_lead_role'].default}`" in DISCORD


def test_without_the_one_intent_that_can_be_left_off_none_is_privileged() -> None:
    found = re.search(r"`CHECKMSG_(DISCORD_MESSAGE_CONTENT)=(\w+)`", section("What it asks of Discord"))
    assert found is not None
    both = settings(**{found[1].lower(): found[2]}), settings()
    without, with_it = ({name for name, is_asked in intents_of(one) if is_asked} for one in both)
    assert without == {"guilds", "guild_messages", "dm_messages"}
    assert with_it - without == {"message_content"}


def test_as_much_is_read_after_a_gap_as_is_promised() -> None:
    hours = int(LONGEST.total_seconds() // 3600)
    assert f"the last {hours} hours of the channels" in section("What is stored, and what is promised")
    assert f"at most {MOST_POSTS:,} posts of each" in section("What is stored, and what is promised")
    assert f"{hours} hours, {MOST_POSTS:,} posts" in section("Slack and Discord")


def test_a_code_lasts_as_long_as_is_said() -> None:
    assert f"a code for {int(CODE_LASTS.total_seconds() // 60)} minutes" in section("Slack and Discord")


def test_every_name_that_is_another_one_in_discord_is_told() -> None:
    told = re.search(
        r"Of the choices (.*?) have another name.*?,\s+and (.*?) stand below `client`", README, re.DOTALL
    )
    assert told is not None
    named, below = (set(re.findall(r"`([^`]+)`", names)) for names in told.groups())
    assert named | {f"client {name}" for name in below} == set(ELSEWHERE.values())
    assert below <= ELSEWHERE.keys()


def test_commands_are_named_as_discord_has_them() -> None:
    known = {f"/checkmsg {' '.join(path_of(usage))}" for usage in usages()} | {"/checkmsg check"}
    told = re.findall(r"`(/checkmsg [^`]+)`", DISCORD + section("What it asks of Discord"))
    told += re.findall(r"[Ii]n\s+Discord\s+`(/checkmsg [^`]+)`", README)
    assert len(told) > 5
    assert set(told) <= known
