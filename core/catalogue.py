"""The page that lists every rule, written from the rule files themselves."""

from collections.abc import Iterator

from core.model import Applies, Citation, Rule
from core.policy import Policy

GROUPS = {
    "UPW1": "Conversation and interview",
    "UPW2": "Contact information",
    "UPW3": "Payment and circumvention",
    "UPW4": "Two years and conversion",
    "UPW5": "Safety",
    "UPW6": "Record and proposals",
    "UPW7": "Adjacent rules",
}

TRIGGER_SAYS = {
    "text": "words in the text",
    "repeat": "the same ask again after our refusal",
    "finding": "rides on a violation",
    "clock": "follows from dates",
    "absence": "follows from something that is not recorded",
}


def render(policy: Policy) -> str:
    """Return the rule catalogue as Markdown."""
    lines = [
        "# Rules",
        "",
        "Written from the rule files by `make rules`; change the files, not this page.",
        "",
        "A violation is something that a text of Upwork names a breach, a warning a likely breach or a risk;",
        "care means allowed under conditions, advice good practice, info why nothing was flagged. Upwork",
        "changes its texts: every citation carries the day it was read. Verify where much depends on it.",
    ]
    for prefix, title in GROUPS.items():
        members = [rule for code, rule in sorted(policy.rules.items()) if code.startswith(prefix)]
        if members:
            lines += [
                "",
                f"## {prefix}xx {title}",
                "",
                "| Code | Name | Level | Title |",
                "| --- | --- | --- | --- |",
            ]
            lines += [_row(rule) for rule in members]
    for _, rule in sorted(policy.rules.items()):
        lines += ["", *_section(policy.proven(rule.code), policy)]
    return "\n".join(lines) + "\n"


def _row(rule: Rule) -> str:
    level = rule.level if rule.default_on else f"{rule.level}, off by default"
    return f"| [{rule.code}](#{_anchor(rule)}) | {rule.name} | {level} | {rule.title} |"


def _anchor(rule: Rule) -> str:
    return f"{rule.code}-{rule.name}".lower()


def _section(rule: Rule, policy: Policy) -> Iterator[str]:
    yield f"### {rule.code} {rule.name}"
    yield ""
    yield f"**{rule.title}.** {rule.why}"
    yield ""
    yield f"- Level: {rule.level}{_raised(rule)}; found by: {TRIGGER_SAYS[rule.trigger]}"
    if rule.status != "stable":
        yield f"- Status: {rule.status}"
    if conditions := _conditions(rule.applies):
        yield f"- Applies: {conditions}"
    if rule.instead:
        yield f"- Instead: {rule.instead}"
    if rule.covers:
        yield f"- Speaks for: {', '.join(rule.covers)}"
    if rule.rides:
        yield f"- Rides on: {', '.join(f'{prefix}…' if len(prefix) < 6 else prefix for prefix in rule.rides)}"
    if rule.false_positives:
        yield f"- Leaves alone: {'; '.join(rule.false_positives)}"
    yield f"- Facts: {', '.join(rule.facts)}"
    yield f"- Sources: {'; '.join(_cited(citation, policy) for citation in rule.citations)}"
    for heading, examples in (("Breaks it", rule.breaks), ("Does not", rule.allowed)):
        if examples:
            yield from ("", f"{heading}:", "")
            yield from (f"- {_told(example.text)}" for example in examples)


def _told(text: str) -> str:
    return " / ".join(f"`{line}`" for line in text.replace("`", "'").splitlines())


def _raised(rule: Rule) -> str:
    told = []
    for raised in rule.raised:
        when = [
            *filter(
                None, [_conditions(raised.when), f"only {', '.join(raised.kinds)}" if raised.kinds else ""]
            )
        ]
        told.append(f"{raised.level} with {', '.join(when)}")
    return f" ({'; '.join(told)})" if told else ""


def _conditions(applies: Applies) -> str:
    told = [
        f"{axis} {' or '.join(values)}"
        for axis, values in (
            ("stage", applies.stage),
            ("plan", applies.plan),
            ("origin", applies.origin),
            ("window", applies.window),
            ("place", applies.place),
        )
        if values
    ]
    if applies.exempt is not None:
        told.append("exempt client" if applies.exempt else "client not exempt")
    if applies.draft is not None:
        told.append("a draft" if applies.draft else "no draft")
    return ", ".join(told)


def _cited(citation: Citation, policy: Policy) -> str:
    source = policy.sources[citation.source]
    section = f", section {citation.section}" if citation.section else ""
    named = f"[{source.title}]({source.url})" if source.url else source.title
    return f"{named}{section} (checked {source.checked_on:%d %b %Y})"
