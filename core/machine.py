"""The stable machine form: one JSON object in, one out; fields it does not know are left alone.

The README describes the fields.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from core.dates import DateError, check_met
from core.model import Finding, Origin, Place, Plan, Purpose, Relationship, Rule, Span, Speaker, Stage
from core.policy import Policy
from core.question import Answer, Question, check
from core.wording.verdict import text_to_send

E = TypeVar("E", bound=StrEnum)
FIELDS = (
    "id",
    "text",
    "stage",
    "plan",
    "badge_seen",
    "origin",
    "origin_proof",
    "place",
    "speaker",
    "us",
    "met_on",
    "met_on_estimated",
    "converted_on",
    "today",
    "purpose",
    "lang",
)
LEAST_TYPED = 5  # Letters of a field of which one may be missing; what is left of fewer may be another word.


class InputError(ValueError):
    """A line that cannot be judged; the message says which field and why."""


def answer_line(line: str, policy: Policy, today: date) -> dict[str, Any]:
    """Return the answer to one input line; a line that is not valid gets its id and an error."""
    identity: Any = None
    try:
        table = _table(line)
        identity = table.get("id")
        question, day = _question(table, today)
        return {"id": identity, **described(check(question, policy, day), policy)}
    except InputError as error:
        return {"id": identity, "error": str(error)}


def is_line(text: str) -> bool:
    """Tell whether a text is an input line."""
    try:
        return "text" in _table(text)
    except InputError:
        return False


def _table(line: str) -> Mapping[str, Any]:
    try:
        table = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"not JSON: {error}") from error
    if not isinstance(table, dict):
        raise InputError("not a JSON object")
    return table


def _question(table: Mapping[str, Any], today: date) -> tuple[Question, date]:
    _refuse_near_fields(table)
    if "id" not in table:
        raise InputError("id: missing")
    text = table.get("text")
    if not isinstance(text, str):
        raise InputError("text: a string is needed")
    if not text.strip():
        raise InputError("text: there is no text in it")
    speaker = _member(table, "speaker", Speaker)
    if speaker not in (None, Speaker.CLIENT, Speaker.US):
        raise InputError("speaker: client or us")
    day = _day(table, "today") or today
    relationship = Relationship(
        stage=_member(table, "stage", Stage),
        plan=_member(table, "plan", Plan),
        badge_seen=_flag(table, "badge_seen"),
        origin=_member(table, "origin", Origin),
        origin_proof=_flag(table, "origin_proof"),
        met_on=_met(table, day),
        met_on_estimated=_flag(table, "met_on_estimated"),
        converted_on=_day(table, "converted_on"),
    )
    question = Question(
        text=text,
        relationship=relationship,
        place=_member(table, "place", Place) or Place.MESSAGE,
        speaker=speaker,
        us=_names(table),
        purpose=_member(table, "purpose", Purpose),
        lang=_text(table, "lang"),
    )
    return question, day


def _refuse_near_fields(table: Mapping[str, Any]) -> None:
    """Refuse a field that is no known one, but nearly: a fact that is left out in silence makes a wrong answer."""
    for key in table:
        if key not in FIELDS and (meant := _meant(key)):
            raise InputError(f"{key}: no such field; it is called {meant}")


def _meant(key: str) -> str:
    """Return the known field that a name is spelled like, empty where it is another word, as the plural of one."""
    plain = _plain(key)
    for known in FIELDS:
        wanted = _plain(known)
        if plain == wanted:
            return known
        if len(wanted) >= LEAST_TYPED and plain != wanted + "s" and _is_mistyped(plain, wanted):
            return known
    return ""


def _plain(name: str) -> str:
    return "".join(filter(str.isalnum, name)).casefold()


def _is_mistyped(one: str, other: str) -> bool:
    """Tell whether a letter is missing or too many, or two beside each other have changed places.

    Another letter in the place of one makes other words, as "state" of "stage".
    """
    pairs = zip(one, other, strict=False)
    same = next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
    left, right = one[same:], other[same:]
    swapped = left[:2] == right[:2][::-1] and left[2:] == right[2:]
    return swapped or left[1:] == right or left == right[1:]


def _member(table: Mapping[str, Any], key: str, enum: type[E]) -> E | None:
    value = table.get(key)
    if value is None:
        return None
    try:
        return enum(value)
    except ValueError:
        raise InputError(f"{key}: {value!r} is none of {', '.join(enum)}") from None


def _flag(table: Mapping[str, Any], key: str) -> bool:
    value = table.get(key)
    if value is None:
        return False
    if not isinstance(value, bool):
        raise InputError(f"{key}: true or false")
    return value


def _day(table: Mapping[str, Any], key: str) -> date | None:
    value = table.get(key)
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise InputError(f"{key}: {value!r} is no date like 2026-11-22") from None


def _met(table: Mapping[str, Any], today: date) -> date | None:
    day = _day(table, "met_on")
    try:
        return day and check_met(day, today)
    except DateError as error:
        raise InputError(f"met_on: {day}: {error}") from None


def _text(table: Mapping[str, Any], key: str) -> str:
    value = table.get(key)
    if value is not None and not isinstance(value, str):
        raise InputError(f"{key}: a string is needed")
    return value or ""


def _names(table: Mapping[str, Any]) -> tuple[str, ...]:
    value = table.get("us") or ()
    names = (value,) if isinstance(value, str) else value
    if not isinstance(names, list | tuple) or not all(isinstance(name, str) for name in names):
        raise InputError("us: a name or a list of names")
    return tuple(names)


def described(answer: Answer, policy: Policy) -> dict[str, Any]:
    """Return an answer as plain values."""
    verdict = answer.verdict
    return {
        "judged": answer.judged,
        "outcome": verdict.outcome.value,
        "assumed": [{"fact": fact, "value": value} for fact, value in verdict.assumed],
        "unchecked": list(verdict.unchecked),
        "messages": [
            {
                "speaker": message.speaker.value,
                "start": message.start,
                "end": message.end,
                "stage": message.stage.value if message.stage else None,
            }
            for message in answer.conversation.messages
        ],
        "findings": [_finding(finding, answer, policy) for finding in verdict.findings],
        "scope": dict(answer.reading.scope),
    }


def _finding(finding: Finding, answer: Answer, policy: Policy) -> dict[str, Any]:
    rule = policy.rules[finding.rule]
    evidence = [_span(span, answer.conversation.text) for span in finding.evidence]
    first = evidence[0] if evidence else {"start": None, "end": None, "quote": None}
    return {
        "code": rule.code,
        "name": rule.name,
        "level": finding.level.value,
        "by": finding.by.value,
        "state": finding.state.value,
        "related": list(finding.related),
        "start": first["start"],
        "end": first["end"],
        "quote": first["quote"],
        "evidence": evidence,
        "signals": [
            {
                "kind": signal.kind.value,
                "channel": signal.channel,
                "stance": signal.stance.value,
                "purpose": signal.purpose.value,
                "disguised": signal.disguised,
            }
            for signal in finding.signals
        ],
        "citations": list(_citations(rule, policy)),
        "script": rule.script,
        "lang": answer.reading.language_at(finding.evidence[0].message),
        **_to_send(finding, answer, policy),
    }


def _to_send(finding: Finding, answer: Answer, policy: Policy) -> dict[str, str | None]:
    """Return what the reply would have us send, and its language; None where there is nothing to send."""
    lang, text = text_to_send(finding, answer.reading, policy) or (None, None)
    return {"text_to_send": text, "text_lang": lang}


def _span(span: Span, text: str) -> dict[str, Any]:
    return {
        "message": span.message,
        "start": span.start,
        "end": span.end,
        "quote": text[span.start : span.end],
    }


def _citations(rule: Rule, policy: Policy) -> Iterator[dict[str, Any]]:
    for citation in rule.citations:
        source = policy.sources[citation.source]
        yield {
            "source": source.id,
            "title": source.title,
            "section": citation.section,
            "url": source.url,
            "checked_on": source.checked_on.isoformat(),
        }
