from dataclasses import replace
from datetime import date

import pytest

from core.model import Origin, Relationship, Window
from core.twoyears import window
from core.wording.clients import bound_line, client_line

TODAY = date(2026, 11, 22)
MET = Relationship(client="Acme", met_on=date(2026, 1, 5))
FREE = (Window.CONVERTED, Window.OUTSIDE)


@pytest.mark.parametrize(
    "known, says, line",
    [
        (
            replace(MET, converted_on=date(2026, 11, 22)),
            "Payment is free since the conversion on 22 Nov 2026.",
            "converted",
        ),
        (
            replace(MET, converted_on=date(2026, 11, 23)),
            "Payment is free once 23 Nov 2026, the day of the conversion, has begun everywhere on earth, and not before.",
            "bound until it is 23 Nov 2026 everywhere",
        ),
        (
            replace(MET, converted_on=date(2026, 11, 23), origin=Origin.ELSEWHERE, origin_proof=True),
            "Payment is not bound: you met outside Upwork, with proof.",
            None,
        ),
        (MET, "Payment is bound to Upwork until 5 Jan 2028, that day included.", "bound until 5 Jan 2028"),
        (
            replace(MET, met_on=date(2024, 1, 5)),
            "The two years ended on 5 Jan 2026. Before any payment elsewhere comes Upwork's conversion for 1 USD: wait for its notice.",
            "two years ended 5 Jan 2026, not converted",
        ),
        (
            Relationship(client="Acme"),
            "Payment is bound to Upwork, with no end: the day you met there is not known.",
            "no end known",
        ),
    ],
)
def test_payment_is_said_to_be_free_only_where_it_is_judged_so(
    known: Relationship, says: str, line: str | None
) -> None:
    assert bound_line(known, TODAY) == says
    assert ("is free since" in says or "not bound" in says) is (window(known, TODAY) in FREE)
    if line:
        assert client_line("Acme", known, TODAY, confirmed=True) == f"Acme · stage not known · {line}"
