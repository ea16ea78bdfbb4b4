from dataclasses import replace

import pytest

from core.commands.checking import Paste
from core.commands.commands import Asker, Commands
from core.policy import load
from core.reply import Buttons, Footnote, Heading, Reply
from core.store import checks, clients
from core.store.tables import ChangeRow
from core.store.tenant import Store
from tests.core.commands.conftest import NOW
from tests.core.store.test_isolation import asker

POLICY = load()
OMAR = asker("Alder")
MARA = replace(OMAR, person="u2", person_name="Mara")  # no lead
ASK = "Cedar Ltd\n9:41 AM\nCan we jump on WhatsApp?"
SHOWN = (
    "client list",
    "client show Acme",
    "client show Birch",
    "client show John",
    "confirm",
    "reminders",
    "lead list",
    "watch list",
    "settings",
    "allow list",
    "mute list",
)


@pytest.fixture
def commands(store: Store) -> Commands:
    """An agency that leads and watches, with two clients; Mara has said something of one of them."""
    made = Commands(store, POLICY)
    for line in (
        "client add Acme met 2025-01-04",
        "client add Birch",
        "client alias Acme also John",
        "client alias Birch also John",
        "watch desk as chats",
    ):
        assert made.run(OMAR, line, NOW).done
    assert made.run(MARA, "contract start Birch", NOW).done
    return made


def last_change(commands: Commands) -> ChangeRow:
    with commands.store.read(2) as tenant:
        return tenant.all(ChangeRow)[-1]


def everything(commands: Commands) -> list[Reply]:
    return [commands.run(OMAR, line, NOW) for line in SHOWN]


def headline(reply: Reply) -> str:
    first = reply.blocks[0]
    assert isinstance(first, Heading)
    return first.text


@pytest.mark.parametrize(
    "line, text, by",
    [
        ("client add Cedar", "", MARA),
        ("client add Cedar met May 2025", "", OMAR),
        ("client import apply", "Cedar", OMAR),
        ("client import apply", "Cedar", MARA),
        ("client alias Acme also John D.", "", MARA),
        ("client import apply", "client,alias\nAcme,John D.", OMAR),
        ("client choose John for Acme", "", MARA),
        ("client merge Birch into Acme", "", OMAR),
        ("contract end Acme", "", MARA),
        ("plan Acme enterprise badge seen by Omar on 2026-11-01", "", OMAR),
        ("origin Acme elsewhere proof invoice", "", OMAR),
        ("met Acme on 2025-03-01", "", OMAR),
        ("converted Acme notice 4711", "", OMAR),
        ("confirm all", "", OMAR),
        ("reminders snooze Acme until 30 days", "", OMAR),
        ("lead add Mara", "", OMAR),
        ("watch desk as drafts", "", OMAR),
        ("unwatch desk", "", OMAR),
        ("channel bind Acme in desk", "", OMAR),
        ("settings zone Asia/Manila", "", OMAR),
        ("settings our-names Omar Haddad", "", OMAR),
        ("allow UPW105 for Acme because they know it", "", OMAR),
        ("mute UPW105 because it is too much", "", OMAR),
    ],
)
def test_taken_back_a_change_leaves_all_as_it_was(
    commands: Commands, line: str, text: str, by: Asker
) -> None:
    before = everything(commands)
    made = commands.run(by, line, NOW, text)
    assert made.done, made
    number = last_change(commands).id
    if line.endswith("met May 2025"):  # The day is a change of its own.
        commands.run(by, f"undo {number}", NOW)
        number -= 1
    after = everything(commands)
    assert after != before
    assert commands.run(by, f"undo {number}", NOW).done
    assert everything(commands) == before
    again = commands.run(by, f"undo {last_change(commands).id}", NOW)
    if again.done:
        assert everything(commands) == after
    else:
        assert "is not there any more" in str(again.blocks)


@pytest.mark.parametrize(
    "line, text",
    [("client add Cedar met May 2025", ""), ("client import apply", "Cedar, active, May 2025")],
)
def test_nothing_waits_of_a_client_whom_somebody_has_taken_back(
    commands: Commands, line: str, text: str
) -> None:
    before = commands.run(OMAR, "confirm", NOW)
    first = last_change(commands).id + 1
    commands.run(MARA, line, NOW, text)
    assert "Cedar" in str(commands.run(OMAR, "confirm", NOW).blocks)
    commands.run(MARA, f"undo {first}", NOW)
    assert commands.run(OMAR, "confirm", NOW) == before
    assert "Cedar" not in str(commands.run(OMAR, "digest preview", NOW).blocks)
    commands.run(MARA, f"undo {last_change(commands).id}", NOW)
    assert "Cedar" in str(commands.run(OMAR, "confirm", NOW).blocks)


def check(commands: Commands, text: str) -> int:
    paste = Paste(text, source=f"desk:{hash(text)}", destination="desk", thread="1", asked=True)
    checked = commands.check(OMAR, paste, NOW)
    assert checked.check_id is not None
    return checked.check_id


def test_taken_back_a_merge_has_the_other_clients_replies_judged_again(commands: Commands) -> None:
    assert commands.run(OMAR, "contract start Acme", NOW).done
    asked = check(commands, ASK)
    before = commands.run(OMAR, f"show {asked}", NOW)
    commands.run(OMAR, "client merge Cedar Ltd into Acme", NOW)
    assert headline(commands.run(OMAR, f"show {asked}", NOW)) != headline(before)
    taken_back = commands.run(OMAR, f"undo {last_change(commands).id}", NOW)
    assert Footnote("1 reply was judged again.") in taken_back.blocks
    shown = commands.run(OMAR, f"show {asked}", NOW)
    assert shown.blocks[1:] == before.blocks[1:]
    assert headline(shown) == headline(before)


def test_a_merge_taken_back_and_made_again_is_judged_as_merged(commands: Commands) -> None:
    assert commands.run(OMAR, "contract start Acme", NOW).done
    asked = check(commands, ASK)
    commands.run(OMAR, "client merge Cedar Ltd into Acme", NOW)
    merged = commands.run(OMAR, f"show {asked}", NOW)
    for _ in range(2):
        commands.run(OMAR, f"undo {last_change(commands).id}", NOW)
    assert commands.run(OMAR, f"show {asked}", NOW) == merged


def controls(reply: Reply) -> dict[str, str]:
    return {
        button.label: button.value
        for block in reply.blocks
        if isinstance(block, Buttons)
        for button in block.buttons
    }


def press(commands: Commands, reply: Reply, label: str) -> Reply:
    return commands.run(OMAR, controls(reply)[label], NOW)


def test_a_name_that_is_chosen_anew_is_open_again_once_that_is_taken_back(commands: Commands) -> None:
    asks = commands.run(OMAR, "client show John", NOW)
    commands.run(OMAR, "client choose John for Acme", NOW)
    lifted = last_change(commands).id + 1
    chosen = commands.run(OMAR, "client choose John for Birch", NOW)
    assert headline(commands.run(OMAR, "client show John", NOW)) == "Birch"
    press(commands, chosen, "Undo")
    assert commands.run(OMAR, "client show John", NOW) == asks
    commands.run(OMAR, f"undo {lifted}", NOW)
    assert headline(commands.run(OMAR, "client show John", NOW)) == "Acme"


def test_a_name_may_be_chosen_for_somebody_who_did_not_go_by_it(commands: Commands) -> None:
    commands.run(OMAR, "client add Cedar", NOW)
    asks = commands.run(OMAR, "client show John", NOW)
    chosen = commands.run(OMAR, "client choose John for Cedar", NOW)
    assert headline(commands.run(OMAR, "client show John", NOW)) == "Cedar"
    assert (
        headline(commands.run(OMAR, "client choose John for Cedar", NOW)) == "John stands for Cedar already"
    )
    press(commands, chosen, "Undo")
    assert commands.run(OMAR, "client show John", NOW) == asks


def test_taken_back_a_paste_is_nobodys_again(commands: Commands) -> None:
    assert commands.run(OMAR, "contract start Acme", NOW).done
    before = everything(commands)
    asked = check(commands, "Can we jump on WhatsApp?")
    shown = commands.run(OMAR, f"show {asked}", NOW)
    told = commands.run(OMAR, "client is Acme", NOW)
    assert headline(told) == "Your last paste is about Acme"
    assert headline(commands.run(OMAR, f"show {asked}", NOW)) != headline(shown)
    press(commands, told, "Undo")
    assert headline(commands.run(OMAR, f"show {asked}", NOW)) == headline(shown)
    assert everything(commands) == before


def test_the_client_whom_a_paste_brought_is_taken_out_of_the_other_first(commands: Commands) -> None:
    assert commands.run(OMAR, "contract start Acme", NOW).done
    asked = check(commands, ASK)
    before = everything(commands)
    shown = commands.run(OMAR, f"show {asked}", NOW)
    told = commands.run(OMAR, "client is Acme", NOW)
    assert list(controls(told)) == ["Undo the merge", "Undo"]
    refused = press(commands, told, "Undo")
    assert not refused.done
    assert "Cedar Ltd is part of Acme now. Take that back first" in str(refused.blocks)
    for label in ("Undo the merge", "Undo"):
        assert press(commands, told, label).done
    assert everything(commands) == before
    assert headline(commands.run(OMAR, f"show {asked}", NOW)) == headline(shown)


def test_a_contract_that_was_said_of_a_paste_alone_is_taken_back_with_it(commands: Commands) -> None:
    asked = check(commands, "Can we jump on WhatsApp?")
    before = everything(commands)
    commands.press(OMAR, asked, "stage", "active-contract", NOW)
    told = commands.run(OMAR, "client is Acme", NOW)
    for label in ("Undo the contract", "Undo"):
        assert press(commands, told, label).done
    assert everything(commands) == before


def test_whose_a_paste_is_is_asked_where_several_go_by_the_name(commands: Commands) -> None:
    asked = check(commands, ASK)
    before = everything(commands)
    reply = commands.run(OMAR, "client is John", NOW)
    assert not reply.done
    assert "John may be Acme, Birch" in str(reply.blocks)
    assert everything(commands) == before
    assert commands.run(OMAR, "client is Cedar Ltd", NOW).done
    with commands.store.read(2) as tenant:
        row = checks.find(tenant, asked)
        assert row is not None
        assert clients.names(tenant, [row.client_id]) == {row.client_id: "Cedar Ltd"}


def test_what_a_client_is_called_now_stays_its_name(commands: Commands) -> None:
    renamed = commands.run(OMAR, "client rename Acme to Acme Ltd", NOW)
    alias = last_change(commands).id - 1
    refused = commands.run(OMAR, f"undo {alias}", NOW)
    assert "Acme Ltd is what the client is called now" in str(refused.blocks)
    assert press(commands, renamed, "Undo").done
    assert commands.run(OMAR, f"undo {alias}", NOW).done
    assert not commands.run(OMAR, "client show Acme Ltd", NOW).done


def test_a_name_that_a_client_has_already_is_not_given_twice(commands: Commands) -> None:
    before = last_change(commands).id
    assert headline(commands.run(OMAR, "client alias Acme also John", NOW)) == "Acme is called John already"
    assert last_change(commands).id == before
