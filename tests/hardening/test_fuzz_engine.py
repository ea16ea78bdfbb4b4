"""What `make fuzz` feeds for minutes, fed for seconds: the seeds, and what is made of them at random."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz import engine, intake, seeds

CONVERSATIONS, FILES = list(seeds.conversations()), list(seeds.files())
PIECES = st.one_of(st.binary(max_size=12), st.sampled_from([word.encode() for word in seeds.WORDS]))


@st.composite
def changed(draw: st.DrawFn, whole: list[bytes]) -> bytes:
    """Return one of some inputs with a piece in it that is another."""
    data = draw(st.sampled_from(whole))
    start = draw(st.integers(0, len(data)))
    return data[:start] + draw(PIECES) + data[start + draw(st.integers(0, 20)) :]


def test_every_seed_is_judged_and_read() -> None:
    for conversation in CONVERSATIONS:
        engine.feed(conversation)
    for file in FILES:
        intake.feed(file)


@settings(max_examples=150)
@given(changed(CONVERSATIONS))
def test_any_text_has_a_verdict_whose_places_lie_in_it(data: bytes) -> None:
    engine.feed(data)


def test_the_dictionary_is_in_the_form_that_libfuzzer_reads() -> None:
    lines = seeds.dictionary().splitlines()
    assert len(lines) == len(seeds.WORDS)
    assert all(line.startswith('"\\x') and line.endswith('"') and line.isascii() for line in lines)
