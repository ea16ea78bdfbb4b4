"""One ask, one card: findings on the same words become one, and the leading rule speaks.

Without the text a sentence cannot be seen, so spans that stand close together count as one ask.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from core.model import Finding, Span
from core.policy import Policy

# Two spans of a message this close, in characters, are taken for one ask.
NEAR = 80

# An ask about money is one ask however long the message.
PAYMENT_GROUP = "UPW3"


def merged(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings with neighbours under the same rule joined into one."""
    alike: dict[tuple[object, ...], list[Finding]] = defaultdict(list)
    for finding in findings:
        alike[finding.rule, finding.level, finding.by, finding.evidence[0].message].append(finding)
    joined: list[Finding] = []
    for group in alike.values():
        group.sort(key=lambda finding: finding.evidence[0].start)
        current = group[0]
        for finding in group[1:]:
            if _near(current, finding):
                current = _joined(current, (finding,))
            else:
                joined.append(current)
                current = finding
        joined.append(current)
    return joined


def one_card_an_ask(findings: Sequence[Finding], policy: Policy) -> list[Finding]:
    """Return the leading findings, each with the codes it covers named as related."""
    in_message: dict[int, list[int]] = defaultdict(list)
    for n, finding in enumerate(findings):
        in_message[finding.evidence[0].message].append(n)
    lead = {n: _leader(n, findings, together, policy) for together in in_message.values() for n in together}
    cards = []
    for n, finding in enumerate(findings):
        if lead[n] != n:
            continue
        together = in_message[finding.evidence[0].message]
        covered = [findings[other] for other in together if lead[other] == n and other != n]
        related = tuple(sorted({other.rule for other in covered} - {finding.rule}))
        cards.append(replace(_joined(finding, covered), related=related))
    return cards


def _leader(start: int, findings: Sequence[Finding], together: Sequence[int], policy: Policy) -> int:
    """Climb from a finding to the one of its message that speaks for it; covers never run in a circle."""
    current = start
    while True:
        finding = findings[current]
        above = [n for n in together if _covers(findings[n], finding, policy)]
        if not above:
            return current
        current = min(above, key=lambda n: findings[n].rule)


def _covers(leader: Finding, finding: Finding, policy: Policy) -> bool:
    # A milder rule never hides a graver one, whatever its file says.
    return (
        finding.rule in policy.rules[leader.rule].covers
        and leader.level.rank <= finding.level.rank
        and (_both_about_payment(leader, finding) or _near(leader, finding))
    )


def _both_about_payment(one: Finding, other: Finding) -> bool:
    return one.rule.startswith(PAYMENT_GROUP) and other.rule.startswith(PAYMENT_GROUP)


def _near(one: Finding, other: Finding) -> bool:
    return any(
        first.message == second.message
        and max(first.start, second.start) - min(first.end, second.end) <= NEAR
        for first in one.evidence
        for second in other.evidence
    )


def _joined(leader: Finding, others: Sequence[Finding]) -> Finding:
    """Return the leader with the words of the others; what it depends on stays its own unless alike."""
    spans = [span for finding in (leader, *others) for span in finding.evidence]
    signals = dict.fromkeys(signal for finding in (leader, *others) for signal in finding.signals)
    doubts = (
        doubt for finding in (leader, *others) if finding.rule == leader.rule for doubt in finding.depends_on
    )
    return replace(
        leader, evidence=_united(spans), signals=tuple(signals), depends_on=tuple(dict.fromkeys(doubts))
    )


def _united(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the spans in order, overlapping ones made one."""
    united: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.message, span.start, span.end)):
        last = united[-1] if united else None
        if last is not None and last.message == span.message and span.start < last.end:
            united[-1] = replace(last, end=max(last.end, span.end))
        elif span != last:
            united.append(span)
    return tuple(united)
