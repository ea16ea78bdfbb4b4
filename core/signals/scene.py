"""One message as the detectors see it: words, entities, frames, and what it is about."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from core.languages import language_of
from core.lexicon import weak_names
from core.model import IN_PERSON, Kind, Message, Reason, Signal, Speaker, Stance
from core.phrases import Hit
from core.signals.entities import Entity
from core.tokens import Tokens

WORDS_OF_DOCUMENT = 10  # More of them in quotation marks are no phrase of somebody's,
WORDS_AROUND = 3  # where so many stand around them.
WORDS_OF_COPY = 3  # in quotation marks, at least, are words for somebody to use.
LONGEST_DOCUMENT = 2_000  # Characters on each side of what stands in it, so that many contacts cost little,
MUCH_AROUND = 100  # and those that are looked at around it.
# What asks somebody to write or to call, or says whose contact is given.
ASKS = ("move", "call", "contact-request", "writeme", "mycontact", "contact-page")
TURNS_DOWN_TOO = ("refusal", "negation", "condition", "until", "upwork-tool", "onplatform-pay")


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
    forbidden: list[tuple[int, int]] = field(default_factory=list)  # What somebody is told not to do.

    # The message that somebody wrote before it.
    follows: int | None = None
    # What was said just before is about something that shows contact data to the public.
    follows_print: bool = False
    follows_sale: bool = False
    follows_number: bool = False  # And of such data in it.
    follows_copy: bool = False  # Or about words that somebody is to use.

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

    def says(self, sentence: int, *frames: str) -> bool:
        """Tell whether any of these frames begins in a sentence."""
        return next(self.within(sentence, *frames), None) is not None

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

    @property
    def asks(self) -> bool:
        """Tell whether a question mark stands in a message; folding makes those of all scripts alike."""
        return "?" in self.tokens.folded.text

    # --- what it is about -----------------------------------------------------------------------------

    @property
    def only_puts(self) -> bool:
        """Tell whether a message says no more of this chat than what is put into it, as "I attach the list here"."""
        puts = self.touched.get("puts", ())
        if not puts or self.has(*TURNS_DOWN_TOO):
            return False
        return all(shares((hit.first, hit.last), puts) for hit in self.of("stay"))

    def product_weight(self, number: int, *besides: str) -> int:
        """Return how much a sentence speaks of a product and its users, but for the words of its entities and of some lists.

        "This site" is where we talk, and lucia@shop.example is an address.
        """
        here = [place for name in ("here", *besides) for place in self.touched.get(name, ())]
        here.extend(place for _, place in self.placed_entities)
        words = {hit.first for hit in self.within(number, "product", "build", "enduser")}
        return sum(not any(first <= word < last for first, last in here) for word in words)

    @property
    def prints(self) -> bool:
        """Return whether the message is about what shows contact data to the public; "this site" is where we talk."""
        here = self.touched.get("here", ())
        return self.has("print-number") or any(
            not any(first <= hit.first < last for first, last in here) for hit in self.of("printed")
        )

    @property
    def prints_number(self) -> bool:
        """Return whether the message is about what shows contact data to the public, and names such data."""
        named = any(self.touched.get(name) for name in ("contact", "contact-weak", "telephone"))
        return self.has("print-number") or (self.prints and (named or self.has("by-phone")))

    @property
    def fills_print(self) -> bool:
        """Return whether the message only asks for what is to be printed there, or gives it: "Which number?"."""
        return (self.follows_number or self.has("made-for")) and not self.has(*ASKS)

    @property
    def sells(self) -> bool:
        """Return whether the message is about how a business's customers pay, and not about how we are paid."""
        money = any(self.touched.get(name) for name in ("rail", "any-rail", "bank", "cash", "pay"))
        of_a_product = money and any(self.product_weight(number) for number in set(self.sentence))
        return (of_a_product or self.has("buyers-pay")) and not self.is_about_us

    @property
    def is_for_sale(self) -> bool:
        """Return whether the message, or what was said just before it, is about that, and speaks of nothing outside."""
        return self.follows_sale and not self.is_about_us

    @cached_property
    def is_about_us(self) -> bool:
        """Return whether the message speaks of how we are paid: past Upwork, or by whom that would be.

        To a client "they pay you" is said of his customers, and what he says that they pay is not for us.
        """
        if any(self.touched.get(name) for name in ("outside", "besides")):
            return not self.pays_the_client
        if self.message.speaker is Speaker.US:
            return self.touches_beside("payme", "says-yes", "agrees")
        return self._asks_of_our_pay or self.touches_beside("payyou", "buyers-pay")

    @property
    def _asks_of_our_pay(self) -> bool:
        """Tell whether a sentence speaks of you and of payment, and of no shop: "how do you want to be paid?"."""
        sold = self.by_sentence("buyers-pay", "product")
        you, money = (
            {self.sentence[first] for first, _ in self.touched.get(name, ())} for name in ("you", "pay")
        )
        return bool((you & money) - sold.keys())

    @property
    def pays_the_client(self) -> bool:
        """Return whether we say that money comes to the client, and name neither Upwork nor ourselves."""
        if self.message.speaker is not Speaker.US or self.has("upwork", "leave-upwork"):
            return False
        told = ("pays-you", "they-pay")
        past = self.touches_beside("outside", *told, "middleman") or self.touches_beside("payme", *told)
        return self.has(*told) and not past

    def touches_beside(self, name: str, *frames: str) -> bool:
        """Tell whether words of a list stand anywhere but in the hits of some frames."""
        over = [(hit.first, hit.last) for hit in self.of(*frames)]
        return any(not shares(place, over) for place in self.touched.get(name, ()))

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

    @cached_property
    def copy_places(self) -> list[range]:
        """Return where in the folded text words for somebody to use stand, in quotation marks; a single word is none."""
        marks = [at for at, letter in enumerate(self.tokens.folded.text) if letter == '"']
        quotes = [range(*pair) for pair in zip(marks[::2], marks[1::2], strict=False)]
        starts = (self.tokens.starts[hit.first] for hit in self.of("copy"))
        if not self.follows_copy and all(any(start in quote for quote in quotes) for start in starts):
            return []
        text = self.tokens.folded.text
        return [quote for quote in quotes if len(text[quote.start : quote.stop].split()) >= WORDS_OF_COPY]

    def in_copy(self, first: int, last: int) -> bool:
        """Tell whether tokens `first` up to `last` stand in words that are written for somebody to use."""
        starts, ends = self.tokens.starts, self.tokens.ends
        return any(starts[first] in place and ends[last - 1] - 1 in place for place in self.copy_places)

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
        return self.says(number, "upwork-tool")

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
        named = channel or self.channel_in(first, last) or self.weakly_named_in(first, last)
        is_visit = kind is Kind.CALL and shares((first, last), self.touched.get("inperson", ()))
        return self.signal_at(
            kind,
            self.tokens.starts[first],
            self.tokens.ends[last - 1],
            channel=named or (IN_PERSON if is_visit else ""),
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


def shares(place: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    """Tell whether a place has words in common with any of some others."""
    return any(place[0] < last and first < place[1] for first, last in others)
