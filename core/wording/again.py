"""A reply that is written anew because a fact has changed: what it says first, and why it changed."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from core.model import Relationship
from core.policy import Policy
from core.records import About, Statement, Via
from core.relationships import loosens, stands, waits
from core.reply import Footnote, Heading, Reply, Rung
from core.wording.citations import cited
from core.wording.clients import bound_line
from core.wording.facts import said
from core.wording.names import one_line

BOUND = "UPW401"
GONE, TALK, EMPTIED = "gone", "talk", "emptied"  # why nothing is left of what was said of a post
_LEFT = {
    GONE: "This post is gone, and so is what was said of it.",
    TALK: "Edited: this reads as your own talk now, so it was not judged again.",
    EMPTIED: "Edited: there is no text in it any more that I can read, so what was said of it is gone.",
}


def reason(statements: Iterable[Statement]) -> str:
    """Return the newest statement that makes a difference, as "contract active, said by Dana, waits for a lead"."""
    newest = None
    for statement in statements:
        if _makes_a_difference(statement):
            newest = statement
    if newest is None:
        return ""
    if newest.undone:
        return f"taken back: {one_line(said(newest))}"
    parts = [one_line(said(newest)), f"said by {one_line(newest.said_by)}"]
    if newest.confirmed_by:
        parts.append(f"confirmed by {one_line(newest.confirmed_by)}")
    if waits(newest):
        parts.append("waits for a lead")
    return ", ".join(parts)


def judged_again(reply: Reply, why: str) -> Reply:
    """Return a reply whose first line says that it was judged again, and why."""
    first, *rest = reply.blocks
    assert isinstance(first, Heading)
    again = f"judged again: {why}" if why else "judged again"
    heading = replace(first, aside=" · ".join(filter(None, (first.aside, again))))
    return replace(reply, blocks=(heading, *rest))


def settled_reply(known: Relationship, why: str, policy: Policy, today: date) -> Reply:
    """Return the reply where nothing is left of what was told; payment is bound all the same, and that is said."""
    return Reply(
        Rung.LINE,
        (
            Heading(
                "OK now: nothing here breaks these rules any more",
                " · ".join(filter(None, (one_line(known.client), why))),
            ),
            Footnote(f"{bound_line(known, today)} {cited(policy, BOUND)}"),
        ),
    )


def expired_reply(client: str) -> Reply:
    """Return the reply where the words are erased already, so that nothing can be judged again."""
    whose = one_line(client) if client else "this conversation"
    return Reply(
        Rung.LINE, (Heading(f"Facts about {whose} have changed. Paste it again to have it judged anew."),)
    )


def withdrawn_reply(left: str) -> Reply:
    """Return what is left of a reply to a post that is no client text any more; nothing of its words."""
    return Reply(Rung.LINE, (Heading(_LEFT[left]),))


def left_out(codes: Sequence[str]) -> Footnote:
    """Return which rules are not told, so that silence about them is not taken for an approval."""
    return Footnote(f"Left out, since it was allowed or called no problem here: {', '.join(codes)}.")


def _makes_a_difference(statement: Statement) -> bool:
    """Return whether a statement changes what is known; a day of meeting that no lead stands for does, as an estimate."""
    if stands(statement):
        return True
    return statement.via is not Via.PASTE and (statement.about is About.MET or not loosens(statement))
