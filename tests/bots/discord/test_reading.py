from dataclasses import fields
from datetime import UTC, datetime
from timeit import timeit
from typing import Any

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.discord.reading import Posted, read
from core.records import Attachment

ME, OUR_ROLE, OTHER_ROLE, OMAR, GUILD, CHANNEL = (100_000_000_000_000_000 + number for number in range(6))
FILE = "https://cdn.discordapp.com/attachments/1/2/chat.txt?ex=1&is=2&hm=3"


def _guild() -> discord.Guild:
    """Return a server as discord.py knows it, with a role that came with our bot and one of another bot."""
    roles: list[dict[str, Any]] = [
        {"id": str(GUILD), "name": "@everyone"},
        {"id": str(OUR_ROLE), "name": "checkmsg", "tags": {"bot_id": str(ME)}},
        {"id": str(OTHER_ROLE), "name": "music", "tags": {"bot_id": str(OMAR)}},
    ]
    bare = {"color": 0, "colors": {}, "permissions": "0", "position": 0}
    payload: Any = {
        "id": str(GUILD),
        "name": "Acme",
        "roles": [{**bare, **role} for role in roles],
        "channels": [{"id": str(CHANNEL), "type": 0, "name": "chats", "position": 0, "parent_id": None}],
        "member_count": 2,
    }
    client = discord.Client(intents=discord.Intents.none())
    return client._connection._add_guild_from_data(payload)


SERVER = _guild()


def user(user_id: int, **more: Any) -> dict[str, Any]:
    return {"id": str(user_id), "username": "omar", "discriminator": "0", "avatar": None, **more}


def message(content: str = "", **more: Any) -> discord.Message:
    channel = SERVER.get_channel(CHANNEL)
    assert isinstance(channel, discord.TextChannel)
    payload: Any = {
        "id": "150000000000000000",
        "channel_id": str(CHANNEL),
        "author": user(OMAR),
        "type": 0,
        "content": content,
        "mentions": [],
        "mention_roles": [],
        "timestamp": "2026-11-23T10:00:00+00:00",
        "edited_timestamp": None,
        **more,
    }
    return discord.Message(state=SERVER._state, channel=channel, data=payload)


def posted(content: str = "", **more: Any) -> Posted:
    return read(message(content, **more), ME)


def snapshot(content: str = "", **more: Any) -> dict[str, Any]:
    inner = {"type": 0, "content": content, "embeds": [], "attachments": [], "flags": 0}
    times = {"timestamp": "2026-11-23T09:00:00+00:00", "edited_timestamp": None}
    return {"message": {**inner, **times, **more}}


def forwarded(*snapshots: dict[str, Any]) -> Posted:
    reference = {"type": 1, "channel_id": "7", "message_id": "8"}
    return posted(message_reference=reference, message_snapshots=list(snapshots))


def attachment(filename: str, content_type: str | None = None, size: int = 9) -> dict[str, Any]:
    typed = {} if content_type is None else {"content_type": content_type}
    return {"id": "1", "filename": filename, "size": size, "url": FILE, "proxy_url": FILE, **typed}


def test_a_message_is_read_with_who_wrote_it() -> None:
    expected = Posted(f"U{OMAR}", "hi there", True, False, False, (), 0, 0, None)
    assert posted("**hi** there") == expected


def test_an_edit_has_its_time_and_a_preview_of_a_link_changes_nothing() -> None:
    edited = posted("hi", edited_timestamp="2026-11-23T10:05:00+00:00")
    assert edited.edited_at == datetime(2026, 11, 23, 10, 5, tzinfo=UTC)
    preview = {"type": "article", "url": "https://example.com/", "title": "Write to us", "description": "now"}
    assert posted("https://example.com/", embeds=[preview]) == posted("https://example.com/")


@pytest.mark.parametrize(
    "kind, is_content",
    [
        (discord.MessageType.default, True),
        (discord.MessageType.reply, True),
        (discord.MessageType.new_member, False),
        (discord.MessageType.pins_add, False),
        (discord.MessageType.thread_created, False),
        (discord.MessageType.thread_starter_message, False),
        (discord.MessageType.auto_moderation_action, False),
        (discord.MessageType.chat_input_command, False),
        (discord.MessageType.poll_result, False),
    ],
)
def test_news_of_the_server_is_nobodys_words(kind: discord.MessageType, is_content: bool) -> None:
    reference = {"message_reference": {"channel_id": "7"}} if kind.name == "poll_result" else {}
    assert posted("x", type=kind.value, **reference).is_content is is_content
    assert posted("x", type=999).is_content is False


@pytest.mark.parametrize(
    "more, by_bot",
    [
        ({}, False),
        ({"author": user(OMAR, bot=True)}, True),
        ({"webhook_id": "7"}, True),
        ({"application_id": "7"}, True),
    ],
)
def test_what_programs_post_is_told_from_what_people_post(more: dict[str, Any], by_bot: bool) -> None:
    assert posted("hi", **more).by_bot is by_bot


@pytest.mark.parametrize(
    "content, named, shown",
    [
        (f"<@{ME}> client: hi", True, "client: hi"),
        (f"<@!{ME}>: client: hi", True, "client: hi"),
        (f"<@&{OUR_ROLE}>, is this fine?", True, "is this fine?"),
        (f"is this fine <@{ME}>", True, "is this fine"),
        (f"<@{ME}> <@&{OUR_ROLE}>", True, ""),
        (f"<@{OMAR}> <@&{OTHER_ROLE}> is this fine?", False, "@someone @group is this fine?"),
        ("@everyone is this fine?", False, "@everyone is this fine?"),
        ("is this fine?", False, "is this fine?"),
    ],
)
def test_our_name_is_noticed_and_taken_out(content: str, named: bool, shown: str) -> None:
    people = [user(user_id) for user_id in (ME, OMAR) if str(user_id) in content]
    roles = [str(role_id) for role_id in (OUR_ROLE, OTHER_ROLE) if str(role_id) in content]
    asked = posted(content, mentions=people, mention_roles=roles, mention_everyone="@everyone" in content)
    assert (asked.mentions_us, asked.text) == (named, shown)


def test_an_answer_to_us_alone_asks_nothing_and_is_read_without_what_it_answers() -> None:
    answered = posted(
        "thanks",
        type=19,
        mentions=[user(ME)],
        message_reference={"channel_id": str(CHANNEL), "message_id": "8"},
        referenced_message=None,
    )
    assert (answered.mentions_us, answered.text, answered.is_content) == (False, "thanks", True)


def test_our_name_in_code_names_nobody() -> None:
    assert posted(f"`<@{ME}>`").mentions_us is False


def test_a_forward_reads_as_the_post_it_shows() -> None:
    assert forwarded(snapshot("**Client**: can we talk?")).text == "Client: can we talk?"
    assert forwarded(snapshot("first"), snapshot("second")).text == "first\n\nsecond"
    assert forwarded(snapshot("a")).is_content
    assert (
        posted("what now?", message_snapshots=[snapshot("Can we talk?")]).text == "what now?\n\nCan we talk?"
    )


def test_a_mention_within_a_forward_asks_nothing_of_us() -> None:
    asked = forwarded(snapshot(f"<@{ME}> client: hi"))
    assert (asked.mentions_us, asked.text) == (False, "@someone client: hi")


EMBED = {
    "type": "rich",
    "author": {"name": "Ann Lee"},
    "title": "New message",
    "description": "Can we **talk**?",
    "fields": [{"name": "Budget", "value": "500"}, {"name": "", "value": "soon"}],
    "footer": {"text": "sent by a feed"},
}
SHOWN = "Ann Lee:\nNew message\nCan we talk?\nBudget: 500\nsoon"


def test_what_programs_embed_is_read_with_who_spoke_also_within_a_forward() -> None:
    assert posted(webhook_id="7", embeds=[EMBED]).text == SHOWN
    assert (
        posted("a lead", webhook_id="7", embeds=[EMBED, {"description": "b"}]).text
        == f"a lead\n\n{SHOWN}\n\nb"
    )
    assert forwarded(snapshot(embeds=[EMBED])).text == SHOWN
    assert posted(webhook_id="7", embeds=[{"type": "rich", "author": {"name": "Ann Lee"}}]).text == ""


@pytest.mark.parametrize(
    "preview",
    [
        {"type": "link", "title": "Example", "description": "Write to us"},
        {"type": "article", "title": "Example", "description": "Write to us"},
        {"type": "rich", "url": "https://example.com/a", "description": "Write to us"},
    ],
)
def test_a_preview_of_a_link_is_nobodys_words(preview: dict[str, Any]) -> None:
    content = "see https://example.com/a"
    assert posted(content, embeds=[preview]).text == content
    assert posted(content, embeds=[preview], webhook_id="7").text == content
    assert forwarded(snapshot(content, embeds=[preview])).text == content


def test_the_embeds_of_a_person_are_never_their_words() -> None:
    assert posted("hi", embeds=[EMBED]).text == "hi"


def test_a_poll_is_its_question_and_its_answers() -> None:
    answers = [
        {"answer_id": 1, "poll_media": {"text": "WhatsApp"}},
        {"answer_id": 2, "poll_media": {"text": None, "emoji": {"id": None, "name": "📞"}}},
        {"answer_id": 3, "poll_media": {"text": "Upwork"}},
    ]
    poll = {
        "question": {"text": "Where do we talk?"},
        "answers": answers,
        "expiry": "2026-11-24T10:00:00+00:00",
    }
    assert posted(poll=poll).text == "Where do we talk?\nWhatsApp\nUpwork"


@pytest.mark.parametrize(
    "file, kind",
    [
        (attachment("message.txt", "text/plain; charset=utf-8"), "text"),
        (attachment("chat.md", "text/markdown"), "text"),
        (attachment("clients.csv", "text/csv; charset=utf-8"), "text"),
        (attachment("talk.eml", "message/rfc822"), "text"),
        (attachment("chat.TXT"), "text"),
        (attachment("chat.log", "application/octet-stream"), "text"),
        (attachment("shot.png", "image/png"), "picture"),
        (attachment("SPOILER_shot.webp", "image/webp"), "picture"),
        (attachment("voice-message.ogg", "audio/ogg"), "other"),
        (attachment("page.html", "text/html"), "other"),
        (attachment("chat.txt", "application/pdf"), "other"),
        (attachment("what"), "other"),
    ],
)
def test_files_are_told_apart(file: dict[str, Any], kind: str) -> None:
    for found in (posted(attachments=[file]), forwarded(snapshot(attachments=[file]))):
        counts = {"text": len(found.attachments), "picture": found.pictures, "other": found.other_files}
        assert counts == {**dict.fromkeys(counts, 0), kind: 1}


def test_a_text_file_is_named_with_its_address() -> None:
    found = posted(attachments=[attachment("message.txt", "text/plain; charset=utf-8")])
    assert found.attachments == (Attachment("message.txt", FILE, 9, "text/plain; charset=utf-8"),)


def test_a_sticker_says_nothing() -> None:
    sticker = {"id": "1", "name": "call me", "format_type": 1}
    found = posted(sticker_items=[sticker])
    assert (found.text, found.attachments, found.pictures, found.other_files) == ("", (), 0, 0)


def test_half_a_character_does_no_harm_later() -> None:
    found = posted("a\ud800b", attachments=[attachment("\ud800.txt")])
    assert f"{found.text}{found.attachments[0].name}".encode().isascii()


WORDS = st.text(max_size=8) | st.sampled_from(
    [f"<@{ME}>", "||", "**", "`", ">>> ", "[a](https://b.c)", "\ud800"]
)
EMBEDS = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "type": st.sampled_from(["rich", "link", "anything_new"]),
            "title": WORDS,
            "description": WORDS,
            "url": WORDS,
            "author": st.fixed_dictionaries({}, optional={"name": WORDS}),
            "fields": st.lists(st.fixed_dictionaries({}, optional={"name": WORDS, "value": WORDS}), max_size=2),
        },
    ),
    max_size=2,
)  # fmt: skip
FILES = st.lists(st.builds(attachment, WORDS, WORDS | st.none()), max_size=2)
SNAPSHOTS = st.lists(st.builds(snapshot, WORDS, embeds=EMBEDS, attachments=FILES), max_size=2)


@given(
    st.lists(WORDS).map("".join),
    st.fixed_dictionaries(
        {},
        optional={
            "embeds": EMBEDS,
            "attachments": FILES,
            "message_snapshots": SNAPSHOTS,
            "mentions": st.just([user(ME)]),
            "webhook_id": st.just("7"),
            "type": st.integers(0, 60).filter(lambda kind: kind != discord.MessageType.poll_result.value),
        },
    ),
)
def test_whatever_comes_is_read(content: str, more: dict[str, Any]) -> None:
    found = posted(content, **more)
    types = {type(getattr(found, field.name)) for field in fields(found)}
    assert types <= {str, bool, int, tuple, type(None)}
    assert found.text.encode().decode().strip() == found.text


@pytest.mark.parametrize("unit", ["<", f"<@{ME}>", f"<@{ME}", f"<@{ME}> :", "*a ", "https://"])
def test_time_grows_with_length_only(unit: str) -> None:
    text = (unit * 40_000)[:40_000]
    long = message(text, mentions=[user(ME)], webhook_id="7", embeds=[{"description": text}])
    assert timeit(lambda: read(long, ME), number=1) < 1
