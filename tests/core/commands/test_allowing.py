from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.commands.allowing import (
    allow,
    allow_list,
    allow_remove,
    coming_day,
    follow,
    mute,
    mute_channel,
    mute_list,
    mute_thread,
    propose,
    unmute,
)
from core.commands.checking import Paste, check_paste
from core.commands.clients import client_add
from core.commands.desk import CommandError, Desk
from core.commands.undoing import undo
from core.model import State
from core.question import Question, check
from core.records import PostStatus
from core.reply import Buttons, Footnote, Heading, Paragraph, Reply
from core.store import allowances, checks, clients, posts
from core.store.tables import CheckRow, ClientRow, PostRow

ASK = "Acme: Can we jump on WhatsApp to talk about the project?\nMe: Let me look at it."
ASKED = "UPW101"


def told(reply: Reply) -> list[str]:
    return [block.text for block in reply.blocks if isinstance(block, Heading | Paragraph | Footnote)]


def buttons(reply: Reply) -> list[str]:
    return [button.value for block in reply.blocks if isinstance(block, Buttons) for button in block.buttons]


def take_back(desk: Desk, reply: Reply) -> None:
    undo(desk, buttons(reply)[0].removeprefix("undo "))


def client(desk: Desk, name: str = "Acme") -> ClientRow:
    client_add(desk, name)
    return clients.named(desk.tenant, name)[0]


def allowed(desk: Desk, row: ClientRow | None = None) -> set[str]:
    return allowances.allowed(desk.tenant, row.id if row else None)


def pasted(desk: Desk, text: str = ASK) -> CheckRow:
    """Paste a conversation and have the answer sent."""
    look = check(Question(text, us=desk.us), desk.policy, desk.judging_day)
    check_id = check_paste(desk, Paste(text, destination="m2", asked=True), look).check_id
    row = desk.tenant.first(PostRow, order=PostRow.id.desc())  # type: ignore[attr-defined]  # A column.
    made = checks.find(desk.tenant, check_id or 0)
    assert row is not None
    assert made is not None
    row.status, row.external_id = PostStatus.SENT, f"answer-{made.id}"
    return made


def states(desk: Desk, made: CheckRow) -> dict[str, str]:
    return {row.rule: row.state for row in checks.findings_of(desk.tenant, made.id)}


def update_of(desk: Desk, made: CheckRow) -> str:
    update = posts.by_key(desk.tenant, f"reply:{made.id}:{made.revision}")
    assert update is not None
    return update.replaces


def test_a_rule_is_allowed_for_a_client_and_for_nobody_else(desk: Desk) -> None:
    acme, other = client(desk), client(desk, "Birch")
    reply = allow(desk, "upw105", "they know where we call", "Acme")
    assert told(reply) == ["UPW105 is allowed for Acme"]
    assert (allowed(desk, acme), allowed(desk, other)) == ({"UPW105"}, set())
    assert told(allow_list(desk)) == [
        "1 allowed, 0 proposed",
        "UPW105 for Acme · Omar: they know where we call",
    ]
    take_back(desk, reply)
    assert allowed(desk, acme) == set()
    assert told(allow_list(desk)) == ["Nothing is allowed beyond the rules"]


def test_a_rule_goes_by_its_name_and_may_be_allowed_for_all(desk: Desk) -> None:
    name = desk.policy.rules["UPW105"].name
    assert told(allow(desk, name, "we know")) == ["UPW105 is allowed for all clients"]
    assert allowed(desk, client(desk)) == {"UPW105"}


@pytest.mark.parametrize("code", ["UPW301", "UPW311", "UPW401", "UPW403"])
def test_payment_and_the_two_years_are_never_allowed(desk: Desk, code: str) -> None:
    with pytest.raises(CommandError, match=f"{code} is never allowed"):
        allow(desk, code, "please")
    assert allowances.entries(desk.tenant) == []


def test_what_cannot_be_allowed_or_removed_is_explained(desk: Desk) -> None:
    client(desk)
    with pytest.raises(CommandError, match="no rule quick-call\\. Did you mean quick-call-no-place"):
        allow(desk, "quick-call", "please")
    with pytest.raises(CommandError, match="UPW105 is not allowed for Acme\\."):
        allow_remove(desk, "UPW105", "Acme")
    allow(desk, "UPW105", "please")
    with pytest.raises(CommandError, match="UPW105 is allowed for Acme already"):
        allow(desk, "UPW105", "again", "Acme")


def test_a_proposal_is_made_once_and_approved_by_allowing(desk: Desk, member_desk: Desk) -> None:
    acme = client(desk)
    propose(member_desk, acme, "UPW105")
    propose(member_desk, acme, "UPW105")
    listed = allow_list(desk)
    assert told(listed) == ["0 allowed, 1 proposed", "UPW105 for Acme · proposed by Mara"]
    assert buttons(listed) == [f"allow UPW105 for #{acme.id} because it was dismissed three times"]
    assert allowed(desk, acme) == set()
    reply = allow(desk, "UPW105", "proposed by Mara", "Acme")
    assert len(allowances.entries(desk.tenant)) == 1
    assert allowed(desk, acme) == {"UPW105"}
    take_back(desk, reply)
    assert told(allow_list(desk)) == told(listed)


def test_a_proposal_that_was_declined_is_not_made_again(desk: Desk) -> None:
    acme = client(desk)
    propose(desk, acme, "UPW105")
    declined = allow_remove(desk, "UPW105", "Acme")
    propose(desk, acme, "UPW105")
    assert allowances.entries(desk.tenant) == []
    take_back(desk, declined)
    assert len(allowances.entries(desk.tenant)) == 1


def test_what_was_found_follows_the_allow_list_and_its_reply_is_written_anew(desk: Desk) -> None:
    made = pasted(desk)
    assert states(desk, made)[ASKED] == State.OPEN
    reply = allow(desk, ASKED, "they insist", "Acme")
    assert told(reply) == [f"{ASKED} is allowed for Acme", "1 reply was judged again."]
    assert states(desk, made)[ASKED] == State.DISMISSED
    assert update_of(desk, made) == f"reply:{made.id}:0"
    assert told(allow_remove(desk, ASKED, "Acme"))[1] == "1 reply was judged again."
    assert states(desk, made)[ASKED] == State.OPEN
    assert made.revision == 2


def test_an_allowance_for_all_settles_every_client_and_its_end_spares_one_allowed_by_name(desk: Desk) -> None:
    acme, birch = pasted(desk), pasted(desk, ASK.replace("Acme", "Birch"))
    allow(desk, ASKED, "they insist", "Acme")
    assert told(allow(desk, ASKED, "all do"))[1] == "1 reply was judged again."
    assert states(desk, birch)[ASKED] == State.DISMISSED
    allow_remove(desk, ASKED)
    assert (states(desk, acme)[ASKED], states(desk, birch)[ASKED]) == (State.DISMISSED, State.OPEN)


def test_what_a_person_has_dismissed_stays_dismissed(desk: Desk) -> None:
    made = pasted(desk)
    checks.close(desk.tenant, checks.findings_of(desk.tenant, made.id), State.DISMISSED, "Mara", desk.now)
    assert follow(desk, ASKED) == 0
    assert states(desk, made)[ASKED] == State.DISMISSED


def test_a_rule_is_muted_until_a_day_and_the_mute_taken_back(desk: Desk) -> None:
    reply = mute(desk, "UPW105", "too much", "2 weeks")
    assert told(reply)[0] == "UPW105 is muted until 7 Dec 2026"
    assert told(mute_list(desk)) == ["1 muted", "1 · UPW105 until 7 Dec 2026 · Omar: too much"]
    assert told(mute_list(replace(desk, now=desk.now + timedelta(days=15)))) == ["Nothing is muted"]
    take_back(desk, reply)
    assert told(mute_list(desk)) == ["Nothing is muted"]


def test_payment_is_never_muted(desk: Desk) -> None:
    with pytest.raises(CommandError, match="UPW301 is never muted"):
        mute(desk, "UPW301", "please")


@pytest.mark.parametrize("which", ["here", "chats", "#Chats", "1"])
def test_a_channel_is_muted_and_unmuted(desk: Desk, which: str) -> None:
    mute_channel(desk, "we train there")
    assert told(mute_list(desk)) == ["1 muted", "1 · chats · Omar: we train there"]
    reply = unmute(desk, which)
    assert told(reply) == ["chats is not muted any more"]
    assert told(mute_list(desk)) == ["Nothing is muted"]
    take_back(desk, reply)
    assert len(allowances.mutes(desk.tenant, desk.today)) == 1


def test_a_member_mutes_a_thread_and_takes_it_back(member_desk: Desk) -> None:
    assert member_desk.channel is not None
    reply = mute_thread(member_desk, member_desk.channel.id, "t1")
    assert told(mute_list(member_desk)) == ["1 muted", "1 · a thread in chats · Mara"]
    take_back(member_desk, reply)
    assert allowances.mutes(member_desk.tenant, member_desk.today) == []


@pytest.mark.parametrize(
    "again",
    [
        lambda desk: mute(desk, "UPW105", "still too much"),
        lambda desk: mute_channel(desk, "still training"),
        lambda desk: mute_thread(desk, desk.channel.id, "t1"),
    ],
)
def test_what_is_muted_is_not_muted_twice(desk: Desk, again: Callable[[Desk], Reply]) -> None:
    again(desk)
    with pytest.raises(CommandError, match="muted already\\. `unmute 1` lifts that"):
        again(desk)


def test_what_is_not_muted_cannot_be_unmuted(desk: Desk) -> None:
    with pytest.raises(CommandError, match="UPW105 is not muted"):
        unmute(desk, "UPW105")


@pytest.mark.parametrize(
    "text, day",
    [
        ("2026-12-24", date(2026, 12, 24)),
        ("1 day", date(2026, 11, 24)),
        ("10 days", date(2026, 12, 3)),
        ("a week", date(2026, 11, 30)),
        (" 3 Weeks ", date(2026, 12, 14)),
    ],
)
def test_a_day_ahead_is_a_date_or_a_number_of_days_or_weeks(desk: Desk, text: str, day: date) -> None:
    assert coming_day(desk, text) == day


@pytest.mark.parametrize(
    "text, why",
    [
        ("soon", "cannot read soon as a day ahead"),
        ("2026-13-01", "cannot read"),
        ("9999999 days", "cannot read"),
        ("2026-11-23", "2026-11-23 does not lie ahead"),
        ("0 days", "does not lie ahead"),
        ("2025-12-24", "does not lie ahead"),
    ],
)
def test_a_day_that_cannot_be_read_or_is_over_is_explained(desk: Desk, text: str, why: str) -> None:
    with pytest.raises(CommandError, match=why):
        coming_day(desk, text)
