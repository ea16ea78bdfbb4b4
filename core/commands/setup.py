"""The first five minutes: five steps, one at a time, each of which can be skipped."""

from core.commands.desk import Command, Desk, answer, lines
from core.model import Relationship
from core.question import Question, check, reply
from core.records import Platform
from core.reply import Block, Button, Buttons, Footnote, Heading, Paragraph, Reply, Rung
from core.store import clients, people
from core.wording.names import counted, one_line

SAMPLE = (
    "Client: Hi, your proposal looks great. Can we continue on WhatsApp? My number is +1 (415) 555-0132, it is faster.\n"
    "Client: And if you can do it for 400 by PayPal we save the fee."
)
LAST = 5
SEEING = {
    Platform.TERMINAL: "Here that is the terminal itself.",
    Platform.SLACK: "Invite me into a channel first.",
    Platform.DISCORD: "For a private channel, give my role the right to see it first.",
}


def setup(desk: Desk, step: str = "1") -> Reply:
    """Show a step of the first five minutes."""
    steps = (_sample, _channels, _clients, _agency, _look_back)
    return steps[int(step) - 1](desk)


def sample(desk: Desk) -> Reply:
    """Show what the bot says of a sample conversation."""
    question = Question(SAMPLE, Relationship(client="Sample client"))
    shown = reply(check(question, desk.policy, desk.judging_day), desk.policy)
    # Nothing is recorded, so there is nothing that its controls could change.
    blocks: tuple[Block, ...] = tuple(block for block in shown.blocks if not isinstance(block, Buttons))
    return Reply(Rung.FULL, (Footnote(f"If somebody pasted: “{one_line(SAMPLE, 200)}”"), *blocks))


def _sample(_: Desk) -> Reply:
    return _step(
        1,
        "See what a reply looks like",
        "A client asks for WhatsApp and for payment by PayPal. This is what your team would read.",
        Button("Try a sample", "run", "sample"),
    )


def _channels(desk: Desk) -> Reply:
    watched = people.watched(desk.tenant)
    known = f"Read now: {', '.join(one_line(row.name) for row in watched)}. " if watched else ""
    return _step(
        2,
        "Which channels hold client chats, which our drafts?",
        f"{known}{SEEING[people.platform(desk.tenant, desk.member.workspace_id)]} What nobody names here I do not read.",
        Button("Choose a channel", "run", "watch"),
    )


def _clients(desk: Desk) -> Reply:
    number = len(clients.all_clients(desk.tenant))
    known = f"I know {counted(number, 'client')}. " if number else ""
    return _step(
        3,
        "List your running clients",
        f"{known}One a line, as in “Acme, active, May 2025”. A client that is not known counts as one without a contract.",
        Button("List them", "run", "client import"),
    )


def _agency(desk: Desk) -> Reply:
    leads = ", ".join(one_line(row.name) for row in people.leads(desk.tenant))
    return _step(
        4,
        "Time zone and a second lead",
        f"Zone: {desk.preferences['zone']}. Leads: {leads}. Leads get reminders and the weekly digest, and confirm facts.",
        Button("Set the zone", "form", "settings zone"),
        Button("Add a lead", "run", "lead add"),
    )


def _look_back(_: Desk) -> Reply:
    return _step(
        5,
        "Look back quietly",
        "I read the last 30 days of the channels you named, at most 500 posts, and tell only you what I found.",
        Button("Look back", "lookback"),
    )


def _step(number: int, headline: str, says: str, *buttons: Button) -> Reply:
    following = (
        Button("Next", "run", f"setup {number + 1}") if number < LAST else Button("Done", "run", "setup done")
    )
    return Reply(
        Rung.FULL,
        (
            Heading(headline, f"step {number} of {LAST}"),
            Paragraph(says),
            Buttons((*buttons, following)),
        ),
    )


def setup_done(_: Desk) -> Reply:
    """End the first five minutes."""
    return answer(
        "That is all",
        *lines(["Paste a client conversation into a channel that is read, or write it to me directly."]),
    )


COMMANDS = (
    Command(
        "setup [STEP]",
        "the first steps: a sample, channels, clients, zone and leads",
        "setup 2",
        setup,
        choices={"step": tuple(map(str, range(1, LAST + 1)))},
    ),
    Command("setup done", "end the first steps", "setup done", setup_done),
    Command("sample", "what a reply looks like", "sample", sample),
)
