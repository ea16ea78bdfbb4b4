"""Slack and Discord do the same; where they do not, a row of one table says why, and the README shows that table."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import discord
import pytest
from discord.ext import commands

from bots.asked import command_named, is_command
from bots.discord import controls
from bots.discord.client import Client
from bots.discord.modals import form_modal
from bots.discord.names import path_of
from bots.discord.servers import Servers
from bots.discord.slash import add_commands
from bots.slack import manifest
from bots.slack.controls import pressed, value_of
from bots.slack.forms import form_of
from bots.slack.modals import where_of
from core.commands.commands import usages
from core.commands.grammar import Usage
from core.preferences import PREFERENCES
from core.settings import Settings
from tests.bots.differences import DIFFERENCES, EVENTS, SETTINGS
from tests.bots.readme import ROOT, rows, section

COMMANDS = {usage.name: usage for usage in usages()}
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
    told_by_discord = {
        name for kind in (Client, Servers) for name in vars(kind) if name.startswith("on_")
    } - NO_NEWS
    assert_settled({*manifest.EVENTS, *told_by_discord}, EVENTS)
