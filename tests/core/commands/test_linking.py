import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from time import sleep

import pytest
from sqlalchemy import text

from bots.inbox import Inbox, News
from core.commands.checking import Paste
from core.commands.commands import Asker, Commands
from core.commands.linking import MINUTES, link_confirm
from core.policy import load
from core.records import Arrival, ArrivalKind, Platform, PostKind
from core.rendering import render
from core.reply import Button, Buttons, Field, Fields, Heading, Paragraph, Reply
from core.store import claims, people, posts
from core.store.crypto import Keyring, new_key
from core.store.database import Database
from core.store.linking import make_code
from core.store.tables import ClientRow, InboxRow, MemberRow, PostRow
from core.store.tenant import Store

POLICY = load()
NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
WAITING = text(
    "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database "
    "WHERE datname = current_database() AND NOT granted"
)
BY = "whoever sends it"
LATE = NOW + timedelta(minutes=MINUTES)
SLACK = ("T1", "Birch Studio")
DISCORD = ("881", "Birch HQ")
CHAT = "Acme 10:02 AM\nCan we jump on WhatsApp?\nMe 10:04 AM\nHappy to.\nAcme 10:05 AM\nGreat, tell me your number."


@pytest.fixture
def commands(any_database: Database) -> Commands:
    """What can be asked, with each kind of database in turn."""
    return Commands(Store(any_database, Keyring([new_key()])), POLICY)


def asker(person: str, name: str, at: tuple[str, str], platform: Platform) -> Asker:
    return Asker(platform, *at, person, name, "C1", "chats")


OMAR = asker("U1", "Omar", SLACK, Platform.SLACK)
DANA = asker("U2", "Dana", SLACK, Platform.SLACK)
MARA = asker("U71", "Mara", DISCORD, Platform.DISCORD)
LIAM = asker("U72", "Liam", DISCORD, Platform.DISCORD)
OTHERS = Asker(Platform.TERMINAL, "t9", "Cedar", "xenia", "Xenia", "desk", "desk")


def run(commands: Commands, who: Asker, words: str, now: datetime = NOW) -> Reply:
    reply = commands.run(who, words, now)
    assert reply.done, reply
    return reply


def refused(commands: Commands, who: Asker, words: str, now: datetime = NOW) -> str:
    reply = commands.run(who, words, now)
    assert not reply.done, reply
    return headline(reply)


def headline(reply: Reply) -> str:
    first = reply.blocks[0]
    assert isinstance(first, Heading)
    return first.text


def said(reply: Reply) -> list[str]:
    return [block.text for block in reply.blocks if isinstance(block, Paragraph)]


def fields(reply: Reply) -> dict[str, str]:
    found: list[Field] = [
        field for block in reply.blocks if isinstance(block, Fields) for field in block.fields
    ]
    return {field.name: field.value for field in found}


def controls(reply: Reply) -> list[Button]:
    return [
        button
        for block in reply.blocks
        if isinstance(block, Buttons)
        for button in (*block.buttons, *block.more)
    ]


def code_of(commands: Commands, who: Asker = OMAR, now: datetime = NOW) -> str:
    found = re.fullmatch(r"Your code is ([0-9A-Z]{5}-[0-9A-Z]{5})", headline(run(commands, who, "link", now)))
    assert found is not None
    return found[1]


def two(commands: Commands) -> None:
    """Begin an agency on Slack, led by Omar with Dana, and one on Discord, led by Mara with Liam."""
    for who in (OMAR, DANA, MARA, LIAM, OTHERS):
        run(commands, who, "lead list")


def join(commands: Commands, who: Asker = MARA, maker: Asker = OMAR) -> Reply:
    return run(commands, who, f"link confirm {code_of(commands, maker)}")


def agencies(commands: Commands) -> Sequence[int]:
    with commands.store.database.read() as session:
        return people.agencies(session)


def wait_for_a_waiter(postgres: Database) -> None:
    """Return once somebody waits for a lock in this database."""
    with postgres.engine.connect() as connection:
        while not connection.scalar(WAITING):
            sleep(0.01)


def notices(commands: Commands) -> dict[str, Reply | None]:
    """Return whom the linking is told of, by destination, and what they are told."""
    with commands.store.database.read() as session:
        found = [posts.get(session, post_id) for post_id in claims.due(commands.store, NOW, 100)]
    return {
        post.destination: render(commands.store, POLICY, post, NOW)
        for post in found
        if post.kind is PostKind.NOTICE and post.subject["notice"] == "linked"
    }


def test_a_lead_gets_a_code_and_is_told_what_it_does(commands: Commands) -> None:
    two(commands)
    reply = run(commands, OMAR, "link")
    code = headline(reply).split()[-1]
    assert f"`link {code}`" in said(reply)[0]
    assert "joins Birch Studio: your settings hold" in said(reply)[1]


@pytest.mark.parametrize("words", ["link", "link {code}", "link confirm {code}"])
def test_whoever_leads_neither_side_can_do_nothing_with_a_code(commands: Commands, words: str) -> None:
    two(commands)
    code = code_of(commands)
    for who in (DANA, LIAM):
        assert refused(commands, who, words.format(code=code)).startswith("Only a lead can do this.")
    assert len(agencies(commands)) == 3


def test_with_a_code_it_is_first_said_what_joining_does_and_nothing_is_done(commands: Commands) -> None:
    two(commands)
    for name in ("Acme", "Globex"):
        run(commands, MARA, f"client add {name}")
    run(commands, OMAR, "client add acme")
    run(commands, MARA, "settings zone Asia/Tokyo")
    run(commands, MARA, "mute UPW103 because we know")
    run(commands, MARA, "allow UPW104 because we know")
    run(commands, MARA, "allow UPW105 for Acme because we know")
    run(commands, MARA, "mute channel here because we know")
    code = code_of(commands)
    reply = run(commands, MARA, f"link {code.lower()}")
    assert reply.blocks[0] == Heading("This would join Birch Studio", "nothing is done yet")
    shown = fields(reply)
    assert shown["code made by"] == "Omar of Birch Studio"
    assert shown["comes along"] == "Birch HQ (Discord server), 2 clients, 1 lead, all checks and changes"
    assert shown["given up"] == (
        "what is set here: zone Asia/Tokyo, UPW104 allowed for all clients, UPW103 muted; Birch Studio's settings hold"
    )
    assert shown["known to both"].startswith("Acme: the name stands for Birch Studio's")
    assert "cannot be undone" in said(reply)[0]
    assert controls(reply) == [Button("Join Birch Studio", "run", f"link confirm {code}")]
    assert len(agencies(commands)) == 3


def test_where_nothing_gives_way_that_is_said(commands: Commands) -> None:
    two(commands)
    shown = fields(run(commands, MARA, f"link {code_of(commands)}"))
    assert shown["given up"] == "nothing"
    assert "known to both" not in shown


def test_the_control_joins_and_both_sides_have_one_set_of_all(commands: Commands) -> None:
    two(commands)
    run(commands, OMAR, "settings loudness quiet")
    run(commands, MARA, "settings loudness strict")
    run(commands, OMAR, "client add Globex")
    run(commands, MARA, "client add Initech")
    (control,) = controls(run(commands, MARA, f"link {code_of(commands)}"))
    reply = run(commands, MARA, control.value)
    assert headline(reply) == "This is part of Birch Studio now"
    assert said(reply) == [
        "Birch HQ (Discord server) came along, with all clients and leads. The other leads are told."
    ]
    for who in (OMAR, MARA):
        assert [line.split(" · ")[0] for line in said(run(commands, who, "client list"))] == [
            "Globex",
            "Initech",
        ]
        assert said(run(commands, who, "lead list")) == ["Omar (Slack)", "Mara (Discord)"]
        assert fields(run(commands, who, "settings loudness"))["loudness"].startswith("quiet")
    assert len(agencies(commands)) == 2


def test_every_other_lead_of_both_sides_is_told_where_they_are(commands: Commands) -> None:
    two(commands)
    run(commands, OMAR, "lead add Dana")
    run(commands, MARA, "lead add Liam")
    join(commands)
    told = notices(commands)
    assert set(told) == {"U1", "U2", "U72"}
    (reply, *_) = told.values()
    assert reply is not None
    assert headline(reply) == "Birch HQ (Discord server) joined Birch Studio, linked by Mara"
    assert all(other == reply for other in told.values())
    with commands.store.database.read() as session:
        place = people.workspace(session, Platform.DISCORD, DISCORD[0])
        assert place is not None
        tenant = commands.store.tenant(session, place.agency_id)
        ids = {row.external_id: row.workspace_id for row in tenant.all(MemberRow)}
        assert all(ids[row.destination] == row.workspace_id for row in tenant.all(PostRow))


def test_it_stands_among_the_changes_and_cannot_be_taken_back(commands: Commands) -> None:
    two(commands)
    join(commands)
    (line,) = [line for line in said(run(commands, OMAR, "changes")) if "joined" in line]
    assert line.endswith("Mara: Birch HQ (Discord server) joined Birch Studio")
    assert "is not there any more" in refused(commands, MARA, f"undo {line.split()[0]}")
    assert len(agencies(commands)) == 2


def test_a_namesake_is_kept_apart_until_somebody_makes_the_two_one(commands: Commands) -> None:
    two(commands)
    run(commands, OMAR, "client add Acme")
    run(commands, MARA, "client add Acme")
    run(commands, MARA, "contract start Acme on 2026-01-05")
    reply = join(commands)
    assert "Acme is called Acme (Birch HQ) now" in said(reply)
    listed = said(run(commands, OMAR, "client list"))
    assert [line.split(" · ")[0] for line in listed] == ["Acme", "Acme (Birch HQ)"]
    assert "contract active" not in listed[0]
    assert "contract active" in listed[1]
    assert headline(run(commands, OMAR, "client show Acme (Birch HQ)")) == "Acme (Birch HQ)"
    (merge,) = controls(reply)
    assert merge.label == "Merge Acme"
    merged = run(commands, OMAR, merge.value)
    assert headline(merged) == "Acme (Birch HQ) is part of Acme now"
    assert [line.split(" · ")[:2] for line in said(run(commands, OMAR, "client list"))] == [
        ["Acme", "contract active"]
    ]
    run(commands, OMAR, controls(merged)[0].value)
    assert len(said(run(commands, OMAR, "client list"))) == 2


def test_where_several_go_by_the_name_nobody_is_proposed(commands: Commands) -> None:
    two(commands)
    for name in ("Acme", "Globex"):
        run(commands, OMAR, f"client add {name}")
        run(commands, OMAR, f"client alias {name} also John")
    run(commands, MARA, "client add John")
    reply = join(commands)
    assert "John is called John (Birch HQ) now" in said(reply)
    assert controls(reply) == []


def test_no_name_of_a_client_stands_in_a_control(commands: Commands) -> None:
    two(commands)
    for number in range(30):
        for who in (OMAR, MARA):
            run(commands, who, f"client add \"Acme, {number} 'Ltd'\"")
    reply = join(commands)
    assert all(re.fullmatch(r"client merge #\d+ into #\d+", one.value) for one in controls(reply))
    (buttons,) = [block for block in reply.blocks if isinstance(block, Buttons)]
    assert (len(buttons.buttons), len(buttons.more)) == (3, 17)
    assert len(said(reply)) == 21


def test_what_was_pasted_before_is_answered_once_more_and_then_known(commands: Commands) -> None:
    two(commands)
    paste = Paste(CHAT, destination="C1")
    commands.check(MARA, paste, NOW)
    join(commands)
    rungs = [commands.check(MARA, paste, NOW).rung for _ in range(2)]
    assert rungs[0] != "silence"
    assert rungs[1] == "silence"


def test_a_terminal_joins_like_any_other(commands: Commands) -> None:
    two(commands)
    run(commands, OTHERS, "client add Initech")
    reply = join(commands, OTHERS)
    assert said(reply)[0].startswith("Cedar (terminal) came along")
    assert "Initech" in repr(run(commands, OMAR, "client list"))


def test_a_workspace_that_was_linked_can_be_linked_on_with_all_that_has_joined_it(commands: Commands) -> None:
    two(commands)
    join(commands)
    reply = join(commands, OMAR, OTHERS)
    assert said(reply)[0].startswith("Birch Studio (Slack workspace), Birch HQ (Discord server) came along")
    assert len(agencies(commands)) == 1
    assert said(run(commands, LIAM, "lead list")) == [
        "Omar (Slack)",
        "Mara (Discord)",
        "Xenia (Terminal)",
    ]


def used(commands: Commands) -> str:
    code = code_of(commands)
    run(commands, OTHERS, f"link confirm {code}")
    return code


def replaced(commands: Commands) -> str:
    code = code_of(commands)
    code_of(commands)
    return code


@pytest.mark.parametrize(
    "code, now",
    [
        (lambda _: "7K3QD-M9XTA", NOW),
        (lambda _: "here it is", NOW),
        (used, NOW),
        (replaced, NOW),
        (code_of, LATE),
    ],
    ids=["mistyped", "no code", "used", "replaced", "old"],
)
@pytest.mark.parametrize("words", ["link", "link confirm"])
def test_a_code_that_is_no_good_is_told_with_what_to_do(
    commands: Commands, words: str, code: Callable[[Commands], str], now: datetime
) -> None:
    two(commands)
    given = code(commands)
    before = agencies(commands)
    why = refused(commands, MARA, f"{words} {given}", now)
    assert why.startswith(f"{given} is no code that works")
    assert "makes a new one with `link`" in why
    assert agencies(commands) == before


@pytest.mark.parametrize("words", ["link", "link confirm"])
def test_an_agencys_own_code_is_for_others(commands: Commands, words: str) -> None:
    two(commands)
    assert refused(commands, OMAR, f"{words} {code_of(commands)}").startswith(
        "This code is your own agency's."
    )
    assert len(agencies(commands)) == 3


def test_nothing_is_linked_while_a_post_of_the_one_that_joins_is_on_its_way(commands: Commands) -> None:
    two(commands)
    commands.check(MARA, Paste(CHAT, destination="C1", asked=True), NOW)
    (post_id,) = claims.due(commands.store, NOW, 9)
    claim = claims.claim(commands.store, post_id, now=NOW, lease=timedelta(minutes=1), token=BY)
    code = code_of(commands)
    assert claim is not None
    assert refused(commands, MARA, f"link confirm {code}").startswith("A message is on its way out")
    claims.put_off(commands.store, claim, now=NOW, wait=timedelta(), error="", refused=True)
    run(commands, MARA, f"link confirm {code}")


def test_a_code_in_a_paste_is_words_like_any_other(commands: Commands) -> None:
    two(commands)
    code = code_of(commands)
    commands.check(MARA, Paste(f"link confirm {code}", destination="C1", asked=True), NOW)
    assert len(agencies(commands)) == 3
    run(commands, MARA, f"link confirm {code}")


def test_a_code_that_is_replaced_while_somebody_waits_to_use_it_is_no_good(postgres: Database) -> None:
    commands = Commands(Store(postgres, Keyring([new_key()])), POLICY)
    two(commands)
    code = code_of(commands)
    with ThreadPoolExecutor(1) as crowd:
        with commands.desk(OMAR, NOW) as desk:
            waiting = crowd.submit(refused, commands, MARA, f"link confirm {code}")
            wait_for_a_waiter(postgres)
            make_code(desk.tenant, "Omar", NOW)
        assert waiting.result(timeout=10).startswith(f"{code} is no code that works")
    assert len(agencies(commands)) == 3


def store_news(commands: Commands) -> None:
    arrival = Arrival(ArrivalKind.POSTED, "C1", "m1", "U72", NOW, CHAT, asked=True)
    Inbox(commands, {}, lambda: NOW).keep([News(Platform.DISCORD, DISCORD[0], arrival)])


@pytest.mark.parametrize(
    "act",
    [lambda commands: run(commands, LIAM, "client add Initech"), store_news],
    ids=["a command", "news of a post"],
)
def test_what_waits_until_a_workspace_has_joined_goes_on_where_it_is_then(
    postgres: Database, act: Callable[[Commands], object]
) -> None:
    commands = Commands(Store(postgres, Keyring([new_key()])), POLICY)
    two(commands)
    code = code_of(commands)
    with ThreadPoolExecutor(1) as crowd:
        with commands.desk(MARA, NOW) as desk:
            link_confirm(desk, code)
            waiting = crowd.submit(act, commands)
            wait_for_a_waiter(postgres)
        waiting.result(timeout=10)
    with commands.store.database.read() as session:
        place = people.workspace(session, Platform.SLACK, SLACK[0])
        assert place is not None
        tenant = commands.store.tenant(session, place.agency_id)
        assert [*tenant.all(ClientRow), *tenant.all(InboxRow)]


@pytest.mark.parametrize("_", range(4))
def test_two_that_link_each_other_at_once_end_as_one(commands: Commands, _: int) -> None:
    two(commands)
    for who, name in ((OMAR, "Globex"), (MARA, "Initech")):
        run(commands, who, f"client add {name}")
    asked = [(MARA, code_of(commands, OMAR)), (OMAR, code_of(commands, MARA))]
    together = Barrier(len(asked))

    def confirm(one: tuple[Asker, str]) -> Reply:
        together.wait()
        return commands.run(one[0], f"link confirm {one[1]}", NOW)

    with ThreadPoolExecutor(len(asked)) as crowd:
        replies = list(crowd.map(confirm, asked))
    assert sorted(reply.done for reply in replies) == [False, True]
    assert len(agencies(commands)) == 2
    for who in (OMAR, MARA):
        assert len(said(run(commands, who, "client list"))) == 2
