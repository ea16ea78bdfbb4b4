import asyncio
from collections.abc import Iterator, Mapping
from typing import Any

import discord
import pytest
import simcord
from discord.ext import commands

from bots.discord.names import path_of
from bots.discord.slash import add_commands
from core.commands.commands import usages
from core.commands.grammar import Usage
from core.model import Stage
from tests.bots.discord.recorder import at_work

STRING, CHANNEL, USER, ATTACHMENT = 3, 7, 6, 11
LONGEST_PAYLOAD = 8000
GUILD_INSTALL, GUILD, BOT_DM = 0, 0, 1


def made() -> commands.AutoShardedBot:
    client = commands.AutoShardedBot(command_prefix="!", intents=discord.Intents.none())
    add_commands(client)
    return client


CLIENT = made()
PAYLOAD: dict[str, Any] = {
    command.name: command.to_dict(CLIENT.tree) for command in CLIENT.tree.get_commands()
}
ROOT = PAYLOAD["checkmsg"]


def nodes(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield node
    for option in node.get("options") or ():
        yield from nodes(option)


def options_of(*path: str) -> dict[str, Mapping[str, Any]]:
    node = ROOT
    for word in path:
        node = next(option for option in node["options"] if option["name"] == word)
    return {option["name"]: option for option in node.get("options") or ()}


def test_the_payload_stays_a_tenth_below_what_discord_takes() -> None:
    counted = sum(
        len(node["name"])
        + len(node["description"])
        + sum(len(choice["name"]) + len(choice["value"]) for choice in node.get("choices") or ())
        for node in nodes(ROOT)
    )
    assert counted <= LONGEST_PAYLOAD * 0.9


def test_every_name_and_description_is_within_limits() -> None:
    for node in nodes(ROOT):
        assert discord.app_commands.commands.validate_name(node["name"]) == node["name"]
        assert 1 <= len(node["description"]) <= 100
        assert len(node.get("options") or ()) <= 25
        assert len(node.get("choices") or ()) <= 25


@pytest.mark.parametrize("usage", usages(), ids=[usage.name for usage in usages()])
def test_every_command_asks_for_its_arguments(usage: Usage) -> None:
    asked = options_of(*path_of(usage))

    assert set(asked) - {"file"} == {argument.name for argument in usage.arguments}
    for argument in usage.arguments:
        choices = [choice["value"] for choice in asked[argument.name].get("choices") or ()]
        assert choices == list(argument.choices)


@pytest.mark.parametrize(
    ("path", "option", "stands"),
    [
        ("client add", "name", {"type": STRING, "required": True, "max_length": 200}),
        ("client add", "when", {"type": STRING, "required": False}),
        ("client met", "member", {"type": STRING, "required": False}),
        ("client show", "client", {"type": STRING, "required": True, "autocomplete": True}),
        ("watch channel", "channel", {"type": CHANNEL, "required": False}),
        ("watch channel", "purpose", {"type": STRING, "required": True}),
        ("channel reports", "where", {"type": CHANNEL, "required": False}),
        ("lead add", "member", {"type": USER, "required": True}),
        ("client import", "file", {"type": ATTACHMENT, "required": False}),
        ("check", "file", {"type": ATTACHMENT, "required": False}),
    ],
)
def test_an_argument_is_asked_for_as_what_it_is(path: str, option: str, stands: Mapping[str, Any]) -> None:
    asked = options_of(*path.split())[option]

    assert {key: asked.get(key) for key in stands} == stands


def test_a_long_description_loses_its_last_clause_first() -> None:
    says = {option["name"]: option["description"] for option in options_of("link").values()}

    assert says["code"] == "One agency in several workspaces and servers: makes a code"
    assert says["confirm"].endswith("nothing brings it back")


def test_our_commands_are_installed_on_servers_only() -> None:
    for command in PAYLOAD.values():
        assert command["integration_types"] == [GUILD_INSTALL]
        assert sorted(command["contexts"]) == [GUILD, BOT_DM]
        assert command["default_member_permissions"] is None


def test_a_post_is_checked_from_its_own_menu() -> None:
    assert PAYLOAD["Check message"]["type"] == discord.AppCommandType.message.value


def test_a_command_is_handed_on_as_words_that_the_grammar_reads() -> None:
    async def work() -> None:
        async with at_work() as place:
            await place.slash("client add", name="Acme on because", when="May 2025")
            await place.slash("lead list")
            await place.slash("lead add", member=place.omar)
            await place.slash("help", about="client")
            await place.slash("help")
            assert place.told == [
                ('client add "Acme on because" met "May 2025"', ""),
                ("lead list", ""),
                (f'lead add "U{place.omar.id}"', ""),
                ("help client", ""),
                ("help", ""),
            ]

    asyncio.run(work())


def test_a_channel_is_the_one_that_is_chosen_or_the_one_in_which_it_is_asked() -> None:
    async def work() -> None:
        async with at_work() as place:
            forum = place.guild.create_forum_channel("projects")
            thread = place.thread("Acme")
            for channel in (forum, thread):
                await place.slash("watch channel", channel=channel, purpose="chats")
            await place.slash("watch channel", purpose="mixed")
            await place.slash("channel reports")
            await place.slash("channel unbind")
            assert [words for words, _ in place.told] == [
                f'watch "{forum.id}" as "chats"',
                f'watch "{place.chats.id}" as "chats"',
                'watch "here" as "mixed"',
                'reports to "leads"',
                "channel unbind",
            ]

    asyncio.run(work())


def test_what_discord_cannot_ask_for_is_asked_in_a_form() -> None:
    async def work() -> None:
        async with at_work() as place:
            plan = await place.slash("client plan", client="Acme", plan="basic", who="Dana")
            list_ = await place.slash("client import", mode="apply")

            assert place.told == []
            assert [shown.modal and shown.modal["title"] for shown in (plan, list_)] == [
                "Client plan",
                "Client import",
            ]
            assert plan.modal is not None
            known = [label["component"].get("value") for label in plan.modal["components"][1:]]
            assert known == ["Acme", None, "Dana", None]

    asyncio.run(work())


def test_a_list_comes_as_a_file() -> None:
    async def work() -> None:
        async with at_work() as place:
            await place.slash(
                "client import", file=("clients.csv", b"Acme, active\nBirch & Co"), mode="apply"
            )
            assert place.told == [('client import "apply"', "Acme, active\nBirch & Co")]

    asyncio.run(work())


def test_a_text_is_checked_with_what_is_known_of_it() -> None:
    async def work() -> None:
        async with at_work() as place:
            await place.slash("check", text="Client: hi")
            await place.slash(
                "check", file=("chat.txt", b"hi\nthere"), client="Acme", stage="offer-sent", draft=True
            )
            assert place.told == [
                ("Client: hi", "", None, False),
                ("hi\nthere", "Acme", Stage.OFFER_SENT, True),
            ]

    asyncio.run(work())


def test_a_file_that_is_no_text_is_told_and_not_checked() -> None:
    async def work() -> None:
        async with at_work() as place:
            result = await place.slash("check", file=("chat.png", b"Client: hi"))
            assert place.told == []
            assert result.ephemeral
            assert result.response is not None

    asyncio.run(work())


def test_without_a_text_a_box_opens_for_it() -> None:
    async def work() -> None:
        async with at_work() as place:
            shown = await place.slash("check", text=" ")
            assert shown.modal is not None
            assert shown.modal["title"] == "Check a text"

    asyncio.run(work())


def test_a_post_is_checked_that_somebody_points_at() -> None:
    async def work() -> None:
        async with at_work() as place:
            message = await place.omar.send(place.chats, "Client: hi")
            await place.dana.context_menu(place.chats, "Check message", message)
            assert len(place.told) == 1

    asyncio.run(work())


def test_what_nobody_expected_is_told_and_logged_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    async def work() -> None:
        async with at_work() as place:
            place.client.broken = ValueError("Client: hi")
            result = await place.slash("lead list")
            assert result.ephemeral
            assert result.response is not None
            simcord.assert_error(place.env, ValueError)

    asyncio.run(work())
    assert "recorder.py" in caplog.text
    assert "Client: hi" not in caplog.text


@pytest.mark.parametrize(
    ("path", "option", "filled", "asked"),
    [
        ("client show", "client", {}, [("client", "ac")]),
        ("check", "client", {}, [("client", "ac")]),
        ("rules", "code", {}, [("rule", "ac")]),
        ("digest export", "week", {}, [("week", "ac")]),
        ("settings", "value", {"name": "zone"}, [("zone", "ac")]),
        ("settings", "value", {"name": "digest"}, []),
        ("settings", "value", {}, []),
    ],
)
def test_what_is_known_is_suggested(
    path: str, option: str, filled: dict[str, str], asked: list[tuple[str, str]]
) -> None:
    async def work() -> None:
        async with at_work() as place:
            offered = await place.dana.autocomplete(place.chats, f"checkmsg {path}", option, "ac", **filled)
            assert place.told == asked
            assert [choice["value"] for choice in offered] == ["ac"]

    asyncio.run(work())


def test_no_more_is_suggested_than_discord_shows() -> None:
    async def work() -> None:
        async with at_work() as place:
            place.client.offers = [
                ("n" * 101, "Acme"),
                ("Birch", "v" * 101),
                (" ", "Cedar"),
                *[(f"Client {number}", f"Client {number}") for number in range(30)],
            ]
            offered = await place.dana.autocomplete(place.chats, "checkmsg client show", "client", "")
            assert len(offered) == 25
            assert (offered[0]["name"], offered[0]["value"]) == ("n" * 99 + "…", "Acme")
            assert offered[1]["value"] == "Client 0"

    asyncio.run(work())
