"""What stands below an ask: a yes to it, a no, what puts it off, and the push of who does not take the no.

A few words mean something only where they stand: "sure", "no, sorry", "nobody will know".
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from core.fold import fold
from core.lexicon import headings
from core.meaning import asks
from core.meaning.bounds import PAY, TALK
from core.meaning.of_talk import names_a_place
from core.model import Kind, Reason, Signal, Speaker, Stance
from core.signals.scene import Scene
from core.tokens import tokenize
from core.transcript.contract_lines import takes_up_a_line

MOST_WORDS_OF_ANSWER = 10  # A longer one says by itself what it means.
MOST_WORDS_OF_NO = 20  # Of one that gives its reason as well.
MOST_WORDS_OF_URGING = 4
MOST_WORDS_OF_NAMING = 6
MOST_WORDS_OF_DETAIL = 4
LEAST_WORDS_OF_ELSE = 3
# Words of ours that are of the ask itself, whatever else it was.
OF_AN_ASK = (
    "any-channel",
    "any-meet",
    "any-rail",
    "writeme",
    "callme",
    "callyou",
    "contact",
    "bank",
    "payme",
    "pay",
    "fee",
)
NAMED_AGAIN = ("any-channel", "any-meet", "any-rail")
FURTHEST_BACK = 3  # Messages between our no and who comes back to a way to pay.
MOST_BACK = 3  # Messages between a yes and what we turned down before the urging.
MOST_WORDS_OF_HERE = 4
# What is asked for so that something can be sent to it.
SENT_TO = (Kind.CONTACT_REQUEST, Kind.EMAIL)
ENDS_OF_SENTENCES = " .!?？؟。！\n\"')"
QUESTION_MARKS = "?？؟"
YES = ("says-yes", "agrees", "goes-ahead")
STAYS = ("stay", "onplatform-pay", "upwork-tool")
TURNS_DOWN = ("refusal", "negation", "upwork", "stay", "onplatform-pay")
NO = (
    "refusal",
    "condition",
    "not-yet",
    "stay",
    "upwork",
    "upwork-tool",
    "onplatform-pay",
    "negation",
    "until",
    "asks-back",
)


def accepted(scenes: Sequence[Scene], earlier: list[Signal]) -> list[Signal]:
    """Return our short yes to what the client has just asked as the step outside that it is.

    Where he only urges, as with "come on", it is a yes to what we turned down before.
    """
    scene = scenes[-1]
    asked = just_asked(scene, earlier)
    if not says_yes(scene) and not (asked and _says_yes_and_asks(scene, scenes[-2], asked)):
        return []
    if asked and (_answers_else(scene, scenes[-2], asked) or _goes_on(scene, scenes[-2], asked)):
        return []
    if not asked and len(scenes) > MOST_BACK and _only_urges(scenes[-2], scenes[-3]):
        asked = just_asked(scenes[-MOST_BACK], earlier)
    if not asked:
        return []
    kind = next((signal.kind for signal in asked if signal.kind in PAY), Kind.MOVE)
    return [scene.signal(kind, 0, len(scene.tokens.words), channel=asked[0].channel)]


def just_asked(scene: Scene, earlier: list[Signal]) -> list[Signal]:
    """Return the steps outside that the client asks for in the message before this one."""
    asked = [signal for signal in earlier if signal.message == scene.follows and asks([signal])]
    return asked if asked and asked[0].by is not Speaker.US and asked[0].purpose is Reason.NONE else []


def turned_down(scene: Scene, earlier: list[Signal]) -> list[Signal]:
    """Return our short no to what the client has just asked, as "Upwork only, sorry", as the refusal that it is."""
    kinds = dict.fromkeys(signal.kind for signal in just_asked(scene, earlier))
    words = len(scene.tokens.words)
    return [replace(scene.signal(kind, 0, words), stance=Stance.REFUSED) for kind in kinds]


def kept_here(scene: Scene, earlier: list[Signal]) -> list[Signal]:
    """Return what points to Upwork, or to the contract to come, below an ask, as the no to it that it is.

    A longer answer says yes to something else beside: "$900 is fine. For the call let's use Upwork's tool."
    """
    if scene.message.speaker is not Speaker.US:
        return []
    talk, pay = scene.has("upwork-tool", "condition"), scene.has("onplatform-pay")
    asked = dict.fromkeys(signal.kind for signal in just_asked(scene, earlier))
    kinds = [kind for kind in asked if (talk and kind in TALK) or (pay and kind in PAY)]
    words = len(scene.tokens.words)
    return [replace(scene.signal(kind, 0, words), stance=Stance.REFUSED) for kind in kinds]


def insisted(scene: Scene, answer: Scene, earlier: list[Signal]) -> list[Signal]:
    """Return the words of a client's who does not take our no as one more ask for what we turned down."""
    told = min(((hit.first, hit.last) for hit in scene.of("insists")), default=None) or _named_again(scene)
    if told is None or scene.message.speaker is Speaker.US:
        return []
    # A yes stands ahead, and apart: "da" in "Da merkt doch keiner was" is none.
    if any(yes.first == 0 and yes.last < told[0] for yes in scene.of(*YES)) or any(scene.of(*STAYS)):
        return []
    back = FURTHEST_BACK if scene.has("insists") and _names_money(scene) else 0
    kinds = _turned_down_before(answer.index - back, answer.index, earlier)
    if not any(kind in PAY | TALK for kind in kinds):
        return []
    kind = Kind.PAY_OUTSIDE if any(kind in PAY for kind in kinds) else Kind.MOVE
    return [scene.signal(kind, *told)]


def _turned_down_before(first: int, last: int, earlier: Sequence[Signal]) -> list[Kind]:
    """Return the kinds of what our side turned down between two messages."""
    return [
        signal.kind
        for signal in earlier
        if first <= signal.message <= last and signal.by is Speaker.US and signal.stance is Stance.REFUSED
    ]


def _names_money(scene: Scene) -> bool:
    return any(scene.touched.get(name) for name in ("any-rail", "rail", "bank", "cash"))


def takes_the_no(scene: Scene, seen: Sequence[Signal]) -> bool:
    """Tell whether a client says yes to our no and repeats it, as "ok no WhatsApp then"."""
    if scene.message.speaker is Speaker.US or len(scene.tokens.words) > MOST_WORDS_OF_ANSWER:
        return False
    begins = any(hit.first == 0 for hit in scene.of(*YES))
    return begins and bool(seen) and all(signal.stance is Stance.REFUSED for signal in seen)


def _named_again(scene: Scene) -> tuple[int, int] | None:
    """Return where a few words name another place to talk, or way to pay, as "too big, insta or snap" does."""
    if len(scene.tokens.words) > MOST_WORDS_OF_NAMING or scene.has(*NO) or scene.product_weight(0):
        return None
    return min((place for name in NAMED_AGAIN for place in scene.touched.get(name, ())), default=None)


def says_yes(scene: Scene) -> bool:
    """Tell whether a message of ours is a short yes, and neither a question nor a no."""
    if concedes(scene):
        return True
    said = list(scene.of(*YES))
    # Whoever says yes in each of his sentences has said no more than yes.
    all_yes = {scene.sentence[yes.first] for yes in said} == set(scene.sentence)
    most = MOST_WORDS_OF_NO if all_yes else MOST_WORDS_OF_ANSWER
    if not _is_short_answer(scene, most) or _only_here(scene):
        return False
    # The no of "no problem" is part of the yes.
    no = (hit for hit in scene.of(*NO) if not any(yes.first <= hit.first < yes.last for yes in said))
    return bool(said) and next(no, None) is None


def _says_yes_and_asks(scene: Scene, before: Scene, asked: Sequence[Signal]) -> bool:
    """Tell whether a short message of ours begins with a yes and asks on: "Sure, what is your company name?".

    What is said between friends, as "Great. What about the photos?", is a yes to a question alone, and to talk only where it
    asks when, where or by which name that will be.
    """
    first = next((hit.last for hit in scene.of(*YES) if hit.first == 0), 0)
    clause = scene.tokens.clause
    apart = 0 < first < len(clause) and clause[first] != clause[first - 1]
    # Who doubts or keeps it here in the same breath has not agreed: "ok, but why?", "sure, can we do that here?"
    no = any(hit.first >= first for hit in scene.of(*(set(NO) - {"asks-back"}), "wonders"))
    asks_on = "?" in scene.tokens.folded.text and not scene.touched.get("here")
    if not apart or not asks_on or no or not _has_few_words(scene):
        return False
    details = any(hit.first >= first for hit in scene.of("asks-detail"))
    if details and len(clause) - first <= MOST_WORDS_OF_DETAIL:
        return True
    return any(one.kind in PAY for one in asked) and (details or _is_question(before, asked))


def _is_question(scene: Scene, asked: Sequence[Signal]) -> bool:
    """Tell whether any sentence in which something is asked for ends in a question mark."""
    text = scene.tokens.folded.text
    numbers = {scene.sentence_at(signal) for signal in asked}
    last = {number: index for index, number in enumerate(scene.sentence) if number in numbers}
    behind = (text[scene.tokens.ends[index] :] for index in last.values())
    return any(rest.lstrip(" )\"'")[:1] in tuple(QUESTION_MARKS) for rest in behind)


def _goes_on(answer: Scene, before: Scene, asked: Sequence[Signal]) -> bool:
    """Tell whether a yes below what is no question only begins an answer that goes on to the work.

    "Text me on WhatsApp" - "Good. Six weeks, in three steps." nods at what was read, and agrees to nothing.
    """
    if _is_question(before, asked):
        return False
    rest = [index for index, number in enumerate(answer.sentence) if number != answer.sentence[0]]
    if len(rest) < LEAST_WORDS_OF_ELSE:
        return False
    said = {answer.tokens.words[index] for index in rest}
    of_it = any(answer.touched.get(name) for name in OF_AN_ASK)
    more = any(hit.first >= rest[0] for hit in answer.of(*YES, "asks-detail"))
    return not of_it and not more and not said & _telling_words(before)


def leaves_open(scene: Scene, before: Scene, asked: Sequence[Signal]) -> bool:
    """Tell whether a short message of ours wonders at what was asked, puts it off, or takes up something else of it."""
    if not asked or not _has_few_words(scene) or says_yes(scene):
        return False
    return scene.has("wonders") or _answers_else(scene, before, asked)


def says_no(scene: Scene, earlier: list[Signal]) -> bool:
    """Tell whether a message of ours is a short no, or says that all stays here, and says yes to nothing.

    A longer one has to do both, and to stand below what was asked. What is put into the chat turns down no more than a way
    to send it.
    """
    asked = just_asked(scene, earlier)
    if puts_something(scene, asked):
        return False
    if _only_here(scene):
        return True
    stays = (
        _ends_here(scene) or scene.has("upwork", "stay", "onplatform-pay", "not-before") or _here_until(scene)
    )
    # "Same name as here, at gmail" keeps nothing here.
    here = stays and not (names_a_place(scene) and not scene.has("refusal", "negation", "not-before"))
    no = any(scene.of(*TURNS_DOWN)) or here
    elsewhere = scene.has("leave", "outside", "leave-upwork") or _names_money(scene)
    firmly = bool(here and asked) and not elsewhere
    most = MOST_WORDS_OF_NO if firmly and scene.has("refusal", "stay", "not-before") else MOST_WORDS_OF_ANSWER
    return no and _is_short_answer(scene, most) and not _says_yes_beside(scene, is_firm=firmly)


def _here_until(scene: Scene) -> bool:
    """Tell whether a message names this chat and until when, as "I'd stay here until there is a contract"."""
    return bool(scene.touched.get("here")) and scene.has("until")


def _says_yes_beside(scene: Scene, *, is_firm: bool) -> bool:
    """Tell whether a no holds a yes as well: behind "No, thanks." and beside Upwork only one ahead of all else counts."""
    said = list(scene.of(*YES))
    clause = scene.tokens.clause
    ahead = [hit for hit in scene.of("refusal", "negation") if hit.first == 0]
    apart = any(hit.last < len(clause) and clause[hit.last] != clause[0] for hit in ahead)
    if is_firm or (apart and not names_a_place(scene)):
        return any(hit.first == 0 for hit in said)
    return bool(said)


def puts_something(scene: Scene, asked: Sequence[Signal]) -> bool:
    """Tell whether a message only puts something into this chat, and nobody asked for another way to send it."""
    return scene.only_puts and not any(signal.kind in SENT_TO for signal in asked)


def _only_here(scene: Scene) -> bool:
    """Tell whether a message of ours is little more than the word for this chat, as "here is fine"."""
    here = _is_short_answer(scene, MOST_WORDS_OF_HERE) and bool(scene.touched.get("here"))
    return here and not scene.only_puts and not names_a_place(scene)


def _ends_here(scene: Scene) -> bool:
    """Tell whether "here" is the last word of a message: elsewhere it says where something stands."""
    end = scene.tokens.folded.text.rstrip(ENDS_OF_SENTENCES)
    return any(scene.tokens.ends[last - 1] >= len(end) for _, last in scene.touched.get("here", ()))


def concedes(scene: Scene) -> bool:
    """Tell whether a message of ours makes an exception of what it turns down, and keeps nothing on Upwork."""
    stays = scene.has("upwork", "upwork-tool", "stay") or scene.touched.get("here")
    return scene.has("concession") and not stays and _is_short_answer(scene, MOST_WORDS_OF_NO)


def our_names(scenes: Sequence[Scene]) -> dict[str, str]:
    """Return the first names of our people who write here, as they stand in other messages, with the whole ones."""
    names = {scene.message.name for scene in scenes if scene.message.speaker is Speaker.US}
    return {tokenize(fold(name)).words[0]: name for name in names if tokenize(fold(name)).words}


def is_for_us(scene: Scene, signal: Signal, ours: Mapping[str, str]) -> bool:
    """Tell whether one of us says something to another, whom its sentence begins by calling."""
    if scene.message.speaker is not Speaker.US or len(ours) < 2:
        return False
    called = scene.tokens.words[scene.sentence.index(scene.sentence_at(signal))]
    return called in ours and ours[called] != scene.message.name


def _answers_else(answer: Scene, scene: Scene, asked: Sequence[Signal]) -> bool:
    """Tell whether a yes is about something else.

    It takes up a word of what else the message says, or answers its last question, or a line of Upwork's below it.
    """
    inside = {scene.sentence_at(signal) for signal in asked}
    ours, others = set[str](), set[str]()
    for word, number in zip(scene.tokens.words, scene.sentence, strict=True):
        (ours if number in inside else others).add(word)
    said = _telling_words(answer)
    last = max(index for index, number in enumerate(scene.sentence) if number in inside)
    rest = scene.tokens.folded.text[scene.tokens.ends[last] :].lstrip(ENDS_OF_SENTENCES)
    asks_more = any(mark in rest for mark in QUESTION_MARKS)
    return bool(said & others - ours) or ((asks_more or _answers_a_line(answer, scene)) and not said & ours)


def _answers_a_line(answer: Scene, scene: Scene) -> bool:
    """Tell whether a yes is about what Upwork says in between, as "Great, thanks for the offer!" is, or begins the work."""
    below = answer.index - scene.index > 1
    begins = bool(answer.touched.get("istart"))
    return below and (begins or takes_up_a_line(answer.text, scene.message.name))


def _telling_words(scene: Scene) -> set[str]:
    """Return the words of a message but for the most frequent ones of its language."""
    return set(scene.tokens.words) - headings()["en"].common - headings()[scene.language].common


def _only_urges(scene: Scene, before: Scene) -> bool:
    """Tell whether a message of the client's is a few words that neither ask, nor answer ours before, nor agree to it."""
    few = len(scene.tokens.words) <= MOST_WORDS_OF_URGING
    answers = "?" in before.tokens.folded.text or any(scene.of(*YES))
    return scene.message.speaker is not Speaker.US and few and not answers


def _is_short_answer(scene: Scene, most: int = MOST_WORDS_OF_ANSWER) -> bool:
    """Tell whether a message of ours has few words and asks nothing."""
    return _has_few_words(scene, most) and "?" not in scene.tokens.folded.text


def _has_few_words(scene: Scene, most: int = MOST_WORDS_OF_ANSWER) -> bool:
    return scene.message.speaker is Speaker.US and 0 < len(scene.tokens.words) <= most
