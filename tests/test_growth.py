from tests.growth import growth


def count_each(text: str) -> None:
    for letter in text:
        text.count(letter)


def test_time_that_grows_with_the_square_of_the_length_is_seen() -> None:
    assert growth(count_each, lambda length: "a" * length, 2_000, bound=8) > 8


def test_time_that_grows_with_the_length_is_no_matter() -> None:
    assert growth(sorted, lambda length: "ab" * length, 100_000, bound=8) < 8
