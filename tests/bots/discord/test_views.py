import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import discord
import pytest
import simcord
from discord import ui

from bots.discord.layout import Message, Text, message
from bots.discord.names import as_slash
from bots.discord.views import (
    DYNAMIC_ITEMS,
    Interaction,
    Look,
    Sign,
    embeds_of,
    files_of,
    in_components,
    in_embeds,
    signs_of,
    view_of,
)
from core.reply import (
    Block,
    Button,
    Buttons,
    File,
    Footnote,
    Heading,
    Image,
    Paragraph,
    Preformatted,
    Quote,
    Reply,
    Rung,
)
from tests.bots.anything import HOSTILE, findings, said
from tests.bots.discord.accepted import CHECK, SIGN

Looking = Callable[[Message, Sign], Look]
LOOKS = (in_components, in_embeds)
CONTROLS = Buttons(
    (Button("Sent it", "answered"), Button("Contract is active", "stage", "active-contract")),
    (Button("Keep as evidence", "keep"), Button("Show", "run", "show 7")),
)
CARD = (
    Heading("Client asks to move to WhatsApp: keep it here", "John D. · treated as: no contract yet"),
    Preformatted("text to send", "Happy to go through everything here."),
    Quote("Can we jump on WhatsApp? @everyone <@1>", "Don't save the number."),
    Footnote("Why: before a contract, talk stays on Upwork (UPW101)"),
    CONTROLS,
)
PICTURES = (Image(b"one", "one.png", "Eight weeks"), Image(b"two", "two.png", ""))
TABLE = File("table.csv", b"a,b", "a row a week")
EVERY = (
    CARD,
    (Heading("This week"), Paragraph("9 asks"), *PICTURES, CONTROLS),
    (Heading("Your table"), TABLE),
    (Heading("Read, nothing to do"),),
    (Heading("100 findings"), *findings(100), TABLE, CONTROLS),
    (Buttons((), (Button("One", "one"),)),),
    tuple(block for text in HOSTILE for block in said(f"{text} x")[:7]),
)


class Recorder(discord.AutoShardedClient):
    """Notes what is pressed, and answers it."""

    def __init__(self) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True, guild_messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
        )
        self.told: list[tuple[int, str, str]] = []
        self.add_dynamic_items(*DYNAMIC_ITEMS)

    async def pressed(self, interaction: Interaction, check_id: int, action: str, value: str) -> None:
        self.told.append((check_id, action, value))
        await interaction.response.send_message("Done", ephemeral=True)


class Place:
    """A channel with a person in it."""

    def __init__(self, client: Recorder, env: simcord.Env) -> None:
        self.client, self.env = client, env
        guild = env.create_guild(name="Alder")
        self.chats = guild.create_text_channel("chats")
        self.dana = guild.add_member(env.create_user("dana"))

    async def send(self, sent: Message, look: Looking, sign: Sign = SIGN) -> discord.Message:
        """Post a message and return it as history has it."""
        channel = self.client.get_partial_messageable(self.chats.id)
        posted = await channel.send(**look(sent, sign), files=files_of(sent))
        return await channel.fetch_message(posted.id)

    async def restart(self) -> None:
        self.client = Recorder()
        await self.env.restart_bot(self.client)


@asynccontextmanager
async def at_work() -> AsyncIterator[Place]:
    client = Recorder()
    async with simcord.run(client, shard_count=1) as env:
        yield Place(client, env)


def sent(*blocks: Block) -> Message:
    return message(Reply(Rung.FULL, blocks), CHECK, as_slash)


@pytest.mark.parametrize("look", LOOKS)
def test_discord_takes_replies_in_both_looks_and_knows_them_by_their_sign(look: Looking) -> None:
    async def scenario() -> None:
        async with at_work() as place:
            for blocks in EVERY:
                told = sent(*blocks)
                posted = await place.send(told, look)
                assert set(SIGN) <= signs_of(posted)
                assert not posted.mentions
                assert not posted.mention_everyone
                assert [file.filename for file in posted.attachments] == [file.name for file in told.files]
                assert [await file.read() for file in posted.attachments] == [
                    file.content for file in told.files
                ]

    asyncio.run(scenario())


@pytest.mark.parametrize("look", LOOKS)
def test_what_is_pressed_comes_back_after_a_restart_too(look: Looking) -> None:
    async def scenario() -> None:
        async with at_work() as place:
            posted = await place.send(sent(*CARD), look)
            await place.dana.click(posted, label="Contract is active")
            assert place.client.told == [(CHECK, "stage", "active-contract")]
            await place.restart()
            await place.dana.click(posted, label="Sent it")
            await place.dana.select(posted, ["upw:v1:run:12:show 7"], custom_id="upw:v1:more:0")
            assert place.client.told == [(CHECK, "answered", ""), (CHECK, "run", "show 7")]

    asyncio.run(scenario())


def test_what_is_none_of_ours_does_nothing() -> None:
    async def scenario() -> None:
        async with at_work() as place:
            channel = place.client.get_partial_messageable(place.chats.id)
            view = ui.View(timeout=None)
            for number, custom_id in enumerate(("upw:v0:run:1:x", "upw:v1:run:2147483648:x", "other")):
                view.add_item(ui.Button(label=str(number), custom_id=custom_id))
            options = [discord.SelectOption(label="x", value="x")]
            view.add_item(ui.Select(custom_id="upw:v1:more:0", options=options))
            posted = await channel.send(view=view)
            for number in range(3):
                await place.dana.click(posted, label=str(number))
            await place.dana.select(posted, ["x"], custom_id="upw:v1:more:0")
            assert place.client.told == []

    asyncio.run(scenario())


@pytest.mark.parametrize("look", LOOKS)
def test_a_message_of_another_sign_is_another_one(look: Looking) -> None:
    async def scenario() -> None:
        async with at_work() as place:
            posted = await place.send(sent(*CARD), look, (5, 6))
            assert {5, 6} <= signs_of(posted)
            assert not signs_of(posted) & set(SIGN)
            assert not signs_of(await place.send(sent(*CARD), look, ())) & set(SIGN)

    asyncio.run(scenario())


def test_nothing_that_is_sent_is_kept_for_what_may_be_pressed() -> None:
    async def scenario() -> None:
        async with at_work() as place:
            for look in LOOKS:
                await place.send(sent(*CARD), look)
            assert place.client.persistent_views == []
            assert place.client._connection._view_store._synced_message_views == {}

    asyncio.run(scenario())


def test_components_are_one_frame_with_the_parts_in_order() -> None:
    view = view_of(sent(Heading("A"), PICTURES[0], TABLE, CONTROLS), SIGN)
    (frame,) = view.to_components()  # type: ignore[no-untyped-call]
    assert (frame["type"], frame["id"]) == (17, SIGN[0])
    text, picture, says, file, row, menu = frame["components"]
    assert (text["type"], text["id"], text["content"]) == (10, SIGN[1], "**A**")
    assert picture["items"][0]["media"]["url"] == "attachment://one.png"
    assert picture["items"][0]["description"] == "Eight weeks"
    assert says["content"] == "a row a week"
    assert file["file"]["url"] == "attachment://table.csv"
    assert [button["label"] for button in row["components"]] == ["Sent it", "Contract is active"]
    assert menu["components"][0]["placeholder"] == "More"
    assert view.timeout is None


def test_embeds_show_what_is_below_the_headline_and_every_picture() -> None:
    told = sent(Heading("A", "b"), *PICTURES, Paragraph("c"), CONTROLS)
    embeds, view = embeds_of(told, SIGN)
    assert in_embeds(told)["content"] == "**A**"
    assert [embed.description for embed in embeds] == ["-# b\n\nc", None]
    assert [embed.image.url for embed in embeds] == ["attachment://one.png", "attachment://two.png"]
    assert [[one["type"] for one in row["components"]] for row in view.to_components()] == [[2, 2], [3]]
    told = sent(Heading("A"), CONTROLS, Paragraph("b"), Buttons((Button("One", "one"),)))
    rows = embeds_of(told)[1].to_components()
    assert [[one["type"] for one in row["components"]] for row in rows] == [[2, 2], [3], [2]]


def test_what_is_cut_in_the_headline_stands_in_the_embed_too() -> None:
    for block in (Paragraph("x" * 400), Preformatted("", "one\ntwo")):
        told = sent(block)
        (embed,), _ = embeds_of(told)
        assert told.parts[0] == Text(embed.description or "")


def test_nobody_sees_a_sign_but_where_an_embed_has_nothing_else_to_show() -> None:
    signed = "006acfc1-7fffffff"
    for blocks, address, footer in (
        ((Heading("A"), Paragraph("b")), f"https://discord.com/#{signed}", None),
        ((Heading("A"), *PICTURES), f"https://discord.com/#{signed}", None),
        ((Heading("A"), CONTROLS), None, signed),
        ((Heading("A"),), None, signed),
    ):
        embed, *more = embeds_of(sent(*blocks), SIGN)[0]
        assert (embed.url, embed.footer.text, embed.title) == (address, footer, None)
        assert [one.url for one in more] == [None] * len(more)  # Else Discord would show them as one.


def test_files_can_be_sent_again() -> None:
    told = sent(Heading("A"), *PICTURES)
    for _ in range(2):
        files = files_of(told)
        assert [(file.filename, file.fp.read(), file.description) for file in files] == [
            ("one.png", b"one", "Eight weeks"),
            ("two.png", b"two", None),
        ]
