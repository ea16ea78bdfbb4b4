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
    ],
)
def test_a_line_that_is_not_valid_gets_an_error_that_names_the_field(line: str, says: str) -> None:
    answer = answer_line(line, POLICY, TODAY)

    assert set(answer) == {"id", "error"}
    assert says in answer["error"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n\n",
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
