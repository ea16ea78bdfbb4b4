"""Slack and Discord do the same; where they do not, a row of one table says why, and the README shows that table."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import discord
import pytest
from discord.ext import commands

from bots.asked import command_named, is_command
from bots.discord import controls
from bots.discord.client import Client
from bots.discord.modals import form_modal
from bots.discord.names import path_of
from bots.discord.slash import add_commands
from bots.slack import manifest
from bots.slack.controls import pressed, value_of
from bots.slack.forms import form_of
from bots.slack.modals import where_of
from core.commands.commands import usages
from core.commands.grammar import Usage
from core.preferences import PREFERENCES
from core.settings import Settings
from tests.bots.readme import ROOT, rows, section

COMMANDS = {usage.name: usage for usage in usages()}


class Difference(NamedTuple):
    """How each of the two does something, and why not alike."""

    slack: str
    discord: str
    why: str


DIFFERENCES: Mapping[str, Difference] = {
    "connection": Difference(
        "Socket Mode, or an HTTPS address of yours", "the gateway", "Discord needs no address for any of it"
    ),
    "many of them": Difference(
        "an HTTPS address, from which workspaces install it",
        "one link for all servers",
        "each workspace grants a token of its own, servers do not",
    ),
    "another address of the API": Difference(
        "can be set", "cannot be set", "nobody but Discord is to be given the token"
    ),
    "commands": Difference(
        "one line, as `/checkmsg watch here as chats`",
        "fields, as in `/checkmsg watch channel`",
        "Discord has each command declared, in two words at most below the first",
    ),
    "the words of posts": Difference(
        "told wherever the bot is",
        "told with Message Content Intent only",
        "Discord keeps them from an app that has not switched it on",
    ),
    "replies in threads": Difference(
        "read on request",
        "read from the start, other than below a reply of the bot's",
        "in Discord a thread is a place of its own, often one client's",
    ),
    "forums": Difference(
        "none",
        "read as channels are, without a pinned line",
        "only Discord has them, and they hold nothing but threads",
    ),
    "what a channel is for": Difference(
        "asked when the bot is invited to it",
        "said with `/checkmsg watch channel`",
        "in Discord nobody invites a bot to a channel: it is in all that its role can see",
    ),
    "guests, other companies": Difference(
        "told apart, and shown nothing of yours",
        "whoever is in the server counts as one of you",
        "Discord knows neither guests nor shared channels",
    ),
    "marks on a reply": Difference(
        "✅ is **Sent it**, 🔇 is **Mute this thread**",
        "the two controls only",
        "to hear of marks takes one more intent, and the controls do the same",
    ),
    "Home": Difference("a page of the app", "`/checkmsg home`", "Discord has no pages for apps"),
    "the first lead": Difference(
        "who asks first, or who installs it",
        "who may manage the server and asks first",
        "Discord does not say who brought the bot, and anybody in the server may ask it",
    ),
    "who may claim to lead": Difference(
        "owners and admins of the workspace",
        "the server's owner, and a role of that name",
        "in Discord many are administrators who have no say in the agency",
    ),
    "posts while it is off": Difference(
        "told again by Slack for some minutes",
        "read by the bot afterwards: 24 hours, 200 posts",
        "Slack repeats what was not taken, Discord does not",
    ),
    "a chat in several posts": Difference(
        "the reply moves to the last one",
        "the reply stays in the thread where it began",
        "a thread that is left would stay behind, and empty",
    ),
    "a long reply": Difference(
        "several messages",
        "one message, and the rest in a text file",
        "what is one message arrives whole or not at all",
    ),
}

# Settings of one that the other has under another name, or the row that says why it has none.
SETTINGS = {
    "slack_api_url": "another address of the API",
    "slack_app_token": "connection",
    "slack_authorize_url": "many of them",
    "slack_bot_token": "discord_token",
    "slack_client_id": "many of them",
    "slack_client_secret": "many of them",
    "slack_file_hosts": "discord_file_hosts",
    "slack_listen": "connection",
    "slack_signing_secret": "connection",
    "discord_file_hosts": "slack_file_hosts",
    "discord_lead_role": "who may claim to lead",
    "discord_message_content": "the words of posts",
    "discord_token": "slack_bot_token",
}
# What each of the two tells us by itself: how the other does, or the row that says why it does not.
EVENTS = {
    "app_home_opened": "Home",
    "app_uninstalled": "on_guild_remove",
    "channel_archive": "on_guild_channel_delete",
    "channel_id_changed": "guests, other companies",
    "channel_rename": "on_guild_channel_update",
    "group_archive": "on_guild_channel_delete",
    "group_rename": "on_guild_channel_update",
    "member_joined_channel": "what a channel is for",
    "message.channels": "on_message",
    "message.groups": "on_message",
    "message.im": "on_message",
    "reaction_added": "marks on a reply",
    "tokens_revoked": "on_guild_remove",
    "on_guild_available": "many of them",
    "on_guild_channel_delete": "channel_archive",
    "on_guild_channel_update": "channel_rename",
    "on_guild_join": "many of them",
    "on_guild_remove": "app_uninstalled",
    "on_message": "message.channels",
    "on_raw_bulk_message_delete": "message.channels",
    "on_raw_message_delete": "message.channels",
    "on_raw_message_edit": "message.channels",
    "on_raw_thread_delete": "replies in threads",
    "on_ready": "posts while it is off",
    "on_shard_disconnect": "posts while it is off",
    "on_shard_ready": "posts while it is off",
    "on_shard_resumed": "posts while it is off",
}
# What discord.py calls although nobody has told it anything.
NO_NEWS = {"on_error"}
# Discord's own ways to what stands behind /checkmsg in Slack: a text, and help.
BESIDE = {("check",), ("help",)}


def assert_settled(found: set[str], settled: Mapping[str, str]) -> None:
    """Assert that all that was found has a counterpart that was found too, or a reason, and nothing else has."""
    assert found == settled.keys()
    assert set(settled.values()) <= found | DIFFERENCES.keys()


def test_the_readme_shows_every_difference_with_its_reason_and_no_other() -> None:
    assert rows(section("Slack and Discord")) == [(what, *row) for what, row in DIFFERENCES.items()]


# Commands.


@pytest.mark.parametrize("usage", COMMANDS.values(), ids=COMMANDS)
def test_every_command_can_be_typed_in_slack_and_has_a_form_there(usage: Usage) -> None:
    command = usages()[usage]
    assert is_command(command.example)
    assert command_named(command.example) == (command, usage)

    form = form_of(command, usage)
    asked = {block["block_id"] for block in form["blocks"] if block["type"] == "input"}
    assert asked == {argument.name for argument in usage.arguments} | (
        {"text"} if command.takes_text else set()
    )
    assert command_named(where_of(form).command) == (command, usage)


def branches(
    node: Mapping[str, Any], path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], set[str]]]:
    """Yield the commands of a payload with the names of their fields."""
    options = node.get("options", ())
    below = [option for option in options if option["type"] in (1, 2)]
    if path and not below:
        yield path, {option["name"] for option in options}
    for option in below:
        yield from branches(option, (*path, option["name"]))


def test_every_command_stands_in_discords_tree_and_no_other() -> None:
    client = commands.AutoShardedBot(command_prefix="!", intents=discord.Intents.none())
    add_commands(client)
    (payload,) = (
        found.to_dict(client.tree) for found in client.tree.get_commands() if found.name == "checkmsg"
    )
    found = dict(branches(payload))

    assert found.keys() == {path_of(usage) for usage in usages()} | BESIDE
    for usage, command in usages().items():
        fields = {argument.name for argument in usage.arguments} | ({"file"} if command.takes_text else set())
        assert found[path_of(usage)] == fields


@pytest.mark.parametrize("usage", COMMANDS.values(), ids=COMMANDS)
def test_every_command_has_a_form_in_discord(usage: Usage) -> None:
    command = usages()[usage]
    form = form_modal(command, usage).to_dict()
    asked = {part["component"]["custom_id"] for part in form["components"] if "component" in part}
    assert asked == {argument.name for argument in usage.arguments} | (
        {"text", "file"} if command.takes_text else set()
    )
    assert form["custom_id"].endswith(f":{usage.name}")


# Controls.


def shown_actions() -> set[str]:
    """Return what every control of the core, and of what both adapters add, is about."""
    actions = set()
    for path in (*sorted((ROOT / "core").rglob("*.py")), ROOT / "bots" / "asked.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Button":
                _, action, *_ = node.args
                assert isinstance(action, ast.Constant), f"{path}:{node.lineno} names its action elsewhere"
                actions.add(str(action.value))
    return actions


def actions_in(path: str) -> set[str]:
    """Return the actions that the function `press` of a file tells apart."""
    tree = ast.parse(Path(ROOT, path).read_text(encoding="utf-8"))
    (press,) = (
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == "press"
    )
    compared = [node.comparators[0] for node in ast.walk(press) if isinstance(node, ast.Compare)] + [
        node.value for node in ast.walk(press) if isinstance(node, ast.MatchValue)
    ]
    return {node.value for node in compared if isinstance(node, ast.Constant) and isinstance(node.value, str)}


@pytest.mark.parametrize("adapter", ["bots/slack/pressing.py", "bots/discord/asking.py"])
def test_every_control_is_dealt_with_and_none_that_nobody_shows(adapter: str) -> None:
    own, of_core = actions_in(adapter), actions_in("core/commands/pressing.py")

    assert not own & of_core
    assert own | of_core == shown_actions()


def test_every_control_comes_back_from_either_as_it_was_sent() -> None:
    for action in shown_actions():
        assert pressed(value_of(7, action, "a value")) == (7, action, "a value")
        assert controls.pressed(controls.custom_id(action, 7, "a value")) == (7, action, "a value")


# Settings, and what is told.


def test_every_setting_has_a_counterpart_or_a_reason() -> None:
    found = {name for name in Settings.model_fields if name.startswith(("slack_", "discord_"))}
    assert_settled(found, SETTINGS)


def test_every_preference_can_be_chosen_on_both() -> None:
    command, usage = usages()[COMMANDS["settings"]], COMMANDS["settings"]
    in_slack = [block for block in form_of(command, usage)["blocks"] if block.get("block_id") == "name"]
    in_discord = [
        part["component"]
        for part in form_modal(command, usage).to_dict()["components"]
        if part.get("component", {}).get("custom_id") == "name"
    ]

    assert [option["value"] for option in in_slack[0]["element"]["options"]] == list(PREFERENCES)
    assert [option["value"] for option in in_discord[0]["options"]] == list(PREFERENCES)
    # One agency may be on both, so no preference is of one of them.
    assert not [
        one for one in PREFERENCES.values() if {"slack", "discord"} & set(one.says.casefold().split())
    ]


def test_whatever_the_one_tells_us_the_other_does_or_there_is_a_reason() -> None:
    told_by_discord = {name for name in vars(Client) if name.startswith("on_")} - NO_NEWS
    assert_settled({*manifest.EVENTS, *told_by_discord}, EVENTS)
