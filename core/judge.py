"""What a reading means for a relationship: judge(reading, relationship, policy, today) -> Verdict.

It needs no text, so a stored reading can be judged again when a fact is corrected. Signals meet rules,
findings on the same words become one card, and the gravest finding gives the outcome.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from core.cards import PAYMENT_GROUP, merged, one_card_an_ask
from core.circumstances import Circumstances, Doubt, circumstances, doubts, level_under, matches, ours
from core.kinds import CONTACT, PAY
from core.model import (
    WITH_A_CONTRACT,
    Finding,
    Kind,
    Level,
    Outcome,
    Reading,
    Reason,
    Relationship,
    Rule,
    Signal,
    SignalCondition,
    Span,
    Speaker,
    Stance,
    State,
    Verdict,
)
from core.policy import Policy
from core.writers import spoken_before

# Declining any of these answers an ask to talk elsewhere; declining a payment, one to pay elsewhere.
ASKS_TO_TALK = frozenset(
    {
        Kind.MOVE,
        Kind.CALL,
        Kind.QUICK_CALL,
        Kind.CONTACT_REQUEST,
        Kind.PHONE_FOR_ACCESS,
        Kind.SCHEDULER,
        Kind.MEETING_LINK,
    }
)

# What names the account that money is to go to, as well as a way to write.
ACCOUNTS = frozenset({Kind.EMAIL, Kind.PHONE, Kind.MESSENGER_ID, Kind.SOCIAL_HANDLE})


def judge(
    reading: Reading,
    relationship: Relationship,
    policy: Policy,
    today: date,
    before: frozenset[Kind] = frozenset(),
    allowed: frozenset[str] = frozenset(),
) -> Verdict:
    """Return what the reading means for the relationship on the day.

    `before` are the kinds that our side had declined to this client before the reading, as `answers` has them. What
    `allowed` rules find is dismissed, and only that: a telephone in an ask that is allowed is told by its own rule.
    """
    reading = _with_accounts(_attributed(reading))
    if not reading.signals and not any(message.stage for message in reading.messages):
        return Verdict(outcome_of((), unchecked=reading.unchecked), unchecked=reading.unchecked)
    held, unsure = _known(reading, relationship, today)
    findings, dismissed = _cards(merged(_raw(reading, policy, held, unsure, before)), policy, allowed)
    findings = [_accompanied(finding, reading, policy, held) for finding in findings]
    in_order = sorted(reading.signals, key=lambda signal: signal.message)
    declined_last = {kind: signal.message for signal in in_order for kind in declined((signal,))}
    findings = [_answered(finding, declined_last, policy) for finding in findings]
    findings = [*(_outlived(finding, policy, held) for finding in findings), *dismissed]
    findings.sort(key=lambda finding: (finding.evidence[0].message, finding.evidence[0].start, finding.rule))
    return Verdict(
        outcome=outcome_of(findings, unchecked=reading.unchecked),
        findings=tuple(findings),
        assumed=_assumed(findings, unsure),
        unchecked=reading.unchecked,
    )


def _cards(
    raw: Sequence[Finding], policy: Policy, allowed: frozenset[str]
) -> tuple[list[Finding], list[Finding]]:
    """Return the cards of what was found, and those that are allowed.

    Contact data that an allowed ask covered has a card of its own then, unless it is allowed too.
    """
    cards = one_card_an_ask(raw, policy)
    let = [card for card in cards if _is_allowed(card, allowed)]
    beneath = [
        finding
        for finding in raw
        if finding.signals[0].kind in CONTACT
        and not _is_allowed(finding, allowed)
        and any(_lies_beneath(finding, card) for card in let)
    ]
    told = [card for card in cards if not _is_allowed(card, allowed)]
    return [*told, *one_card_an_ask(beneath, policy)], [replace(card, state=State.DISMISSED) for card in let]


def _lies_beneath(finding: Finding, card: Finding) -> bool:
    return finding.rule in card.related and finding.evidence[0].message == card.evidence[0].message


def _is_allowed(finding: Finding, allowed: frozenset[str]) -> bool:
    """Tell whether a lead has allowed what a finding tells; payment is never allowed."""
    return finding.rule in allowed and not finding.rule.startswith(PAYMENT_GROUP)


def _known(
    reading: Reading, relationship: Relationship, today: date
) -> tuple[list[Circumstances], list[tuple[Doubt, ...]]]:
    """Return what holds for each message, and what of it was assumed: the same where stage and speaker are."""
    likes = [(message.stage, message.speaker) for message in reading.messages]
    held = {
        like: circumstances(reading, relationship, today, likes.index(like)) for like in dict.fromkeys(likes)
    }
    unsure = {like: doubts(reading, relationship, held[like], likes.index(like)) for like in held}
    return [held[like] for like in likes], [unsure[like] for like in likes]


def _attributed(reading: Reading) -> Reading:
    """Give every signal a speaker, and leave out what nobody asks for."""
    kept = []
    for signal in reading.signals:
        by = signal.by if signal.by is not Speaker.UNKNOWN else reading.messages[signal.message].speaker
        if by is Speaker.UNKNOWN:
            by = Speaker.US if ours(reading) else Speaker.CLIENT
        # Upwork's own lines ask for nothing, and a tool that is the subject of the work is no channel.
        if by is not Speaker.SYSTEM and signal.purpose is not Reason.PRODUCT:
            kept.append(replace(signal, by=by))
    return replace(reading, signals=tuple(kept))


def _with_accounts(reading: Reading) -> Reading:
    """Add our agreement to be paid outside where our contact data is the answer to an ask to pay there."""
    asked: dict[int | None, set[Kind]] = {}
    turned_down = {signal.message for signal in reading.signals if signal.stance is Stance.REFUSED}
    for signal in reading.signals:
        if signal.by is Speaker.CLIENT and signal.stance in (Stance.ASSERTED, Stance.CONDITIONAL):
            asked.setdefault(signal.message, set()).add(signal.kind)
    given = [
        signal
        for signal in reading.signals
        if signal.by is Speaker.US
        and signal.kind in ACCOUNTS
        and signal.stance is Stance.ASSERTED
        and signal.purpose is Reason.NONE
        and signal.message not in turned_down
    ]
    agreed = [
        replace(signal, kind=Kind.PAY_OUTSIDE)
        for signal in given
        if (wanted := asked.get(spoken_before(reading.messages, signal.message), set())) & PAY
        # Where talk was asked for as well, the data may be for that: it is a leak in any case.
        and not wanted & ASKS_TO_TALK
    ]
    return replace(reading, signals=(*reading.signals, *agreed)) if agreed else reading


def _raw(
    reading: Reading,
    policy: Policy,
    held: Sequence[Circumstances],
    unsure: Sequence[Sequence[Doubt]],
    before: frozenset[Kind],
) -> Iterator[Finding]:
    """Yield one finding for every signal and every rule that it meets."""
    for signal in reading.signals:
        for rule in policy.by_kind[signal.kind]:
            level = level_under(rule, signal.kind, held[signal.message])
            if level is None or not _meets(rule.signals, signal):
                continue
            if rule.trigger == "repeat" and not (
                before.intersection(rule.signals.any) or _repeats(signal, rule.signals, reading.signals)
            ):
                continue
            yield Finding(
                rule=rule.code,
                level=level,
                by=signal.by,
                evidence=(Span(signal.message, signal.start, signal.end),),
                signals=(signal,),
                depends_on=tuple(
                    doubt.fact
                    for doubt in unsure[signal.message]
                    if not doubt.otherwise
                    or any(level_under(rule, signal.kind, other) != level for other in doubt.otherwise)
                ),
            )


def _meets(condition: SignalCondition, signal: Signal) -> bool:
    return (
        (not condition.any or signal.kind in condition.any)
        and (not condition.by or signal.by in condition.by)
        and (not condition.stance or signal.stance in condition.stance)
        and (not condition.purpose or signal.purpose in condition.purpose)
        and (not condition.channel or signal.channel in condition.channel)
        and (condition.disguised is None or signal.disguised is condition.disguised)
    )


def _repeats(signal: Signal, condition: SignalCondition, signals: Sequence[Signal]) -> bool:
    """Return whether our side refused between an earlier ask of the like and this one."""
    asked = [other.message for other in signals if _meets(condition, other)]
    return any(
        other.by is Speaker.US
        and other.stance is Stance.REFUSED
        and other.kind in condition.any
        and min(asked) < other.message < signal.message
        for other in signals
    )


def _accompanied(
    finding: Finding, reading: Reading, policy: Policy, held: Sequence[Circumstances]
) -> Finding:
    """Name the companion rules that ride on a finding; they never change the outcome."""
    message = finding.evidence[0].message
    codes = (finding.rule, *finding.related)
    riding = {
        rule.code
        for rule in policy.companions
        if any(code.startswith(prefix) for code in codes for prefix in rule.rides)
        and matches(rule.applies, held[message])
        and (rule.trigger != "finding" or finding.level is Level.VIOLATION)
        and _rides(rule, finding, reading)
    }
    return replace(finding, related=tuple(sorted({*finding.related, *riding} - {finding.rule})))


def _rides(rule: Rule, finding: Finding, reading: Reading) -> bool:
    if not rule.signals.any:
        return not rule.signals.by or finding.by in rule.signals.by
    message = finding.evidence[0].message
    return any(signal.message == message and _meets(rule.signals, signal) for signal in reading.signals)


def _answered(finding: Finding, declined_last: Mapping[Kind, int], policy: Policy) -> Finding:
    """Mark a client's ask that our side declined in a later message; for each kind the last one is told."""
    if finding.by is not Speaker.CLIENT or finding.level is Level.INFO:
        return finding
    answering = answers(policy.rules[finding.rule]) | {signal.kind for signal in finding.signals}
    asked_in = finding.evidence[0].message
    if any(declined_last.get(kind, asked_in) > asked_in for kind in answering):
        return replace(finding, state=State.ANSWERED)
    return finding


def _outlived(finding: Finding, policy: Policy, held: Sequence[Circumstances]) -> Finding:
    """Mark a client's ask as resolved that came before the contract which has started by the end of the paste.

    Whether our side had declined it makes no difference: "keep it here" is no longer true of it either.
    """
    asked, last = held[finding.evidence[0].message], held[-1]
    if finding.by is not Speaker.CLIENT or finding.level is Level.INFO:
        return finding
    if asked.stage in WITH_A_CONTRACT or last.stage not in WITH_A_CONTRACT:
        return finding
    if finding.rule.startswith(PAYMENT_GROUP):
        return finding  # What is barred in every stage no contract settles.
    since = replace(asked, stage=last.stage)
    stands = matches(policy.rules[finding.rule].applies, since)
    return finding if stands else replace(finding, state=State.RESOLVED)


def answers(rule: Rule) -> frozenset[Kind]:
    """Return the kinds of which any, declined, answers an ask under the rule."""
    if rule.code.startswith(("UPW1", "UPW2")):
        return ASKS_TO_TALK.union(rule.signals.any)
    return PAY.union(rule.signals.any) if rule.code.startswith("UPW3") else frozenset(rule.signals.any)


def declined(signals: Iterable[Signal]) -> frozenset[Kind]:
    """Return the kinds that our side declines or puts off; the speakers of the signals are known."""
    # "Once the contract has started" puts talk off, which is an answer; for payment it would be a yes.
    return frozenset(
        signal.kind
        for signal in signals
        if signal.by is Speaker.US
        and (
            signal.stance is Stance.REFUSED
            or (signal.stance is Stance.CONDITIONAL and signal.kind in ASKS_TO_TALK)
        )
    )


def outcome_of(findings: Sequence[Finding], *, unchecked: Sequence[str]) -> Outcome:
    """Return the gravest level of the findings, info aside; what was not checked is at least care."""
    levels = [finding.level for finding in findings if finding.level is not Level.INFO]
    if unchecked:
        levels.append(Level.CARE)
    return Outcome(min(levels, key=lambda level: level.rank)) if levels else Outcome.CLEAR


def _assumed(findings: Sequence[Finding], unsure: Sequence[Sequence[Doubt]]) -> tuple[tuple[str, str], ...]:
    """Return the assumptions on which a finding rests; a stage taken from the paste is always said."""
    relevant = {(finding.evidence[0].message, fact) for finding in findings for fact in finding.depends_on}
    said = [
        (doubt.fact, str(doubt.value))
        for message, found in enumerate(unsure)
        for doubt in found
        if doubt.fact == "stage-from-paste" or (message, doubt.fact) in relevant
    ]
    return tuple(dict.fromkeys(said))
