from dataclasses import dataclass

import pytest
from sqlmodel import col

from core.commands.checking import Paste
from core.commands.commands import Commands
from core.policy import load
from core.reply import Diff, Heading, Preformatted, Reply
from core.store import posts
from core.store.tables import PostRow
from core.store.tenant import Store
from tests.core.commands.conftest import NOW
from tests.core.store.test_isolation import asker

POLICY = load()
OMAR = asker("Alder")
ASK = "Acme: Can we jump on WhatsApp?"
DRAFT = "Draft: Sure, write me on WhatsApp, +44 7700 900418."


@dataclass
class Talk:
    """Omar's check, answered in a thread of a channel."""

    commands: Commands
    check_id: int

    def press(self, action: str, value: str = "") -> Reply:
        return self.commands.press(OMAR, self.check_id, action, value, NOW)


def asked(store: Store, text: str) -> Talk:
    commands = Commands(store, POLICY)
    paste = Paste(text, source="desk:1", destination="desk", thread="1", asked=True)
    check_id = commands.check(OMAR, paste, NOW).check_id
    assert check_id is not None
    return Talk(commands, check_id)


@pytest.fixture
def talk(store: Store) -> Talk:
    return asked(store, ASK)


def headline(reply: Reply) -> str:
    first = reply.blocks[0]
    assert isinstance(first, Heading)
    return first.text


def test_text_only_is_the_text_to_send_and_nothing_else(talk: Talk) -> None:
    (text,) = talk.press("text").blocks
    assert isinstance(text, Preformatted)
    assert "Upwork" in text.text


def test_text_only_of_a_draft_is_what_to_write_instead(store: Store) -> None:
    draft = asked(store, DRAFT)
    shown = draft.commands.run(OMAR, f"show {draft.check_id}", NOW)
    (change,) = [block for block in shown.blocks if isinstance(block, Diff)]
    assert draft.press("text").blocks == (Preformatted("text to send", change.after),)


def test_a_thread_is_muted_once_and_stays_quiet(talk: Talk) -> None:
    assert headline(talk.press("mute")).startswith("This thread is muted")
    assert not talk.press("mute").done
    again = Paste("Acme: So, WhatsApp then?", destination="desk", thread="1")
    assert talk.commands.check(OMAR, again, NOW).rung == "silence"


def test_a_private_answer_is_shared_in_the_channel_once(store: Store) -> None:
    commands = Commands(store, POLICY)
    check_id = commands.check(OMAR, Paste(ASK, asked=True), NOW).check_id
    assert check_id is not None
    for _ in range(2):
        assert headline(commands.press(OMAR, check_id, "share", "", NOW)) == "Shared in the channel"
    with store.read(2) as tenant:
        assert posts.counts(tenant) == {"pending": 1}


@pytest.mark.parametrize("action, open_again", [("answered", False), ("mute", False)])
def test_a_mark_on_a_reply_counts_once(talk: Talk, action: str, open_again: bool) -> None:
    store = talk.commands.store
    with store.write(2) as tenant:
        (post,) = [posts.by_key(tenant, f"reply:{talk.check_id}:0")]
        assert post is not None
        posts.change(tenant.session, col(PostRow.id) == post.id, external_id="desk:9")
    assert talk.commands.mark(OMAR, "desk:9", action, NOW) is not None
    assert (talk.commands.mark(OMAR, "desk:9", action, NOW) is not None) is open_again


def test_a_mark_on_any_other_post_does_nothing(talk: Talk) -> None:
    assert talk.commands.mark(OMAR, "desk:404", "answered", NOW) is None
