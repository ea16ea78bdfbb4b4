# ruff: noqa: SIM905 - Long lists of words read best as text.

from collections.abc import Mapping
from dataclasses import fields
from timeit import timeit
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.slack.reading import Posted, read
from core.records import Attachment
from core.transcript import parse

ME = "U0CHECKMSG"
POST = "https://acme.slack.com/archives/C0123456789/p1700000000000100"
FILE = "https://files.slack.com/files-pri/T1-F1/download/chat.txt"


def words(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "text", "text": text, **more}


def section(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text_section", "elements": list(elements)}


def rich(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text", "elements": list(parts)}


def text_of(**message: Any) -> str:
    return read(message, ME).text


def attached(**attachment: Any) -> str:
    return text_of(text="fyi", attachments=[attachment]).removeprefix("fyi").strip()


def one_file(**file: Any) -> Posted:
    return read({"subtype": "file_share", "files": [{"url_private_download": FILE, **file}]}, ME)


def test_a_post_is_read_with_who_wrote_it_and_where() -> None:
    posted = read(
        {"channel": "C1", "ts": "1.1", "user": "U1", "text": "hi", "edited": {"user": "U1", "ts": "2.2"}}, ME
    )
    assert posted == Posted("C1", "1.1", "U1", "", "hi", False, False, "", (), 0, 0, "", "2.2")
    assert posted.is_content


@pytest.mark.parametrize(
    "message, thread",
    [
        ({"ts": "1.1"}, ""),
        ({"ts": "1.1", "thread_ts": "1.1", "reply_count": 2}, ""),
        ({"ts": "2.2", "thread_ts": "1.1"}, "1.1"),
        ({"ts": "2.2", "thread_ts": "1.1", "subtype": "thread_broadcast", "root": {"text": "no"}}, "1.1"),
    ],
)
def test_only_a_reply_belongs_to_a_thread(message: dict[str, Any], thread: str) -> None:
    posted = read(message, ME)
    assert (posted.thread_ts, posted.text, posted.is_content) == (thread, "", True)


@pytest.mark.parametrize(
    "subtype, is_content",
    [
        ("bot_message", True),
        ("file_share", True),
        ("me_message", True),
        ("channel_join", False),
        ("channel_topic", False),
        ("pinned_item", False),
        ("message_changed", False),
        ("message_deleted", False),
        ("message_replied", False),
        ("tombstone", False),
        ("anything_new", False),
    ],
)
def test_news_of_the_channel_is_nobodys_words(subtype: str, is_content: bool) -> None:
    assert read({"subtype": subtype, "text": "x"}, ME).is_content is is_content


@pytest.mark.parametrize(
    "message, is_bot, author",
    [
        ({"user": "U1"}, False, "U1"),
        ({"user": "U2", "bot_id": "B1"}, True, "U2"),
        ({"bot_id": "B1", "subtype": "bot_message"}, True, "B1"),
        ({"subtype": "bot_message"}, True, ""),
        ({"user": "USLACKBOT"}, True, "USLACKBOT"),
    ],
)
def test_what_programs_post_is_told_from_what_people_post(
    message: dict[str, Any], is_bot: bool, author: str
) -> None:
    posted = read(message, ME)
    assert (posted.is_bot, posted.author) == (is_bot, author)


@pytest.mark.parametrize(
    "text, named, shown",
    [
        (f"<@{ME}> client: hi", True, "client: hi"),
        (f"<@{ME}>: client: hi", True, "client: hi"),
        (f"<@{ME}|checkmsg>, is this fine?", True, "is this fine?"),
        (f"is this fine <@{ME}>", True, "is this fine"),
        (f"<@{ME}>", True, ""),
        ("<@U1> is this fine?", False, "@someone is this fine?"),
        (f"&lt;@{ME}&gt; hi", False, f"<@{ME}> hi"),
    ],
)
def test_our_name_is_noticed_and_taken_out(text: str, named: bool, shown: str) -> None:
    posted = read({"text": text}, ME)
    assert (posted.mentions_us, posted.text) == (named, shown)


def test_our_name_is_found_among_the_elements_too_and_without_a_name_nobody_is_meant() -> None:
    message = {"blocks": [rich(section({"type": "user", "user_id": ME}, words(" draft: hello")))]}
    assert (read(message, ME).mentions_us, read(message, ME).text) == (True, "draft: hello")
    assert (read(message, "").mentions_us, read(message, "").text) == (False, "@someone draft: hello")
    for nobody in ({"text": "<@>"}, {"blocks": [rich(section({"type": "user"}))]}):
        assert (read(nobody, "").mentions_us, read(nobody, "").text) == (False, "@someone")


def test_a_forward_reads_as_the_post_it_shows() -> None:
    post = {
        "is_share": True,
        "is_msg_unfurl": True,
        "from_url": POST,
        "author_name": "Dana",
        "author_id": "U1",
    }
    fallback = "[6 September] Dana: Client: hi"
    assert attached(**post, text="Client: *hi*", fallback=fallback) == "Client: hi"
    blocks = [{"message": {"blocks": [rich(section(words("Client: hi *raw*")))]}}]
    assert attached(**post, text="Client: hi", message_blocks=blocks, fallback=fallback) == "Client: hi *raw*"
    assert attached(**post, text="", fallback="[6 September] Dana:") == ""
    assert attached(**post, text="outer", attachments=[{**post, "text": "inner"}]) == "outer\n\ninner"
    assert attached(**{**post, "author_id": ME}, text="Client asks to move to WhatsApp") == ""
    assert text_of(text=f"what now? <{POST}>", attachments=[{**post, "text": "Can we talk?"}]) == (
        "what now?\n\nCan we talk?"
    )


@pytest.mark.parametrize("key", ["is_share", "is_msg_unfurl"])
def test_a_post_of_slack_is_no_preview_of_a_link(key: str) -> None:
    assert attached(**{key: True}, from_url=POST, author_name="Dana", text="Can we talk?") == "Can we talk?"


def test_a_mention_within_a_forward_asks_nothing_of_us() -> None:
    share = {"is_share": True, "text": f"<@{ME}> client: hi"}
    posted = read({"text": "", "attachments": [share]}, ME)
    assert (posted.mentions_us, posted.text) == (False, "client: hi")


@pytest.mark.parametrize("key", ["from_url", "original_url"])
def test_a_preview_of_a_link_is_nobodys_words(key: str) -> None:
    preview = {key: "https://example.com", "title": "Example", "text": "Write to us", "fallback": "Example"}
    assert attached(**preview) == ""
    assert attached(**preview, is_app_unfurl=True) == ""
    assert attached(is_app_unfurl=True, text="a card of an app") == ""


def test_what_apps_attach_is_read_with_who_spoke() -> None:
    assert attached(author_name="Ann Lee", text="Can we *talk*?") == "Ann Lee:\nCan we talk?"
    assert attached(
        pretext="New", title="Logo", title_link="https://wa.me/1", text="hi",
        fields=[{"title": "Budget", "value": "500"}, {"title": "", "value": "soon"}],
    ) == "New\nLogo (https://wa.me/1)\nhi\nBudget: 500\nsoon"  # fmt: skip
    assert attached(fallback="only this") == "only this"
    assert (
        attached(blocks=[{"type": "section", "text": {"type": "mrkdwn", "text": "in *blocks*"}}])
        == "in blocks"
    )
    assert attached(author_name="Ann Lee") == ""


@pytest.mark.parametrize(
    "file, kind",
    [
        ({"name": "Untitled", "mimetype": "text/plain", "mode": "snippet"}, "text"),
        ({"name": "chat.md", "mimetype": "text/markdown"}, "text"),
        ({"name": "clients.csv", "mimetype": "text/csv"}, "text"),
        ({"name": "talk.eml", "mimetype": "message/rfc822"}, "text"),
        ({"name": "talk.eml", "mimetype": "application/octet-stream"}, "text"),
        ({"name": "chat.TXT"}, "text"),
        ({"name": "chat.txt", "mimetype": "text/plain", "mode": "external"}, "other"),
        ({"name": "chat.txt", "mimetype": "text/plain", "url_private_download": ""}, "other"),
        ({"name": "chat.txt", "mimetype": "application/pdf"}, "other"),
        ({"name": "page.html", "mimetype": "text/html"}, "other"),
        ({"name": "shot.png", "mimetype": "image/png"}, "picture"),
        ({"name": "voice.m4a", "mimetype": "audio/mp4"}, "other"),
        ({"id": "F1", "file_access": "check_file_info"}, "other"),
        ({"name": "mail", "mimetype": "text/html", "filetype": "email", "plain_text": " "}, "other"),
        ({"id": "F1", "mode": "tombstone"}, "none"),
    ],
)
def test_files_are_told_apart(file: dict[str, Any], kind: str) -> None:
    posted = one_file(**file)
    found = {"text": len(posted.files), "picture": posted.pictures, "other": posted.other_files}
    assert {name for name, count in found.items() if count} == {kind} - {"none"}


def test_a_text_file_is_named_with_its_address_also_within_a_forward() -> None:
    file = {
        "name": "chat.txt",
        "mimetype": "text/plain",
        "size": 9,
        "url_private": "https://files.slack.com/b",
    }
    attachment = Attachment("chat.txt", "https://files.slack.com/b", 9, "text/plain")
    assert one_file(**file).files == (Attachment("chat.txt", FILE, 9, "text/plain"),)
    assert read({"attachments": [{"is_share": True, "files": [file]}]}, ME).files == (attachment,)
    assert read({"attachments": [{"from_url": "https://example.com", "files": [file]}]}, ME).files == ()


def test_a_mail_to_the_channel_is_read_as_a_mail() -> None:
    posted = one_file(
        mimetype="text/html", filetype="email", mode="email", subject="Your\njob", plain_text="Can we talk?\n",
        headers={"date": "Wed, 23 Sep 2026 20:43:06 +0800"}, **{"from": [{"original": "Ann Lee <ann@example.com>"}]},
    )  # fmt: skip
    assert posted.text == (
        "From: Ann Lee <ann@example.com>\nDate: Wed, 23 Sep 2026 20:43:06 +0800\nSubject: Your job\n\nCan we talk?"
    )
    conversation = parse(posted.text)
    assert conversation.exported_from == "email"
    assert [message.name for message in conversation.messages] == ["Ann Lee"]
    assert (posted.files, posted.pictures, posted.other_files) == ((), 0, 0)


def test_half_a_character_does_no_harm_later() -> None:
    posted = read(
        {"text": "a\ud800b", "user": "U\udfff", "files": [{"name": "\ud800.txt", "url_private": "x"}]}, ME
    )
    assert f"{posted.text}{posted.author}{posted.files[0].name}".encode().isascii()


KEYS = st.sampled_from(
    "attachments author_id author_name blocks border channel edited elements fallback fields files filetype from "
    "from_url headers indent is_share message message_blocks mimetype mode name offset original plain_text pretext "
    "size style text thread_ts title title_link ts type unicode url url_private user user_id value".split()
)
VALUES = st.sampled_from(
    "rich_text rich_text_section rich_text_list rich_text_quote section context mrkdwn text link emoji user "
    "email text/plain image/png ordered 1f4de <@U0CHECKMSG> <https://example.com|x> *".split()
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | VALUES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=40,
)


@given(st.dictionaries(KEYS, JSON, max_size=8), st.sampled_from([ME, "", "U("]))
def test_whatever_comes_is_read(message: Mapping[str, Any], me: str) -> None:
    posted = read(message, me)
    assert {type(getattr(posted, field.name)) for field in fields(posted)} <= {str, bool, int, tuple}
    assert posted.text.encode().decode().strip() == posted.text
    assert min(posted.pictures, posted.other_files) >= 0


@pytest.mark.parametrize(
    "text", ["<" * 40_000, f"<@{ME}>" * 4_000, f"<@{ME}|" * 4_000, f"<@{ME}>" + " :" * 20_000, "*a " * 13_000]
)
def test_time_grows_with_length_only(text: str) -> None:
    message = {"text": text, "attachments": [{"text": text}], "blocks": [rich(section(words(text)))]}
    assert timeit(lambda: read(message, ME), number=1) < 1
