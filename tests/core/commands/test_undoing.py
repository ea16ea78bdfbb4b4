from dataclasses import replace

import pytest

from core.commands.checking import Paste
from core.commands.commands import Asker, Commands
from core.policy import load
from core.reply import Footnote, Heading, Reply
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
    for line in ("client add Acme met 2025-01-04", "client add Birch", "watch desk as chats"):
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
    assert everything(commands) != before
    assert commands.run(by, f"undo {number}", NOW).done
    assert everything(commands) == before


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
