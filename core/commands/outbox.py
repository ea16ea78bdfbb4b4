"""The outbox as a lead sees it: what was sent, and what was given up."""

from core.commands.desk import Command, CommandError, Desk, answer, lines, number_of
from core.records import Post, PostStatus
from core.reply import IN_SIGHT, Button, Buttons, Reply
from core.store import posts
from core.wording.names import one_line
from core.wording.verdict import day
from core.zones import local_day

SHOWN = 10
ERROR_LENGTH = 120
STATUSES = {
    PostStatus.PENDING: "waiting",
    PostStatus.SENDING: "on the way",
    PostStatus.SENT: "sent",
    PostStatus.PARKED: "given up",
    PostStatus.CANCELLED: "cancelled",
}


def outbox(desk: Desk) -> Reply:
    """Count the posts by how far they have come, and list those that were given up."""
    counts = posts.counts(desk.tenant)
    if not counts:
        return answer("Nothing was sent yet")
    parked = posts.parked(desk.tenant)
    shown = parked[:SHOWN]
    again = tuple(Button(f"Send {post.id} again", "run", f"outbox retry {post.id}") for post in shown)
    more = [f"and {len(parked) - SHOWN} more"] if len(parked) > SHOWN else []
    return answer(
        f"{len(parked)} not delivered" if parked else "Nothing was given up",
        *lines([*(_line(desk, post) for post in shown), *more]),
        *lines(
            [", ".join(f"{counts[status]:,} {says}" for status, says in STATUSES.items() if status in counts)]
        ),
        *([Buttons(again[:IN_SIGHT], again[IN_SIGHT:])] if again else []),
    )


def retry(desk: Desk, number: str) -> Reply:
    """Send a post again that was given up."""
    if not posts.try_again(desk.tenant, number_of(number)):
        raise CommandError(f"There is no post {one_line(number)} that was given up. `outbox` lists those.")
    return answer(f"Post {number} is on its way again")


def _line(desk: Desk, post: Post) -> str:
    since = day(local_day(post.first_attempt_at or post.not_before, desk.zone))
    return f"{post.id} · {post.kind} · since {since} · {one_line(post.last_error, ERROR_LENGTH)}"


COMMANDS = (
    Command("outbox", "what was sent, and what could not be delivered", "outbox", outbox, for_leads=True),
    Command("outbox retry NUMBER", "send again what was given up", "outbox retry 12", retry, for_leads=True),
)
