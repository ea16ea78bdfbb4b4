"""A verdict becomes a reply, on the rung that it deserves."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path

import tomli

from core.alerts import AGREED, PUSHED_AGAIN
from core.circumstances import is_draft
from core.excerpts import Excerpt, words_of
from core.kinds import PAY
from core.model import (
    IN_PERSON,
    WITH_A_CONTRACT,
    Finding,
    Kind,
    Level,
    Place,
    Reading,
    Relationship,
    Speaker,
    Stance,
    State,
    Verdict,
)
from core.policy import Policy
from core.relationships import last_bound_on
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
from core.struck import is_signature, last_struck, sentences_of
from core.wording.names import one_line
from core.wording.tools import tool_of

HEADLINES = Path(__file__).parent / "headlines.toml"
# Experience.md 2 in one table: what gets a full reply although it is no violation, and what a single line.
FULL_ANYWAY = frozenset({"UPW501", "UPW502", "UPW503", "UPW508", "UPW109", "UPW115", "UPW315", "UPW307"})
ONE_LINE = frozenset(
    {"UPW211", "UPW213", "UPW111", "UPW403", "UPW110", "UPW113", "UPW318", "UPW314", "UPW504"}
)
BREACHES = (Level.VIOLATION, Level.WARNING)
CONVERSION_CLAIM = "UPW314"
CLOSED = "UPW403"
CALL = "UPW103"
FOR_A_VISIT = "continue-here"
REPORT = "UPW509"
SWINDLE = "UPW508"
PLAN_CLAIM = "UPW109"
BEFORE_A_CONTRACT = ("UPW1", "UPW2")  # What an exempt plan would allow.
PUBLIC = "UPW208"
CALLS = ("call-here", "book-here")
WINDOW_OPEN = "UPW401"
MOVES = ("UPW104", "UPW102", "UPW103")  # The first of them that was found says best what was meant.
PAYMENT = "UPW3"  # What costs the account in every stage.
PAST_TALK = "UPW107"
NOTHING_TO_SEND = (State.ANSWERED, State.RESOLVED)
SETTLED = {State.ANSWERED: ", answered", State.RESOLVED: ", before the contract"}
CONTRACT_SINCE = "asked before the contract, nothing to send now"
NEVER_NAMED = "Upwork does not name this rule; it is good practice."
NOTHING_FOUND = "I found nothing that breaks these rules."
NOTHING_ELSE = "The rest is fine."
READ_ON = "Check that what follows still fits."
NOTHING_NEW = "I found nothing new that breaks these rules."
TAKE_BACK = "Send this as a correction, and tell a lead."
EXPORTED = "This chat took place {place}: restate it on Upwork"
CORRECTED = "Your correction stands below it: tell a lead."
_LINK = re.compile(r"\w[./•]+[/•\w]*\w")  # What is left of one; of a tool that is only named there is none.
QUOTE_LENGTH = 140
OTHERS_SHOWN = 3
FEW_LETTERS = 3  # Of a draft, as the full stop that no sentence holds, are no rest of it.
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


def rung_of(verdict: Verdict) -> Rung:
    """Return how loudly a verdict is answered."""
    rungs = [_rung_of_finding(finding) for finding in verdict.findings]
    if verdict.unchecked:
        rungs.append(Rung.LINE)
    return min(rungs, key=list(Rung).index, default=Rung.REACTION)


def reply_to(
    reading: Reading,
    excerpts: Sequence[Excerpt],
    verdict: Verdict,
    relationship: Relationship,
    policy: Policy,
    recalled: Sequence[Finding] = (),
    sent_by: str = "",
) -> Reply:
    """Return the answer to a judged reading; `excerpts` hold the words that are quoted.

    `recalled` are findings that were answered earlier and are still open; half a line reminds of them. `sent_by` is
    who of the team said that the answer was sent.
    """
    rung = rung_of(verdict)
    told = sorted(
        (finding for finding in verdict.findings if finding.level is not Level.INFO), key=loudest_first
    )
    if not told:
        return Reply(rung, (*_nothing_found(verdict, _still_open(recalled, reading)),))
    lead, *others = told
    # One word of care is enough, however many addresses it is about.
    others = [one for one in others if one.level is not Level.CARE or one.rule != lead.rule]
    in_draft = lead.by is Speaker.US and is_draft(reading)
    going = [one for one in told if one.by is Speaker.US and _rung_of_finding(one) is Rung.FULL]
    words = " ".join(sentences_of(lead, excerpts, going)) if in_draft else words_of(lead, excerpts)
    aside = _aside(lead, verdict, relationship, reading)
    if rung is Rung.LINE and lead.state is State.ANSWERED:
        aside = f"answered, says {one_line(sent_by)}" if sent_by else "your answer keeps it here"
    if rung is Rung.LINE and lead.state is State.RESOLVED:
        aside = CONTRACT_SINCE
    aside = " · ".join(filter(None, (aside, _still_open(recalled, reading))))
    blocks: list[Block] = [Heading(_headline(lead, reading, excerpts), aside)]
    has_words = rung is Rung.FULL or _claims_a_conversion(lead)
    if in_draft and words and (reading.place is Place.PROFILE or is_signature(lead, excerpts)):
        to_send: tuple[Block, ...] = (Diff(words, ""),) if has_words else ()
    else:
        to_send = _to_send(lead, words, reading, policy) if has_words else ()
    blocks.extend(to_send)
    if any(isinstance(block, Diff) for block in to_send):
        blocks.extend(_rest_of_draft(going, excerpts, reading, policy))
    # A diff shows the words already, and of an export no single ones count.
    settled = lead.state in NOTHING_TO_SEND
    if words and not settled and not _is_export(lead) and not any(isinstance(b, Diff) for b in to_send):
        note = TAKE_BACK if to_send and lead.by is Speaker.US and not in_draft else _note(lead, words)
        note = CORRECTED if _is_corrected(lead, reading) else note
        blocks.append(Quote(_shortened(words), note))
    blocks.append(Footnote(_in_short(lead, words, policy) if settled else _why(lead, reading, policy)))
    blocks.extend(_others(others, reading, excerpts, policy))
    if verdict.unchecked:
        blocks.append(Footnote("Not checked: " + "; ".join(verdict.unchecked) + "."))
    blocks.append(_buttons(lead))
    return Reply(rung, tuple(blocks))


def loudest_first(finding: Finding) -> tuple[int, ...]:
    """Return the place of a finding among those of a reply: what needs an answer, and costs the account soonest, first.

    An ask that was declined waits behind every one that is open. What our own side did goes before what was asked of
    it: nobody else can put it right. A client who asks for money again after a no is worse than one who asks, and a swindle
    worse than where its money goes. Payment outside is barred in every stage, talk is not; and what was said elsewhere is
    answered with what is asked now.
    """
    ours = finding.by is Speaker.US and finding.level in BREACHES
    pushed = finding.rule in PUSHED_AGAIN
    return (
        list(Rung).index(_rung_of_finding(finding)),
        finding.state in NOTHING_TO_SEND,
        not (ours and finding.rule in AGREED),
        not ours,
        not pushed,
        finding.rule != SWINDLE,
        finding.level.rank,
        not finding.rule.startswith(PAYMENT),
        finding.rule == PAST_TALK,
        finding.evidence[0].message,
        finding.evidence[0].start,
    )


def _rung_of_finding(finding: Finding) -> Rung:
    if finding.level is Level.INFO:
        return Rung.REACTION
    if finding.state in NOTHING_TO_SEND:
        return Rung.LINE
    if finding.level is Level.VIOLATION or finding.rule in FULL_ANYWAY:
        return Rung.FULL
    if finding.level is Level.CARE or finding.rule in ONE_LINE:
        return Rung.LINE
    if finding.level is Level.WARNING:
        return Rung.FULL
    return Rung.SILENCE


def _nothing_found(verdict: Verdict, still_open: str) -> tuple[Block, ...]:
    if verdict.unchecked:
        return (
            Heading("Part of this was not checked", "; ".join(verdict.unchecked)),
            Paragraph("Treat that part as unchecked."),
        )
    return (Heading(NOTHING_NEW, still_open) if still_open else Heading(NOTHING_FOUND),)


def _still_open(recalled: Sequence[Finding], reading: Reading) -> str:
    """Return half a line on the gravest finding that nobody has answered."""
    unanswered = [finding for finding in recalled if _rung_of_finding(finding) is Rung.FULL]
    if not unanswered:
        return ""
    lead = min(unanswered, key=loudest_first)
    said = _headline(lead, reading, ())  # Its words stand in what was pasted before.
    return "still open: " + (said if lead.by is Speaker.US else said.partition(":")[0])


def _speaking(finding: Finding) -> str:
    """Return the rule whose words are said: once the two years are over, the one about what comes after them."""
    return CLOSED if finding.level is Level.CARE and CLOSED in finding.related else finding.rule


def _headline(finding: Finding, reading: Reading, excerpts: Sequence[Excerpt]) -> str:
    lines = headlines().get(IN_PERSON if _is_visit(finding) else _speaking(finding))
    if lines is None:
        return finding.rule
    named = tool_of(finding, excerpts)
    if _is_export(finding):
        return EXPORTED.format(place=f"on {named}" if named else "outside Upwork")
    tool = named or lines.get("other", "")
    if finding.by is not Speaker.US:
        said = lines["client"].format(tool=tool)
        # What to do about it stands behind the colon, and of what a fact has settled nothing is to be done.
        return said.partition(":")[0] if finding.state is State.RESOLVED else said
    if lines["us"] == lines["client"]:
        return lines["us"].format(tool=tool)
    ahead = "Before you send: " if is_draft(reading) else "Already sent: "
    return ahead + lines["us"].format(tool=tool)


def _is_visit(finding: Finding) -> bool:
    """Tell whether a call is none, but people who would meet each other."""
    calls = {signal.channel for signal in finding.signals if signal.kind is Kind.CALL}
    return finding.rule == CALL and calls == {IN_PERSON}


def _script_of(finding: Finding, reading: Reading, policy: Policy) -> str:
    """Return the situation whose words answer a finding; a visit is not welcomed as a call on Upwork is."""
    return FOR_A_VISIT if _is_visit(finding) else policy.rules[_answered_by(finding, reading)].script


def _is_export(finding: Finding) -> bool:
    """Tell whether it is the form of the paste alone that shows talk elsewhere."""
    return {signal.kind for signal in finding.signals} == {Kind.OUTSIDE_EXPORT}


@cache
def headlines() -> dict[str, dict[str, str]]:
    """Return what is said first of each rule, by its code."""
    with HEADLINES.open("rb") as file:
        return tomli.load(file)


def _aside(finding: Finding, verdict: Verdict, relationship: Relationship, reading: Reading) -> str:
    assumed = dict(verdict.assumed)
    if reading.messages[finding.evidence[0].message].stage is None:
        assumed.pop("stage-from-paste", None)  # What the paste says later holds for later words alone.
    parts = [relationship.client] if relationship.client else []
    treated = [
        STAGES.get(assumed[fact], FACTS[fact])
        for fact in ("stage", "stage-from-paste", "met_on", "speaker")
        if fact in assumed and (fact in finding.depends_on or fact == "stage-from-paste")
    ]
    if treated:
        parts.append("treated as: " + ", ".join(dict.fromkeys(treated)))
    is_known = WINDOW_OPEN in finding.related and not relationship.met_on_estimated
    if is_known and (bound := last_bound_on(relationship)):
        parts.append(f"bound until {day(bound)}")
    return " · ".join(parts)


def text_to_send(finding: Finding, reading: Reading, policy: Policy) -> tuple[str, str] | None:
    """Return what answers a finding, or takes the place of our own words, behind the code of its language.

    Of a profile a sentence only goes, and nothing takes its place.
    """
    settled = finding.level is Level.INFO or finding.state in NOTHING_TO_SEND
    goes = finding.by is Speaker.US and reading.place is Place.PROFILE
    return None if settled or goes else next(_texts(finding, reading, policy), None)


def _texts(finding: Finding, reading: Reading, policy: Policy) -> Iterator[tuple[str, str]]:
    """Yield the script of a finding in the client's language and in English, each behind the code of its language."""
    name = _script_of(finding, reading, policy)
    if not name or _came_too_late(finding, reading) or _is_corrected(finding, reading):
        return
    for lang in dict.fromkeys((reading.language_at(finding.evidence[0].message), "en")):
        script = policy.script(lang)
        if script and (situation := script.situations.get(name)):
            yield lang, situation.rewrites if _is_reworded(finding, name, reading) else situation.declines


def _to_send(finding: Finding, words: str, reading: Reading, policy: Policy) -> tuple[Block, ...]:
    """Return the script: in the client's language with English beside it, or the replaced sentence of a draft.

    What we have sent already cannot be replaced; there it is what sets it right.
    """
    texts = list(_texts(finding, reading, policy))
    blocks: list[Block] = []
    if texts and words and finding.by is Speaker.US and is_draft(reading):
        rewrite = _rewrite(finding, reading, policy)
        blocks.append(Diff(words, rewrite))
        texts = texts[1:] if rewrite else []
    for lang, text in texts:
        label = "in English" if blocks else "text to send"
        script = policy.script(lang)
        if script and not script.reviewed:
            label += f" ({script.name}, not reviewed by a native speaker)"
        blocks.append(Preformatted(label, text))
    return tuple(blocks)


def _is_reworded(finding: Finding, name: str, reading: Reading) -> bool:
    """Tell whether words of ours are said in another way; who has promised a call keeps it, as he would who is asked for one."""
    return finding.by is Speaker.US and (is_draft(reading) or name not in CALLS)


def _claims_a_conversion(finding: Finding) -> bool:
    """Tell whether a client who says that the conversion is paid waits for an answer; other care is a single line."""
    return finding.rule == CONVERSION_CLAIM and finding.by is Speaker.CLIENT and finding.state is State.OPEN


def _came_too_late(finding: Finding, reading: Reading) -> bool:
    """Tell whether a contract has started since: "until a contract is active" would no longer be true."""
    before = reading.messages[finding.evidence[0].message].stage not in WITH_A_CONTRACT
    since = reading.messages[-1].stage in WITH_A_CONTRACT
    return before and since and finding.rule.startswith(BEFORE_A_CONTRACT)


def _is_corrected(finding: Finding, reading: Reading) -> bool:
    """Tell whether our side has taken back in a later message what it had agreed to."""
    if finding.by is not Speaker.US:
        return False
    pays = finding.rule.startswith(PAYMENT)
    return any(
        signal.message > finding.evidence[0].message and (signal.kind in PAY) is pays
        for signal in reading.signals
        if signal.by is Speaker.US and signal.stance is Stance.REFUSED
    )


def _rest_of_draft(
    going: Sequence[Finding], excerpts: Sequence[Excerpt], reading: Reading, policy: Policy
) -> Iterator[Block]:
    """Yield the other sentences of a draft that cannot stay, and the word that nothing was found in all else.

    What would take the place of two sentences is said once, and the others are only struck out. What comes behind them
    may lean on them in words that nobody knows, as "Just ping us".
    """
    struck: set[str] = set()
    said: set[str] = set()
    for finding in going:
        rewrite = "" if is_signature(finding, excerpts) else _rewrite(finding, reading, policy)
        sentences = [words for words in sentences_of(finding, excerpts, going) if words not in struck]
        if said and sentences:  # Of the first finding it has been said.
            yield Diff(" ".join(sentences), "" if rewrite in said else rewrite)
        struck.update(sentences)
        said.add(rewrite)
    ours = [message for message in reading.messages if message.speaker is not Speaker.CLIENT]
    if sum(message.end - message.start for message in ours) > sum(map(len, struck)) + FEW_LETTERS:
        follows = ours[-1].end > last_struck(going, excerpts) + FEW_LETTERS
        yield Paragraph(f"{NOTHING_ELSE} {READ_ON}" if follows else NOTHING_ELSE)


def _rewrite(finding: Finding, reading: Reading, policy: Policy) -> str:
    """Return what a sentence of ours gives way to, empty where nothing takes its place."""
    _, text = text_to_send(finding, reading, policy) or ("", "")
    return text


def _answered_by(finding: Finding, reading: Reading) -> str:
    """Return the rule whose script answers: who says that a plan, or a conversion, frees him is told what would.

    What cannot stay in a proposal gives way to what a message of ours would say, as times in place of a link to book one.
    """
    if finding.by is Speaker.US:
        is_proposed = finding.rule == PUBLIC and reading.place is Place.PROPOSAL
        return next((rule for rule in MOVES if is_proposed and rule in finding.related), finding.rule)
    claimed = PLAN_CLAIM if finding.rule.startswith(BEFORE_A_CONTRACT) else CONVERSION_CLAIM
    return claimed if claimed in finding.related else _speaking(finding)


def _shortened(words: str) -> str:
    return words if len(words) <= QUOTE_LENGTH else words[: QUOTE_LENGTH - 1].rstrip() + "…"


def _note(finding: Finding, words: str) -> str:
    kinds = {signal.kind.value for signal in finding.signals}
    if finding.by is Speaker.US or finding.level is not Level.VIOLATION:
        return ""
    if "phone" in kinds:
        return "Don't save, text or call the number."
    if kinds & {"email", "messenger-id", "social-handle"}:
        return "Don't write there."
    if kinds & {"meeting-link", "scheduler", "contact-form", "contact-page"} and _LINK.search(words):
        return "Don't open the link."
    return ""


def _in_short(finding: Finding, words: str, policy: Policy) -> str:
    """Return what a settled ask was, in a line: nobody has to be told why."""
    what = f"{policy.rules[finding.rule].title} ({_code(finding)})"
    return f"“{_shortened(words)}” · {what}" if words else what


def _why(finding: Finding, reading: Reading, policy: Policy) -> str:
    claimed = _answered_by(finding, reading) == PLAN_CLAIM
    rule = policy.rules[PLAN_CLAIM if claimed else _speaking(finding)]
    code = rule.code + (f" +{len(finding.related)}" if finding.related else "")
    citation = rule.citations[0]
    source = policy.sources.get(citation.source)
    if source is None or not source.url:
        return f"Why: {rule.why} ({code}) · {NEVER_NAMED}"
    return f"Why: {rule.why} ({code}) · {source.title} · {source.url} · checked {day(source.checked_on)}"


def day(when: date) -> str:
    """Return a date as people say it."""
    return f"{when.day} {when:%b %Y}"


def _others(
    others: list[Finding], reading: Reading, excerpts: Sequence[Excerpt], policy: Policy
) -> tuple[Block, ...]:
    """Return small print on what else was found: first all that deserves a full answer, the last by title alone.

    What was asked once more after an answer is told once, as what it is now.
    """
    asked = [finding for finding in others if _rung_of_finding(finding) is Rung.FULL]
    said = max(len(asked), OTHERS_SHOWN)
    shown: dict[tuple[str, str], str] = {}
    for finding in others[:said]:
        headline = _headline(finding, reading, excerpts)
        shown.setdefault((headline.partition(":")[0], finding.rule), f"{headline} ({_code(finding)})")
    told = {finding.rule for finding in others[:said]}
    left = dict.fromkeys(
        f"{policy.rules[finding.rule].title} ({_code(finding)})"
        for finding in others[said:]
        if finding.rule not in told
    )
    lines = (("Also: ", shown.values()), ("Smaller: ", left))
    return tuple(Footnote(opening + " · ".join(said)) for opening, said in lines if said)


def _code(finding: Finding) -> str:
    return finding.rule + SETTLED.get(finding.state, "")


def _buttons(finding: Finding) -> Buttons:
    """Return three controls in sight, and in the menu what is wanted less often."""
    correction = Button("Contract is active", "stage", "active-contract")
    stages: tuple[Button, ...] = (
        Button("Offer sent", "stage", "offer-sent"),
        Button("Worked together before", "stage", "earlier-contract"),
    )
    if finding.rule.startswith("UPW3"):
        correction, stages = Button("Conversion confirmed", "converted", ""), ()
    if finding.rule == "UPW109":
        correction = Button("Badge seen", "badge", "enterprise")
    sent = () if finding.state in NOTHING_TO_SEND else (Button("Sent it", "answered"),)
    return Buttons(
        (*sent, correction, Button("Not a problem", "dismiss", finding.rule)),
        (
            *stages,
            Button("Text only", "text"),
            Button("Why, and what is allowed", "run", f"rules {finding.rule}"),
            Button("Mute this thread", "mute"),
            Button("Keep as evidence", "keep"),
            Button("How to report it", "run", f"rules {REPORT}"),
        ),
    )
