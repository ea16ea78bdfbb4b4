"""Clients in words: what is known of one, and until when payment is bound."""

from collections.abc import Iterable, Iterator
from datetime import date

from core.model import Origin, Plan, Relationship, Window
from core.relationships import last_bound_on
from core.reply import Field
from core.twoyears import window
from core.wording.verdict import STAGES, day

_PLANS = {
    Plan.BASIC: "Basic",
    Plan.BUSINESS_PLUS: "Business Plus",
    Plan.BUSINESS: "Business (old)",
    Plan.ENTERPRISE: "Enterprise",
}


def which_one(name: str, names: Iterable[str]) -> str:
    """Return the question which of several clients a name stands for."""
    return f"{name} may be {', '.join(names)}. Say which one, once: `client choose {name} for CLIENT`."


def bound_line(known: Relationship, today: date) -> str:
    """Return until when payment is bound to Upwork, as it is said everywhere; today is the judging day."""
    state = window(known, today)
    if state is Window.OUTSIDE:
        return "Payment is not bound: you met outside Upwork, with proof."
    if known.converted_on is not None and state is Window.CONVERTED:
        return f"Payment is free since the conversion on {day(known.converted_on)}."
    if known.converted_on is not None:
        return (
            f"Payment is free once {day(known.converted_on)}, the day of the conversion, has begun everywhere on earth, "
            "and not before."
        )
    bound = last_bound_on(known)
    if bound is None:
        return "Payment is bound to Upwork, with no end: the day you met there is not known."
    if known.met_on_estimated and bound < today:
        return (
            f"The two years may have ended about {day(bound)}, but the day you met is an estimate and frees nobody: "
            "payment stays bound to Upwork until a lead confirms it."
        )
    if bound < today:
        return (
            f"The two years ended on {day(bound)}. Before any payment elsewhere comes Upwork's conversion for 1 USD: "
            "wait for its notice."
        )
    if known.met_on_estimated:
        return f"Payment is bound to Upwork until about {day(bound)}; the day you met is an estimate and frees nobody."
    return f"Payment is bound to Upwork until {day(bound)}, that day included."


def client_line(name: str, known: Relationship, today: date, *, confirmed: bool) -> str:
    """Return a client in one line."""
    stage = STAGES[known.stage] if known.stage else "stage not known"
    bound = last_bound_on(known)
    if known.converted_on is not None:
        is_free = window(known, today) is Window.CONVERTED
        until = "converted" if is_free else f"bound until it is {day(known.converted_on)} everywhere"
    elif bound is None:
        until = "no end known"
    elif bound < today and not known.met_on_estimated:
        until = f"two years ended {day(bound)}, not converted"
    else:
        until = f"bound until {'about ' if known.met_on_estimated else ''}{day(bound)}"
    return f"{name} · {stage} · {until}" + ("" if confirmed else " · not confirmed yet")


def facts_of(known: Relationship, today: date) -> Iterator[Field]:
    """Yield what is known of a client, a field a fact."""
    yield Field("contract", STAGES[known.stage] if known.stage else "not known, treated as none")
    if known.plan:
        yield Field("plan", _PLANS[known.plan] + (", badge seen" if known.badge_seen else ", badge not seen"))
    if known.origin is Origin.ELSEWHERE:
        yield Field(
            "met",
            "outside Upwork" + ("" if known.origin_proof else ", no proof yet: treated as met on Upwork"),
        )
    if known.met_on:
        yield Field("met on", day(known.met_on) + (" (estimate)" if known.met_on_estimated else ""))
    yield Field("payment", bound_line(known, today))
