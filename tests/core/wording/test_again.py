from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from core.model import Origin, Plan, Relationship
from core.policy import load
from core.records import About, ContractStep, Statement, Via
from core.reply import Footnote, Heading, Paragraph, Reply, Rung
from core.wording.again import expired_reply, judged_again, reason, settled_reply
from core.wording.citations import cited

STARTED = Statement(
    id=1,
    about=About.CONTRACT,
    value=ContractStep.STARTED,
    said_by="Dana",
    said_at=datetime(2026, 11, 23, 10, tzinfo=UTC),
)
PROPOSED = replace(STARTED, via=Via.PASTE)
MET = replace(STARTED, about=About.MET, value="", on=date(2025, 5, 3))
BADGE = replace(STARTED, about=About.PLAN, value=Plan.ENTERPRISE, reference="badge seen by Dana")
ELSEWHERE = replace(STARTED, about=About.ORIGIN, value=Origin.ELSEWHERE, reference="invoice 12")


@pytest.mark.parametrize(
    "statements, why",
    [
        ([], ""),
        ([STARTED], "contract active, said by Dana, waits for a lead"),
        ([replace(STARTED, by_lead=True)], "contract active, said by Dana"),
        ([replace(STARTED, confirmed_by="Omar")], "contract active, said by Dana, confirmed by Omar"),
        ([STARTED, MET], "met on 3 May 2025, said by Dana, waits for a lead"),
        ([MET, replace(STARTED, undone=True)], "taken back: contract active"),
        ([STARTED, PROPOSED], "contract active, said by Dana, waits for a lead"),
        ([STARTED, BADGE], "contract active, said by Dana, waits for a lead"),
        ([STARTED, ELSEWHERE], "contract active, said by Dana, waits for a lead"),
        (
            [STARTED, replace(BADGE, by_lead=True)],
            "Enterprise plan, badge seen by Dana, said by Dana",
        ),
        ([PROPOSED], ""),
        ([replace(STARTED, said_by="Da\nna\x07")], "contract active, said by Da na, waits for a lead"),
    ],
)
def test_the_reason_is_the_newest_statement_that_makes_a_difference(
    statements: list[Statement], why: str
) -> None:
    assert reason(statements) == why


@pytest.mark.parametrize(
    "aside, why, says",
    [
        ("Acme", "contract active, said by Dana", "Acme · judged again: contract active, said by Dana"),
        ("", "contract active, said by Dana", "judged again: contract active, said by Dana"),
        ("Acme", "", "Acme · judged again"),
    ],
)
def test_a_reply_says_in_its_first_line_that_it_was_judged_again(aside: str, why: str, says: str) -> None:
    reply = Reply(Rung.FULL, (Heading("Decline", aside), Paragraph("Because.")))

    assert judged_again(reply, why) == Reply(Rung.FULL, (Heading("Decline", says), Paragraph("Because.")))


def test_an_ok_still_says_until_when_payment_is_bound() -> None:
    known = Relationship("Acme", met_on=date(2025, 5, 3))

    assert settled_reply(known, "contract active, said by Dana", load(), date(2026, 11, 22)) == Reply(
        Rung.LINE,
        (
            Heading(
                "OK now: nothing here breaks these rules any more", "Acme · contract active, said by Dana"
            ),
            Footnote(
                "Payment is bound to Upwork until 3 May 2027, that day included. " + cited(load(), "UPW401")
            ),
        ),
    )


@pytest.mark.parametrize("client, whose", [("Acme", "Acme"), ("", "this conversation"), ("A\nB", "A B")])
def test_words_that_have_expired_are_asked_for_again(client: str, whose: str) -> None:
    (heading,) = expired_reply(client).blocks

    assert heading == Heading(f"Facts about {whose} have changed. Paste it again to have it judged anew.")
