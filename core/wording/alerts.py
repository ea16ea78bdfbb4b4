"""What a lead is told at once: what was done, with whom, who pasted it, and what to do now."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.model import Speaker
from core.policy import Policy
from core.reply import (
    IN_SIGHT,
    Block,
    Button,
    Buttons,
    Footnote,
    Heading,
    Paragraph,
    Preformatted,
    Quote,
    Reply,
    Rung,
)
from core.wording.citations import cited
from core.wording.names import UNKNOWN, one_line
from core.wording.verdict import QUOTE_LENGTH, headlines

MOST_LINES = 5
PAYMENT = "UPW3"
PAID_OUTSIDE = "Take it back in the same chat on Upwork, and take no payment outside."
GAVE_CONTACT = "Put it right in the same chat on Upwork: neither side uses the contact, and talk stays there."
PUSHED = "Decline once more, end the discussion there, and report it to Upwork."


@dataclass(frozen=True, slots=True)
class Alert:
    """A finding that a lead hears of at once."""

    rule: str
    by: Speaker
    check_id: int
    client: str = ""
    pasted_by: str = ""
    words: str = ""  # contact data masked; empty when they are erased


def alerts_reply(alerts: Sequence[Alert], policy: Policy) -> Reply:
    """Return one alert in full, or several as a list; there is at least one."""
    return _in_full(alerts[0], policy) if len(alerts) == 1 else _as_list(alerts, policy)


def _in_full(alert: Alert, policy: Policy) -> Reply:
    blocks: list[Block] = [
        Heading(_headline(alert), f"{_client(alert)}{_pasted_by(alert)}"),
        Paragraph(_to_do(alert)),
    ]
    script = policy.rules[alert.rule].script
    if script:
        situation = policy.scripts["en"].situations[script]
        text = situation.rewrites if alert.by is Speaker.US else situation.declines
        blocks.append(Preformatted("text to send", text))
    if alert.words:
        blocks.append(Quote(one_line(alert.words, QUOTE_LENGTH)))
    blocks.append(Footnote(cited(policy, alert.rule)))
    blocks.append(Buttons((Button("Show", "run", f"show {alert.check_id}"),)))
    return Reply(Rung.FULL, tuple(blocks))


def _as_list(alerts: Sequence[Alert], policy: Policy) -> Reply:
    shown = alerts[:MOST_LINES]
    lines = [
        f"{number}. {_client(alert)}: {_headline(alert)} ({alert.rule}){_pasted_by(alert)}"
        for number, alert in enumerate(shown, 1)
    ]
    if len(alerts) > MOST_LINES:
        lines.append(f"and {len(alerts) - MOST_LINES} more")
    buttons = [
        Button(f"Show {number}", "run", f"show {alert.check_id}") for number, alert in enumerate(shown, 1)
    ]
    return Reply(
        Rung.FULL,
        (
            Heading(f"{len(alerts)} things to see to"),
            Paragraph("\n".join(lines)),
            *(Paragraph(advice) for advice in dict.fromkeys(map(_to_do, shown))),
            *(Footnote(cited(policy, code)) for code in dict.fromkeys(alert.rule for alert in shown)),
            Buttons(tuple(buttons[:IN_SIGHT]), tuple(buttons[IN_SIGHT:])),
        ),
    )


def _headline(alert: Alert) -> str:
    lines = headlines().get(alert.rule, {})
    ours = alert.by is Speaker.US
    said = lines.get("us" if ours else "client", alert.rule).format(tool=lines.get("other", ""))
    return f"Already sent: {said}" if ours else said


def _client(alert: Alert) -> str:
    return one_line(alert.client) or UNKNOWN


def _pasted_by(alert: Alert) -> str:
    return f" · pasted by {one_line(alert.pasted_by)}" if alert.pasted_by else ""


def _to_do(alert: Alert) -> str:
    if alert.by is not Speaker.US:
        return PUSHED
    return PAID_OUTSIDE if alert.rule.startswith(PAYMENT) else GAVE_CONTACT
