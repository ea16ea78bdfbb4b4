"""Whatever Discord sends, through discord.py's own parsing: no error of ours, no other fact, and the bot goes on."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.discord.server import Server, at_work
from tests.discord.words import answers, said
from tests.discord.world import CHATS, DIRECT, FORUM
from tests.hardening.shapes import SAME_KINDS, WORDS, broken, said_otherwise
from tests.hardening.watching import errors, facts

ASK = "Acme\n10:02 AM\nHi, can we move to WhatsApp? It is easier for me."
POSTS, ASKED = ("MESSAGE_CREATE", "MESSAGE_UPDATE"), "INTERACTION_CREATE"
WRITTEN = ("content", "attachments", "embeds", "components", "message_snapshots", "poll", "sticker_items")
TEXTS = st.one_of(st.sampled_from(WORDS), st.text(max_size=80)).map(
    lambda text: text.encode(errors="replace").decode()[:2000]
)
FILLED = ("value", "values", "content", "filename", "title", "description", "label")
Payload = dict[str, Any]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with at_work(tmp_path_factory.mktemp("discord")) as server:
        yield server


def heard(place: Server, names: Collection[str], act: Callable[[Server], object]) -> list[Payload]:
    """Return what Discord tells of by these names while somebody does something."""
    told: list[Payload] = []

    def keep(event: str, payload: Mapping[str, Any]) -> None:
        if event in names:
            told.append(deepcopy(dict(payload)))

    place.env.backend.subscribers.append(keep)
    act(place)
    place.env.backend.subscribers.remove(keep)
    return told


def _post(place: Server) -> None:
    post = place.post(CHATS, ASK, files=[("chat.txt", b"Acme: PayPal?"), ("chat.png", b"PNG")])
    place.edit(post, f"{ASK} Or Telegram.")
    place.reply(post, "Sure")
    place.forward(post, CHATS)
    place.post(DIRECT, "client list")
    place.post_in_forum(FORUM, "Acme", ASK)


def _fill(place: Server) -> object:
    return place.fill(place.slash("check"), {"Conversation or draft": ASK})


def _press(place: Server) -> object:
    return place.press(answers(place.slash("check", text=ASK))[0], "Share in channel")


ACTS: tuple[Callable[[Server], object], ...] = (
    lambda place: place.slash("help"),
    lambda place: place.slash("client show", client="Acme"),
    lambda place: place.slash("check", text=ASK),
    lambda place: place.suggestions("client show", "client", "A"),
    lambda place: place.point_at(place.post(CHATS, ASK)),
    _fill,
    _press,
)


@pytest.fixture(scope="module")
def posts(place: Server) -> list[Payload]:
    """What Discord tells of posts of all kinds."""
    return heard(place, POSTS, _post)


@pytest.fixture(scope="module")
def asked(place: Server) -> list[Payload]:
    """What Discord tells of each of ACTS."""
    place.later(minutes=5)
    return [heard(place, [ASKED], act)[-1] for act in ACTS]


@contextmanager
def watched(place: Server) -> Iterator[None]:
    """Let something happen; raises where it leaves an error in our log or our listeners, or another fact."""
    place.later(minutes=5)  # Else all posts would be one conversation.
    before, cursor = facts(place.database), place.env.error_cursor
    with errors() as logged:
        yield
    assert [line for line in logged if line.startswith(("bots", "core"))] == []
    assert list(place.env.errors_since(cursor)) == []
    assert facts(place.database) == before


@contextmanager
def told_otherwise(place: Server, change: Callable[[str, Payload], Payload]) -> Iterator[None]:
    """Let Discord tell of something else than has happened; what discord.py itself cannot read never reaches us."""
    emit = place.env.backend.emit

    def otherwise(event: str, payload: Mapping[str, Any]) -> None:
        changed = change(event, dict(payload))
        with suppress(Exception) if changed != payload else nullcontext():
            emit(event, changed)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(place.env.backend, "emit", otherwise)
        yield


@settings(max_examples=80)
@given(data=st.data())
def test_a_post_with_anything_in_it_does_no_harm(
    place: Server, posts: list[Payload], data: st.DataObject
) -> None:
    payload = data.draw(st.sampled_from(posts))
    written = data.draw(broken({key: payload[key] for key in WRITTEN if key in payload}, SAME_KINDS))

    def change(event: str, told: Payload) -> Payload:
        return told | written if event in POSTS and not told["author"].get("bot") else told

    with watched(place), told_otherwise(place, change):
        place.edit(place.post(CHATS, ASK), f"{ASK} Or not.")


@settings(max_examples=80)
@given(data=st.data())
def test_whatever_people_fill_in_or_press_does_no_harm(
    place: Server, asked: list[Payload], data: st.DataObject
) -> None:
    act, shape = data.draw(st.sampled_from(list(zip(ACTS, asked, strict=True))))
    filled = data.draw(said_otherwise({"data": shape["data"]}, FILLED))

    def change(event: str, told: Payload) -> Payload:
        return told | filled if event == ASKED and told["type"] == shape["type"] else told

    with watched(place), told_otherwise(place, change):
        act(place)


@settings(max_examples=40)
@given(text=TEXTS, name=TEXTS, content=st.binary(max_size=60))
def test_whatever_people_post_is_read(place: Server, text: str, name: str, content: bytes) -> None:
    with watched(place):
        place.post(CHATS, text or "-", files=[(name or "-", content)])


@settings(max_examples=40)
@given(text=TEXTS.map(lambda text: text[:200]).filter(str.strip))
def test_whatever_is_filled_into_a_command_is_answered(place: Server, text: str) -> None:
    with watched(place):
        shown = place.slash("client show", client=text)
    assert said(shown)


def test_after_all_that_the_bot_answers_as_before(place: Server) -> None:
    place.later(minutes=5)
    post = place.post(CHATS, "Globex\n10:02 AM\nCan I pay you by PayPal instead?")
    assert len(place.replies(post)) == 1
