from dataclasses import dataclass, replace

import pytest
from sqlmodel import col

from core.commands.checking import Paste
from core.commands.commands import Asker, Commands
from core.policy import load
from core.reply import Buttons, Diff, Heading, Paragraph, Preformatted, Reply
from core.store import allowances, checks, posts
from core.store.tables import PostRow
from core.store.tenant import Store
from tests.core.commands.conftest import NOW
from tests.core.store.test_isolation import asker

POLICY = load()
OMAR = asker("Alder")
MARA = replace(OMAR, person="u2", person_name="Mara")  # no lead
ASK = "Acme: Can we jump on WhatsApp?"
OFFERED = "Acme: Hi there.\nMe: You can pay me by PayPal."
MANY = "\n".join(f"Acme: Can we jump on WhatsApp? Call number {number}." for number in range(6))
ASKS = ("Can we jump on WhatsApp?", "Can I pay you by PayPal outside Upwork?")
DRAFT = "Draft: Sure, write me on WhatsApp, +44 7700 900418."


@dataclass
class Talk:
    """Omar's check, answered in a thread of a channel."""

    commands: Commands
    check_id: int

    def press(self, action: str, value: str = "", by: Asker = OMAR) -> Reply:
        return self.commands.press(by, self.check_id, action, value, NOW)

    def states(self) -> dict[str, set[str]]:
        """Return how far the findings of the check have come, by who is to blame."""
        with self.commands.store.read(2) as tenant:
            rows = checks.findings_of(tenant, self.check_id)
            return {str(by): {row.state for row in rows if row.by == by} for by in {row.by for row in rows}}


def asked(store: Store, text: str, post: str = "1") -> Talk:
    commands = Commands(store, POLICY)
    paste = Paste(text, source=f"desk:{post}", destination="desk", thread="1", asked=True)
    check_id = commands.check(OMAR, paste, NOW).check_id
    assert check_id is not None
    return Talk(commands, check_id)


def planned(talk: Talk) -> list[str]:
    """Return the keys of the replies to the check."""
    with talk.commands.store.read(2) as tenant:
        rows = tenant.all(PostRow)
        return [row.dedupe_key for row in rows if row.subject.get("check") == talk.check_id]


def was_sent(store: Store) -> None:
    """Let all that is planned have arrived."""
    with store.write(2) as tenant:
        for row in tenant.all(PostRow):
            posts.change(
                tenant.session, col(PostRow.id) == row.id, external_id=f"desk:{row.id}", status="sent"
            )


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
        assert (
            headline(commands.press(OMAR, check_id, "share", "", NOW))
            == "It comes in the channel in a moment"
        )
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


def test_what_our_own_side_sent_is_closed_by_no_member_and_by_a_lead(store: Store) -> None:
    sent = asked(store, OFFERED)
    assert sent.states() == {"us": {"open"}}
    shown = sent.press("answered", by=MARA)
    assert headline(shown) == "This stays open: our own side sent it"
    assert sent.states() == {"us": {"open"}}
    assert headline(sent.press("answered")) == "Noted as answered"
    assert sent.states() == {"us": {"answered"}}


def test_of_both_in_one_paste_only_the_clients_ask_is_closed(store: Store) -> None:
    both = asked(store, f"{OFFERED}\nAcme: Can we jump on WhatsApp?")
    assert headline(both.press("answered", by=MARA)).endswith("what our own side sent stays open")
    assert both.states() == {"us": {"open"}, "client": {"answered"}}


def test_of_a_draft_sent_it_means_the_corrected_text(store: Store) -> None:
    draft = asked(store, DRAFT)
    assert headline(draft.press("answered", by=MARA)) == "Noted: the corrected text was sent"


def test_a_mark_of_a_member_on_our_own_breach_says_nothing(store: Store) -> None:
    sent = asked(store, OFFERED)
    with store.write(2) as tenant:
        post = posts.by_key(tenant, f"reply:{sent.check_id}:0")
        assert post is not None
        posts.change(tenant.session, col(PostRow.id) == post.id, external_id="desk:9")
    assert sent.commands.mark(MARA, "desk:9", "answered", NOW) is None
    assert sent.states() == {"us": {"open"}}


@pytest.mark.parametrize("rule", ["", "UPW101", "upw101", "101", POLICY.rules["UPW101"].name])
def test_a_rule_is_dismissed_by_any_name_that_it_goes_by(talk: Talk, rule: str) -> None:
    assert headline(talk.commands.run(OMAR, f"dismiss {rule}".strip(), NOW)) == "Noted as no problem"
    assert talk.states() == {"client": {"dismissed"}}


@pytest.mark.parametrize(
    "rule, why",
    [
        ("UPW999", "There is no rule UPW999"),
        ("whatever", "There is no rule whatever"),
        ("UPW301", "There is nothing of UPW301 here, only UPW101"),
    ],
)
def test_what_was_not_found_is_not_dismissed_and_that_is_said(talk: Talk, rule: str, why: str) -> None:
    reply = talk.commands.run(OMAR, f"dismiss {rule}", NOW)
    assert not reply.done
    assert why in str(reply.blocks)
    assert talk.states() == {"client": {"open"}}
    assert planned(talk) == [f"reply:{talk.check_id}:0"]


@pytest.mark.parametrize("how", ["handled", "handled Acme Ltd", "press"])
def test_however_an_ask_is_said_to_be_answered_its_reply_follows(store: Store, how: str) -> None:
    talks = [
        asked(store, f"Acme Ltd\n9:4{number} AM\n{text}", str(number)) for number, text in enumerate(ASKS)
    ]
    was_sent(store)
    commands = talks[0].commands
    told = talks if how == "handled Acme Ltd" else talks[1:]
    reply = talks[1].press("answered") if how == "press" else commands.run(OMAR, how, NOW)
    assert reply.done
    for talk in talks:
        assert talk.states() == {"client": {"answered" if talk in told else "open"}}
        assert planned(talk)[1:] == [f"reply:{talk.check_id}:answered:{NOW.isoformat()}"] * (talk in told)


def test_where_nothing_was_found_nothing_is_dismissed(store: Store) -> None:
    fine = asked(store, "Acme: Thanks, the draft looks good.")
    reply = fine.commands.run(OMAR, "dismiss", NOW)
    assert not reply.done
    assert "Nothing was found in it" in str(reply.blocks)


def test_three_presses_and_not_three_findings_propose_to_allow_and_a_lead_alone_is_shown_the_control(
    store: Store,
) -> None:
    for number in range(4):
        talk = asked(store, MANY.replace("number", f"{number}-"), str(number))
        by = OMAR if number == 3 else MARA
        shown = talk.press("dismiss", "UPW101", by=by)
        with store.read(2) as tenant:
            assert len(allowances.proposed(tenant)) == (number >= 2), number
        assert any(isinstance(block, Buttons) for block in shown.blocks) is (by is OMAR)


def test_what_a_lead_has_declined_to_allow_is_not_proposed_again(store: Store) -> None:
    for number in range(4):
        talk = asked(store, MANY.replace("number", f"{number}-"), str(number))
        shown = talk.press("dismiss", "UPW101", by=MARA)
        assert any(
            "A lead is asked" in block.text for block in shown.blocks if isinstance(block, Paragraph)
        ) is (number == 2)
        if number == 2:
            talk.commands.run(OMAR, "allow remove UPW101 for Acme", NOW)
