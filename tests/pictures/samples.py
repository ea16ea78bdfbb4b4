"""What the pictures show, made by the engine and the renderer themselves; all names are invented."""

from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from sqlmodel import SQLModel

from bots.slack.blocks import messages, uploads, view_blocks
from bots.slack.forms import check_form, form_of
from bots.slack.home import home_view
from bots.slack.modals import reply_view
from core.chart import chart
from core.commands.commands import Asker, Commands, usages
from core.commands.home import last_digest
from core.digest import Digest, Ending, Gaps, Need, NeedKind, Pending, WeekCount
from core.model import Relationship
from core.policy import load
from core.question import Question, check, reply
from core.records import Platform
from core.reply import Reply, Rung
from core.store.crypto import Keyring, new_key
from core.store.database import Database
from core.store.tenant import Store
from core.wording.digest import digest_reply
from core.wording.notices import mark_notice, pictures_notice
from tests.pictures.blockkit import (
    files_html,
    home_html,
    message_html,
    modal_html,
    post_html,
    thread_html,
)

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
CLIENTS = ("Acme", "Birch & Co", "Corvid", "Dunmore", "John D.")
FINE = """\
Acme  9:40 AM
The plan looks right to me. When could you start?"""
CHAT = """\
John D.  10:02 AM
Hi Dana, thanks for the proposal.
Dana Reyes  10:03 AM
Happy to answer anything about it.
John D.  10:04 AM
Can we jump on WhatsApp? +1 415 555 0132"""
PUSHED = """\
John D.  10:02 AM
Let us skip the platform, I pay you by PayPal and we both save the fee. My email is john.d@example.com.
Dana Reyes  10:05 AM
Sure, send it to my PayPal and we start today."""
DIGEST = Digest(
    agency="Northlight",
    week="2026-W47",
    needs=(
        Need(NeedKind.BREACH, "Acme", "UPW311", 41, date(2026, 11, 17)),
        Need(NeedKind.PUSH, "Birch & Co", "UPW315", 42, date(2026, 11, 18)),
        Need(NeedKind.ASK, "Corvid", "UPW203", 43, date(2026, 11, 19)),
        Need(NeedKind.ALLOWANCE, "Dunmore", "UPW215", 3, date(2026, 11, 20)),
    ),
    to_confirm=(
        Pending((1, 2), "Acme: contract active (Dana)"),
        Pending((3,), "Birch & Co: offer sent (Tom)"),
        Pending((4, 5, 6), "Corvid: met 3 May 2025 (Tom)"),
    ),
    asks=9,
    answered=7,
    breaches=1,
    checks=42,
    clients=18,
    weeks=tuple(
        WeekCount(f"2026-W{week}", asks, breaches)
        for week, asks, breaches in zip(
            range(40, 48), (3, 5, 2, 4, 6, 3, 5, 9), (0, 1, 0, 0, 0, 0, 0, 1), strict=True
        )
    ),
    ending=(Ending("Acme", date(2026, 12, 3)), Ending("Birch & Co", date(2026, 12, 20), estimated=True)),
    gaps=Gaps(met_unknown=12, stage_unknown=4, origin_unproven=1, not_living=37),
    unchecked=2,
)


def samples() -> Iterator[tuple[str, str]]:
    """Yield the names of the pictures and what is on them, as HTML."""
    yield "reply", conversation("Omar Haddad", FINE) + conversation("Dana Reyes", CHAT, 41)
    yield "reply-payment", conversation("Dana Reyes", PUSHED, 42)
    yield "digest", messages_html(digest_reply(DIGEST, chart(DIGEST.weeks)))
    yield "marks", messages_html(mark_notice()) + messages_html(pictures_notice())
    yield "check-form", modal_html(check_form(CLIENTS), {})
    commands = {usage.name: (command, usage) for usage, command in usages().items()}
    for name in ("contract start", "plan", "watch", "mute", "client import"):
        yield f"form-{name.replace(' ', '-')}", modal_html(form_of(*commands[name]), {})
    yield "home", home(run("home"))
    yield "command", modal_html(reply_view("Clients", view_blocks(run("client list"))), {})
    yield "help", modal_html(reply_view("Help", view_blocks(run("help client"))), {})


def conversation(name: str, text: str, check_id: int = 0) -> str:
    """Return a post in a channel, with the mark or the thread that it gets."""
    shown = answer_to(text)
    if shown.rung is Rung.REACTION:
        return post_html(name, text, shown.mark)
    return thread_html(post_html(name, text), messages_html(shown, check_id))


def messages_html(shown: Reply, check_id: int = 0) -> str:
    """Return a reply as the messages it comes in; its pictures follow in the thread of the first."""
    said = "".join(message_html(one.blocks, {}) for one in messages(shown, check_id))
    files = [(upload.name, address(upload.content)) for upload in uploads(shown)]
    return thread_html(said, files_html(files)) if files else said


def answer_to(text: str) -> Reply:
    """Return what is said to a conversation with a client of whom nothing is known."""
    policy = load()
    question = Question(text, Relationship(client=text.partition("  ")[0]), us=("Dana Reyes",))
    return reply(check(question, policy, TODAY), policy)


def run(words: str) -> Reply:
    """Return the reply to a command in an agency that has some clients."""
    database = Database()
    SQLModel.metadata.create_all(database.engine)
    commands = Commands(Store(database, Keyring([new_key()])), load())
    dana = Asker(Platform.SLACK, "T1", "Northlight", "U1", "Dana", "C1", "client-chats", owner=True)
    tom = Asker(Platform.SLACK, "T1", "Northlight", "U2", "Tom", "C1", "client-chats")
    said = (
        (dana, "watch here as chats"),
        (dana, "client add Acme met 3 December 2024"),
        (tom, "contract start Acme on 2026-11-10"),
        (dana, 'client add "Birch & Co" met May 2025'),
        (tom, 'contract offer "Birch & Co" on 2026-11-18'),
        (dana, "client add Corvid"),
        (tom, "contract end Corvid on 2026-03-01"),
        (dana, "plan Acme enterprise badge seen by Dana on 2026-11-01"),
    )
    for minute, (asker, command) in enumerate(said):
        commands.run(asker, command, NOW + timedelta(minutes=minute))
    shown = commands.run(dana, words, NOW + timedelta(hours=1))
    database.engine.dispose()
    return shown


def home(shown: Reply) -> str:
    """Return a reply as the App Home; its last part is the digest, of which this agency has none yet."""
    *parts, _, _ = shown.blocks
    page = Reply(shown.rung, (*parts, *last_digest(DIGEST)))
    pictures = {upload.name: address(upload.content) for upload in uploads(page)}
    return home_html(home_view(page, {name: name for name in pictures}), pictures)


def address(picture: bytes) -> str:
    """Return a picture as an address that holds it."""
    return f"data:image/png;base64,{b64encode(picture).decode()}"
