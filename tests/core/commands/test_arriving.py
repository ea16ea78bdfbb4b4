from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import SQLModel

from bots.delivery import Delivery
from bots.inbox import DEATHS, OPENINGS, Inbox, News
from core.commands.arriving import Opened, forget_thread
from core.commands.checking import Paste
from core.commands.commands import Asker, Commands
from core.planner import due
from core.policy import load
from core.question import Answer
from core.records import Arrival, ArrivalKind, Attachment, Platform, Post, PostKind
from core.rendering import render
from core.reply import Heading, Reply, Rung
from core.store import claims, people
from core.store.crypto import Keyring, new_key
from core.store.database import Database
from core.store.inbox import claim
from core.store.posts import get
from core.store.tables import CheckRow, InboxRow, PostRow
from core.store.tenant import Store

POLICY = load()
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)  # a Monday
SETTLED = timedelta(days=10)  # after the first days, in which the bot learns
WHATSAPP = "Acme: Hi, can we move to WhatsApp? It is easier for me."
PAYPAL = "Acme: I would rather pay you by PayPal directly, then we both save the fees."
FINE = "Acme: Thanks, the draft looks good, I will review it on Monday and come back to you."
ASKED_FOR_WHATSAPP = "Client asks to move to WhatsApp: keep it here"
GONE = "This post is gone, and so is what was said of it."
EMPTIED = "Edited: there is no text in it any more that I can read, so what was said of it is gone."
DECLINE = "Outside payment: decline"
CHATTER = "can you call me on WhatsApp in five minutes?"


@dataclass
class Wall:
    """A platform that keeps what stands on it, by the platform's ids."""

    stands: dict[str, tuple[Post, Reply]] = field(default_factory=dict)

    def send(self, post: Post, reply: Reply) -> str:
        if post.replaces:
            del self.stands[post.replaces]
        external_id = f"wall-{post.id}"
        self.stands[external_id] = (post, reply)
        return external_id

    def find(self, _: Post) -> None:
        return

    def mark(self, _: Post) -> str:
        return ""


class Marking(Wall):
    """A platform on which a mark stands under the name of the post that it is on."""

    def send(self, post: Post, reply: Reply) -> str:
        external_id = super().send(post, reply)
        if reply.rung is not Rung.REACTION:
            return external_id
        self.stands[self.mark(post)] = self.stands.pop(external_id)
        return self.mark(post)

    def mark(self, post: Post) -> str:
        return f"chats:{post.thread}:x"


@dataclass
class Workspace:
    """A workspace with channels that are read, in which people post."""

    commands: Commands
    now: datetime = NOW
    outsiders: bool = False
    fails: int = 0
    inbox: Inbox = field(init=False)
    wall: Wall = field(default_factory=Wall)

    def __post_init__(self) -> None:
        self.inbox = Inbox(self.commands, {Platform.SLACK: self}, lambda: self.now)

    def asker(self, person: str = "dana", channel: str = "chats") -> Asker:
        return Asker(Platform.SLACK, "T1", "Alder", person, person.capitalize(), channel, channel)

    is_open = True

    def open(self, _: str, arrival: Arrival) -> Opened:
        if self.fails:
            self.fails -= 1
            raise ConnectionError
        text = "\n".join((arrival.text, *(file.address for file in arrival.attachments))).strip()
        asker = self.asker(arrival.author, arrival.channel)
        return Opened(replace(arrival, text=text), asker, outsiders=self.outsiders)

    def stranger(self, _: str, arrival: Arrival) -> Asker:
        return self.asker(arrival.author, arrival.channel)

    def run(self, words: str, person: str = "dana", channel: str = "chats") -> Reply:
        return self.commands.run(self.asker(person, channel), words, self.now)

    def hear(self, *arrivals: Arrival) -> int:
        """Take news, and return how much of it was stored."""
        before = len(self.rows(InboxRow))
        self.inbox.keep([News(Platform.SLACK, "T1", arrival) for arrival in arrivals])
        self.inbox.read_all()
        return len(self.rows(InboxRow)) - before

    def post(self, text: str, ts: str, **more: object) -> None:
        self.hear(posted(text, ts, **more))

    def deliver(self) -> list[tuple[str, str]]:
        """Deliver what is due, and return where what stands then stands, and what it says first."""
        store = self.commands.store
        delivery = Delivery(
            store,
            {Platform.SLACK: self.wall},
            lambda post: render(store, POLICY, post, self.now),
            lambda: self.now,
        )
        while found := claims.due(store, self.now, 100):
            for post_id in found:
                delivery.deliver(post_id)
        return [
            (post.thread, headline(reply))
            for post, reply in self.wall.stands.values()
            if post.kind is PostKind.REPLY
        ]

    def rows(self, table: type[SQLModel]) -> list[SQLModel]:
        with self.commands.store.read(1) as tenant:
            return list(tenant.all(table))

    def checks(self) -> list[CheckRow]:
        return [row for row in self.rows(CheckRow) if isinstance(row, CheckRow)]

    def posts(self, kind: PostKind = PostKind.REPLY) -> list[Post]:
        with self.commands.store.database.read() as session:
            ids = [row.id for row in self.rows(PostRow) if isinstance(row, PostRow) and row.kind == kind]
            return [get(session, number) for number in ids]

    def says(self, post: Post) -> Reply | None:
        """Return what a post says, as if what it replaces had arrived."""
        return render(self.commands.store, POLICY, post, self.now)


def posted(text: str, ts: str, **more: object) -> Arrival:
    at = NOW + timedelta(seconds=float(ts))
    return replace(Arrival(ArrivalKind.POSTED, "chats", ts, "dana", at, text), **more)  # type: ignore[arg-type]


def edited(text: str, ts: str, version: str) -> Arrival:
    return replace(posted(text, ts), kind=ArrivalKind.EDITED, version=version)


def deleted(ts: str) -> Arrival:
    return replace(posted("", ts), kind=ArrivalKind.DELETED, version="gone")


@pytest.fixture
def young() -> Iterator[Workspace]:
    """A workspace in its first days; Dana is its lead, and three channels are watched."""
    database = Database()
    SQLModel.metadata.create_all(database.engine)
    workspace = Workspace(Commands(Store(database, Keyring([new_key()])), POLICY))
    for purpose in ("chats", "drafts", "mixed"):
        workspace.run(f"watch here as {purpose}", channel=purpose)
    yield workspace
    database.engine.dispose()


@pytest.fixture
def workspace(young: Workspace) -> Workspace:
    """The same when it has learned."""
    young.run("settings learning-days 0")
    return young


def headline(reply: Reply | None) -> str:
    assert reply is not None
    first = reply.blocks[0]
    assert isinstance(first, Heading)
    return first.text


def test_a_post_is_answered_in_its_thread(workspace: Workspace) -> None:
    workspace.post(WHATSAPP, "10.5")
    (reply,) = workspace.posts()
    assert (reply.destination, reply.thread) == ("chats", "10.5")
    assert "WhatsApp" in headline(workspace.says(reply))


@pytest.mark.parametrize("asked", [{}, {"channel": "D1", "private": True}], ids=["channel", "direct message"])
def test_a_rule_that_is_off_by_default_is_judged_once_a_lead_has_switched_it_on(
    workspace: Workspace, asked: dict[str, Any]
) -> None:
    rents = "Acme: The work is great. Can I rent your Upwork account for two weeks?"
    workspace.post(rents, "1", **asked)
    assert [check.outcome for check in workspace.checks()] == ["clear"]
    workspace.run("settings rules-on account-sharing")
    workspace.post(rents.replace("two", "three"), "300", **asked)
    assert workspace.checks()[-1].outcome == "warning"
    shown = [str(workspace.says(post)) for post in workspace.posts()]
    assert "UPW702" in shown[-1]
    workspace.run("settings rules-on none")
    workspace.post(rents.replace("two", "four"), "600", **asked)
    assert workspace.checks()[-1].outcome == "clear"


def test_what_is_heard_twice_is_judged_once(workspace: Workspace) -> None:
    assert workspace.hear(posted(WHATSAPP, "10"), posted(WHATSAPP, "10")) == 1
    workspace.now += timedelta(minutes=6)
    assert workspace.hear(posted(WHATSAPP, "10")) == 0
    assert len(workspace.checks()) == len(workspace.posts()) == 1


@pytest.mark.parametrize(
    "arrival",
    [
        posted(WHATSAPP, "1", channel="elsewhere"),
        posted(WHATSAPP, "1", thread="0.5"),
        posted(WHATSAPP, "1", by_bot=True),
        posted(WHATSAPP, "1", by_bot=True, asked=True),
    ],
    ids=["another channel", "a reply in a thread", "another bot", "a bot that calls us"],
)
def test_what_nobody_asked_us_to_read_is_not_even_stored(workspace: Workspace, arrival: Arrival) -> None:
    assert workspace.hear(arrival) == 0
    assert workspace.rows(InboxRow) == []


@pytest.mark.parametrize(
    "switch, arrival",
    [
        ("channel threads on", posted(WHATSAPP, "1", thread="0.5")),
        ("channel bots on", posted(WHATSAPP, "1", by_bot=True)),
    ],
)
def test_threads_and_bots_are_read_where_a_lead_says_so(
    workspace: Workspace, switch: str, arrival: Arrival
) -> None:
    workspace.run(switch)
    assert workspace.hear(arrival) == 1
    assert len(workspace.checks()) == 1


def test_talk_among_colleagues_is_left_alone_and_its_words_are_erased(workspace: Workspace) -> None:
    workspace.post(CHATTER, "1", channel="mixed")
    assert not workspace.checks()
    assert not workspace.posts()
    workspace.now += timedelta(minutes=11)
    due(workspace.commands.store, workspace.now)
    assert [row.sealed for row in workspace.rows(InboxRow) if isinstance(row, InboxRow)] == [None]


def test_what_is_asked_is_judged_wherever_it_stands(workspace: Workspace) -> None:
    workspace.post(WHATSAPP.removeprefix("Acme: "), "1", channel="elsewhere", asked=True)
    assert len(workspace.posts()) == 1


@pytest.mark.parametrize("delivered_after", [(), (0,), (1,), (0, 1)], ids=str)
def test_one_chat_in_three_posts_is_one_reply_on_the_last(
    workspace: Workspace, delivered_after: tuple[int, ...]
) -> None:
    for number, text in enumerate((FINE, WHATSAPP, PAYPAL)):
        workspace.now = NOW + timedelta(seconds=30 * number)
        workspace.post(text, str(30 * number))
        if number in delivered_after:
            workspace.deliver()
    assert len([check for check in workspace.checks() if not check.withdrawn]) == 1
    assert workspace.deliver() == [("60", "Outside payment: decline")]
    (reply,) = [reply for post, reply in workspace.wall.stands.values() if post.kind is PostKind.REPLY]
    assert "judged again" not in str(reply.blocks[0])  # Nobody has corrected anything.


@pytest.mark.parametrize(
    "second",
    [
        posted(WHATSAPP, "91"),
        posted(WHATSAPP, "30", author="omar"),
        posted(WHATSAPP.replace("Acme", "Birch"), "30"),
    ],
    ids=["a minute and a half later", "somebody else", "another client"],
)
def test_posts_that_do_not_belong_together_are_answered_apart(workspace: Workspace, second: Arrival) -> None:
    workspace.post(PAYPAL, "0")
    workspace.hear(second)
    assert [check.withdrawn for check in workspace.checks()] == [False, False]


@pytest.mark.parametrize(
    "second",
    ["and that is faster for me.", "Talk soon\nBest, Hanna", "hanna.kestrel@example.com", "one more thing"],
)
def test_short_lines_are_no_names_that_would_part_a_conversation(workspace: Workspace, second: str) -> None:
    workspace.post(WHATSAPP, "0")
    workspace.post(second, "20")
    assert [check.withdrawn for check in workspace.checks()] == [True, False]


def test_somebody_in_between_parts_two_posts(workspace: Workspace) -> None:
    workspace.post(PAYPAL, "0")
    workspace.post("One moment, I am looking.", "10", author="omar")
    workspace.post(WHATSAPP, "20")
    assert not any(check.withdrawn for check in workspace.checks())


def test_the_text_of_a_file_belongs_to_the_conversation_that_goes_on_below_it(workspace: Workspace) -> None:
    # The door of these tests takes the address of a file for its text.
    workspace.post("", "0", attachments=(Attachment("chat.txt", PAYPAL, len(PAYPAL)),))
    workspace.post(FINE, "20")
    assert [check.withdrawn for check in workspace.checks()] == [True, False]
    assert workspace.checks()[-1].outcome == "violation"


def test_a_draft_that_is_posted_again_is_judged_by_itself(workspace: Workspace) -> None:
    workspace.post("Sure, write me on WhatsApp: +44 7700 900418.", "0", channel="drafts")
    workspace.post("Sure, let us keep talking here on Upwork.", "20", channel="drafts")
    assert [check.outcome for check in workspace.checks()] == ["violation", "clear"]


def test_posts_that_come_in_the_wrong_order_are_one_conversation_in_the_right_one(
    workspace: Workspace,
) -> None:
    workspace.post(PAYPAL, "30")
    workspace.post(FINE, "0")
    assert [check.withdrawn for check in workspace.checks()] == [True, False]
    assert workspace.posts()[-1].thread == "30"


def test_a_post_that_comes_while_the_one_before_it_is_read_is_read_as_well(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = News(Platform.SLACK, "T1", posted(WHATSAPP, "20"))
    looks = Commands.looks

    def look_slowly(*what: Any) -> list[Answer]:
        workspace.inbox.keep([second])  # It is stored once, however often it comes.
        return looks(*what)

    monkeypatch.setattr(Commands, "looks", look_slowly)
    workspace.post(FINE, "0")
    assert workspace.deliver() == [("20", ASKED_FOR_WHATSAPP)]


@pytest.mark.parametrize("delivered", [True, False])
def test_an_edit_writes_the_reply_again(workspace: Workspace, delivered: bool) -> None:
    workspace.post(WHATSAPP, "1")
    if delivered:
        workspace.deliver()
    workspace.hear(edited(PAYPAL, "1", "2"))
    assert workspace.deliver() == [("1", "Outside payment: decline")]


def test_an_edit_that_leaves_nothing_to_say_says_so_where_a_reply_stands(workspace: Workspace) -> None:
    workspace.post(WHATSAPP, "1")
    workspace.deliver()
    workspace.hear(edited(FINE, "1", "2"))
    ((_, said),) = workspace.deliver()
    assert said.startswith("OK now")


def test_an_edit_that_makes_it_talk_among_colleagues_takes_the_reply_back(workspace: Workspace) -> None:
    workspace.post(WHATSAPP, "1", channel="mixed")
    workspace.deliver()
    workspace.hear(replace(edited(CHATTER, "1", "2"), channel="mixed"))
    assert workspace.deliver() == [
        ("1", "Edited: this reads as your own talk now, so it was not judged again.")
    ]


@pytest.mark.parametrize("pictures", [0, 1], ids=["nothing", "a picture"])
@pytest.mark.parametrize("more", [{}, {"channel": "D1", "private": True}], ids=["channel", "direct message"])
@pytest.mark.parametrize("delivered", [True, False])
def test_an_edit_that_takes_the_words_away_takes_what_was_said_of_them_along(
    workspace: Workspace, pictures: int, more: dict[str, Any], delivered: bool
) -> None:
    workspace.post(WHATSAPP, "1", **more)
    if delivered:
        workspace.deliver()
    workspace.hear(replace(edited("", "1", "2"), pictures=pictures, **more))
    (check,) = workspace.checks()
    assert check.withdrawn
    assert check.sealed is None
    assert all(row.sealed is None for row in workspace.rows(InboxRow) if isinstance(row, InboxRow))
    assert standing(workspace) == ([EMPTIED] if delivered else [])


def test_words_that_come_back_are_judged_under_the_one_reply(workspace: Workspace) -> None:
    workspace.post(WHATSAPP, "1")
    workspace.deliver()
    for version, (text, said) in enumerate(
        ((WHATSAPP, ASKED_FOR_WHATSAPP), ("", EMPTIED), (PAYPAL, DECLINE))
    ):
        workspace.hear(edited("", "1", f"{version}a"))
        assert standing(workspace) == [EMPTIED]
        workspace.hear(edited(text, "1", f"{version}b"))
        assert standing(workspace) == [said]


@pytest.mark.parametrize("emptied, left", [("0", "Outside payment: decline"), ("20", ASKED_FOR_WHATSAPP)])
@pytest.mark.parametrize("minutes", [0, 11])
def test_of_a_conversation_in_two_posts_the_words_that_an_edit_leaves_are_judged_anew(
    workspace: Workspace, emptied: str, left: str, minutes: int
) -> None:
    for ts, text in (("0", WHATSAPP), ("20", PAYPAL)):
        workspace.post(text, ts)
        workspace.deliver()
    workspace.now += timedelta(minutes=minutes)
    due(workspace.commands.store, workspace.now)
    workspace.hear(edited("", emptied, "2"))
    # After ten minutes the words of the other post are not there any more.
    assert standing(workspace) == [EMPTIED if minutes else left]


def test_an_edit_that_took_the_words_away_counts_also_where_it_comes_first(workspace: Workspace) -> None:
    workspace.hear(replace(edited("", "1", "2"), pictures=1))
    workspace.post(WHATSAPP, "1")
    assert workspace.checks() == []
    workspace.hear(edited(WHATSAPP, "1", "3"))
    assert standing(workspace) == [ASKED_FOR_WHATSAPP]


@pytest.mark.parametrize("text", [WHATSAPP, f"  {WHATSAPP} "], ids=["unfolded link", "spaces"])
def test_an_edit_that_changes_no_word_changes_nothing(workspace: Workspace, text: str) -> None:
    workspace.post(WHATSAPP, "1")
    workspace.hear(edited(text, "1", "2"))
    assert len(workspace.checks()) == len(workspace.posts()) == 1


def test_an_edit_that_comes_before_its_post_is_what_counts(workspace: Workspace) -> None:
    workspace.hear(edited(FINE, "1", "2"))
    workspace.post(WHATSAPP, "1")
    assert [check.outcome for check in workspace.checks()] == ["clear"]


@pytest.mark.parametrize("delivered, stands", [(True, [("1", GONE)]), (False, [])])
def test_a_deleted_post_takes_what_was_said_of_it_along(
    workspace: Workspace, delivered: bool, stands: list[tuple[str, str]]
) -> None:
    workspace.post(WHATSAPP, "1")
    if delivered:
        workspace.deliver()
    workspace.hear(deleted("1"))
    (check,) = workspace.checks()
    assert check.sealed is None
    assert next(row.sealed for row in workspace.rows(InboxRow) if isinstance(row, InboxRow)) is None
    assert workspace.deliver() == stands


def test_a_post_that_was_deleted_before_we_heard_of_it_is_not_judged(workspace: Workspace) -> None:
    workspace.hear(deleted("1"))
    workspace.post(WHATSAPP, "1")
    assert workspace.checks() == []


def test_where_outsiders_can_read_the_one_who_posted_is_answered_alone(workspace: Workspace) -> None:
    workspace.outsiders = True
    workspace.post(WHATSAPP, "1")
    workspace.post(FINE, "200")
    (reply,) = workspace.posts()
    assert (reply.destination, reply.thread) == ("dana", "")


def test_pictures_are_marked_and_explained_once_to_each_person(workspace: Workspace) -> None:
    for ts in ("1", "200"):
        workspace.post("", ts, pictures=2)
    notices = [post.subject["notice"] for post in workspace.posts(PostKind.NOTICE)]
    assert notices.count("picture") == 2
    assert notices.count("pictures") == 1
    mark = next(post for post in workspace.posts(PostKind.NOTICE) if post.subject["notice"] == "picture")
    assert (shown := workspace.says(mark)) is not None
    assert (shown.rung, shown.mark) == (Rung.REACTION, "🖼️")


def test_the_mark_on_a_post_is_explained_once_and_in_private(workspace: Workspace) -> None:
    for ts in ("1", "200"):
        workspace.post(FINE.replace("Monday", ts), ts)
    notices = [post for post in workspace.posts(PostKind.NOTICE) if post.subject["notice"] == "mark"]
    assert [(post.destination, post.thread) for post in notices] == [("dana", "")]
    assert [post.thread for post in workspace.posts()] == ["1", "200"]


def test_a_direct_message_is_a_private_check(workspace: Workspace) -> None:
    workspace.post("Sure, my WhatsApp is +44 7700 900418", "1", channel="D1", private=True)
    (reply,) = workspace.posts()
    assert (reply.destination, reply.thread) == ("D1", "")


HELD_BACK = [(WHATSAPP, True), (PAYPAL, False), ("Acme: My number is +44 7700 900418, call me.", False)]


@pytest.mark.parametrize("text, held_back", HELD_BACK)
def test_in_the_first_days_only_payment_and_contact_data_are_answered_in_a_channel(
    young: Workspace, text: str, held_back: bool
) -> None:
    young.post(text, "1")
    assert [check.held_back for check in young.checks()] == [held_back]
    assert len(young.posts()) == (0 if held_back else 1)


def test_in_the_first_days_our_own_drafts_are_answered(young: Workspace) -> None:
    young.post("Sure, let us talk on WhatsApp then.", "1", channel="drafts")
    assert len(young.posts()) == 1


def test_what_was_held_back_reaches_the_lead_next_morning(young: Workspace) -> None:
    young.post(WHATSAPP, "1")
    young.now = NOW + timedelta(days=1)
    due(young.commands.store, young.now)
    due(young.commands.store, young.now)
    (summary,) = young.posts(PostKind.SUMMARY)
    assert summary.destination == "dana"
    assert headline(young.says(summary)) == "I read 1 post and found 1 thing that I kept to myself"


def test_after_the_first_days_everything_is_answered(young: Workspace) -> None:
    young.now = NOW + SETTLED
    young.post(WHATSAPP, "1")
    assert len(young.posts()) == 1


def test_what_fails_is_tried_again_and_then_said_with_a_reference(workspace: Workspace) -> None:
    workspace.fails = OPENINGS
    workspace.post(WHATSAPP, "1")
    for _ in range(OPENINGS):
        workspace.now += timedelta(minutes=11)
        workspace.inbox.read_all()
    assert workspace.checks() == []
    said = [
        headline(workspace.says(post))
        for post in workspace.posts(PostKind.NOTICE)
        if post.subject["notice"] == "unchecked"
    ]
    assert len(said) == 2  # to the one who posted, and to the lead
    assert all(line.startswith("I could not check this message (ref ") for line in said)


def test_what_ends_its_process_each_time_is_given_up_and_takes_nobody_along(workspace: Workspace) -> None:
    store = workspace.commands.store
    workspace.inbox.keep([News(Platform.SLACK, "T1", posted(WHATSAPP, ts)) for ts in ("1", "300")])
    for _ in range(DEATHS):
        held = claim(store, workspace.now, "a process that dies", 50, list(Platform))
        workspace.now += timedelta(minutes=3)
    assert len(held) == 1
    workspace.inbox.read_all()
    notices = [post.subject["notice"] for post in workspace.posts(PostKind.NOTICE)]
    assert notices.count("unchecked") == 2
    assert len(workspace.posts()) == 1


def test_what_failed_once_is_answered_all_the_same(workspace: Workspace) -> None:
    workspace.fails = 1
    workspace.post(WHATSAPP, "1")
    workspace.now += timedelta(seconds=6)
    workspace.inbox.read_all()
    assert len(workspace.posts()) == 1


def test_a_watched_channel_gets_one_line(workspace: Workspace) -> None:
    lines = [post for post in workspace.posts(PostKind.NOTICE) if post.subject["notice"] == "watched"]
    assert [post.destination for post in lines] == ["chats", "drafts", "mixed"]


def test_an_owner_may_claim_to_lead_and_nobody_else(workspace: Workspace) -> None:
    omar = workspace.asker("omar")
    refused = workspace.commands.run(omar, "lead claim", NOW)
    assert not refused.done
    workspace.commands.run(replace(omar, owner=True), "lead claim", NOW)
    with workspace.commands.store.read(1) as tenant:
        assert [lead.name for lead in people.leads(tenant)] == ["Dana", "Omar"]


@pytest.mark.parametrize(
    "length, is_cut", [(2000, True), (4000, True), (1999, False), (2001, False)], ids=str
)
def test_a_post_as_long_as_one_may_be_goes_on_in_the_next_within_the_line(
    workspace: Workspace, length: int, is_cut: bool
) -> None:
    # The address is cut in two; only where the halves are put together is it one.
    begun = "Acme: " + "Thanks for the long talk about all of it today. " * 100
    first = begun[: length - len(" Write to jo")] + " Write to jo"
    assert len(first) == length
    workspace.post(first, "0")
    workspace.post("hanna.kestrel@example.com, that is faster for me.", "10")
    shown = " ".join(str(workspace.says(post)) for post in workspace.posts())
    assert ("joh••" in shown) is is_cut


def test_a_file_that_an_edit_takes_away_is_judged_no_more(workspace: Workspace) -> None:
    file = Attachment("chat.txt", PAYPAL, len(PAYPAL))
    workspace.post(FINE, "0", attachments=(file,))
    assert workspace.checks()[-1].outcome == "violation"
    workspace.hear(replace(edited(FINE, "0", "1"), attachments=(replace(file, address="elsewhere"),)))
    assert len(workspace.checks()) == 1  # The same file, under another address.
    workspace.hear(edited(FINE, "0", "2"))
    assert [check.outcome for check in workspace.checks() if not check.withdrawn] == ["clear"]


def test_a_platform_may_not_know_who_wrote_what_is_deleted(workspace: Workspace) -> None:
    workspace.post(PAYPAL, "0")
    workspace.deliver()
    workspace.hear(replace(deleted("0"), author=""))
    assert [said for _, said in workspace.deliver()] == [GONE]
    with workspace.commands.store.read(1) as tenant:
        assert "" not in [row.external_id for row in people.members(tenant)]


@pytest.mark.parametrize("whole, left", [(True, 0), (False, 1)])
def test_a_thread_that_is_gone_takes_its_posts_along(workspace: Workspace, whole: bool, left: int) -> None:
    workspace.run("channel threads on")
    workspace.post(PAYPAL, "0")
    workspace.post(WHATSAPP, "200", thread="0")
    workspace.post(WHATSAPP.replace("Acme", "Birch"), "400")
    with workspace.commands.desk(replace(workspace.asker(), person=""), workspace.now) as desk:
        forget_thread(desk, "chats", "0", whole=whole)
    standing = [check.source for check in workspace.checks() if not check.withdrawn]
    assert standing == [*["chats:0"][:left], "chats:400"]


def test_a_mark_within_a_thread_stands_on_its_own_post(workspace: Workspace) -> None:
    workspace.run("channel threads on")
    workspace.post(FINE, "1")
    workspace.post(FINE.replace("Monday", "Tuesday"), "200", thread="1")
    workspace.post("", "400", thread="1", pictures=1)
    marks = [
        (post.thread, post.subject.get("on"))
        for post in (*workspace.posts(), *workspace.posts(PostKind.NOTICE))
        if post.destination == "chats" and post.subject.get("notice") != "watched"
    ]
    assert marks == [("1", None), ("1", "200"), ("1", "400")]


def test_only_who_may_bring_the_bot_begins_the_agency() -> None:
    database = Database()
    SQLModel.metadata.create_all(database.engine)
    workspace = Workspace(Commands(Store(database, Keyring([new_key()])), POLICY))
    for person, may_begin in (("omar", False), ("dana", True), ("mara", True)):
        asker = replace(workspace.asker(person), may_begin=may_begin)
        workspace.commands.run(asker, "lead list", NOW)
    with workspace.commands.store.read(1) as tenant:
        assert [lead.name for lead in people.leads(tenant)] == ["Dana"]
    database.engine.dispose()


@pytest.mark.parametrize("platform, threads", [(Platform.SLACK, False), (Platform.DISCORD, True)])
def test_threads_are_read_from_the_start_where_they_are_places_of_their_own(
    workspace: Workspace, platform: Platform, threads: bool
) -> None:
    asker = replace(workspace.asker(), platform=platform, workspace="other")
    with workspace.commands.desk(asker, NOW) as desk:
        row = people.known_channel(desk.tenant, desk.member.workspace_id, "chats")
        assert row is not None
        assert row.threads is threads


def standing(workspace: Workspace) -> list[str]:
    workspace.inbox.read_all()
    return [said for _, said in workspace.deliver()]


@pytest.mark.parametrize("gone, left", [("0", "Outside payment: decline"), ("20", ASKED_FOR_WHATSAPP)])
def test_of_a_conversation_in_two_posts_the_one_that_stands_is_judged_anew(
    workspace: Workspace, gone: str, left: str
) -> None:
    for ts, text in (("0", WHATSAPP), ("20", PAYPAL)):
        workspace.post(text, ts)
        workspace.deliver()
    workspace.hear(deleted(gone))
    assert standing(workspace) == [left]
    workspace.hear(deleted("20" if gone == "0" else "0"))
    assert standing(workspace) == [GONE]


def test_of_posts_that_came_at_once_each_may_go(workspace: Workspace) -> None:
    workspace.hear(posted(FINE, "0"), posted(WHATSAPP, "20"), posted(FINE, "40"))
    assert standing(workspace) == [ASKED_FOR_WHATSAPP]
    workspace.hear(deleted("20"))
    assert ASKED_FOR_WHATSAPP not in standing(workspace)


def test_what_stands_between_two_posts_may_go(workspace: Workspace) -> None:
    for ts, text in (("0", WHATSAPP), ("20", "One moment please."), ("40", PAYPAL)):
        workspace.post(text, ts)
    workspace.hear(deleted("20"))
    workspace.inbox.read_all()
    assert [check.withdrawn for check in workspace.checks()].count(False) == 1


def test_a_post_that_becomes_talk_and_client_text_again_keeps_its_one_reply(workspace: Workspace) -> None:
    workspace.post(WHATSAPP, "1", channel="mixed")
    assert standing(workspace) == [ASKED_FOR_WHATSAPP]
    workspace.hear(replace(edited("lunch at one?", "1", "2"), channel="mixed"))
    (said,) = standing(workspace)
    assert said.startswith("Edited: this reads as your own talk now")
    workspace.hear(replace(edited(PAYPAL, "1", "3"), channel="mixed"))
    assert standing(workspace) == ["Outside payment: decline"]


def test_what_a_reply_quotes_goes_with_its_post_even_after_it_was_muted(workspace: Workspace) -> None:
    workspace.post(PAYPAL, "1")
    workspace.deliver()
    workspace.run("mute channel because it is loud")
    workspace.hear(edited(WHATSAPP, "1", "2"))
    workspace.deliver()
    workspace.hear(deleted("1"))
    assert standing(workspace) == [GONE]


def test_a_mark_leaves_nothing_behind(workspace: Workspace) -> None:
    workspace.wall = Marking()
    workspace.post(FINE, "1")
    before = workspace.deliver()
    workspace.hear(deleted("1"))
    assert workspace.deliver() == before


def test_a_mark_that_arrived_while_its_process_died_goes_when_the_chat_goes_on(workspace: Workspace) -> None:
    workspace.wall = Marking()
    workspace.post(FINE, "0")
    store, lease = workspace.commands.store, timedelta(minutes=1)
    for post_id in claims.due(store, workspace.now, 100):
        held = claims.claim(store, post_id, now=workspace.now, lease=lease, token=str(post_id))
        assert held is not None
        if held.post.kind is PostKind.REPLY:
            claims.begin(store, held, now=workspace.now, lease=lease)
            reply = workspace.says(held.post)
            assert reply is not None
            workspace.wall.send(held.post, reply)
    assert list(workspace.wall.stands) == ["chats:0:x"]
    workspace.post(WHATSAPP, "20")
    workspace.now += 2 * lease
    workspace.deliver()
    assert standing(workspace) == [ASKED_FOR_WHATSAPP]


def test_what_one_person_asked_for_themselves_is_answered_in_the_channel_all_the_same(
    workspace: Workspace,
) -> None:
    workspace.commands.check(workspace.asker(), Paste(WHATSAPP, asked=True), workspace.now)
    workspace.post(WHATSAPP, "1", author="omar")
    assert standing(workspace) == [ASKED_FOR_WHATSAPP]


def test_who_points_at_a_post_takes_nothing_from_its_reply_and_a_deletion_takes_both(
    workspace: Workspace,
) -> None:
    workspace.post(WHATSAPP, "1")
    workspace.run("contract start Acme")
    pointed = Paste(WHATSAPP.replace("easier", "simpler"), source="chats:1", asked=True, instead_of=())
    workspace.commands.check(workspace.asker("omar"), pointed, workspace.now)
    assert [check.withdrawn for check in workspace.checks()] == [False, False]
    workspace.hear(deleted("1"))
    assert [check.withdrawn for check in workspace.checks()] == [True, True]


def test_a_bot_that_calls_us_is_read_where_bots_are(workspace: Workspace) -> None:
    workspace.run("channel bots on")
    assert workspace.hear(posted(WHATSAPP, "1", by_bot=True, asked=True)) == 1


def test_what_is_deleted_before_it_is_read_is_not_judged_where_nothing_was_read_before(
    workspace: Workspace,
) -> None:
    asked = posted(WHATSAPP, "1", channel="elsewhere", asked=True)
    for arrival in (asked, replace(deleted("1"), channel="elsewhere")):
        workspace.inbox.keep([News(Platform.SLACK, "T1", arrival)])
    workspace.inbox.read_all()
    assert [check for check in workspace.checks() if not check.withdrawn] == []


def test_somebody_who_is_only_named_never_leads(workspace: Workspace) -> None:
    asker = replace(workspace.asker("omar"), workspace="T9", workspace_name="Birch", may_begin=False)
    workspace.commands.meet(asker, {}, {"eve": "Eve"}, NOW)
    with workspace.commands.desk(asker, NOW) as desk:
        assert people.leads(desk.tenant) == []


def test_an_agency_says_under_which_names_it_writes(workspace: Workspace) -> None:
    draft = "Omar Haddad: Sure, write me on WhatsApp: +44 7700 900418."
    workspace.run('settings our-names "Dana Reyes, Omar Haddad"')
    workspace.post(draft, "1")
    assert standing(workspace)[0].startswith("Before you send")
    workspace.run("settings our-names none")
    with workspace.commands.desk(workspace.asker(), workspace.now) as desk:
        assert desk.preferences["our-names"] == ""


def test_an_edit_that_is_stored_before_its_post_counts_when_both_are_read_at_once(
    workspace: Workspace,
) -> None:
    for arrival in (edited(PAYPAL, "1", "2"), posted(WHATSAPP, "1")):
        workspace.inbox.keep([News(Platform.SLACK, "T1", arrival)])
    assert standing(workspace) == ["Outside payment: decline"]


def test_a_post_that_is_found_as_it_was_edited_is_judged_though_the_edit_came_first(
    workspace: Workspace,
) -> None:
    # Who was away is told of the edit, and reads the post itself where it stands by then.
    for arrival in (edited(PAYPAL, "1", "2"), posted(PAYPAL, "1")):
        workspace.inbox.keep([News(Platform.SLACK, "T1", arrival)])
    assert standing(workspace) == ["Outside payment: decline"]
    workspace.hear(edited(PAYPAL, "1", "2"), posted(PAYPAL, "1"))
    assert standing(workspace) == ["Outside payment: decline"]
