"""The controls under a reply: sent, dismissed, or a fact that changes the judgement. Any member may press them."""

from collections.abc import Sequence

from core.cards import PAYMENT_GROUP
from core.commands.again import judge_check_again, plan_reply, plan_update
from core.commands.allowing import NEVER_ALLOWED, mute_thread, propose
from core.commands.desk import Command, CommandError, Desk, answer, lines, number_of
from core.commands.facts import say
from core.commands.rules import code_of
from core.model import Relationship, Speaker, Stage, State
from core.records import About
from core.relationships import step_of
from core.rendering import reply_on
from core.reply import Button, Diff, Preformatted, Reply, Rung
from core.store import allowances, checks, clients, people, posts
from core.store.tables import CheckRow, ClientRow, FindingRow
from core.wording.digest import ALLOW
from core.zones import local_day

OURS_STAYS = "This stays open: our own side sent it"
A_LEADS_TO_SETTLE = (
    "Send what puts it right all the same. A lead settles it, with “Sent it” or “Not a problem”."
)
LIKE_DISMISSALS = 3  # The third dismissal of a kind asks a lead whether it is to be allowed.


def press(desk: Desk, check_id: int, action: str, value: str = "") -> Reply:
    """Do what a control under the reply to a check stands for."""
    check = checks.find(desk.tenant, check_id)
    if check is None:
        raise CommandError("That check is not here any more. Paste the conversation again.")
    match action:
        case "answered":
            return handled(desk, check)
        case "stage" if value in frozenset(Stage):
            return _stage(desk, check, Stage(value))
        case "dismiss":
            return _dismiss(desk, check, value)
        case "keep":
            return keep(desk, check)
        case "text":
            return _text(desk, check)
        case "mute":
            return _mute(desk, check)
        case "share":
            return _share(desk, check)
        case "converted":
            return _ask_a_lead(desk, check, "converted CLIENT notice NUMBER", "the number of Upwork's notice")
        case "badge":
            return _ask_a_lead(
                desk,
                check,
                "plan CLIENT enterprise badge seen by NAME on DATE",
                "who saw the badge, and when",
            )
    raise CommandError(f"There is no control {action} here.")


def mark(desk: Desk, external_id: str, action: str) -> Reply | None:
    """Do what a mark on one of our replies stands for; None where it is no reply of ours, or changes nothing."""
    post = posts.by_external_id(desk.tenant, external_id)
    check = checks.find(desk.tenant, int(post.subject.get("check", 0))) if post else None
    if check is None or (action == "answered" and not _answered_by(desk, check)[0]):
        return None
    try:
        return press(desk, check.id, action)
    except CommandError:
        return None  # The thread is muted already.


def handled(desk: Desk, check: CheckRow) -> Reply:
    """Close what was asked in a check: somebody has sent the answer. Our own breach stays until a lead settles it."""
    answered, left = _answered_by(desk, check)
    _close(desk, answered)
    if left:
        return answer(
            "Noted as answered, but what our own side sent stays open" if answered else OURS_STAYS,
            *lines([A_LEADS_TO_SETTLE]),
            aside=_whose(desk, check),
        )
    if checks.is_draft(desk.tenant, check):
        return answer("Noted: the corrected text was sent", aside=_whose(desk, check))
    return answer("Noted as answered", aside=_whose(desk, check))


def _answered_by(desk: Desk, check: CheckRow) -> tuple[list[FindingRow], list[FindingRow]]:
    """Return the open findings that somebody closes by having sent an answer, and those that stay open all the same.

    What our own side has sent is a lead's to settle; in a draft it was not sent.
    """
    open_ones = [row for row in checks.findings_of(desk.tenant, check.id) if row.state == State.OPEN]
    ours = [row for row in open_ones if row.by == Speaker.US and not desk.member.lead]
    return [row for row in open_ones if row not in ours], ours


def _close(desk: Desk, answered: Sequence[FindingRow]) -> None:
    """Close what somebody has answered, and have the replies that told of it say so."""
    checks.close(desk.tenant, answered, State.ANSWERED, desk.member.name, desk.now)
    for check_id in dict.fromkeys(row.check_id for row in answered):
        check = checks.find(desk.tenant, check_id)
        if check is not None:
            plan_update(desk, check, f"answered:{desk.now.isoformat()}", grown=True)


def keep(desk: Desk, check: CheckRow) -> Reply:
    """Keep a check's sealed evidence for 24 months; a lead's decision."""
    if not desk.member.lead:
        raise CommandError("Only a lead keeps evidence. `lead list` shows who that is.")
    if check.sealed is None:
        raise CommandError(
            "The words of this check have expired. Paste the conversation again, then keep it."
        )
    until = local_day(checks.keep(desk.tenant, check, desk.now), desk.zone)
    return answer(f"Kept until {until}", aside=_whose(desk, check))


def _text(desk: Desk, check: CheckRow) -> Reply:
    """Return the text to send, and nothing else."""
    shown = _shown(desk, check)
    texts = tuple(
        block if isinstance(block, Preformatted) else Preformatted("text to send", block.after)
        for block in shown.blocks
        if isinstance(block, Preformatted | Diff)
    )
    if not texts:
        raise CommandError("There is nothing to send here.")
    return Reply(Rung.FULL, texts[:1])


def _mute(desk: Desk, check: CheckRow) -> Reply:
    """Be quiet in the thread in which a check was answered."""
    post = posts.by_key(desk.tenant, check.reply_key) if check.reply_key else None
    if check.channel_id is None or post is None or not post.thread:
        raise CommandError("There is no thread here that could be muted.")
    return mute_thread(desk, check.channel_id, post.thread)


def _share(desk: Desk, check: CheckRow) -> Reply:
    """Let everybody in the channel see what was answered in private."""
    if desk.channel is None:
        raise CommandError("There is no channel here to share it in.")
    where = people.external_id(desk.tenant, desk.channel)
    _shown(desk, check)
    key = ":".join(filter(None, (f"reply:{check.id}:shared:{where}", desk.thread)))
    plan_reply(desk, check, key, where, desk.thread, desk.member.workspace_id)
    return answer("It comes in the channel in a moment", aside=_whose(desk, check))


def _stage(desk: Desk, check: CheckRow, stage: Stage) -> Reply:
    client = clients.current(desk.tenant, check.client_id)
    if client is not None:
        return say(desk, client, About.CONTRACT, step_of(stage))
    check.stage_said = stage
    judge_check_again(desk, check, Relationship())
    return answer(
        "Noted for this conversation only",
        *lines(["I do not know whose it is. `client is NAME` says it, and the fact is kept for the client."]),
    )


def _dismiss(desk: Desk, check: CheckRow, rule: str) -> Reply:
    """Dismiss a rule's findings of a check; the third time for a client, propose to a lead to allow it."""
    found = checks.findings_of(desk.tenant, check.id)
    rows = [row for row in found if rule in ("", row.rule)]
    if not rows:
        told = ", ".join(sorted({row.rule for row in found}))
        raise CommandError(
            f"There is nothing of {rule} here, only {told}."
            if told
            else "Nothing was found in it that could be dismissed."
        )
    sent = [row for row in rows if row.by == Speaker.US and row.state_by != checks.CAUGHT]
    if not desk.member.lead and any(row.rule.startswith(PAYMENT_GROUP) for row in sent):
        raise CommandError(
            "What our own side agreed about payment is a lead's to settle. Ask a lead to look at it."
        )
    checks.close(desk.tenant, rows, State.DISMISSED, desk.member.name, desk.now)
    check.revision += 1
    plan_update(desk, check)
    client = clients.current(desk.tenant, check.client_id)
    often = checks.dismissed_alike(desk.tenant, check.client_id, rule) >= LIKE_DISMISSALS
    if client is None or not often or rule.startswith(NEVER_ALLOWED):
        return answer("Noted as no problem", aside=_whose(desk, check))
    propose(desk, client, rule)
    if allowances.entry(desk.tenant, client.id, rule) is None:  # A lead has declined it before.
        return answer("Noted as no problem", aside=_whose(desk, check))
    return _may_it_be_allowed(desk, client, rule)


def _may_it_be_allowed(desk: Desk, client: ClientRow, rule: str) -> Reply:
    """Say that a lead is asked, or ask the lead who is here."""
    third = f"This is the third time for {client.name}."
    if not desk.member.lead:
        asked = f"{third} A lead is asked whether to allow it from now on."
        return answer("Noted as no problem", *lines([asked]))
    allow = Button("Allow it", "run", ALLOW.format(rule=rule, client_id=client.id))
    asked = f"{third} Is it to be allowed from now on?"
    return answer("Noted as no problem", *lines([asked]), buttons=[allow])


def _ask_a_lead(desk: Desk, check: CheckRow, usage: str, needs: str) -> Reply:
    client = clients.current(desk.tenant, check.client_id)
    shown = usage.replace("CLIENT", client.name) if client else usage
    return answer(
        f"This needs {needs}", *lines([f"Write `{shown}`. It holds once a lead has said or confirmed it."])
    )


def _whose(desk: Desk, check: CheckRow) -> str:
    client = clients.current(desk.tenant, check.client_id)
    return client.name if client else ""


def show(desk: Desk, number: str) -> Reply:
    """Show the reply to a check again, to whoever asks."""
    check = checks.find(desk.tenant, number_of(number))
    if check is None:
        raise CommandError(f"There is no check {number}.")
    is_theirs = check.member_id == desk.member.id
    if (
        check.channel_id is None
        and not is_theirs
        and (not desk.member.lead or checks.is_draft(desk.tenant, check))
    ):
        raise CommandError("That was asked in private: only who asked can see it.")
    return _shown(desk, check)


def _shown(desk: Desk, check: CheckRow) -> Reply:
    shown = None if check.withdrawn else reply_on(desk.tenant, desk.policy, check, desk.now)
    if shown is None:
        raise CommandError("The words of this check are erased. Paste the conversation again.")
    return shown


def handled_command(desk: Desk, client: str = "") -> Reply:
    """Close the open asks of a client, or of your last paste."""
    if not client:
        return handled(desk, desk.last_check())
    row = desk.client(client)
    rows = checks.open_asks(desk.tenant, clients.ids(desk.tenant, row))
    _close(desk, rows)
    return answer(f"Noted as answered: {len(rows)}", aside=row.name)


def keep_command(desk: Desk) -> Reply:
    """Keep the evidence of your last paste."""
    return keep(desk, desk.last_check())


def dismiss_command(desk: Desk, rule: str = "") -> Reply:
    """Dismiss what your last paste was told, or one rule of it."""
    check = desk.last_check()
    return _dismiss(desk, check, code_of(desk.policy, rule) if rule else "")


COMMANDS = (
    Command("show NUMBER", "the reply to a check again, as alerts and digests name it", "show 12", show),
    Command("handled [CLIENT]", "your answer was sent: close the open asks", "handled Acme", handled_command),
    Command(
        "dismiss [RULE]", "what your last paste was told is no problem", "dismiss UPW103", dismiss_command
    ),
    Command(
        "keep", "keep the evidence of your last paste for 24 months", "keep", keep_command, for_leads=True
    ),
)
