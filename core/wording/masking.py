"""Hide contact data in words that are shown again."""

from core.model import Finding, Kind, Span

_CONTACT = frozenset(
    {
        Kind.PHONE,
        Kind.EMAIL,
        Kind.MESSENGER_ID,
        Kind.SOCIAL_HANDLE,
        Kind.ADDRESS,
        Kind.MEETING_LINK,
        Kind.SCHEDULER,
        Kind.CONTACT_FORM,
        Kind.CONTACT_PAGE,
        Kind.OUTSIDE_METHOD,
    }
)
_KEPT_AHEAD = 3
_KEPT_BEHIND = 2
_NAMES = frozenset({Kind.MESSENGER_ID, Kind.SOCIAL_HANDLE})  # A user name may look like any word.


def masked(text: str, span: Span, findings: tuple[Finding, ...]) -> str:
    """Return the words of a span with the contact data inside it made unusable."""
    chars = list(text[span.start : span.end])
    for finding in findings:
        for signal in finding.signals:
            if signal.kind in _NAMES or (
                signal.kind in _CONTACT and _is_data(text[signal.start : signal.end])
            ):
                _blot(chars, signal.start - span.start, signal.end - span.start)
    return " ".join("".join(chars).split())


def _is_data(words: str) -> bool:
    """Tell data from a phrase about it, or from the name of a tool: data holds a digit, an @, a dot or the like."""
    return any(char.isdigit() or char in "@./_" for char in words)


def _blot(chars: list[str], start: int, end: int) -> None:
    """Cover all but the first and last few letters and digits of a place."""
    places = [i for i in range(max(start, 0), min(end, len(chars))) if chars[i].isalnum()]
    ahead = min(_KEPT_AHEAD, len(places) // 3)
    behind = min(_KEPT_BEHIND, len(places) // 4)
    for place in places[ahead : len(places) - behind]:
        chars[place] = "•"
