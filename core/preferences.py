"""What an agency can set for itself. Every preference has a default that suits most, and one place: this table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import time

from core.policy import Policy, load
from core.zones import zone

# Where reports go: the preference, and its value that is no channel.
REPORTS_TO, EACH_LEAD = "reports-to", "leads"
OUR_NAMES, NO_NAMES = "our-names", "none"
RULES_ON = "rules-on"


class PreferenceError(ValueError):
    """A value that a preference cannot take; the message says which values it can."""


def _zone(value: str) -> str:
    return zone(value).key


def _clock_time(value: str) -> str:
    try:
        return time.fromisoformat(value.zfill(5)).strftime("%H:%M")
    except ValueError:
        raise PreferenceError(f"{value!r} is no time of day. Write it as 09:30.") from None


def _hours(value: str) -> str:
    start, dash, end = value.partition("-")
    if not dash:
        raise PreferenceError(f"{value!r} is no pair of times. Write it as 20:00-08:00.")
    return f"{_clock_time(start.strip())}-{_clock_time(end.strip())}"


def _number(of: str, most: int) -> Callable[[str], str]:
    def check(value: str) -> str:
        if not value.isdecimal() or int(value) > most:
            raise PreferenceError(f"{value!r} is no number of {of} from 0 to {most}.")
        return str(int(value))

    return check


def _names(value: str) -> str:
    names = [name.strip() for name in value.split(",") if name.strip()]
    return "" if value.casefold() == NO_NAMES else ", ".join(names)


def our_names(preferences: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names under which an agency's team writes on Upwork, as the agency has said."""
    return tuple(filter(None, preferences[OUR_NAMES].split(", ")))


def _rules(value: str) -> str:
    """Return the codes of rules that are off by default, of those that a value names by code, number or name."""
    if value.casefold() == NO_NAMES:
        return ""
    policy = load()
    off = sorted(code for code, rule in policy.rules.items() if not rule.default_on)
    named = value.replace(",", " ").split()
    for name in named:
        if policy.code_of(name) not in off:
            raise PreferenceError(f"{name!r} is none of {', '.join(off)}. All other rules are on.")
    return ", ".join(code for code in off if code in map(policy.code_of, named))


def policy_of(policy: Policy, preferences: Mapping[str, str]) -> Policy:
    """Return the policy of an agency, with the rules that it has switched on."""
    on = preferences[RULES_ON]
    return policy.switched(on=on.split(", ")) if on else policy


def _one_of(*choices: str) -> Callable[[str], str]:
    def check(value: str) -> str:
        if value.casefold() not in choices:
            raise PreferenceError(f"{value!r} is none of {', '.join(choices)}.")
        return value.casefold()

    return check


@dataclass(frozen=True, slots=True)
class Preference:
    """A setting of an agency."""

    name: str
    default: str
    says: str
    check: Callable[[str], str]


PREFERENCES: Mapping[str, Preference] = {
    preference.name: preference
    for preference in (
        Preference("zone", "UTC", "the agency's time zone, as Europe/Berlin", _zone),
        Preference(
            OUR_NAMES,
            "",
            "names under which your team writes on Upwork, separated by commas, beside those of the installation; none "
            "takes them back",
            _names,
        ),
        Preference(
            "loudness",
            "normal",
            "quiet (full replies and lines), normal (and a mark on what was read), strict (and advice)",
            _one_of("quiet", "normal", "strict"),
        ),
        Preference(
            RULES_ON,
            "",
            "which rules that are off by default are on: UPW605 (thin proposals), UPW701 (trading feedback), UPW702 (sharing "
            "an account), separated by commas; none switches them off",
            _rules,
        ),
        Preference(
            "learning-days",
            "3",
            "for how many days after the installation only payment, contact data and our own text are answered in "
            "channels; a lead gets the rest in a summary",
            _number("days", 30),
        ),
        Preference(
            REPORTS_TO,
            EACH_LEAD,
            "where alerts, reminders and digests go: leads (a direct message each), or a private channel; "
            "`reports to CHANNEL` sets it",
            str,  # The command knows which channels there are.
        ),
        Preference("digest", "on", "the weekly digest to the leads", _one_of("on", "off")),
        Preference("digest-time", "09:00", "when it comes on Mondays, in the agency's zone", _clock_time),
        Preference(
            "reminders",
            "30",
            "which reminders are messages of their own: 30 (the others stand in the digest), all, off",
            _one_of("30", "all", "off"),
        ),
        Preference(
            "alerts-a-day",
            "3",
            "how many alerts a lead gets a day; the rest comes as one",
            _number("alerts", 50),
        ),
        Preference(
            "quiet-hours", "20:00-08:00", "when alerts wait, those about outside payment excepted", _hours
        ),
        Preference(
            "evidence-days",
            "30",
            "for how many days the words of a finding are kept, sealed",
            _number("days", 365),
        ),
        Preference(
            "ask-days", "14", "after how many days an unanswered ask of a client closes", _number("days", 365)
        ),
    )
}


def with_defaults(chosen: Mapping[str, str]) -> dict[str, str]:
    """Return every preference, as chosen or else by default."""
    return {name: chosen.get(name, preference.default) for name, preference in PREFERENCES.items()}
