import pytest

from core.policy import load
from core.wording.citations import cited


@pytest.mark.parametrize(
    "code, says",
    [
        (
            "UPW311",
            "UPW311 · Circumvention and why it's against the rules · https://support.upwork.com/hc/en-us/articles/360052511133 · checked 22 Nov 2026",
        ),
        ("UPW602", "UPW602 · Upwork does not name this rule; it is good practice."),
    ],
)
def test_a_rule_is_cited_with_the_day_it_was_checked_or_called_good_practice(code: str, says: str) -> None:
    assert cited(load(), code) == says
