import itertools
from collections.abc import Sequence

import pytest

from core import weigh as weighing
from core.encoder import Asked
from core.model import Speaker
from core.network import QUESTIONS, Head
from core.reading.scenes import scenes_of
from core.signals import DETECTORS
from core.signals.scene import Scene
from core.subwords import subwords
from core.transcript import parse
from core.weigh import (
    MOST_AGAIN,
    MOST_COMPANY,
    MOST_SUBWORDS,
    clues,
    likeliest,
    parts,
    sentences,
    sobering,
    weigh,
)

ASK = "Please send me your WhatsApp number."
PLAIN = "Let us move to WhatsApp, my number is +1 415 555 0132."
WORK = "Our shop sells tea from four small gardens, and the old pages load far too slowly. "


def scene_of(text: str) -> Scene:
    return scenes_of(parse(text, speaker=Speaker.CLIENT))[0]


def test_company_lowers_the_chances_and_those_of_a_payment_less() -> None:
    assert sobering(1, "talk") == sobering(1, "pay") == 0
    assert 0 < sobering(2, "pay") < sobering(2, "talk") < sobering(20, "talk")
    assert sobering(MOST_COMPANY, "talk") == sobering(40 * MOST_COMPANY, "talk")


def test_a_short_message_is_read_whole() -> None:
    scene = scene_of(ASK)
    assert [(part.first, part.last) for part in parts(scene)] == [(0, len(scene.tokens.words))]


def test_a_long_message_is_read_in_parts_that_leave_nothing_out() -> None:
    scene = scene_of(WORK * 40)
    found = parts(scene)
    assert len(found) > 1
    assert found[0].first == 0
    assert found[-1].last == len(scene.tokens.words)
    assert all(one.last == two.first for one, two in itertools.pairwise(found))
    assert all(len(part.subwords) <= MOST_SUBWORDS for part in found)


def test_an_ask_at_the_end_of_a_long_message_is_heard() -> None:
    (weighed,) = weigh([(scene_of(WORK * 40 + ASK), ())])
    assert weighed[-1].chances["talk"] > 0.6
    assert max(one.chances["talk"] for one in weighed[:-1]) < 0.3


def test_a_plain_ask_is_heard_among_talk_of_a_product() -> None:
    text = "We build dashboards for clinics. The blue button opens the list of orders. " + ASK
    scene = scene_of(text)
    signals = [signal for find in DETECTORS for signal in find(scene)]
    (seen,), (unseen,) = weigh([(scene, signals), (scene, ())])
    assert seen.chances["talk"] > 0.62
    assert unseen.chances["pay"] < 0.2


def test_the_sentence_that_asks_is_the_likeliest() -> None:
    scene = scene_of(WORK + ASK + " " + WORK)
    (whole,) = parts(scene)
    asking = list(sentences(scene))[1]
    assert likeliest(scene, whole, "talk") == asking


def test_clues_belong_to_the_part_they_stand_in() -> None:
    scene = scene_of(WORK + ASK)
    signals = [signal for find in DETECTORS for signal in find(scene)]
    first, second = sentences(scene)
    assert "f contact-request" not in clues(scene, first, signals)
    assert "f contact-request" in clues(scene, second, signals)


def test_a_message_without_words_has_no_parts() -> None:
    assert parts(scene_of("…!?")) == []


@pytest.mark.parametrize("name", ["Kubabatedu", "Telidumi", "Mia Lund", "Sakukuro K."])
@pytest.mark.parametrize(
    "said", [ASK + " It is easier.", "Thanks, draft 4792 looks good. I will read it on Monday."]
)
def test_a_name_above_a_message_says_nothing(name: str, said: str) -> None:
    named, bare = weigh([(scene_of(f"{name}: {said}"), ()), (scene_of(said), ())])
    assert named[0].part.subwords == bare[0].part.subwords


@pytest.mark.parametrize(
    "text",
    [
        "WhatsApp: that is where I am all day long",
        "Budget: five hundred for all of it",
        "Mia Lund: +1 555 0142",
    ],
)
def test_a_label_before_a_value_is_read(text: str) -> None:
    (part,) = parts(scene_of(text))
    assert part.subwords == tuple(subwords(text))


class Witness:
    """An encoder that finds everything unlikely, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []

    def odds(self, asked: Sequence[Asked], *heads: Head) -> list[dict[str, float]]:
        self.asked.extend(asked)
        names = (*QUESTIONS, *(name for head in heads for name in head.names))
        return [dict.fromkeys(names, -9.0) for _ in asked]


@pytest.fixture
def witness(monkeypatch: pytest.MonkeyPatch) -> Witness:
    found = Witness()
    monkeypatch.setattr(weighing, "encoder", lambda: found)
    return found


ALWAYS, NEVER = (-99.0, 99.0, 0.7), (99.0, -99.0, 0.7)
DOUBTFUL = "Is there another channel where you answer faster, for the team?"


@pytest.mark.parametrize("said", [PLAIN, WORK, "The budget is 2,400 USD in three milestones."])
def test_what_is_plain_is_not_read_again(witness: Witness, said: str) -> None:
    weigh([(scene_of(said), ())])
    assert witness.asked == []


def test_what_is_in_doubt_is_read_again_with_what_was_said_before(
    witness: Witness, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenes = [(scene, ()) for scene in scenes_of(parse(f"Me: {WORK}\nClient: {DOUBTFUL}", us=("Me",)))]
    monkeypatch.setattr(weighing, "IN_COMPANY", NEVER)
    _, once = weigh(scenes)
    monkeypatch.setattr(weighing, "IN_COMPANY", ALWAYS)
    _, twice = weigh(scenes)
    (behind,) = (one for one in witness.asked if one.text.subwords == tuple(subwords(DOUBTFUL)))
    assert [one.subwords for one in behind.before] == [subwords(WORK)]
    assert twice[0].chances["talk"] < once[0].chances["talk"]


def test_of_a_long_conversation_a_bounded_part_is_read_again(
    witness: Witness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weighing, "IN_COMPANY", ALWAYS)
    weigh([(scene, ()) for scene in scenes_of(parse(f"Client: {DOUBTFUL}\n" * 300))])
    read = sum(len(one.text.subwords) + len(one.words_before) for one in witness.asked)
    assert MOST_AGAIN <= read < MOST_AGAIN + 2 * MOST_SUBWORDS


def chances_in(text: str, question: str) -> list[float]:
    scenes = scenes_of(parse(text))
    return [found[-1].chances[question] for found in weigh([(scene, ()) for scene in scenes])]


def test_what_one_person_sends_in_pieces_is_read_as_one() -> None:
    whole = chances_in("Client: Can you email templates be tested in Outlook too?", "talk")
    pieces = chances_in("Client: Can you email\nClient: templates be tested in Outlook too?", "talk")
    assert pieces[0] == pieces[1] < 0.3
    assert whole[0] < 0.3


@pytest.mark.parametrize(
    "text",
    [
        "Client: Can you email me.\nClient: templates are tested in Outlook",  # It has ended.
        "Client: Can you email me\nClient: Templates are tested in Outlook",  # A new sentence begins.
        "Client: Can you email me\nMe: templates are tested in Outlook",  # Somebody else goes on.
    ],
)
def test_what_is_no_piece_is_read_by_itself(text: str) -> None:
    first, second = chances_in(text, "talk")
    assert first > second + 0.2
