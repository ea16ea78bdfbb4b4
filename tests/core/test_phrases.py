import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.fold import fold
from core.phrases import PatternError, Phrase, PhraseBook, phrases_of, words_of
from core.tokens import Tokens, tokenize

LISTS: dict[str, list[Phrase]] = {
    "give": [words_of("send"), words_of("hand over")],
    "contact": [words_of("phone number"), words_of("mail*")],
}


def found(pattern: str, text: str, reach: int = 1) -> list[str]:
    book = PhraseBook()
    book.add("frame", False, "en", pattern, LISTS, reach)
    book.seal()
    tokens = tokenize(fold(text))
    return [" ".join(tokens.words[hit.first : hit.last]) for hit in book.find(tokens).hits.get("frame", [])]


@pytest.mark.parametrize(
    "pattern, text, words",
    [
        ("send me", "Please SEND me that", "send me"),
        ("connect*", "we are connecting it", "connecting"),
        ("(call|ring) me", "ring me", "ring me"),
        ("call (me|us)? now", "call now", "call now"),
        ("call (me|us)? now", "call us now", "call us now"),
        ("call .. now", "call me right now", "call me right now"),
        ("<give> <contact>", "hand over phone number", "hand over phone number"),
        ("<contact> & <give>", "the mailbox, please send", "mailbox please send"),
        ("don't leave", "dont leave? don't leave", "don t leave"),
        ("加 我 微信", "先加我微信吧", "加 我 微 信"),
    ],
)
def test_a_pattern_finds_what_it_describes(pattern: str, text: str, words: str) -> None:
    assert found(pattern, text) == [words]


@pytest.mark.parametrize(
    "pattern, text",
    [
        ("send me", "send it to me"),
        ("call .. now", "call me when you are there, now"),
        ("call .. now", "Call me. Now what?"),
        ("<give> & <contact> &3", "send us all of the other things and the mailbox"),
        ("<give> & <contact>", "Send it. My mailbox is full."),
        ("connect*", "I con necto"),
    ],
)
def test_a_pattern_leaves_alone_what_it_does_not_describe(pattern: str, text: str) -> None:
    assert found(pattern, text) == []


def test_a_pattern_whose_list_the_language_lacks_is_left_out() -> None:
    assert found("<nothing> me", "send me") == []


@pytest.mark.parametrize("pattern", ["'", "(a|) '", "(a)? (b)? (c)? (d)? (e)? (f)? (g)? (h)?"])
def test_a_pattern_that_cannot_be_read_says_so(pattern: str) -> None:
    with pytest.raises(PatternError):
        found(pattern, "a")


SLOTS = st.sampled_from(["a", "ab", "b", "ba", "a*", "ab*", "(a|b)", "(ab|ba*)", "(b|a b)"])
ENTRIES = st.lists(st.lists(SLOTS, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=4)
TEXTS = st.lists(st.sampled_from(["a", "ab", "aba", "b", "ba", "bab", "c", "a.", "ab."]), max_size=12).map(
    " ".join
)


def naive_places(phrases: list[Phrase], tokens: Tokens) -> set[tuple[int, int]]:
    """Look for every phrase at every token, slot by slot."""
    return {
        (first, first + len(phrase))
        for phrase in phrases
        for first in range(len(tokens.words) - len(phrase) + 1)
        if all(
            (word in words or any(word.startswith(stem) for stem in stems))
            and ordinal == tokens.at[first] + n
            for n, ((words, stems), word, ordinal) in enumerate(
                zip(phrase, tokens.words[first:], tokens.at[first:], strict=False)
            )
        )
    }


@given(entries=st.lists(ENTRIES, min_size=1, max_size=3), text=TEXTS)
def test_lists_are_found_where_a_search_word_by_word_finds_them(entries: list[list[str]], text: str) -> None:
    lists = {str(n): [one for entry in some for one in phrases_of(entry)] for n, some in enumerate(entries)}
    book = PhraseBook()
    for name, phrases in lists.items():
        book.watch(name, phrases)
    book.seal()
    tokens = tokenize(fold(text))
    touched = book.find(tokens).touched
    assert {name: set(touched.get(name, ())) for name in lists} == {
        name: naive_places(phrases, tokens) for name, phrases in lists.items()
    }
