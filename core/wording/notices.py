"""The fixed things that the bot says by itself: what a mark means, what it cannot read, what it asks when invited."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from core.model import Purpose
from core.reply import Button, Buttons, Footnote, Heading, Paragraph, Reply, Rung
from core.wording.names import one_line
from core.wording.verdict import day


class Why(StrEnum):
    """Why nothing can be posted in a channel."""

    PUBLIC = "public"  # people can read there who must not
    GONE = "gone"
    RIGHTS = "rights"


PURPOSES = {
    Purpose.CHATS: "Client chats",
    Purpose.DRAFTS: "Our drafts",
    Purpose.MIXED: "Both, among other talk",
}
IN_CHANNEL = {
    Purpose.CHATS: "Paste client conversations here. I answer in the thread when words break one of Upwork's rules, and "
    "stay quiet otherwise.",
    Purpose.DRAFTS: "Post what you are about to send to a client. I say in the thread what to change, or mark it as read.",
    Purpose.MIXED: "I read what looks like a client conversation or a draft, answer in its thread, and leave your own "
    "talk alone.",
}
NO_REPORTS = {
    Why.PUBLIC: "others than your own people, or all of them, can read it",
    Why.GONE: "it is gone, or I am not in it any more",
    Why.RIGHTS: "I may not post there",
}
NO_ANSWERS = {
    Why.PUBLIC: "people of other companies can read there",
    Why.GONE: "it is gone, or I am not in it any more",
    Why.RIGHTS: "I may not post there",
}
MENDED = {
    Why.PUBLIC: "Make it private, without people of other companies, or choose another channel.",
    Why.GONE: "Invite me into it again, or choose another channel.",
    Why.RIGHTS: "Invite me into it, or give my role the rights to see it, to post there and to answer in threads.",
}
PICTURE = "🖼️"
LONGEST_WHY = 300


def mark_notice() -> Reply:
    """Return what the mark on a post means; said once to each person."""
    return _plain(
        "🔎 on your post means: read, nothing to do",
        "It is no approval: I found nothing that breaks Upwork's off-platform rules, as far as I know them.",
    )


def pictures_notice() -> Reply:
    """Return what can be done about pictures; said once to each person."""
    return _plain(
        f"{PICTURE} on your post means: I cannot read pictures",
        "Copy the conversation as text and paste it. I do not say this again.",
    )


def picture_mark() -> Reply:
    """Return the mark on a post of pictures alone."""
    return Reply(Rung.REACTION, (Heading("I cannot read pictures. Paste the text."),), mark=PICTURE)


def unchecked_notice(reference: str) -> Reply:
    """Return that a post could not be checked."""
    return _plain(
        f"I could not check this message (ref {reference})",
        "Treat it as unchecked. Post it again, or ask a lead to look at the log under that reference.",
    )


def unread_notice(why: str) -> Reply:
    """Return which file of a post was not read."""
    return _plain("Not checked: a file", f"{one_line(why, LONGEST_WHY)} Treat it as unchecked.")


def ambiguous_notice(question: str) -> Reply:
    """Return the question whose a paste is."""
    return _plain("Whose conversation is this?", question)


def invited_notice(channel: str, name: str) -> Reply:
    """Return the question what a channel that the bot was invited to is for."""
    buttons = tuple(
        Button(label, "run", f'watch "{channel}" as {purpose}') for purpose, label in PURPOSES.items()
    )
    return Reply(
        Rung.FULL,
        (
            Heading(f"What is #{one_line(name)} for?"),
            Paragraph("I am in the channel, and read nothing there until a lead has said what to read."),
            Buttons(buttons),
        ),
    )


def watched_notice(purpose: Purpose, *, learns: bool) -> Reply:
    """Return the one line that is pinned in a channel that is watched."""
    learning = "In the first days I answer payment, contact data and your own text only, while I learn the contracts."
    return _plain(
        IN_CHANNEL[purpose],
        learning if learns else "",
        "Anything else: /checkmsg help, or write to me directly.",
    )


def home_notice(name: str) -> Reply:
    """Return for whom direct messages are from now on; said to people of several workspaces."""
    return _plain(
        f"What you write to me here is for {one_line(name)} now",
        "You are in several servers that have me. Ask me something with /checkmsg in another, and it is for that one.",
    )


def how_notice() -> Reply:
    """Return what the bot can be told in a direct message."""
    return _plain(
        "Paste a client conversation here, or a draft of yours",
        "I say which words break Upwork's off-platform rules, and what to send. `help` lists what else I can do. What I "
        "was just told looks like neither, so I did not judge it.",
    )


def welcome_notice() -> Reply:
    """Return the first words to whoever installed the bot."""
    return Reply(
        Rung.FULL,
        (
            Heading("checkmsg is here. Five short steps, and it can be of use"),
            Paragraph(
                "Try a sample, say which channels to read, list your running clients, set the time zone and a second "
                "lead, and let me look back quietly. Nobody else hears from me before you are done."
            ),
            Buttons((Button("Start", "run", "setup"),)),
        ),
    )


def lost_notice(name: str, why: str) -> Reply:
    """Return that a watched channel cannot be read any more."""
    return _plain(f"#{one_line(name)} is not read any more", why)


def unusable_notice(name: str, why: Why) -> Reply:
    """Return that reports cannot go to the channel that was chosen for them."""
    return _plain(
        f"Reports cannot go to #{one_line(name)}: {NO_REPORTS[why]}",
        "Alerts, reminders and digests come to each lead directly again, and so does what could not be posted there.",
        f"{MENDED[why]} `reports to CHANNEL` sends them to a channel again.",
    )


def unanswered_notice(name: str, why: Why) -> Reply:
    """Return that an answer could not be posted in a channel."""
    return _plain(
        f"I could not answer in #{one_line(name)}: {NO_ANSWERS[why]}",
        f"{MENDED[why]} Whoever pasted there has no answer until then. `outbox` sends it again.",
    )


def missed_notice(name: str) -> Reply:
    """Return that not all was read that was posted in a channel while the bot was away."""
    return _plain(
        f"Some posts in #{one_line(name)} were not checked",
        "More was posted while I was away than I read afterwards: the newest of the last day. Treat older ones as "
        "unchecked, and paste anew what matters.",
    )


def restored_notice(until: datetime, unread: int) -> Reply:
    """Return until when the bot remembers after its database was put back; `until` is in the agency's zone."""
    lines = [
        "What was said to me since is forgotten: facts, settings, who leads, what was handled.",
        "What was erased since is here again: erase it again. What I have sent since stays, and its controls do nothing.",
        "A look back reads the last 30 days again and posts nothing. Say again what only you know.",
    ]
    if unread:
        posts = "1 post that had" if unread == 1 else f"{unread} posts that had"
        lines.insert(
            2, f"{posts} just come in may have no answer. Point at what matters with Check this message."
        )
    return Reply(
        Rung.FULL,
        (
            Heading(
                f"I remember nothing after {day(until.date())}, {until:%H:%M}: I was restored from a copy"
            ),
            *map(Paragraph, lines),
            Buttons((Button("Look back", "lookback"), Button("What was given up", "run", "outbox"))),
        ),
    )


def linked_notice(joined: str, by: str, agency: str) -> Reply:
    """Return that workspaces joined an agency, for its leads and theirs."""
    return _plain(
        f"{joined} joined {one_line(agency)}, linked by {one_line(by)}",
        f"Clients, leads and settings are one set from now on, and the settings of {one_line(agency)} hold.",
        "It cannot be undone. `lead list` shows who leads now, `lead remove MEMBER` takes that back.",
    )


def _plain(headline: str, *lines: str) -> Reply:
    return Reply(Rung.LINE, (Heading(headline), *_footnotes(lines)))


def _footnotes(lines: Iterable[str]) -> tuple[Footnote, ...]:
    return tuple(Footnote(line) for line in lines if line)
