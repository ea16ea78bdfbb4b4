"""The stable machine form: one JSON object in, one out; fields it does not know are left alone.

The README describes the fields.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from core.dates import DateError, check_converted, check_met
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
# What says something only beside another field, and what stands there.
OTHER_HALF = {
    "badge_seen": ("plan", "enterprise, or business for the old badge"),
    "origin_proof": ("origin", "elsewhere"),
    "met_on_estimated": ("met_on", "YYYY-MM-DD"),
}
LEAST_TYPED = 5  # Letters of a field of which one may be missing; what is left of fewer may be another word.


class Field(str):
    """The name of a field within a message, in whose place another door has its own."""

    __slots__ = ()


class InputError(ValueError):
    """A line that cannot be judged; the message says which field and why."""

    def __init__(self, *parts: str) -> None:
        """Take the message in parts, so that fields can be told from words."""
        super().__init__("".join(parts))
        self._parts = parts

    def told(self, name: Callable[[str], str]) -> str:
        """Return the message with each field under the name that whoever asked knows it by."""
        return "".join(name(part) if isinstance(part, Field) else part for part in self._parts)


def answer_line(line: str, policy: Policy, today: date) -> dict[str, Any]:
    """Return the answer to one input line; a line that is not valid gets its id and an error."""
    identity: Any = None
    try:
        table = _table(line)
        identity = table.get("id")
        _refuse_near_fields(table)
        if "id" not in table:
            raise _wrong("id", "missing")
        text = table.get("text")
        if not isinstance(text, str):
            raise _wrong("text", "a string is needed")
        if not text.strip():
            raise _wrong("text", "there is no text in it")
        question, day = question_of(text, table, policy, today)
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


def question_of(text: str, table: Mapping[str, Any], policy: Policy, today: date) -> tuple[Question, date]:
    """Return what is asked of a text by fields and their values, and the day by which it is judged.

    Raises InputError where a field is wrong.
    """
    speaker = _member(table, "speaker", Speaker)
    if speaker not in (None, Speaker.CLIENT, Speaker.US):
        raise _wrong("speaker", "client or us")
    _refuse_half_a_fact(table)
    day = day_of(table, "today") or today
    met_on = _checked(table, "met_on", lambda on: check_met(on, day))
    is_estimated = _flag(table, "met_on_estimated")
    known = None if is_estimated else met_on  # What is estimated overrides no notice of Upwork's.
    lang = _text(table, "lang")
    relationship = Relationship(
        stage=_member(table, "stage", Stage),
        plan=_member(table, "plan", Plan),
        badge_seen=_flag(table, "badge_seen"),
        origin=_member(table, "origin", Origin),
        origin_proof=_flag(table, "origin_proof"),
        met_on=met_on,
        met_on_estimated=is_estimated,
        converted_on=_checked(table, "converted_on", lambda on: check_converted(on, known, day)),
    )
    question = Question(
        text=text,
        relationship=relationship,
        place=_member(table, "place", Place) or Place.MESSAGE,
        speaker=speaker,
        us=_names(table),
        purpose=_member(table, "purpose", Purpose),
        lang=policy.language_of(lang) or lang,
    )
    return question, day


def _refuse_near_fields(table: Mapping[str, Any]) -> None:
    """Refuse a field that is no known one, but nearly: a fact that is left out in silence makes a wrong answer."""
    for key in table:
        if key not in FIELDS and (meant := _meant(key)):
            raise _wrong(key, f"no such field; it is called {meant}")


def _refuse_half_a_fact(table: Mapping[str, Any]) -> None:
    for key, (other, _) in OTHER_HALF.items():
        if _flag(table, key) and table.get(other) is None:
            raise half_a_fact(key)


def half_a_fact(key: str) -> InputError:
    """Return what is said of a field without the other that it belongs to."""
    other, value = OTHER_HALF[key]
    return InputError(Field(key), " says nothing without ", Field(other), f" {value}")


def _wrong(key: str, why: str) -> InputError:
    return InputError(Field(key), f": {why}")


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
        raise _wrong(key, f"{value!r} is none of {', '.join(enum)}") from None


def _flag(table: Mapping[str, Any], key: str) -> bool:
    value = table.get(key)
    if value is None:
        return False
    if not isinstance(value, bool):
        raise _wrong(key, "true or false")
    return value


def day_of(table: Mapping[str, Any], key: str) -> date | None:
    """Return the day that a field holds, None where it is left out; raises InputError."""
    value = table.get(key)
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise _wrong(key, f"{value!r} is no date like 2026-11-22") from None


def _checked(table: Mapping[str, Any], key: str, check: Callable[[date], date]) -> date | None:
    day = day_of(table, key)
    try:
        return day and check(day)
    except DateError as error:
        raise _wrong(key, f"{day}: {error}") from None


def _text(table: Mapping[str, Any], key: str) -> str:
    value = table.get(key)
    if value is not None and not isinstance(value, str):
        raise _wrong(key, "a string is needed")
    return value or ""


def _names(table: Mapping[str, Any]) -> tuple[str, ...]:
    value = table.get("us") or ()
    names = (value,) if isinstance(value, str) else value
    if not isinstance(names, list | tuple) or not all(isinstance(name, str) for name in names):
        raise _wrong("us", "a name or a list of names")
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
