"""What the network alone hears in a message."""

import pytest

from core.meaning.adding import added
from core.model import Kind, Speaker
from core.network import QUESTIONS
from core.reading.scenes import scenes_of
from core.transcript import parse
from core.weigh import Weighed, parts


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("unpaid", Kind.UNPAID_TEST),
        ("file", Kind.SUSPICIOUS_FILE),
        ("access", Kind.ACCESS_REQUEST),
        ("pressure", Kind.PRESSURE),
        ("fees", Kind.FEE_COMPLAINT),
    ],
)
def test_what_is_heard_is_told_as_the_commonest_of_its_kind(question: str, kind: Kind) -> None:
    (scene,) = scenes_of(parse("The blue one, then the green one.", speaker=Speaker.CLIENT))
    chances = {**dict.fromkeys(QUESTIONS, 0.0), question: 0.99}
    assert [one.kind for one in added(scene, [], [Weighed(parts(scene)[0], chances)], 1)] == [kind]
