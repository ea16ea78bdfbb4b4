"""What a message stands below: what was asked, and whether it is about that."""

from collections.abc import Sequence
from dataclasses import replace

from core.lexicon import headings
from core.meaning import asks
from core.meaning.of_talk import names_a_place
from core.model import Kind, Reason, Signal, Speaker
from core.signals.scene import Scene
from core.transcript.contract_lines import takes_up_a_line

MOST_WORDS_OF_ANSWER = 10  # A longer one says by itself what it means.
MOST_WORDS_OF_NO = 20  # Of one that gives its reason as well.
MOST_WORDS_OF_HERE = 4
MOST_BESIDE = 2  # Words beside an address that is an answer by itself.
ACCESS_LASTS = 3  # Messages for which access or papers are still what is spoken of.
WAYS_TO_PAY = ("any-rail", "rail", "bank", "cash")
ENDS_OF_SENTENCES = " .!?？؟。！\n\"')"
QUESTION_MARKS = "?？؟"


def just_asked(scene: Scene, earlier: list[Signal]) -> list[Signal]:
    """Return the steps outside that the client asks for in the message before this one."""
    asked = [signal for signal in earlier if signal.message == scene.follows and asks([signal])]
    return asked if asked and asked[0].by is not Speaker.US and asked[0].purpose is Reason.NONE else []


def for_what_was_asked(
    scenes: Sequence[Scene], standing: list[Signal], earlier: Sequence[Signal]
) -> list[Signal]:
    """Give an address that answers a request for access, or for a document, the purpose of that request."""
    scene = scenes[-1]
    wanted = next(
        (
            signal.purpose
            for signal in earlier
            if signal.message == scene.follows
            and signal.kind is Kind.CONTACT_REQUEST
            and signal.purpose in (Reason.ACCESS, Reason.LEGAL)
        ),
        _spoken_of(scenes, earlier),
    )
    if wanted is Reason.NONE or asks(standing):
        return standing
    return [
        replace(signal, purpose=wanted)
        if signal.kind in (Kind.EMAIL, Kind.ADDRESS) and signal.purpose is Reason.NONE
        else signal
        for signal in standing
    ]


def _spoken_of(scenes: Sequence[Scene], earlier: Sequence[Signal]) -> Reason:
    """Return what a bare address of ours answers when nobody asked for a step outside, and access or papers were the topic.

    "What do I type in the box?" is no request for contact data by its own words.
    """
    *before, scene = scenes[-ACCESS_LASTS - 1 :]
    places = {one.index for one in before}
    asked = [one for one in earlier if one.message in places and one.purpose is Reason.NONE]
    if not _is_bare_address(scene) or asks(asked):
        return Reason.NONE
    if any(one.has("legal") for one in before):
        return Reason.LEGAL
    return Reason.ACCESS if any(one.has("access", "tool") for one in before) else Reason.NONE


def _is_bare_address(scene: Scene) -> bool:
    """Tell whether a message of ours is an e-mail address, and little beside it: "Me, ann@studio.example"."""
    if scene.message.speaker is not Speaker.US or [one.kind for one in scene.entities] != ["email"]:
        return False
    first, last = scene.tokens_of(scene.entities[0])
    sentences = {*scene.sentence[:first], *scene.sentence[last:]}
    beside = len(scene.tokens.words) - (last - first)
    return beside <= MOST_BESIDE and sentences <= {scene.sentence[first]}


def is_question(scene: Scene, asked: Sequence[Signal]) -> bool:
    """Tell whether any sentence in which something is asked for ends in a question mark."""
    text = scene.tokens.folded.text
    numbers = {scene.sentence_at(signal) for signal in asked}
    last = {number: index for index, number in enumerate(scene.sentence) if number in numbers}
    behind = (text[scene.tokens.ends[index] :] for index in last.values())
    return any(rest.lstrip(" )\"'")[:1] in tuple(QUESTION_MARKS) for rest in behind)


def answers_else(answer: Scene, scene: Scene, asked: Sequence[Signal]) -> bool:
    """Tell whether a yes is about something else.

    It takes up a word of what else the message says, or answers its last question, or a line of Upwork's below it.
    """
    inside = {scene.sentence_at(signal) for signal in asked}
    ours, others = set[str](), set[str]()
    for word, number in zip(scene.tokens.words, scene.sentence, strict=True):
        (ours if number in inside else others).add(word)
    said = telling_words(answer)
    last = max(index for index, number in enumerate(scene.sentence) if number in inside)
    rest = scene.tokens.folded.text[scene.tokens.ends[last] :].lstrip(ENDS_OF_SENTENCES)
    asks_more = any(mark in rest for mark in QUESTION_MARKS)
    return bool(said & others - ours) or ((asks_more or _answers_a_line(answer, scene)) and not said & ours)


def _answers_a_line(answer: Scene, scene: Scene) -> bool:
    """Tell whether a yes is about what Upwork says in between, as "Great, thanks for the offer!" is, or begins the work."""
    below = answer.index - scene.index > 1
    begins = bool(answer.touched.get("istart"))
    return below and (begins or takes_up_a_line(answer.text, scene.message.name))


def telling_words(scene: Scene) -> set[str]:
    """Return the words of a message but for the most frequent ones of its language."""
    return set(scene.tokens.words) - headings()["en"].common - headings()[scene.language].common


def names_money(scene: Scene) -> bool:
    """Tell whether a message names a way to pay."""
    return any(scene.touched.get(name) for name in WAYS_TO_PAY)


def is_short_answer(scene: Scene, most: int = MOST_WORDS_OF_ANSWER) -> bool:
    """Tell whether a message of ours has few words and asks nothing."""
    return has_few_words(scene, most) and not scene.asks


def has_few_words(scene: Scene, most: int = MOST_WORDS_OF_ANSWER) -> bool:
    """Tell whether a message is ours and has few words."""
    return scene.message.speaker is Speaker.US and 0 < len(scene.tokens.words) <= most


def only_here(scene: Scene) -> bool:
    """Tell whether a message of ours is little more than the word for this chat, as "here is fine"."""
    here = is_short_answer(scene, MOST_WORDS_OF_HERE) and bool(scene.touched.get("here"))
    return here and not scene.only_puts and not names_a_place(scene)
