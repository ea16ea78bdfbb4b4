"""Every sentence the bot says to the team: a verdict becomes a reply, on the rung that it deserves."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path

from core.lexicon import load_channels
from core.model import Conversation, Finding, Level, Reading, Relationship, Span, Speaker, State, Verdict
from core.policy import Policy
from core.reply import (
    Block,
    Button,
    Buttons,
    Diff,
    Footnote,
    Heading,
    Paragraph,
    Preformatted,
    Quote,
    Reply,
    Rung,
)
from core.wording.masking import masked

HEADLINES = Path(__file__).parent / "headlines.toml"
# Experience.md 2 in one table: what gets a full reply although it is no violation, and what a single line.
FULL_ANYWAY = frozenset({"UPW501", "UPW502", "UPW503", "UPW508", "UPW109", "UPW115", "UPW315", "UPW307"})
ONE_LINE = frozenset(
    {"UPW211", "UPW213", "UPW111", "UPW403", "UPW110", "UPW113", "UPW318", "UPW314", "UPW504"}
)
NEVER_NAMED = "Upwork does not name this rule; it is good practice."
NOTHING_FOUND = "I found nothing that breaks these rules."
QUOTE_LENGTH = 140
SENTENCE_ENDS = ("!", "?", "\n", "。", ". ")
OTHERS_SHOWN = 3
FACTS = {
    "stage": "no contract yet",
    "origin": "met on Upwork",
    "met_on": "inside the two years",
    "speaker": "the client's words",
    "stage-from-paste": "stage as the paste says",
}
STAGES = {
    "no-contract": "no contract yet",
    "offer-sent": "offer sent, not accepted",
    "active-contract": "contract active",
    "earlier-contract": "worked together before",
}
TOOL_NAMES = {
    "linkedin": "LinkedIn",
    "whatsapp": "WhatsApp",
    "wechat": "WeChat",
    "paypal": "PayPal",
    "qq": "QQ",
}


def rung_of(verdict: Verdict) -> Rung:
    """Return how loudly a verdict is answered."""
    rungs = [_rung_of_finding(finding) for finding in verdict.findings]
    if verdict.unchecked:
        rungs.append(Rung.LINE)
    return min(rungs, key=list(Rung).index, default=Rung.REACTION)


def reply_to(
    conversation: Conversation,
    reading: Reading,
    verdict: Verdict,
    relationship: Relationship,
    policy: Policy,
) -> Reply:
    """Return the answer to a judged conversation."""
    rung = rung_of(verdict)
    told = sorted(
        (finding for finding in verdict.findings if finding.level is not Level.INFO), key=_loudest_first
    )
    if not told:
        return Reply(rung, (*_nothing_found(verdict),))
    lead, *others = told
    blocks: list[Block] = [Heading(_headline(lead, conversation), _aside(lead, verdict, relationship))]
    if rung is Rung.LINE and lead.state is State.ANSWERED:
        blocks = [Heading(_headline(lead, conversation), "your answer keeps it here")]
    elif _rung_of_finding(lead) is Rung.FULL:
        blocks.extend(_to_send(lead, conversation, reading, policy))
    words = masked(conversation.text, _sentence(conversation, lead), verdict.findings)
    if not (lead.by is Speaker.US and conversation.draft and _rung_of_finding(lead) is Rung.FULL):
        blocks.append(Quote(_shortened(words), _note(lead)))
    blocks.append(Footnote(_why(lead, policy)))
    blocks.extend(_others(others, conversation))
    if verdict.unchecked:
        blocks.append(Footnote("Not checked: " + "; ".join(verdict.unchecked) + "."))
    blocks.append(_buttons(lead))
    return Reply(rung, tuple(blocks))


def _loudest_first(finding: Finding) -> tuple[int, int, int]:
    return (finding.level.rank, finding.evidence[0].message, finding.evidence[0].start)


def _rung_of_finding(finding: Finding) -> Rung:
    if finding.level is Level.INFO:
        return Rung.REACTION
    if finding.state is State.ANSWERED:
        return Rung.LINE
    if finding.level is Level.VIOLATION or finding.rule in FULL_ANYWAY:
        return Rung.FULL
    if finding.level is Level.CARE or finding.rule in ONE_LINE:
        return Rung.LINE
    if finding.level is Level.WARNING:
        return Rung.FULL
    return Rung.SILENCE


def _nothing_found(verdict: Verdict) -> tuple[Block, ...]:
    if verdict.unchecked:
        return (
            Heading("Part of this was not checked", "; ".join(verdict.unchecked)),
            Paragraph("Treat that part as unchecked."),
        )
    return (Heading(NOTHING_FOUND),)


def _headline(finding: Finding, conversation: Conversation) -> str:
    lines = _headlines().get(finding.rule)
    if lines is None:
        return finding.rule
    tool = _tool(finding) or lines.get("other", "")
    if finding.by is not Speaker.US:
        return lines["client"].format(tool=tool)
    if lines["us"] == lines["client"]:
        return lines["us"].format(tool=tool)
    ahead = "Before you send: " if conversation.draft or len(conversation.messages) == 1 else "Already sent: "
    return ahead + lines["us"].format(tool=tool)


@cache
def _headlines() -> dict[str, dict[str, str]]:
    with HEADLINES.open("rb") as file:
        return tomllib.load(file)


def _tool(finding: Finding) -> str:
    for signal in finding.signals:
        channel = load_channels().get(signal.channel)
        if channel and channel.kind in ("chat", "social", "meet", "rail"):
            return TOOL_NAMES.get(channel.name, channel.name.capitalize())
    return ""


def _aside(finding: Finding, verdict: Verdict, relationship: Relationship) -> str:
    assumed = dict(verdict.assumed)
    parts = [relationship.client] if relationship.client else []
    treated = [
        STAGES.get(assumed[fact], FACTS[fact])
        for fact in ("stage", "stage-from-paste", "met_on", "speaker")
        if fact in assumed and (fact in finding.depends_on or fact == "stage-from-paste")
    ]
    if treated:
        parts.append("treated as: " + ", ".join(dict.fromkeys(treated)))
    return " · ".join(parts)


def _to_send(
    finding: Finding, conversation: Conversation, reading: Reading, policy: Policy
) -> tuple[Block, ...]:
    """Return the script: in the client's language with English beside it, or the replaced sentence of a draft."""
    name = policy.rules[finding.rule].script
    if not name:
        return ()
    ours = finding.by is Speaker.US
    blocks: list[Block] = []
    for lang in dict.fromkeys((reading.lang, "en")):
        script = policy.scripts.get(lang)
        situation = script.situations.get(name) if script else None
        if script is None or situation is None:
            continue
        text = situation.rewrites if ours else situation.declines
        if ours and lang == reading.lang:
            span = _sentence(conversation, finding)
            blocks.append(Diff(" ".join(conversation.text[span.start : span.end].split()), text))
            continue
        label = "text to send" if not blocks else "in English"
        if not script.reviewed:
            label += f" ({script.name}, not reviewed by a native speaker)"
        blocks.append(Preformatted(label, text))
    if ours:
        blocks.append(Paragraph("The rest is fine."))
    return tuple(blocks)


def _sentence(conversation: Conversation, finding: Finding) -> Span:
    """Return the sentence that holds a finding's first words, and those up to its last words if they are near."""
    text = conversation.text
    first = finding.evidence[0]
    message = conversation.messages[first.message]
    near = [
        span
        for span in finding.evidence
        if span.message == first.message and span.end - first.start <= QUOTE_LENGTH
    ]
    end = max((span.end for span in near), default=first.end)
    start = max(text.rfind(stop, message.start, first.start) for stop in SENTENCE_ENDS) + 1
    stops = [place for stop in SENTENCE_ENDS if (place := text.find(stop, end, message.end)) != -1]
    return Span(first.message, max(start, message.start), min(stops, default=message.end - 1) + 1)


def _shortened(words: str) -> str:
    return words if len(words) <= QUOTE_LENGTH else words[: QUOTE_LENGTH - 1].rstrip() + "…"


def _note(finding: Finding) -> str:
    kinds = {signal.kind.value for signal in finding.signals}
    if finding.by is Speaker.US or finding.level is not Level.VIOLATION:
        return ""
    if "phone" in kinds:
        return "Don't save, text or call the number."
    if kinds & {"email", "messenger-id", "social-handle"}:
        return "Don't write there."
    if kinds & {"meeting-link", "scheduler", "contact-form"}:
        return "Don't open the link."
    return ""


def _why(finding: Finding, policy: Policy) -> str:
    rule = policy.rules[finding.rule]
    code = finding.rule + (f" +{len(finding.related)}" if finding.related else "")
    citation = rule.citations[0]
    source = policy.sources.get(citation.source)
    if source is None or not source.url:
        return f"Why: {rule.why} ({code}) · {NEVER_NAMED}"
    return f"Why: {rule.why} ({code}) · {source.title} · {source.url} · checked {day(source.checked_on)}"


def day(when: date) -> str:
    """Return a date as people say it."""
    return f"{when.day} {when:%b %Y}"


def _others(others: list[Finding], conversation: Conversation) -> tuple[Block, ...]:
    lines = list(dict.fromkeys(f"{_headline(finding, conversation)} ({finding.rule})" for finding in others))
    shown = lines[:OTHERS_SHOWN]
    if len(lines) > OTHERS_SHOWN:
        shown.append(f"and {len(lines) - OTHERS_SHOWN} more")
    return (Paragraph("Also: " + " · ".join(shown)),) if shown else ()


def _buttons(finding: Finding) -> Buttons:
    correction = Button("Contract is active", "stage", "active-contract")
    more: tuple[Button, ...] = (Button("Worked together before", "stage", "earlier-contract"),)
    if finding.rule.startswith("UPW3"):
        correction, more = Button("Conversion confirmed", "converted", ""), ()
    if finding.rule == "UPW109":
        correction = Button("Badge seen", "badge", "enterprise")
    return Buttons(
        (Button("Sent it", "answered"), correction, Button("Not a problem", "dismiss", finding.rule)), more
    )
