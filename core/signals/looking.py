"""A message is looked at: which frames it holds, and which of them its other words take back."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from core.languages import active
from core.lexicon import EVERYWHERE, book
from core.model import Speaker
from core.phrases import Found, Hit, Mark
from core.signals.entities import Entity
from core.signals.own_people import told_talks
from core.signals.scene import Scene, shares
from core.signals.stance import forbidden_places

DIGITS_OF_AMOUNT = 5  # A number of more is hardly the price of anything,
MOST_AMOUNTS = 100  # and who names more of them names no two prices for two ways.
MOST_NAMES = 100  # Of a message; who writes more of them is no person who says something of one.
TALK_FRAMES = (
    "move",
    "call",
    "contact-request",
    "quick-call",
    "past-talk",
    "unsolicited-contact",
    "mycontact",
    "writeme",
)
TALK_LISTS = ("telephone", "contact", "contact-weak", "yourcontact", "callme", "by-mail")
CALL_LISTS = (*TALK_LISTS, "callyou")
# Phrases in which a word has another sense than in talk or in payment, and the frames and lists it then belongs to in vain.
OTHER_SENSES = {
    "price-number": (TALK_FRAMES, TALK_LISTS),
    "on-device": (TALK_FRAMES, TALK_LISTS),
    "reply-to": (TALK_FRAMES, TALK_LISTS),
    "upwork-notice": (TALK_FRAMES, TALK_LISTS),
    "availability": (TALK_FRAMES, TALK_LISTS),
    "greets": (TALK_FRAMES, (*TALK_LISTS, "inperson", "any-meet", "meet", "meetus")),
    "mail-trade": (TALK_FRAMES, TALK_LISTS),
    "contact-product": (TALK_FRAMES, TALK_LISTS),
    "contact-person": (TALK_FRAMES, TALK_LISTS),
    "prefers-here": (TALK_FRAMES, (*TALK_LISTS, "any-channel", "any-meet")),
    "phone-trade": (TALK_FRAMES, TALK_LISTS),
    "call-here": (TALK_FRAMES, CALL_LISTS),
    "others-call": (TALK_FRAMES, CALL_LISTS),
    "reaches-others": (TALK_FRAMES, CALL_LISTS),
    "writes-better": (TALK_FRAMES, CALL_LISTS),
    "references": (TALK_FRAMES, CALL_LISTS),
    "called-by-name": (TALK_FRAMES, CALL_LISTS),
    "print-number": (TALK_FRAMES, CALL_LISTS),
    "made-for": (TALK_FRAMES, ()),
    "edited": (("contact-page", "mycontact"), ()),
    "among-ourselves": (TALK_FRAMES, (*CALL_LISTS, "any-channel", "any-meet", "call", "oncall", "elsewhere")),
    "others-talked": (TALK_FRAMES, (*CALL_LISTS, "any-channel")),
    "impostor": (TALK_FRAMES, (*CALL_LISTS, "any-channel")),
    "has-time": (("unpaid-test", "free-extra"), ("unpaid",)),
    "past-samples": (("unpaid-test", "free-extra"), ("unpaid",)),
    "short-note": (("by-phone",), ("any-channel",)),
    "what-is": (("move", "by-phone"), ("any-channel", "any-chat")),
    "no-ban": (("forbids", "negates"), ()),
    "leave-upwork": (("payouts", "onplatform-pay"), ()),
    "after-a-part": (("onplatform-pay",), ()),
    "here-fails": (("stay", "upwork-tool"), ()),
    "other-direct": (("pay-outside", "move", "call", "quick-call"), ("outside", "direct")),
    "in-confidence": (("pay-outside", "fee-avoidance", "split-payment"), ("outside", "direct", "share")),
    "elsewhere-outside": (("pay-outside", "move", "other-job-outside"), ("outside", "elsewhere")),
}

WITHIN_A_CLAUSE = (
    "call-here",
    "others-call",
    "reaches-others",
    "writes-better",
    "what-is",
    "here-fails",
    "on-device",
    "among-ourselves",
)
DENIALS = ("refusal", "negation", "negates", "forbids")
NEAR = 2  # Words between a loss and the word that denies it.
NO_NAMES = ("when", "any-channel", "any-meet", "elsewhere")  # Words with a capital that nobody is called by.
# What is said of a payment that goes past Upwork, and what of working with somebody may sound like.
WORDS_OF_PAYING = ("pay", "payyou", "payme", "any-rail", "bank", "yourbank", "cash", "invoice", "fee")
PAST_UPWORK = ("without-platform", "outside", "elsewhere")
WITHOUT_MONEY = (
    "pay-outside",
    "leave-upwork",
    "direct-hire",
    "fee-avoidance",
    "contact-request",
    "move",
    "outside",
    "leave",
)


def marks_of(entities: Iterable[Entity], scene: Scene) -> Iterator[Mark]:
    """Yield the entities, amounts of money, and what is spelled as a name, as words that phrase patterns can name."""
    for entity in entities:
        first, last = scene.tokens_of(entity)
        if first < last:
            name = "site" if entity.kind == "link" and not entity.channel else entity.kind
            yield (name, first, last)
    words = enumerate(scene.tokens.words)
    amounts = (index for index, word in words if word.isdecimal() and len(word) <= DIGITS_OF_AMOUNT)
    yield from (("amount", index, index + 1) for index in islice(amounts, MOST_AMOUNTS))
    yield from (("name", index, index + 1) for index in islice(_names(scene), MOST_NAMES))


def _names(scene: Scene) -> Iterator[int]:
    """Yield the words that begin with a capital inside a sentence, as names do: the first one is no proof of it."""
    tokens, source = scene.tokens, scene.tokens.folded.source
    for index in range(1, len(tokens.words)):
        start, end = tokens.folded.start(tokens.starts[index]), tokens.folded.end(tokens.ends[index])
        is_inside = tokens.at[index] == tokens.at[index - 1] + 1
        if is_inside and source[start : start + 1].isupper() and source[start + 1 : end].islower():
            yield index


def look(scene: Scene) -> None:
    """Find the frames of a message and the word lists it touches, in the languages it may be written in."""
    marks = list(marks_of(scene.entities, scene))
    _take(scene, book(EVERYWHERE).find(scene.tokens, marks))
    _leave_verbs(scene)
    marks.extend((name, *place) for name, places in scene.touched.items() for place in places)
    for code in active(scene.tokens):
        if code != EVERYWHERE:
            _take(scene, book(code).find(scene.tokens, marks))
    _leave_clauses(scene)
    _leave_broken_calls(scene)
    _leave_forbidden(scene)
    _leave_denied_losses(scene)
    _leave_links(scene)
    _leave_other_plans(scene)
    _leave_colleagues(scene)
    if told := told_talks(scene):
        scene.hits.setdefault("among-ourselves", []).extend(told)
    _leave_doubtful_senses(scene)
    _leave_other_senses(scene)
    scene.forbidden = forbidden_places(scene)


def _leave_verbs(scene: Scene) -> None:
    """Forget that a meeting tool is named where people meet: "our director wants to meet you" names none."""
    verbs = {hit.first for hit in scene.of("meets")}
    for name in ("any-meet", "tool-meet"):
        places = scene.touched.pop(name, ())
        if kept := [place for place in places if place[0] not in verbs]:
            scene.touched[name] = kept


def _leave_clauses(scene: Scene) -> None:
    """Forget what keeps talk on Upwork in two clauses: "it is late here, I answer tomorrow" does not."""
    clause = scene.tokens.clause
    _keep(scene, "stay", lambda hit: clause[hit.first] == clause[hit.last - 1])


def _leave_broken_calls(scene: Scene) -> None:
    """Forget a call whose words are of two clauses: who "picks up his phone, you know" phones nobody."""
    clause = scene.tokens.clause
    broken: set[tuple[int, int]] = set()
    for name in ("callme", "callyou"):
        places = scene.touched.pop(name, ())
        apart = {place for place in places if clause[place[0]] != clause[place[1] - 1]}
        broken |= apart
        if kept := [place for place in places if place not in apart]:
            scene.touched[name] = kept
    for frame in ("call", "person", "writeme"):
        _keep(scene, frame, lambda hit: (hit.first, hit.last) not in broken)


def _leave_forbidden(scene: Scene) -> None:
    """Forget that talk stays here where nobody is to write here."""
    words = [(hit.first, hit.last + 1) for hit in scene.of("forbids", "negates")]
    _keep(scene, "stay", lambda hit: not shares((hit.first, hit.first + 1), words))


def _leave_denied_losses(scene: Scene) -> None:
    """Forget an account that would be lost where somebody says that it would not be, and that this turns anything down.

    Of a client's it is forgotten anyway: he tells of one that is lost, as the reason to talk elsewhere.
    """
    clause = scene.tokens.clause

    def is_by(word: Hit, loss: Hit) -> bool:
        same = clause[word.first] == clause[loss.first] or clause[word.last - 1] == clause[loss.last - 1]
        return same and word.first - loss.last <= NEAR and loss.first - word.last <= NEAR

    wishes = {clause[first] for first, _ in scene.touched.get("dont-want", ())}
    words = [word for word in scene.of(*DENIALS) if clause[word.first] not in wishes]
    denied = [loss for loss in scene.of("loses-account") if any(is_by(word, loss) for word in words)]
    if denied:
        _keep(scene, "loses-account", lambda hit: hit not in denied)
        for frame in DENIALS:
            _keep(scene, frame, lambda hit: not any(is_by(hit, loss) for loss in denied))
    if scene.message.speaker is not Speaker.US:
        scene.hits.pop("loses-account", None)


def _leave_other_plans(scene: Scene) -> None:
    """Forget that somebody claims a plan of Upwork's where the account of another firm is called so."""
    _forget(scene, "other-plan", ("plan-claim",))


def _leave_links(scene: Scene) -> None:
    """Forget that talk stays on Upwork where it leads out: a link is put into the chat, or all is better than here."""
    _forget(scene, "link-here", ("stay", "upwork-tool"))
    _forget(scene, "than-here", ("stay", "upwork-tool"))


def _leave_colleagues(scene: Scene) -> None:
    """Forget that "directly with your designer" pays outside where nothing is said of money, and Upwork and the agency stay."""
    over = [(hit.first, hit.last) for hit in scene.of("with-colleagues")]
    told = (place for name in (*WORDS_OF_PAYING, *PAST_UPWORK) for place in scene.touched.get(name, ()))
    if scene.has("without-agency") or not all(shares(place, over) for place in told):
        scene.hits.pop("with-colleagues", None)
    _forget(scene, "with-colleagues", WITHOUT_MONEY, ("direct", "outside", "elsewhere"))


def _leave_doubtful_senses(scene: Scene) -> None:
    """Forget another sense that something else said speaks against.

    "Call me here" with a number is no call on Upwork, and what others did somewhere is asked of us by "do you, too".
    """
    clause, sentence = scene.tokens.clause, scene.sentence
    for frame in WITHIN_A_CLAUSE:
        _keep(scene, frame, lambda hit: clause[hit.first] == clause[hit.last - 1])
    _keep(scene, "what-is", lambda hit: _begins(hit, clause))
    _keep(scene, "in-confidence", lambda hit: _begins(hit, sentence) and _ends(hit, clause))
    if scene.entities:
        scene.hits.pop("call-here", None)
    if scene.entities or scene.touched.get("telephone"):
        scene.hits.pop("called-by-name", None)
    _leave_doubtful_names(scene)
    if scene.has("invites-you"):
        scene.hits.pop("among-ourselves", None)
    if scene.has("asks-where"):
        scene.hits.pop("availability", None)
    if scene.has("you-too", "likewise") or scene.entities or scene.asks:
        scene.hits.pop("others-talked", None)


def _begins(hit: Hit, parts: Sequence[int]) -> bool:
    """Tell whether a hit begins a sentence or a clause, of which `parts` are the numbers."""
    return hit.first == 0 or parts[hit.first - 1] != parts[hit.first]


def _ends(hit: Hit, parts: Sequence[int]) -> bool:
    """Tell whether a hit ends a sentence or a clause, of which `parts` are the numbers."""
    return hit.last == len(parts) or parts[hit.last - 1] != parts[hit.last]


def _keep(scene: Scene, frame: str, test: Callable[[Hit], bool]) -> None:
    """Forget the hits of a frame that do not pass a test."""
    if kept := [hit for hit in scene.hits.pop(frame, ()) if test(hit)]:
        scene.hits[frame] = kept


def _leave_doubtful_names(scene: Scene) -> None:
    """Forget a name by which somebody is called where it is a day or a tool, or does not end its clause.

    "Call me Bea" says a name; "call me Monday", "call me, Bea" and "call me Bea when you are free" ask for a call.
    """
    tokens = scene.tokens
    clause = (*tokens.clause, None)
    names = set(_names(scene))
    other = {
        index
        for name in NO_NAMES
        for first, end in scene.touched.get(name, ())
        for index in range(first, end)
    }

    def is_kept(at: int) -> bool:
        if at not in names:
            return True
        return at not in other and clause[at - 1] == clause[at] != clause[at + 1]

    _keep(scene, "called-by-name", lambda hit: is_kept(hit.last - 1))


def _leave_other_senses(scene: Scene) -> None:
    """Forget what the words of a phrase would mean if they stood elsewhere."""
    for frame, (frames, lists) in OTHER_SENSES.items():
        _forget(scene, frame, frames, lists)


def _forget(scene: Scene, frame: str, frames: Iterable[str], lists: Iterable[str] = ()) -> None:
    """Forget the hits of some frames, and the places of some lists, that share words with a hit of a frame."""
    over = [(hit.first, hit.last) for hit in scene.of(frame)]
    if not over:
        return
    for name in frames:
        _keep(scene, name, lambda hit: not shares((hit.first, hit.last), over))
    for name in lists:
        if there := [place for place in scene.touched.pop(name, ()) if not shares(place, over)]:
            scene.touched[name] = there


def _take(scene: Scene, found: Found) -> None:
    for frame, hits in found.hits.items():
        scene.hits.setdefault(frame, []).extend(hits)
    for name, places in found.touched.items():
        scene.touched.setdefault(name, []).extend(places)
