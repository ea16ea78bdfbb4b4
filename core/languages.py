"""Which language the client writes, from the frequent words of each and from the script."""

from collections import Counter
from collections.abc import Iterable

from core.lexicon import load
from core.tokens import Tokens

# One letter of these scripts says more than any word; Han alone is Chinese only where no kana stands beside it.
SCRIPTS = (
    ("ja", "\u3041", "\u30ff"),
    ("ko", "\uac00", "\ud7a3"),
    ("hi", "\u0900", "\u097f"),
    ("bn", "\u0980", "\u09ff"),
    ("zh", "\u4e00", "\u9fff"),
)
MOST_WORDS = 400


def language_of(texts: Iterable[Tokens]) -> str:
    """Return the code of the language that most words speak for; English where nothing speaks."""
    words: Counter[str] = Counter()
    for tokens in texts:
        words.update(tokens.words[:MOST_WORDS])
        if sum(words.values()) > MOST_WORDS:
            break
    for code, first, last in SCRIPTS:
        if sum(count for word, count in words.items() if first <= word[0] <= last) >= 2:
            return code
    votes: Counter[str] = Counter()
    for code, language in load().languages.items():
        votes[code] = sum(words[word] for word in language.common & words.keys())
    best, count = max(votes.items(), key=lambda vote: vote[1], default=("en", 0))
    return best if count > votes["en"] else "en"
