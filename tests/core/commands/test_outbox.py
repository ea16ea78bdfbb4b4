from datetime import timedelta

import pytest

from core.commands.desk import CommandError, Desk
from core.commands.outbox import SHOWN, outbox, retry
from core.records import PostKind, PostStatus
from core.reply import Buttons, Heading, Paragraph, Reply
from core.store import posts
from core.store.tables import PostRow


def post(desk: Desk, key: str, status: PostStatus = PostStatus.PENDING, error: str = "") -> int:
    made = posts.plan(
        desk.tenant,
        kind=PostKind.DIGEST,
        workspace_id=1,
        destination="m1",
        subject={"week": "2026-W47"},
        dedupe_key=key,
        not_before=desk.now - timedelta(days=3),
        now=desk.now,
    )
    assert made is not None
    row = desk.tenant.get(PostRow, made.id)
    assert row is not None
    row.status, row.last_error = status, error
    return made.id


def told(reply: Reply) -> list[str]:
    return [block.text for block in reply.blocks if isinstance(block, Heading | Paragraph)]


def test_an_empty_outbox_says_so(desk: Desk) -> None:
    assert told(outbox(desk)) == ["Nothing was sent yet"]


def test_posts_are_counted_by_how_far_they_have_come(desk: Desk) -> None:
    for number, status in enumerate([PostStatus.SENT, PostStatus.SENT, PostStatus.PENDING]):
        post(desk, f"k{number}", status)
    assert told(outbox(desk)) == ["Nothing was given up", "1 waiting, 2 sent"]


def test_what_was_given_up_is_listed_with_its_reason_and_sent_again(desk: Desk) -> None:
    number = post(desk, "k", PostStatus.PARKED, "the channel\nis archived")
    reply = outbox(desk)
    assert told(reply) == [
        "1 not delivered",
        f"{number} · digest · since 20 Nov 2026 · the channel is archived",
        "1 given up",
    ]
    buttons = reply.blocks[-1]
    assert isinstance(buttons, Buttons)
    assert buttons.buttons[0].value == f"outbox retry {number}"
    assert told(retry(desk, str(number))) == [f"Post {number} is on its way again"]
    assert posts.counts(desk.tenant) == {PostStatus.SENDING: 1}


def test_a_long_list_is_cut_and_most_controls_are_in_the_menu(desk: Desk) -> None:
    for number in range(SHOWN + 2):
        post(desk, f"k{number}", PostStatus.PARKED)
    reply = outbox(desk)
    assert "and 2 more" in told(reply)
    buttons = reply.blocks[-1]
    assert isinstance(buttons, Buttons)
    assert (len(buttons.buttons), len(buttons.more)) == (3, SHOWN - 3)


@pytest.mark.parametrize("number", ["2", "1", "none", "-1", "9" * 30])
def test_what_was_not_given_up_is_not_sent_again(desk: Desk, number: str) -> None:
    post(desk, "k", PostStatus.SENT)
    with pytest.raises(CommandError, match="that was given up"):
        retry(desk, number)
