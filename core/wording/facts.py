"""Statements about a client, as people say them."""

from core.model import Origin, Plan
from core.records import About, ContractStep, Period, Statement, Via
from core.reply import Block, Footnote
from core.wording.verdict import day

_CONTRACT = {
    ContractStep.OFFERED: "offer sent",
    ContractStep.STARTED: "contract active",
    ContractStep.ENDED: "contract ended",
    ContractStep.NONE: "no contract",
}
_PLANS = {
    Plan.BASIC: "Basic plan",
    Plan.BUSINESS_PLUS: "Business Plus plan",
    Plan.BUSINESS: "old Business plan",
    Plan.ENTERPRISE: "Enterprise plan",
}
_ORIGINS = {Origin.UPWORK: "met on Upwork", Origin.ELSEWHERE: "met outside Upwork"}


def said(statement: Statement) -> str:
    """Return a statement in half a sentence, as "contract active since 3 Nov 2026"."""
    match statement.about:
        case About.CONTRACT:
            text = _CONTRACT[ContractStep(statement.value)]
            text += f" ({statement.subject})" if statement.subject else ""
            text += _since(statement)
        case About.PLAN:
            text = _PLANS[Plan(statement.value)]
            text += f", {statement.reference}" if statement.reference else ", badge not seen"
        case About.ORIGIN:
            text = _ORIGINS[Origin(statement.value)]
            if statement.value == Origin.ELSEWHERE:
                text += f", proof: {statement.reference}" if statement.reference else ", no proof"
        case About.MET:
            text = f"met {_on(statement)}" + (f" by {statement.subject}" if statement.subject else "")
        case About.CONVERTED:
            text = f"converted {_on(statement)}, notice {statement.reference}"
    return text + (" (read in a paste)" if statement.via is Via.PASTE else "")


def effect(updated: int, expired: int = 0) -> tuple[Block, ...]:
    """Return what a fact has changed besides itself, and what could not follow it any more."""
    said = []
    if updated:
        said.append("1 reply was judged again." if updated == 1 else f"{updated} replies were judged again.")
    if expired:
        pastes = "1 older paste has" if expired == 1 else f"{expired} older pastes have"
        said.append(f"{pastes} expired and cannot be judged again: paste what still matters once more.")
    return tuple(Footnote(sentence) for sentence in said)


def _since(statement: Statement) -> str:
    if statement.on is None:
        return ""
    return f" {'since' if statement.value == ContractStep.STARTED else 'on'} {day(statement.on)}"


def _on(statement: Statement) -> str:
    if statement.on is None:
        return "on an unknown day"
    if statement.value == Period.MONTH:
        return f"in {statement.on:%B %Y}"
    if statement.value == Period.YEAR:
        return f"in {statement.on:%Y}"
    return f"on {day(statement.on)}"
