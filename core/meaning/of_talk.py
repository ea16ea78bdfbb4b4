"""What a message tells of talk and contacts that nobody here is asked for."""

import re

from core.languages import active
from core.lexicon import book
from core.meaning.bounds import IN_SPITE, SURELY
from core.model import Kind, Signal
from core.phrases import Hit
from core.signals.looking import OTHER_SENSES
from core.signals.scene import ASKS, Scene
from core.signals.shape import shape
from core.weigh import Part, Weighed, likeliest

# What kind of talk each question asks for, and the lists whose words show where it stands.
TALK_KINDS = {
    "contact_share": (Kind.MESSENGER_ID, ()),
    "contact_request": (Kind.CONTACT_REQUEST, ("yourcontact", "contact", "contact-weak")),
    "move": (
        Kind.MOVE,
        ("any-channel", "writeme", "elsewhere", "outside", "by-mail", "other-app", "findme", "addme"),
    ),
    "call": (Kind.CALL, ("callme", "callyou", "inperson", "any-meet", "call", "meet")),
}
# Words that say where a call would be.
PLACES = (
    "telephone",
    "any-channel",
    "any-meet",
    "callme",
    "callyou",
    "inperson",
    "contact",
    "outside",
    "elsewhere",
)
_LINK = re.compile(r"https?://\S+")
# A hash, a key, or a key of the keyboard that was held down; names that are strung together hold no number.
_MACHINE_WORD = re.compile(
    r"(?<![\w@./-])(?:[A-Za-z]{20,}|(?=[A-Za-z_-]{0,60}\d)[0-9A-Za-z_-]{20,})(?![\w@.-])"
)
_TIME = re.compile(r"(?:[01]\d|2[0-4])[0-5][05]")
FEW_WORDS = 4
FEW_OTHERS = 4  # Words of a sentence besides a phrase that says it all.
MOST_OF_A_CALL = 24  # Subwords of what does no more than ask for a call.


def meets_others(signal: Signal, scene: Scene) -> bool:
    """Tell whether the sentence that a signal begins in says that the speaker has a meeting with somebody else."""
    return scene.says(scene.sentence_at(signal), "meets-others")


def without_you(scene: Scene) -> bool:
    """Tell whether a message neither speaks to anybody nor asks anything."""
    return not scene.touched.get("you") and not scene.touched.get("invited") and not scene.asks


def only_prints(scene: Scene) -> bool:
    """Tell whether a message is about what shows contact data to the public, and nobody is to write or to call."""
    cards = [range(hit.first, hit.last) for hit in scene.of("printed")]
    asked = (hit for hit in scene.of(*ASKS) if not any(hit.first in card for card in cards))
    return (scene.prints or scene.has("reply-to")) and all(scene.names_contact(hit) for hit in asked)


def has_another_sense(scene: Scene, best: Weighed) -> bool:
    """Tell whether what speaks most of talk says something like "give me a number for the logo", and nothing else does."""
    said = likeliest_talk(best) == "contact_share" or scene.has(*ASKS) or names_a_place(scene)
    senses = [] if said else list(scene.of(*OTHER_SENSES))
    sentence = likeliest(scene, best.part, "talk") if senses else best.part
    inside = [hit for hit in senses if sentence.first <= hit.first < sentence.last]
    return any(best.chances["talk"] < SURELY or _says_all(hit, sentence, scene) for hit in inside)


def _says_all(hit: Hit, sentence: Part, scene: Scene) -> bool:
    """Tell whether a sentence has next to no words besides those of a hit."""
    others = (*range(sentence.first, hit.first), *range(hit.last, sentence.last))
    return sum(any(map(str.isalnum, scene.tokens.words[at])) for at in others) <= FEW_OTHERS


def only_links(scene: Scene) -> bool:
    """Tell whether a message is nothing but links, of which the finders know whether they lead to somebody."""
    return bool(_LINK.search(scene.text)) and not any(map(str.isalnum, _LINK.sub("", scene.text)))


def only_for_machines(scene: Scene) -> bool:
    """Tell whether a message holds a hash or a key, and neither contact data nor a word for it."""
    machine = [range(*found.span()) for found in _MACHINE_WORD.finditer(scene.text)]
    if not machine or scene.entities:
        return False
    places = (first for name in PLACES for first, _ in scene.touched.get(name, ()))
    starts = (scene.tokens.folded.start(scene.tokens.starts[first]) for first in places)
    return all(any(start in word for word in machine) for start in starts)


def holds_no_name(scene: Scene) -> bool:
    """Tell whether a short message has none but ordinary words, as "got it" below somebody's number."""
    words = [word for word in scene.tokens.words if any(map(str.isalnum, word))]
    books = [book(code) for code in active(scene.tokens)]
    return len(words) <= FEW_WORDS and all(any(one.knows(word) for one in books) for word in words)


def only_times(scene: Scene, part: Part) -> bool:
    """Tell whether the numbers of a part are times of the day, as "0900 - 1200 eastern", and no tool is named there."""
    said = set(shape(scene.tokens, part.first, part.last)) & {"said 2", "said 3", "said 4", "at dot"}
    numbers = [word for word in scene.tokens.words[part.first : part.last] if word.isdecimal()]
    if not numbers or said or _touches_a_place(scene, part):
        return False
    return all(_TIME.fullmatch(word) for word in numbers)


def leads_to_contact(scene: Scene, best: Weighed) -> bool:
    """Tell whether a message that gives a page says that it is for getting in touch, not to read about somebody."""
    if scene.has("reply-here"):
        return False  # Who wants answers on Upwork shows the page for what is on it.
    says = bool(scene.touched.get("contact-weak")) or _touches_a_place(scene, None)
    return says or best.chances["talk"] >= IN_SPITE


def only_sends_files(scene: Scene, part: Part, best: Weighed) -> bool:
    """Tell whether a part gives nothing but names of files, each of which may look like one that somebody goes by."""
    inside = range(part.first, part.last)
    given = [(entity.kind, first, last) for entity, (first, last) in scene.placed_entities if first in inside]
    files = [range(first, last) for kind, first, last in given if kind == "file"]
    if not files or len(files) < len(given):
        return False
    if all(any(at in one for one in files) for at in inside):
        return True
    return likeliest_talk(best) == "contact_share" and not _touches_a_place(scene, part)


def only_a_call(scene: Scene, best: Weighed, sentence: Part, said: set[Kind]) -> bool:
    """Tell whether what may be talk is a short sentence about a call that does not say where: it may be one on Upwork."""
    if Kind.QUICK_CALL not in said or likeliest_talk(best) not in ("call", "move"):
        return False
    return len(sentence.subwords) <= MOST_OF_A_CALL and not names_a_place(scene, best.part)


def names_a_place(scene: Scene, part: Part | None = None) -> bool:
    """Tell whether a message, or a part of it, says where else than on Upwork a call would be."""
    return bool(scene.entities) or _touches_a_place(scene, part)


def _touches_a_place(scene: Scene, part: Part | None) -> bool:
    inside = range(part.first, part.last) if part else range(len(scene.tokens.words))
    return any(place[0] in inside for name in PLACES for place in scene.touched.get(name, ()))


def likeliest_talk(weighed: Weighed) -> str:
    """Return the question about talk that is likeliest to be answered with yes."""
    return max(TALK_KINDS, key=weighed.chances.__getitem__)


def is_data(signal: Signal, scene: Scene) -> bool:
    """Tell a contact by its data from one by a phrase."""
    start = signal.start - scene.message.start
    return any(scene.tokens.folded.start(entity.start) == start for entity in scene.entities)
