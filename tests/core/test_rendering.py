from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from core.commands.again import judge_check_again
from core.commands.checking import Paste, check_paste, withdraw
from core.commands.desk import Desk
from core.commands.facts import contract_start, met
from core.commands.undoing import undo
from core.digest import freeze
from core.model import Relationship, Stage, State
from core.policy import load
from core.question import Question, check
from core.records import Member, Post, PostKind, ReminderKind
from core.rendering import render
from core.reply import Footnote, Heading, Image, Paragraph, Quote, Reply, Rung
from core.store import alerts, checks, clients, people, posts
from core.store.reminders import POSTED
from core.store.tables import AllowanceRow, DigestRow, MemberRow, ReminderRow
from core.store.tenant import Store, Tenant
from core.twoyears import judging_day
from core.weekly import digest_of

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
POLICY = load()
MARA, OMAR = 1, 2
ASK = "Northwind: Can we jump on WhatsApp? My number is +44 7700 900418.\nMe: Let me look at it."
GROWN = f"{ASK}\nNorthwind: Fine. The shop has three branches."
AGREED = "Northwind: Can I pay you via PayPal and skip the fees?\nMe: Sure, send it to my PayPal, no problem."
WHATSAPP = "Client asks to move to WhatsApp: keep it here"
OK_NOW = "OK now: nothing here breaks these rules any more"
ACTIVE = "contract active, said by Mara, waits for a lead"


def desk(tenant: Tenant, now: datetime = NOW, *, lead: bool = False) -> Desk:
    return Desk(tenant, POLICY, Member(MARA, 1, 1, "Mara", lead), now, people.preferences(tenant))


def pasted(store: Store, text: str = ASK, source: str = "", now: datetime = NOW) -> Post:
    look = check(Question(text), POLICY, judging_day(now))
    with store.write(1) as tenant:
        checked = check_paste(
            desk(tenant, now), Paste(text, source=source, destination="C1", asked=True), look
        )
        post = posts.by_key(tenant, f"reply:{checked.check_id}:0")
    assert post is not None
    return post


def meanwhile(store: Store, *events: Callable[[Desk], object]) -> None:
    for event in events:
        with store.write(1) as tenant:
            event(desk(tenant))


def post_of(kind: PostKind, **subject: int | str) -> Post:
    return Post(
        id=1,
        agency_id=1,
        workspace_id=1,
        kind=kind,
        destination="m1",
        dedupe_key="k",
        not_before=NOW,
        subject=subject,
    )


def said(store: Store, post: Post, now: datetime = NOW) -> Reply:
    reply = render(store, POLICY, post, now)
    assert reply is not None
    return reply


def update(post: Post) -> Post:
    return replace(post, replaces="x1")


def starts(desk: Desk) -> object:
    return contract_start(desk, "Northwind")


def undoes(desk: Desk) -> object:
    return undo(desk, "2")  # The first change is the day of meeting that the paste has brought.


def closes(state: State) -> Callable[[Desk], object]:
    return lambda desk: checks.close(desk.tenant, checks.findings_of(desk.tenant, 1), state, "Omar", desk.now)


answers, dismisses = closes(State.ANSWERED), closes(State.DISMISSED)


def grows_old(desk: Desk) -> None:
    checks.close_old_asks(desk.tenant, desk.now + timedelta(1), desk.now)


def expires(desk: Desk) -> None:
    checks.expire(desk.tenant, desk.now + timedelta(days=40))


# What has happened between planning and sending, what a first reply says then, and what an update says.
SITUATIONS = {
    "nothing": (
        (),
        Heading(WHATSAPP, "Northwind · treated as: no contract yet"),
        Heading(WHATSAPP, "Northwind · treated as: no contract yet · judged again: the post was edited"),
    ),
    "a contract has started": (
        (starts,),
        Heading("I found nothing that breaks these rules.", f"judged again: {ACTIVE}"),
        Heading(OK_NOW, f"Northwind · {ACTIVE}"),
    ),
    "that was taken back": (
        (starts, undoes),
        Heading(
            WHATSAPP,
            "Northwind · treated as: no contract yet · judged again: taken back: contract active",
        ),
        Heading(
            WHATSAPP,
            "Northwind · treated as: no contract yet · judged again: taken back: contract active",
        ),
    ),
    "it was answered": (
        (answers,),
        Heading(WHATSAPP, "answered, says Omar"),
        Heading(WHATSAPP, "answered, says Omar · judged again: the post was edited"),
    ),
    "it has only grown old": (
        (grows_old,),
        Heading(WHATSAPP, "Northwind · treated as: no contract yet"),
        Heading(WHATSAPP, "Northwind · treated as: no contract yet · judged again: the post was edited"),
    ),
    "it was called no problem": (
        (dismisses,),
        Heading("I found nothing that breaks these rules."),
        Heading(OK_NOW, "Northwind · the post was edited"),
    ),
    "its words have expired": (
        (expires,),
        None,
        Heading("Facts about Northwind have changed. Paste it again to have it judged anew."),
    ),
    "its post was deleted": (
        (lambda desk: withdraw(desk, desk.last_check()),),
        None,
        Heading("This post is gone, and so is what was said of it."),
    ),
}


@pytest.mark.parametrize(
    "events, first, updated", list(SITUATIONS.values()), ids=[name.replace(" ", "-") for name in SITUATIONS]
)
def test_a_reply_says_what_is_true_when_it_is_sent(
    store: Store,
    events: tuple[Callable[[Desk], object], ...],
    first: Heading | None,
    updated: Heading | None,
) -> None:
    post = pasted(store, source="p1")
    meanwhile(store, *events)

    replies = [render(store, POLICY, one, NOW) for one in (post, update(post))]
    assert [reply and reply.blocks[0] for reply in replies] == [first, updated]


def test_an_ok_says_that_payment_stays_bound(store: Store) -> None:
    post = pasted(store)
    meanwhile(store, starts)

    reply = said(store, update(post))
    assert reply.rung is Rung.LINE
    assert len(reply.blocks) == 2
    assert "Payment is bound to Upwork until" in str(reply.blocks[1])


def test_outside_payment_is_told_again_whatever_the_contract(store: Store) -> None:
    post = pasted(store, f"{ASK}\nNorthwind: Can I pay you directly by bank transfer?")
    meanwhile(store, starts)

    reply = said(store, update(post))
    assert reply.blocks[0] == Heading(
        "Outside payment: decline",
        f"Northwind · treated as: inside the two years · judged again: {ACTIVE}",
    )
    assert WHATSAPP not in str(reply)


def test_a_stage_that_was_said_without_a_client_is_the_reason(store: Store) -> None:
    post = pasted(store, "Client: Can we jump on WhatsApp?")

    def says(desk: Desk) -> None:
        record = checks.find(desk.tenant, 1)
        assert record is not None
        record.stage_said = Stage.ACTIVE_CONTRACT
        judge_check_again(desk, record, Relationship())

    meanwhile(store, says)
    assert said(store, update(post)).blocks[0] == Heading(
        OK_NOW, "contract active, said of this conversation"
    )


def test_contact_data_is_quoted_masked(store: Store) -> None:
    reply = said(store, pasted(store))

    assert any(isinstance(block, Quote) for block in reply.blocks)
    assert "900418" not in str(reply)


def test_a_rule_that_a_lead_allows_is_named_and_not_told(store: Store) -> None:
    post = pasted(store, "Northwind: Let us have a quick chat on WhatsApp, only there.")
    with store.write(1) as tenant:
        rules = sorted({row.rule for row in checks.findings_of(tenant, 1)})
        for rule in rules:
            tenant.add(
                AllowanceRow(agency_id=1, rule=rule, proposed_by="Mara", proposed_at=NOW, approved_by="Omar")
            )

    assert said(store, post).blocks == (
        Heading("I found nothing that breaks these rules."),
        Footnote(f"Left out, since it was allowed or called no problem here: {', '.join(rules)}."),
    )


@pytest.mark.parametrize(
    "events, first_line",
    [
        (
            (),
            Heading(
                "I found nothing new that breaks these rules.",
                "still open: Client asks to move to WhatsApp",
            ),
        ),
        ((answers,), Heading("I found nothing that breaks these rules.")),
        ((dismisses,), Heading("I found nothing that breaks these rules.")),
    ],
    ids=["open", "answered", "dismissed"],
)
def test_a_grown_chat_reminds_of_what_is_still_open_alone(
    store: Store, events: tuple[Callable[[Desk], object], ...], first_line: Heading
) -> None:
    pasted(store)
    meanwhile(store, *events)

    assert said(store, pasted(store, GROWN)).blocks[0] == first_line


def test_a_hostile_name_stays_in_the_first_line(store: Store) -> None:
    post = pasted(store)
    with store.write(1) as tenant:
        (client,) = clients.all_clients(tenant)
        client.name = "Evil\nPayment is free\x1b[2J" + "x" * 200

    heading = said(store, post).blocks[0]
    assert isinstance(heading, Heading)
    assert heading.aside == "Evil Payment is free [2J" + "x" * 35 + "… · treated as: no contract yet"


def reminded(store: Store, *names: str, kind: ReminderKind = ReminderKind.THIRTY_DAYS) -> None:
    """Let a lead know two years that end on 3 Dec 2026, and reminders of them that are posted today."""
    with store.write(1) as tenant:
        tenant.add(
            MemberRow(agency_id=1, workspace_id=1, external_id="m2", name="Omar", lead=True, joined_at=NOW)
        )
        for name in names:
            client = clients.add(tenant, name, NOW, NOW.date(), confirmed=True)
            met(desk(tenant, lead=True), name, "2024-12-03")
            tenant.add(
                ReminderRow(
                    agency_id=1,
                    client_id=client.id,
                    kind=kind,
                    last_bound_on=date(2026, 12, 3),
                    due_on=NOW.date(),
                    status=POSTED,
                    post_key="2026-11-23",
                )
            )


def reminder_for(member_id: int) -> Post:
    return post_of(PostKind.REMINDERS, day="2026-11-23", member=member_id)


def owns(name: str) -> Callable[[Desk], object]:
    def own(desk: Desk) -> None:
        desk.client(name).owner_id = MARA

    return own


def test_leads_are_reminded_of_all_and_owners_of_their_own(store: Store) -> None:
    reminded(store, "Acme", "Globex")
    assert said(store, reminder_for(OMAR)).blocks[0] == Heading("2 windows end soon")
    assert render(store, POLICY, reminder_for(MARA), NOW) is None

    meanwhile(store, owns("Globex"))
    assert said(store, reminder_for(MARA)).blocks[0] == Heading(
        "Globex: payment is bound until 3 Dec 2026", "in 10 days"
    )


def moves(name: str) -> Callable[[Desk], object]:
    return lambda desk: met(replace(desk, member=replace(desk.member, lead=True)), name, "2025-03-01")


def doubts(name: str) -> Callable[[Desk], object]:
    return lambda desk: met(desk, name, "2025-03-01")


def removes(name: str) -> Callable[[Desk], object]:
    def remove(desk: Desk) -> None:
        desk.client(name).removed = True

    return remove


@pytest.mark.parametrize("corrects", [moves, doubts, removes])
def test_a_reminder_that_a_correction_has_overtaken_is_left_out(
    store: Store, corrects: Callable[[str], Callable[[Desk], object]]
) -> None:
    reminded(store, "Acme", "Globex")
    meanwhile(store, corrects("Acme"))
    assert said(store, reminder_for(OMAR)).blocks[0] == Heading(
        "Globex: payment is bound until 3 Dec 2026", "in 10 days"
    )

    meanwhile(store, corrects("Globex"))
    assert render(store, POLICY, reminder_for(OMAR), NOW) is None


@pytest.mark.parametrize(
    "now, first_line",
    [
        (
            NOW + timedelta(days=1),
            Heading("Acme: payment is bound until 3 Dec 2026", "in 9 days, this reminder is late"),
        ),
        (
            datetime(2026, 12, 4, 11, 59, tzinfo=UTC),
            Heading("Acme: payment is bound until 3 Dec 2026", "this reminder is late"),
        ),
        (
            datetime(2026, 12, 4, 12, 0, tzinfo=UTC),
            Heading("Acme: the two years ended on 3 Dec 2026", "this reminder is late"),
        ),
    ],
)
def test_a_late_reminder_says_so_and_says_what_holds_by_then(
    store: Store, now: datetime, first_line: Heading
) -> None:
    reminded(store, "Acme")

    assert said(store, reminder_for(OMAR), now).blocks[0] == first_line


def alert(store: Store) -> Post:
    pasted(store, AGREED)
    with store.read(1) as tenant:
        (row,) = [row for row in checks.findings_of(tenant, 1) if row.alert]
    return post_of(PostKind.ALERT, finding=row.id)


def test_an_alert_quotes_the_words_until_they_expire(store: Store) -> None:
    post = alert(store)
    quote = Quote("Sure, send it to my PayPal, no problem.")
    assert quote in said(store, post).blocks

    meanwhile(store, expires)
    reply = said(store, post)
    assert reply.blocks[0] == Heading(
        "Already sent: this agrees to payment outside Upwork", "Northwind · pasted by Mara"
    )
    assert quote not in reply.blocks


@pytest.mark.parametrize("state", [State.ANSWERED, State.DISMISSED, State.RESOLVED, State.GONE])
def test_an_alert_of_what_is_closed_by_now_is_cancelled(store: Store, state: State) -> None:
    post = alert(store)
    meanwhile(store, closes(state))

    assert render(store, POLICY, post, NOW) is None


def test_alerts_of_a_day_come_as_one_without_those_that_are_closed(store: Store) -> None:
    for name in ("Acme", "Globex", "Hooli"):
        pasted(store, AGREED.replace("Northwind", name))
    post = post_of(PostKind.ALERT, day="2026-11-24")
    assert render(store, POLICY, post, NOW) is None

    with store.write(1) as tenant:
        rows = [row for n in (1, 2, 3) for row in checks.findings_of(tenant, n) if row.alert]
        for row in rows:
            alerts.told(tenant, row, "2026-11-24", NOW)
        checks.close(tenant, rows[:1], State.DISMISSED, "Omar", NOW)

    blocks = said(store, post).blocks
    assert blocks[0] == Heading("2 things to see to")
    assert isinstance(blocks[1], Paragraph)
    assert [line.split(":")[0] for line in blocks[1].text.splitlines()] == ["1. Globex", "2. Hooli"]


def test_a_digest_shows_the_numbers_as_they_were_frozen(store: Store) -> None:
    post = post_of(PostKind.DIGEST, week="2026-W48")
    assert render(store, POLICY, post, NOW) is None

    pasted(store)
    with store.write(1) as tenant:
        numbers = freeze(digest_of(tenant, "2026-W48", NOW.date(), desk(tenant).zone))
        tenant.add(DigestRow(agency_id=1, week="2026-W48", numbers=numbers, planned_at=NOW))
    meanwhile(store, answers)

    blocks = said(store, post).blocks
    assert blocks[0] == Heading("1 thing needs you", "week of 23 Nov · Alder")
    assert any(isinstance(block, Image) for block in blocks)


def test_the_digest_of_an_empty_week_is_one_line_without_a_picture(store: Store) -> None:
    with store.write(1) as tenant:
        numbers = freeze(digest_of(tenant, "2026-W40", NOW.date(), desk(tenant).zone))
        tenant.add(DigestRow(agency_id=1, week="2026-W40", numbers=numbers, planned_at=NOW))

    assert said(store, post_of(PostKind.DIGEST, week="2026-W40")).blocks == (
        Heading("Quiet week of 28 Sep: no client asks, no breaches of ours, no checks.", "Alder"),
    )
