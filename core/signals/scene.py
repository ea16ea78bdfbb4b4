"""One message as the detectors see it: words, entities, frames, and how its speaker stands to them."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from core.languages import active, language_of
from core.lexicon import EVERYWHERE, book, weak_names
from core.model import Kind, Message, Reason, Signal, Speaker, Stance
from core.phrases import Found, Hit, Mark
from core.signals.entities import Entity
from core.tokens import Tokens

VERB_LAST = frozenset(("hi", "hi-Latn", "ur", "ur-Latn", "bn", "bn-Latn", "tr", "ja", "ko", "de", "nl"))
WORDS_OF_DOCUMENT = 10  # More of them in quotation marks are no phrase of somebody's,
WORDS_AROUND = 3  # where so many stand around them.
LONGEST_DOCUMENT = 2_000  # Characters on each side of what stands in it, so that many contacts cost little,
MUCH_AROUND = 100  # and those that are looked at around it.
DIGITS_OF_AMOUNT = 5  # A number of more is hardly the price of anything,
MOST_AMOUNTS = 100  # and who names more of them names no two prices for two ways.
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
TURNS_DOWN_TOO = ("refusal", "negation", "condition", "until", "upwork-tool", "onplatform-pay")
TALK_LISTS = ("telephone", "contact", "contact-weak", "yourcontact", "callme", "by-mail")
# Phrases in which a word has another sense than in talk or in payment, and the frames and lists it then belongs to in vain.
OTHER_SENSES = {
    "price-number": (TALK_FRAMES, TALK_LISTS),
    "on-device": (TALK_FRAMES, TALK_LISTS),
    "reply-to": (TALK_FRAMES, TALK_LISTS),
    "upwork-notice": (TALK_FRAMES, TALK_LISTS),
    "availability": (TALK_FRAMES, TALK_LISTS),
    "mail-trade": (TALK_FRAMES, TALK_LISTS),
    "contact-product": (TALK_FRAMES, TALK_LISTS),
    "prefers-here": (TALK_FRAMES, (*TALK_LISTS, "any-channel", "any-meet")),
    "phone-trade": (TALK_FRAMES, TALK_LISTS),
    "short-note": (("by-phone",), ("any-channel",)),
    "elsewhere-outside": (("pay-outside", "move", "other-job-outside"), ("outside", "elsewhere")),
}


@dataclass
class Scene:
    """A message with all that was found in it."""

    index: int
    message: Message
    text: str
    tokens: Tokens
    entities: list[Entity]
    hits: dict[str, list[Hit]] = field(default_factory=dict)
    touched: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    # The message that somebody wrote before it.
    follows: int | None = None
    # What was said just before is about something that shows contact data to the public.
    follows_print: bool = False
    follows_sale: bool = False

    @cached_property
    def sentence(self) -> list[int]:
        """Return the number of the sentence each token stands in."""
        numbers: list[int] = []
        number = previous = 0
        for ordinal in self.tokens.at:
            if ordinal > previous + 1:
                number += 1
            numbers.append(number)
            previous = ordinal
        return numbers

    def has(self, *frames: str) -> bool:
        """Tell whether the message holds any of these frames."""
        return any(frame in self.hits for frame in frames)

    def of(self, *frames: str) -> Iterator[Hit]:
        """Yield the hits of these frames."""
        for frame in frames:
            yield from self.hits.get(frame, ())

    def within(self, sentence: int, *frames: str) -> Iterator[Hit]:
        """Yield the hits of these frames that begin in a sentence."""
        numbers = self.sentence
        return (hit for hit in self.of(*frames) if numbers[hit.first] == sentence)

    def by_sentence(self, *frames: str) -> dict[int, list[Hit]]:
        """Return the hits of these frames by sentence."""
        groups: defaultdict[int, list[Hit]] = defaultdict(list)
        for hit in self.of(*frames):
            groups[self.sentence[hit.first]].append(hit)
        return groups

    def tokens_of(self, entity: Entity) -> tuple[int, int]:
        """Return first token and token behind the last of an entity."""
        starts, ends = self.tokens.starts, self.tokens.ends
        first = bisect_right(ends, entity.start)
        return first, max(bisect_left(starts, entity.end), first)

    @cached_property
    def language(self) -> str:
        """Return the language that most words of the message speak for."""
        return language_of([self.tokens])

    @cached_property
    def placed_entities(self) -> list[tuple[Entity, tuple[int, int]]]:
        """Return the entities with their tokens."""
        return [(entity, self.tokens_of(entity)) for entity in self.entities]

    def token_at(self, offset: int) -> int:
        """Return the token at or behind an offset into the message."""
        folded = self.tokens.folded
        place = offset if folded.origin is None else bisect_left(folded.origin, offset)
        return min(bisect_right(self.tokens.ends, place), max(len(self.tokens.ends) - 1, 0))

    def sentence_at(self, signal: Signal) -> int:
        """Return the sentence a signal begins in."""
        return self.sentence[self.token_at(signal.start - self.message.start)]

    def channel_in(self, first: int, last: int) -> str:
        """Return the tool that is named between two tokens, empty if none is."""
        for name, places in self.touched.items():
            if name.startswith("tool-") and any(first <= place[0] < last for place in places):
                return name.removeprefix("tool-")
        return ""

    def weakly_named_in(self, first: int, last: int) -> str:
        """Return the tool that an ordinary word names between two tokens where it is read as a tool's name."""
        for name in ("any-channel", "any-meet", "any-rail"):
            for start, end in self.touched.get(name, ()):
                if first <= start < last and (tool := weak_names().get(tuple(self.tokens.words[start:end]))):
                    return tool
        return ""

    def sentence_of(self, entity: Entity) -> int:
        """Return the sentence an entity begins in."""
        first, _ = self.tokens_of(entity)
        return self.sentence[first] if first < len(self.sentence) else 0

    # --- stance ---------------------------------------------------------------------------------------

    def stance(self, hit: Hit) -> Stance:
        """Return how the speaker stands to what a hit says."""
        number = self.sentence[hit.first]
        if any(True for _ in self.within(number, "reported")):
            return Stance.REPORTED
        if self._refused(hit, number):
            return Stance.REFUSED
        if any(True for _ in self.within(number, "condition")) and not any(
            True for _ in self.within(number, "not-yet")
        ):
            return Stance.CONDITIONAL
        return Stance.ASSERTED

    def _refused(self, hit: Hit, number: int) -> bool:
        clause = self.tokens.clause
        for refusal in self.within(number, "refusal"):
            if self._turns_down_upwork(refusal) or self._dodges_fees(refusal):
                continue
            before = refusal.first <= hit.first and hit.first - refusal.last <= 12
            same_clause = clause[refusal.first] == clause[hit.last - 1]
            same_clause &= hit.last > refusal.last or not self._is_in_place_of(refusal)
            apart = clause[refusal.first] - clause[hit.last - 1]
            verb_last = refusal.language in VERB_LAST and apart <= 1 and refusal.first - hit.last <= 8
            if (before and clause[hit.first] - clause[refusal.last - 1] <= 1) or same_clause or verb_last:
                return True
        return False

    def _is_in_place_of(self, refusal: Hit) -> bool:
        """Tell "PayPal instead of a milestone", which wants PayPal, from "PayPal is not for me"."""
        return any(first == refusal.first for first, _ in self.touched.get("in-place-of", ()))

    def _dodges_fees(self, refusal: Hit) -> bool:
        """Tell "to avoid the fee", or "so that we pay no fee", from "we avoid such payments"."""
        return any(
            hit.first <= refusal.first <= hit.first + 1 and refusal.last <= hit.last
            for hit in self.of("fee-avoidance")
        )

    def _turns_down_upwork(self, refusal: Hit) -> bool:
        """Tell "I can't chat here, use the other app" from "I can't leave this chat"."""
        clause = self.tokens.clause[refusal.first]
        named = [hit.first for hit in self.of("here", "upwork")]
        named += [first for first, _ in self.touched.get("upwork", ())]
        near = [at for at in named if self.tokens.clause[at] == clause and -2 <= at - refusal.last <= 4]
        leaving = any(self.tokens.clause[hit.first] == clause for hit in self.of("leave", "condition"))
        return bool(near) and not leaving and self.message.speaker is not Speaker.US

    @property
    def only_puts(self) -> bool:
        """Tell whether a message says no more of this chat than what is put into it, as "I attach the list here"."""
        puts = self.touched.get("puts", ())
        if not puts or self.has(*TURNS_DOWN_TOO):
            return False
        return all(_shares((hit.first, hit.last), puts) for hit in self.of("stay"))

    # --- what it is about -----------------------------------------------------------------------------

    def product_weight(self, number: int) -> int:
        """Return how much a sentence speaks of a product and its users; "this site" is where we talk."""
        here = self.touched.get("here", ())
        words = {hit.first for hit in self.within(number, "product", "build", "enduser")}
        return sum(not any(first <= word < last for first, last in here) for word in words)

    @property
    def prints(self) -> bool:
        """Return whether the message is about what shows contact data to the public; "this site" is where we talk."""
        here = self.touched.get("here", ())
        return any(not any(first <= hit.first < last for first, last in here) for hit in self.of("printed"))

    @property
    def sells(self) -> bool:
        """Return whether the message is about how a business's customers pay, and not about how we are paid."""
        money = any(self.touched.get(name) for name in ("rail", "any-rail", "bank", "cash", "pay"))
        return (
            money
            and not self._is_about_us
            and any(self.product_weight(number) for number in set(self.sentence))
        )

    @property
    def is_for_sale(self) -> bool:
        """Return whether the message, or what was said just before it, is about that, and speaks of nothing outside."""
        return self.follows_sale and not self._is_about_us

    @property
    def _is_about_us(self) -> bool:
        return any(self.touched.get(name) for name in ("payyou", "payme", "outside", "besides"))

    @property
    def is_for_print(self) -> bool:
        """Return whether the message, or what was said just before it, is about such things."""
        return self.follows_print or self.prints

    def in_document(self, start: int, end: int) -> bool:
        """Tell whether two places in the folded text stand in a quotation of some length: a text that is worked on.

        A message without a name that is nothing but a quotation is what somebody passes on.
        """
        text = self.tokens.folded.text
        first = text.rfind('"', max(start - LONGEST_DOCUMENT, 0), start)
        last = text.find('"', end, end + LONGEST_DOCUMENT)
        if first < 0 or last < 0 or text.count('"', 0, start) % 2 == 0:
            return False
        inside = len(text[first:start].split()) + len(text[end:last].split())
        around = len(text[max(first - MUCH_AROUND, 0) : first].split())
        around += len(text[last : last + MUCH_AROUND].split())
        return inside > WORDS_OF_DOCUMENT and (bool(self.message.name) or around > WORDS_AROUND)

    def quoted(self, hit: Hit) -> bool:
        """Tell whether a hit stands between double quotes."""
        text = self.tokens.folded.text
        start, end = self.tokens.starts[hit.first], self.tokens.ends[hit.last - 1]
        straight = text.count('"', 0, start) % 2 == 1 and '"' in text[end:]
        cornered = text.rfind("「", 0, start) > text.rfind("」", 0, start)
        return straight or cornered

    def names_contact(self, hit: Hit) -> bool:
        """Tell whether words are put around contact data, as in "telephone 0123", which asks for nothing on a card."""
        return any(hit.first <= first and last <= hit.last for _, (first, last) in self.placed_entities)

    def on_upwork(self, number: int) -> bool:
        """Tell whether a sentence names Upwork's own tool or room as the place."""
        return any(True for _ in self.within(number, "upwork-tool"))

    # --- signals --------------------------------------------------------------------------------------

    def signal(
        self,
        kind: Kind,
        first: int,
        last: int,
        *,
        channel: str = "",
        stance: Stance = Stance.ASSERTED,
        purpose: Reason = Reason.NONE,
        disguised: bool = False,
    ) -> Signal:
        """Return a signal on tokens `first` up to but not including `last`."""
        return self.signal_at(
            kind,
            self.tokens.starts[first],
            self.tokens.ends[last - 1],
            channel=channel or self.channel_in(first, last) or self.weakly_named_in(first, last),
            stance=stance,
            purpose=purpose,
            disguised=disguised or any(first <= index < last for index in self.tokens.disguised),
        )

    def signal_at(
        self,
        kind: Kind,
        start: int,
        end: int,
        *,
        channel: str = "",
        stance: Stance = Stance.ASSERTED,
        purpose: Reason = Reason.NONE,
        disguised: bool = False,
    ) -> Signal:
        """Return a signal on a place in the folded text of the message."""
        folded = self.tokens.folded
        offset = self.message.start
        return Signal(
            kind=kind,
            message=self.index,
            start=offset + folded.start(start),
            end=offset + folded.end(end),
            by=self.message.speaker,
            channel=channel,
            stance=stance,
            purpose=purpose,
            disguised=disguised,
        )


def marks_of(entities: Iterable[Entity], scene: Scene) -> Iterator[Mark]:
    """Yield the entities, and amounts of money, as words that phrase patterns can name."""
    for entity in entities:
        first, last = scene.tokens_of(entity)
        if first < last:
            name = "site" if entity.kind == "link" and not entity.channel else entity.kind
            yield (name, first, last)
    words = enumerate(scene.tokens.words)
    amounts = (index for index, word in words if word.isdecimal() and len(word) <= DIGITS_OF_AMOUNT)
    yield from (("amount", index, index + 1) for index in islice(amounts, MOST_AMOUNTS))


def look(scene: Scene) -> None:
    """Find the frames of a message and the word lists it touches, in the languages it may be written in."""
    marks = list(marks_of(scene.entities, scene))
    _take(scene, book(EVERYWHERE).find(scene.tokens, marks))
    marks.extend((name, *place) for name, places in scene.touched.items() for place in places)
    for code in active(scene.tokens):
        if code != EVERYWHERE:
            _take(scene, book(code).find(scene.tokens, marks))
    _leave_clauses(scene)
    _leave_links(scene)
    _leave_other_plans(scene)
    _leave_other_senses(scene)


def _leave_clauses(scene: Scene) -> None:
    """Forget what keeps talk on Upwork in two clauses: "it is late here, I answer tomorrow" does not."""
    clause = scene.tokens.clause
    kept = [hit for hit in scene.hits.pop("stay", ()) if clause[hit.first] == clause[hit.last - 1]]
    if kept:
        scene.hits["stay"] = kept


def _leave_other_plans(scene: Scene) -> None:
    """Forget that somebody claims a plan of Upwork's where the account of another firm is called so."""
    _forget(scene, "other-plan", ("plan-claim",))


def _leave_links(scene: Scene) -> None:
    """Forget that talk stays on Upwork where it leads out: a link is put into the chat, or all is better than here."""
    _forget(scene, "link-here", ("stay", "upwork-tool"))
    _forget(scene, "than-here", ("stay", "upwork-tool"))


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
        if left := [hit for hit in scene.hits.pop(name, ()) if not _shares((hit.first, hit.last), over)]:
            scene.hits[name] = left
    for name in lists:
        if there := [place for place in scene.touched.pop(name, ()) if not _shares(place, over)]:
            scene.touched[name] = there


def _shares(place: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    return any(place[0] < last and first < place[1] for first, last in others)


def _take(scene: Scene, found: Found) -> None:
    for frame, hits in found.hits.items():
        scene.hits.setdefault(frame, []).extend(hits)
    for name, places in found.touched.items():
        scene.touched.setdefault(name, []).extend(places)
