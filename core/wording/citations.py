"""Where a rule stands, in half a line: everything said about Upwork carries this."""

from core.policy import Policy
from core.wording.verdict import NEVER_NAMED, day


def cited(policy: Policy, code: str) -> str:
    """Return a rule's code and its first source, with the day on which that was checked."""
    source = policy.sources[policy.rules[code].citations[0].source]
    if not source.url:
        return f"{code} · {NEVER_NAMED}"
    return f"{code} · {source.title} · {source.url} · checked {day(source.checked_on)}"
