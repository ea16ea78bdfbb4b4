from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest

from core.judge import answers, judge
from core.model import (
    Finding,
    Kind,
    Level,
    Message,
    Origin,
    Outcome,
    Place,
    Plan,
    Reading,
    Reason,
    Relationship,
    Signal,
    Speaker,
    Stage,
    Stance,
    State,
    Verdict,
)
from core.policy import load

TODAY = date(2026, 11, 22)
POLICY = load()
CLIENT, US, UNKNOWN = Speaker.CLIENT, Speaker.US, Speaker.UNKNOWN
MET = date(2025, 11, 3)

NC = Relationship(stage=Stage.NO_CONTRACT, origin=Origin.UPWORK, met_on=MET)
OF = replace(NC, stage=Stage.OFFER_SENT)
AC = replace(NC, stage=Stage.ACTIVE_CONTRACT)
PR = replace(NC, stage=Stage.EARLIER_CONTRACT)
ENT = replace(NC, plan=Plan.ENTERPRISE, badge_seen=True)
BIZ = replace(NC, plan=Plan.BUSINESS, badge_seen=True)
EXT = Relationship(stage=Stage.NO_CONTRACT, origin=Origin.ELSEWHERE, origin_proof=True)
ENDED = replace(AC, met_on=date(2024, 1, 10))
CONVERTED = replace(AC, converted_on=date(2026, 2, 1))

CONTACTS = [
    Kind.PHONE,
    Kind.EMAIL,
    Kind.MESSENGER_ID,
    Kind.SOCIAL_HANDLE,
    Kind.ADDRESS,
    Kind.CONTACT_FORM,
    Kind.CONTACT_PAGE,
]

# A: clear, info or advice; C: care; c: the advice that the table calls a care; W: warning; V: violation.
CELL = {
    "A": {Outcome.CLEAR, Outcome.ADVICE},
    "C": {Outcome.CARE},
    "c": {Outcome.ADVICE},
    "W": {Outcome.WARNING},
    "V": {Outcome.VIOLATION},
}


def signal(kind: Kind, by: Speaker = CLIENT, message: int = 0, at: int = 0, **more: Any) -> Signal:
    return replace(Signal(kind, message, at, at + 10, by=by), **more)


def reading(*signals: Signal, place: Place = Place.MESSAGE, draft: bool = False) -> Reading:
    last = max((found.message for found in signals), default=0)
    speakers = {found.message: found.by for found in signals}
    messages = tuple(Message(speakers.get(n, CLIENT), n * 1000, n * 1000 + 999) for n in range(last + 1))
    return Reading(messages=messages, signals=signals, place=place, draft=draft)


def verdict(
    *signals: Signal, of: Relationship = NC, place: Place = Place.MESSAGE, draft: bool = False
) -> Verdict:
    return judge(reading(*signals, place=place, draft=draft), of, POLICY, TODAY)


def rules(found: Verdict) -> list[str]:
    return [finding.rule for finding in found.findings]


def only(found: Verdict) -> Finding:
    assert len(found.findings) == 1, rules(found)
    return found.findings[0]


def either(*kinds: Kind, **more: Any) -> list[tuple[Signal, ...]]:
    """Return each kind said by the client and said by us."""
    return [(signal(kind, by, **more),) for kind in kinds for by in (CLIENT, US)]


ACCESS, LEGAL, PRODUCT = Reason.ACCESS, Reason.LEGAL, Reason.PRODUCT

# Row, cells for NC OF AC PR ENT EXT (a dash is a situation that cannot be), the signals, the place.
T1: list[tuple[str, str, list[tuple[Signal, ...]], Place]] = [
    ("T1-01", "AAAAAA", [()], Place.MESSAGE),
    ("T1-02", "AAAAAA", either(Kind.QUICK_CALL), Place.MESSAGE),
    ("T1-03", "VVACCA", either(Kind.MOVE, channel="whatsapp"), Place.MESSAGE),
    ("T1-04", "VVACCA", either(Kind.PAST_TALK, Kind.OUTSIDE_EXPORT), Place.MESSAGE),
    ("T1-05", "VVACCA", either(Kind.CALL, Kind.MEETING_LINK), Place.MESSAGE),
    ("T1-06", "VVACCA", either(Kind.SCHEDULER), Place.MESSAGE),
    ("T1-07", "VVACCA", either(*CONTACTS), Place.MESSAGE),
    ("T1-08 profile", "VVVVVV", either(*CONTACTS), Place.PROFILE),
    ("T1-08 job post", "VVVVVV", either(*CONTACTS), Place.JOB_POST),
    ("T1-09", "VV-CCC", either(*CONTACTS), Place.PROPOSAL),
    ("T1-10", "VVACCA", either(Kind.CONTACT_REQUEST), Place.MESSAGE),
    ("T1-11", "CCAAAA", either(Kind.EMAIL, Kind.CONTACT_REQUEST, purpose=ACCESS), Place.MESSAGE),
    ("T1-12", "VVACCA", either(Kind.PHONE, Kind.MESSENGER_ID, purpose=ACCESS), Place.MESSAGE),
    ("T1-13", "CCAAAA", either(*CONTACTS, Kind.CONTACT_REQUEST, purpose=LEGAL), Place.MESSAGE),
    ("T1-14", "VVACCA", either(Kind.TERMS_BY_ACCESS), Place.MESSAGE),
    ("T1-15", "AAAAAA", either(Kind.PORTFOLIO_LINK), Place.MESSAGE),
    ("T1-17", "VVACCA", either(Kind.CONTACT_PAGE), Place.MESSAGE),
    ("T1-18", "VVACCA", either(Kind.CONTACT_FORM), Place.MESSAGE),
    ("T1-19 talk", "VVACCA", either(Kind.MOVE, channel="slack"), Place.MESSAGE),
    ("T1-19 access", "CCAAAA", [(signal(Kind.EMAIL, channel="github", purpose=ACCESS),)], Place.MESSAGE),
    ("T1-20", "--cC--", either(Kind.OTHER_WORKROOM), Place.MESSAGE),
    ("T1-21", "VVVVVC", either(Kind.UNSOLICITED_CONTACT), Place.MESSAGE),
    ("T1-22", "AAAAAA", [()], Place.MESSAGE),
    ("T1-23", "AAAAAA", [()], Place.MESSAGE),
    ("own site", "CCAAAA", either(Kind.OWN_SITE), Place.MESSAGE),
]
T1_COLUMNS = {"NC": NC, "OF": OF, "AC": AC, "PR": PR, "ENT": ENT, "EXT": EXT}

T1_CELLS = [
    pytest.param(signals, place, T1_COLUMNS[column], cell, id=f"{row}/{n}-{column}")
    for row, cells, variants, place in T1
    for n, signals in enumerate(variants)
    for column, cell in zip(T1_COLUMNS, cells, strict=True)
    if cell != "-"
]


@pytest.mark.parametrize(("signals", "place", "relationship", "cell"), T1_CELLS)
def test_talk_and_contact_data_follow_the_truth_table(
    signals: tuple[Signal, ...], place: Place, relationship: Relationship, cell: str
) -> None:
    assert verdict(*signals, of=relationship, place=place).outcome in CELL[cell]


def test_a_portfolio_link_in_a_draft_asks_for_the_reminder() -> None:
    found = verdict(signal(Kind.PORTFOLIO_LINK, US), draft=True)
    assert (found.outcome, rules(found)) == (Outcome.ADVICE, ["UPW214"])
    assert verdict(signal(Kind.PORTFOLIO_LINK, US), of=AC, draft=True).outcome is Outcome.CLEAR


@pytest.mark.parametrize("row", [row for row in T1 if row[1] == "VVACCA"], ids=lambda row: row[0])
def test_the_old_business_plan_takes_care_wherever_others_break_a_rule(
    row: tuple[str, str, list[tuple[Signal, ...]], Place],
) -> None:
    for signals in row[2]:
        assert verdict(*signals, of=BIZ).outcome is Outcome.CARE


@pytest.mark.parametrize(
    "relationship",
    [
        replace(NC, plan=Plan.BUSINESS_PLUS, badge_seen=True),
        replace(NC, plan=Plan.ENTERPRISE),
        Relationship(),
    ],
)
def test_a_plan_without_its_badge_and_an_unknown_stage_are_judged_as_no_contract(
    relationship: Relationship,
) -> None:
    assert verdict(signal(Kind.MOVE), of=relationship).outcome is Outcome.VIOLATION


# Row, cells for W2, unknown date, A2, CF, EXT, ENT; a dash is a situation that cannot be.
T2: list[tuple[str, str, list[tuple[Signal, ...]]]] = [
    ("T2-01", "AAAAAA", [()]),
    (
        "T2-02",
        "VVCAAV",
        [(signal(Kind.PAY_OUTSIDE),), (signal(Kind.OUTSIDE_METHOD),), (signal(Kind.FEE_AVOIDANCE),)],
    ),
    (
        "T2-03",
        "VVCAAV",
        [(signal(kind, US),) for kind in (Kind.PAY_OUTSIDE, Kind.OUTSIDE_METHOD, Kind.OUTSIDE_INVOICE)],
    ),
    ("T2-04", "VVCAAV", either(Kind.PAY_OUTSIDE, Kind.OUTSIDE_INVOICE)),
    ("T2-05", "VVCAAV", [(signal(Kind.FIRST_TASK_OUTSIDE),)]),
    ("T2-06", "VVCACV", [(signal(Kind.SPLIT_PAYMENT),)]),
    ("T2-07", "VVCACV", [(signal(Kind.THIRD_PARTY_PAYMENT),)]),
    ("T2-07 referral", "WWCACW", either(Kind.REFERRAL)),
    ("T2-08", "VVCAAV", either(Kind.OTHER_JOB_OUTSIDE)),
    ("T2-09", "VVCAAV", either(Kind.DIRECT_HIRE)),
    ("T2-10", "VVCAAV", either(Kind.DIRECT_CONTRACT)),
    ("T2-11", "AAAAAA", either(Kind.CONVERSION)),
    ("T2-12", "VVC--V", [(signal(Kind.CONVERSION_CLAIM), signal(Kind.PAY_OUTSIDE, at=30))]),
    ("T2-13", "AAAAAA", either(Kind.FEE_COMPLAINT)),
    ("T2-14", "AAAAAA", either(Kind.TEAM_PAYROLL)),
    ("T2-15", "CCCAAC", either(Kind.PAST_PAYMENT)),
    ("T2-16", "AAAAAA", either(Kind.PAY_OUTSIDE, Kind.OUTSIDE_METHOD, purpose=PRODUCT)),
    ("T2-17", "AAAAAA", either(Kind.PAY_OUTSIDE, Kind.OUTSIDE_METHOD, stance=Stance.REFUSED)),
    ("T2-17 quoted", "AAAAAA", either(Kind.PAY_OUTSIDE, Kind.OUTSIDE_METHOD, stance=Stance.REPORTED)),
]
T2_COLUMNS = {
    "W2": [NC, OF, AC, PR],
    "unknown": [replace(AC, met_on=None), replace(ENDED, met_on_estimated=True), Relationship()],
    "A2": [ENDED, replace(ENDED, stage=Stage.NO_CONTRACT), replace(ENDED, stage=Stage.EARLIER_CONTRACT)],
    "CF": [CONVERTED, replace(CONVERTED, met_on=date(2024, 1, 10))],
    "EXT": [EXT, replace(EXT, stage=Stage.ACTIVE_CONTRACT)],
    "ENT": [ENT, replace(ENT, stage=Stage.ACTIVE_CONTRACT)],
}
T2_CELLS = [
    pytest.param(signals, relationship, cell, id=f"{row}/{n}-{column}{m}")
    for row, cells, variants in T2
    for n, signals in enumerate(variants)
    for column, cell in zip(T2_COLUMNS, cells, strict=True)
    for m, relationship in enumerate(T2_COLUMNS[column])
    if cell != "-"
]


@pytest.mark.parametrize(("signals", "relationship", "cell"), T2_CELLS)
def test_payment_follows_the_truth_table(
    signals: tuple[Signal, ...], relationship: Relationship, cell: str
) -> None:
    assert verdict(*signals, of=relationship).outcome in CELL[cell]


def test_payment_never_waits_for_stage_or_plan() -> None:
    found = only(verdict(signal(Kind.PAY_OUTSIDE), of=Relationship(met_on=MET, origin=Origin.UPWORK)))
    assert found.level is Level.VIOLATION
    assert found.depends_on == ()


@pytest.mark.parametrize("kind", [Kind.MOVE, Kind.CALL, Kind.SCHEDULER, Kind.CONTACT_REQUEST])
@pytest.mark.parametrize("stance", [Stance.REFUSED, Stance.REPORTED, Stance.CONDITIONAL])
def test_talk_that_is_refused_reported_or_put_off_is_left_alone(kind: Kind, stance: Stance) -> None:
    for by in (CLIENT, US):
        assert verdict(signal(kind, by, stance=stance)).outcome is Outcome.CLEAR


@pytest.mark.parametrize("kind", CONTACTS)
@pytest.mark.parametrize("stance", [Stance.ASSERTED, Stance.CONDITIONAL, Stance.REFUSED])
def test_contact_data_is_shown_however_it_is_framed(kind: Kind, stance: Stance) -> None:
    assert verdict(signal(kind, stance=stance)).outcome is Outcome.VIOLATION


def test_outside_payment_promised_for_later_counts_already() -> None:
    assert verdict(signal(Kind.OUTSIDE_METHOD, stance=Stance.CONDITIONAL), of=AC).outcome is Outcome.VIOLATION


@pytest.mark.parametrize("kind", list(Kind))
def test_a_tool_that_is_the_subject_of_the_work_is_never_a_finding(kind: Kind) -> None:
    for by in (CLIENT, US):
        assert verdict(signal(kind, by, purpose=PRODUCT)).findings == ()


def test_lines_of_the_platform_ask_for_nothing() -> None:
    assert verdict(signal(Kind.MOVE, Speaker.SYSTEM)).findings == ()


@pytest.mark.parametrize(
    ("signals", "rule"),
    [
        ([signal(Kind.MOVE)], "UPW101"),
        ([signal(Kind.MOVE, US)], "UPW102"),
        ([signal(Kind.EMAIL, purpose=ACCESS)], "UPW211"),
        ([signal(Kind.CONTACT_REQUEST, purpose=ACCESS)], "UPW211"),
        ([signal(Kind.MESSENGER_ID, purpose=ACCESS)], "UPW212"),
        ([signal(Kind.CONTACT_REQUEST, purpose=LEGAL)], "UPW213"),
        ([signal(Kind.PHONE, disguised=True)], "UPW210"),
        ([signal(Kind.PAY_OUTSIDE, US)], "UPW311"),
        ([signal(Kind.OUTSIDE_INVOICE)], "UPW312"),
        ([signal(Kind.OUTSIDE_INVOICE, US)], "UPW311"),
    ],
)
def test_one_signal_leads_to_one_card(signals: list[Signal], rule: str) -> None:
    assert only(verdict(*signals)).rule == rule


def test_a_contact_is_covered_by_the_request_that_carries_it() -> None:
    found = only(verdict(signal(Kind.MOVE, channel="whatsapp"), signal(Kind.PHONE, at=40)))
    assert found.rule == "UPW101"
    assert "UPW201" in found.related
    assert [span.start for span in found.evidence] == [0, 40]


def test_a_contact_far_from_the_request_is_a_card_of_its_own() -> None:
    assert rules(verdict(signal(Kind.MOVE), signal(Kind.PHONE, at=400))) == ["UPW101", "UPW201"]


def test_a_contact_in_another_message_is_a_card_of_its_own() -> None:
    assert rules(verdict(signal(Kind.MOVE), signal(Kind.PHONE, message=1))) == ["UPW101", "UPW201"]


def test_disguise_covers_the_plain_kind_and_is_covered_by_the_request() -> None:
    disguised = signal(Kind.EMAIL, disguised=True, at=40)
    assert "UPW202" in only(verdict(disguised)).related
    assert {"UPW202", "UPW210"} <= set(only(verdict(signal(Kind.MOVE), disguised)).related)


def test_a_payment_request_covers_its_method_anywhere_in_the_message() -> None:
    found = only(verdict(signal(Kind.PAY_OUTSIDE), signal(Kind.OUTSIDE_METHOD, at=600)))
    assert found.rule == "UPW301"
    assert "UPW302" in found.related


def test_a_first_task_outside_leads_before_the_plain_request() -> None:
    found = only(verdict(signal(Kind.PAY_OUTSIDE), signal(Kind.FIRST_TASK_OUTSIDE, at=20)))
    assert found.rule == "UPW305"
    assert "UPW301" in found.related


def test_a_milder_rule_never_hides_a_graver_one() -> None:
    exempt_in_a_room = verdict(signal(Kind.REFERRAL), signal(Kind.PAY_OUTSIDE, at=20))
    assert exempt_in_a_room.outcome is Outcome.VIOLATION
    assert set(rules(exempt_in_a_room)) == {"UPW301", "UPW307"}


def test_neighbouring_signals_of_one_rule_are_one_finding_with_their_spans_in_order() -> None:
    found = only(verdict(signal(Kind.PHONE, at=30), signal(Kind.PHONE), signal(Kind.PHONE, at=35)))
    assert [(span.start, span.end) for span in found.evidence] == [(0, 10), (30, 45)]


def test_findings_stand_in_the_order_of_the_text() -> None:
    found = verdict(signal(Kind.PAY_OUTSIDE, message=1), signal(Kind.MOVE, at=500), signal(Kind.PHONE, at=3))
    assert rules(found) == ["UPW201", "UPW101", "UPW301"]


def test_companions_ride_without_changing_the_outcome() -> None:
    found = only(verdict(signal(Kind.MOVE, channel="telegram"), signal(Kind.TELEGRAM_FIRST)))
    assert {"UPW505", "UPW509"} <= set(found.related)
    assert verdict(signal(Kind.TELEGRAM_FIRST)).findings == ()
    assert "UPW509" not in only(verdict(signal(Kind.MOVE, US))).related
    assert "UPW509" not in only(verdict(signal(Kind.MOVE), of=PR)).related


def test_the_window_is_named_beside_payment_findings() -> None:
    assert "UPW401" in only(verdict(signal(Kind.PAY_OUTSIDE), of=AC)).related
    assert "UPW403" in only(verdict(signal(Kind.PAY_OUTSIDE), of=ENDED)).related
    assert rules(verdict(signal(Kind.PAY_OUTSIDE), of=CONVERTED)) == ["UPW405"]


@pytest.mark.parametrize(
    ("relationship", "rule"),
    [(AC, "UPW217"), (PR, "UPW113"), (ENT, "UPW110"), (BIZ, "UPW111"), (EXT, "UPW218")],
)
def test_every_exception_says_why_nothing_graver_was_found(relationship: Relationship, rule: str) -> None:
    assert only(verdict(signal(Kind.MOVE), of=relationship)).rule == rule


def test_public_places_stay_closed_for_exempt_clients() -> None:
    assert only(verdict(signal(Kind.EMAIL), of=ENT, place=Place.JOB_POST)).rule == "UPW112"
    assert only(verdict(signal(Kind.EMAIL), of=AC, place=Place.PROFILE)).rule == "UPW208"


def test_insistence_needs_an_ask_a_refusal_and_another_ask() -> None:
    ask, no = signal(Kind.PAY_OUTSIDE), signal(Kind.PAY_OUTSIDE, US, 1, stance=Stance.REFUSED)
    again = signal(Kind.OUTSIDE_METHOD, CLIENT, 2)
    assert "UPW315" in rules(verdict(ask, no, again))
    assert "UPW315" not in rules(verdict(ask, no))
    assert "UPW315" not in rules(verdict(ask, again))
    assert "UPW315" not in rules(verdict(replace(no, message=0), replace(ask, message=1), again))


def test_an_ask_that_we_declined_later_is_answered_and_still_counts() -> None:
    no = signal(Kind.MOVE, US, 1, stance=Stance.REFUSED)
    found = verdict(signal(Kind.CONTACT_REQUEST), no)
    assert (only(found).state, found.outcome) == (State.ANSWERED, Outcome.VIOLATION)
    later = only(verdict(signal(Kind.MOVE), replace(no, stance=Stance.CONDITIONAL)))
    assert later.state is State.ANSWERED


@pytest.mark.parametrize(
    "answer",
    [
        signal(Kind.MOVE, US, 1, stance=Stance.REFUSED),
        signal(Kind.PAY_OUTSIDE, US, 1, stance=Stance.CONDITIONAL),
        signal(Kind.PAY_OUTSIDE, CLIENT, 1, stance=Stance.REFUSED),
        signal(Kind.PAY_OUTSIDE, US, 0, stance=Stance.REFUSED),
    ],
)
def test_a_payment_ask_is_answered_only_by_our_later_refusal_of_payment(answer: Signal) -> None:
    found = verdict(signal(Kind.PAY_OUTSIDE), answer)
    assert all(finding.state is State.OPEN for finding in found.findings)


def test_an_ask_after_a_refusal_in_an_earlier_paste_is_a_push_too() -> None:
    held = reading(signal(Kind.OUTSIDE_METHOD))
    no_pay, no_talk = answers(POLICY.rules["UPW301"]), answers(POLICY.rules["UPW101"])
    assert "UPW315" in rules(judge(held, NC, POLICY, TODAY, no_pay))
    assert "UPW315" not in rules(judge(held, NC, POLICY, TODAY, no_talk))
    assert "UPW315" not in rules(judge(reading(signal(Kind.MOVE)), NC, POLICY, TODAY, no_pay))


@pytest.mark.parametrize("kind", [Kind.EMAIL, Kind.PHONE, Kind.MESSENGER_ID, Kind.SOCIAL_HANDLE])
@pytest.mark.parametrize("asked", [Kind.PAY_OUTSIDE, Kind.OUTSIDE_METHOD, Kind.FEE_AVOIDANCE])
def test_contact_data_in_answer_to_an_ask_to_pay_outside_agrees_to_it(kind: Kind, asked: Kind) -> None:
    found = verdict(signal(asked), signal(kind, US, 1))
    (ours,) = [finding for finding in found.findings if finding.by is US]
    assert ours.rule == "UPW311"
    assert any(code.startswith("UPW2") for code in ours.related)


@pytest.mark.parametrize(
    "signals",
    [
        (signal(Kind.PAY_OUTSIDE), signal(Kind.EMAIL, US, 1), signal(Kind.MOVE, US, 1, 20, stance=Stance.REFUSED)),
        (signal(Kind.PAY_OUTSIDE), signal(Kind.EMAIL, US, 1), signal(Kind.PAY_OUTSIDE, US, 1, 20, stance=Stance.REFUSED)),
        (signal(Kind.PAY_OUTSIDE), signal(Kind.EMAIL, US, 1, purpose=Reason.ACCESS)),
        (signal(Kind.PAY_OUTSIDE), signal(Kind.EMAIL, US, 1, stance=Stance.REFUSED)),
        (signal(Kind.PAY_OUTSIDE), signal(Kind.CONTACT_REQUEST, at=20), signal(Kind.EMAIL, US, 1)),
        (signal(Kind.PAY_OUTSIDE, stance=Stance.REFUSED), signal(Kind.EMAIL, US, 1)),
        (signal(Kind.PAY_OUTSIDE, stance=Stance.REPORTED), signal(Kind.EMAIL, US, 1)),
        (signal(Kind.PAY_OUTSIDE), signal(Kind.EMAIL, US, 2)),
        (signal(Kind.PAY_OUTSIDE), signal(Kind.EMAIL, CLIENT, 1)),
        (signal(Kind.CONVERSION), signal(Kind.EMAIL, US, 1)),
        (signal(Kind.CALL), signal(Kind.PHONE, US, 1)),
    ],
)  # fmt: skip
def test_contact_data_that_answers_something_else_agrees_to_no_payment(signals: tuple[Signal, ...]) -> None:
    assert "UPW311" not in rules(verdict(*signals))


def test_a_sentence_of_ours_with_an_account_and_an_address_is_one_breach() -> None:
    found = verdict(signal(Kind.PAY_OUTSIDE, US), signal(Kind.EMAIL, US, at=30))
    assert (only(found).rule, {"UPW202"} <= set(only(found).related)) == ("UPW311", True)
    apart = verdict(signal(Kind.PAY_OUTSIDE, US), signal(Kind.EMAIL, US, at=400))
    assert rules(apart) == ["UPW311", "UPW202"]
    ended = verdict(
        signal(Kind.PAY_OUTSIDE, US), signal(Kind.EMAIL, US, at=30), of=replace(NC, met_on=date(2024, 1, 10))
    )
    assert "UPW202" in rules(ended)  # A care hides no violation.


def test_a_stage_in_the_paste_holds_for_its_message_alone_and_is_said() -> None:
    before, after = signal(Kind.MOVE), signal(Kind.MOVE, message=1)
    held = reading(before, after)
    moved = replace(held.messages[1], stage=Stage.ACTIVE_CONTRACT)
    found = judge(replace(held, messages=(held.messages[0], moved)), Relationship(), POLICY, TODAY)
    assert rules(found) == ["UPW101", "UPW217"]
    assert ("stage-from-paste", "active-contract") in found.assumed
    assert ("stage", "no-contract") in found.assumed


def test_what_was_assumed_is_said_where_it_matters() -> None:
    found = verdict(signal(Kind.MOVE, UNKNOWN), of=Relationship())
    assert found.assumed == (("stage", "no-contract"), ("speaker", "client"), ("origin", "upwork"))
    assert only(found).depends_on == ("stage", "speaker", "origin")
    assert only(found).by is CLIENT
    paid = verdict(signal(Kind.PAY_OUTSIDE), of=Relationship())
    assert paid.assumed == (("origin", "upwork"), ("met_on", "bound"))
    assert verdict(of=Relationship()).assumed == ()
    assert verdict(signal(Kind.MOVE), of=NC).assumed == ()


def test_an_unknown_speaker_of_a_draft_is_us() -> None:
    found = verdict(signal(Kind.MOVE, UNKNOWN), draft=True)
    assert (only(found).rule, only(found).by, found.assumed) == ("UPW102", US, ())


def test_a_text_that_could_not_be_read_whole_is_never_clear() -> None:
    found = judge(Reading(messages=(), signals=(), unchecked=("a picture",)), NC, POLICY, TODAY)
    assert (found.outcome, found.unchecked) == (Outcome.CARE, ("a picture",))


def test_rules_that_are_off_stay_silent_until_switched_on() -> None:
    trade = reading(signal(Kind.FEEDBACK_TRADE))
    assert judge(trade, AC, POLICY, TODAY).findings == ()
    assert rules(judge(trade, AC, POLICY.switched(on=["UPW701"]), TODAY)) == ["UPW701"]
    assert judge(reading(signal(Kind.MOVE)), NC, POLICY.switched(off=["UPW101"]), TODAY).findings == ()


def test_the_same_reading_judged_twice_gives_the_same_verdict() -> None:
    held = reading(*(signal(kind, at=7 * n) for n, kind in enumerate(Kind)))
    assert judge(held, NC, POLICY, TODAY) == judge(held, NC, POLICY, TODAY)


RANK = {outcome: rank for rank, outcome in enumerate(Outcome)}

# Another contract's room needs a contract, so the table has no cell for it before one.
NEEDS_A_CONTRACT = {Kind.OTHER_WORKROOM}
STRICT_GROUPS = POLICY.switched(off=[code for code in POLICY.rules if code[3] not in "123"])
BOUND_KINDS = [kind for kind in Kind if STRICT_GROUPS.by_kind[kind] and kind not in NEEDS_A_CONTRACT]


@pytest.mark.parametrize("kind", BOUND_KINDS)
@pytest.mark.parametrize("place", [Place.MESSAGE, Place.PROPOSAL, Place.JOB_POST])
def test_nothing_is_milder_without_a_contract_than_with_one(kind: Kind, place: Place) -> None:
    purposes = (Reason.NONE, Reason.ACCESS, Reason.LEGAL)
    for by, stance, purpose, of in product((CLIENT, US), Stance, purposes, (NC, ENT, EXT, ENDED)):
        held = reading(signal(kind, by, stance=stance, purpose=purpose), place=place)
        rank = {
            stage: RANK[judge(held, replace(of, stage=stage), STRICT_GROUPS, TODAY).outcome]
            for stage in Stage
        }
        assert rank[Stage.NO_CONTRACT] == rank[Stage.OFFER_SENT]
        assert rank[Stage.NO_CONTRACT] <= rank[Stage.EARLIER_CONTRACT] <= rank[Stage.ACTIVE_CONTRACT]
