import json
from datetime import date
from typing import Any

import pytest

from core.machine import answer_line
from core.policy import load

POLICY = load()
TODAY = date(2026, 11, 22)


def asked(**fields: Any) -> dict[str, Any]:
    return answer_line(json.dumps({"id": 7, **fields}), POLICY, TODAY)


def test_a_client_who_asks_for_another_channel_is_found_with_exact_words_and_a_citation() -> None:
    text = "Client: Looks good. Can we continue on WhatsApp? My number is +1 415 555 0132"

    answer = asked(text=text, stage="no-contract")

    assert answer["id"] == 7
    assert answer["judged"] is True
    assert answer["outcome"] == "violation"
    finding = answer["findings"][0]
    assert text[finding["start"] : finding["end"]] == finding["quote"]
    assert all(text[e["start"] : e["end"]] == e["quote"] for e in finding["evidence"])
    assert finding["citations"][0]["url"].startswith("https://support.upwork.com/hc/en-us/articles/")
    assert finding["citations"][0]["checked_on"] == "2026-11-22"
    assert finding["script"] == "continue-here"
    assert set(answer["scope"]) == {
        "deliverables",
        "timeline",
        "milestones",
        "access",
        "communication",
        "revisions",
        "payment_terms",
    }


def test_the_same_words_are_fine_once_the_contract_runs() -> None:
    text = "Can we continue on WhatsApp? My number is +1 415 555 0132"

    answer = asked(text=text, speaker="client", stage="active-contract")

    assert answer["outcome"] == "clear"


def test_what_is_not_said_is_assumed_strictly_and_said_so() -> None:
    answer = asked(text="Can we continue on WhatsApp?", speaker="client")

    assert {"fact": "stage", "value": "no-contract"} in answer["assumed"]


def test_talk_among_colleagues_is_not_judged_in_a_mixed_channel() -> None:
    answer = asked(text="can you ring me on whatsapp in five, I'm walking the dog", purpose="mixed")

    assert answer["judged"] is False
    assert answer["outcome"] == "clear"
    assert answer["findings"] == []


@pytest.mark.parametrize(
    "line, says",
    [
        ("{", "not JSON"),
        ("[]", "not a JSON object"),
        ('{"text": "hi"}', "id: missing"),
        ('{"id": 1}', "text: a string is needed"),
        ('{"id": 1, "text": 5}', "text: a string is needed"),
        ('{"id": 1, "text": "hi", "stage": "soon"}', "stage: 'soon' is none of no-contract"),
        ('{"id": 1, "text": "hi", "badge_seen": "yes"}', "badge_seen: true or false"),
        ('{"id": 1, "text": "hi", "met_on": "May 2024"}', "met_on: 'May 2024' is no date"),
        ('{"id": 1, "text": "hi", "met_on": "2026-11-23"}', "met_on: 2026-11-23: That is still to come"),
        ('{"id": 1, "text": "hi", "met_on": "2014-12-31"}', "met_on: 2014-12-31: That is before 2015"),
        ('{"id": 1, "text": "hi", "us": 5}', "us: a name or a list of names"),
        ('{"id": 1, "text": "hi", "speaker": "system"}', "speaker: client or us"),
        ("[" * 100_000, "not JSON"),
        ('{"id": 1, "text": ""}', "text: there is no text in it"),
        ('{"id": 1, "text": " \\n\\t "}', "text: there is no text in it"),
        ('{"id": 1, "text": "hi", "met-on": "2024-05-01"}', "met-on: no such field; it is called met_on"),
        ('{"id": 1, "text": "hi", "Stage": "offer-sent"}', "Stage: no such field; it is called stage"),
        ('{"id": 1, "text": "hi", "badgeSeen": true}', "badgeSeen: no such field; it is called badge_seen"),
        ('{"id": 1, "text": "hi", "spaeker": "us"}', "spaeker: no such field; it is called speaker"),
        ('{"id": 1, "text": "hi", "orgin": "elsewhere"}', "orgin: no such field; it is called origin"),
        ('{"ID": 1, "text": "hi"}', "ID: no such field; it is called id"),
        (
            '{"id": 1, "text": "hi", "met_on": "2026-01-05", "converted_on": "2025-01-01"}',
            "converted_on: 2025-01-01: That is before you met, on 2026-01-05",
        ),
        (
            '{"id": 1, "text": "hi", "today": "2026-03-01", "converted_on": "2026-03-02"}',
            "converted_on: 2026-03-02: That is still to come",
        ),
        ('{"id": 1, "text": "hi", "badge_seen": true}', "badge_seen says nothing without plan enterprise"),
        (
            '{"id": 1, "text": "hi", "origin_proof": true}',
            "origin_proof says nothing without origin elsewhere",
        ),
        ('{"id": 1, "text": "hi", "met_on_estimated": true}', "met_on_estimated says nothing without met_on"),
    ],
)
def test_a_line_that_is_not_valid_gets_an_error_that_names_the_field(line: str, says: str) -> None:
    answer = answer_line(line, POLICY, TODAY)

    assert set(answer) == {"id", "error"}
    assert says in answer["error"]


@pytest.mark.parametrize(
    "field",
    [
        "outcome",
        "kinds",
        "messages",
        "part",
        "pair",
        "why",
        "posts",
        "scope",
        "group",
        "cell",
        "format",
        "state",
        "stages",
        "places",
        "speakers",
        "category",
        "user",
    ],
)
def test_a_label_of_somebody_elses_is_left_alone(field: str) -> None:
    assert "error" not in asked(text="hi", **{field: 1})


@pytest.mark.parametrize(
    "facts",
    [
        {"badge_seen": True, "plan": "business-plus"},
        {"badge_seen": False},
        {"origin_proof": True, "origin": "upwork"},
        {"met_on_estimated": True, "met_on": "2026-01-05"},
        {"met_on": "2026-01-05", "converted_on": "2026-01-05"},
        {"converted_on": "2025-01-01"},
    ],
    ids=str,
)
def test_facts_that_go_together_are_taken(facts: dict[str, Any]) -> None:
    assert "error" not in asked(text="hi", **facts)


@pytest.mark.parametrize(
    "facts, lang, begins",
    [
        ({"text": "Can we talk on WhatsApp?", "speaker": "client", "lang": "pt-BR"}, "pt", "Com prazer"),
        ({"text": "Can we talk on WhatsApp?", "speaker": "client", "lang": "DE"}, "de", "Gern "),
        ({"text": "Can we talk on WhatsApp?", "speaker": "client", "lang": "zh-Hant"}, "zh-Hant", "很樂意"),
        ({"text": "Can we talk on WhatsApp?", "speaker": "client", "lang": "tlh"}, "en", "Happy to"),
        ({"text": "¿Podemos hablar por WhatsApp?", "speaker": "client"}, "es", "Con gusto revisamos"),
        ({"text": "Can we talk on WhatsApp?", "speaker": "client"}, "en", "Happy to"),
        ({"text": "Write to me on WhatsApp", "speaker": "us"}, "en", "Let us go through"),
        ({"text": "Môžeme prejsť na WhatsApp, prosím?", "speaker": "client"}, "en", "Happy to"),
    ],
)
def test_a_finding_holds_the_words_to_send(facts: dict[str, Any], lang: str, begins: str) -> None:
    finding = asked(**facts)["findings"][0]

    assert finding["script"] == "continue-here"
    assert finding["text_lang"] == lang
    assert finding["text_to_send"].startswith(begins)


def test_where_nothing_is_to_be_sent_there_are_no_words() -> None:
    text = "Client: Can we talk on WhatsApp?\nMe: I'd rather stay here on Upwork until the contract starts."
    answered = asked(text=text)["findings"][0]
    unscripted = asked(text="Can we talk on WhatsApp?", speaker="client", stage="earlier-contract")[
        "findings"
    ][0]

    assert answered["state"] == "answered"
    assert (answered["text_to_send"], answered["text_lang"]) == (None, None)
    assert (unscripted["script"], unscripted["text_to_send"]) == ("", None)


@pytest.mark.parametrize(
    "text", ["Can we talk on WhatsApp?", "Please send your invoice to hanna@lantern.example"]
)
def test_who_has_converted_had_a_contract(text: str) -> None:
    converted = asked(text=text, speaker="client", converted_on="2026-10-01")

    assert converted["outcome"] == "clear"
    assert asked(text=text, speaker="client", today="2026-10-01", converted_on="2026-10-01") == converted
    assert asked(text=text, speaker="client")["outcome"] == "violation"


@pytest.mark.parametrize(
    "text",
    [
        "\x00\x00",
        "\ud800 lone",
        "a" * 60_000,
        "Client: hi\n" * 1200,
        "💬" * 500,
        "((((" * 9000,
    ],
)
def test_odd_input_gets_an_answer_and_what_was_not_read_is_said(text: str) -> None:
    answer = asked(text=text)

    assert "error" not in answer
    if len(text) > 40_000 or text.count("\n") > 1000:
        assert answer["unchecked"]
        assert answer["outcome"] != "clear"
    json.dumps(answer)


def test_an_estimated_meeting_overrides_no_notice_of_a_conversion() -> None:
    facts = {"met_on": "2026-05-01", "met_on_estimated": True, "converted_on": "2026-04-30"}
    answer = answer_line(json.dumps({"id": 1, "text": "Can I pay you by PayPal?", **facts}), POLICY, TODAY)
    assert answer["outcome"] == "clear"


@pytest.mark.parametrize(
    ("text", "stage", "outcome"),
    [
        ("Dan: hi again\nDan sent an offer\nDan: WhatsApp me at +44 7700 900123", "earlier-contract", "care"),
        ("Dan: hi again\nDan sent an offer\nDan: WhatsApp me at +44 7700 900123", "active-contract", "clear"),
        ("Dan sent an offer\nDan withdrew the offer\nDan: WhatsApp me at +44 7700 900123", "active-contract", "clear"),
        ("Dan sent an offer\nDan: WhatsApp me at +44 7700 900123\nMira accepted the offer\nDan: great", "active-contract", "violation"),
        ("Dan: hi\nDan sent an offer\nDan: WhatsApp me at +44 7700 900123", "no-contract", "violation"),
    ],
)  # fmt: skip
def test_one_more_offer_takes_nothing_from_a_contract_that_is_known(
    text: str, stage: str, outcome: str
) -> None:
    answer = answer_line(json.dumps({"id": 1, "text": text, "stage": stage}), POLICY, TODAY)
    assert answer["outcome"] == outcome


@pytest.mark.parametrize(("place", "rules"), [("message", ["UPW217"]), ("other-room", ["UPW216"])])
def test_a_contact_in_the_room_of_another_contract_belongs_into_its_own(place: str, rules: list[str]) -> None:
    facts = {"speaker": "us", "stage": "active-contract", "place": place}
    answer = answer_line(
        json.dumps({"id": 1, "text": "My number is +44 7700 900123.", **facts}), POLICY, TODAY
    )
    assert [finding["code"] for finding in answer["findings"]] == rules
