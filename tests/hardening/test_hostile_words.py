"""Whatever letters people use, on either database: it is answered, and what was pasted is recorded."""

from bots.inbox import Inbox, News
from core.commands.checking import Paste
from core.commands.commands import Commands
from core.records import Arrival, ArrivalKind, InboxStatus, Platform
from core.store.crypto import Keyring, new_key
from core.store.database import Database
from core.store.tables import CheckRow, InboxRow
from core.store.tenant import Store
from tests.hardening.agencies import ALDER, NOW, POLICY, House
from tests.hardening.shapes import WORDS

UNSTORED = ("\x00", "\ud800")  # No database keeps them.
HOSTILE = [word for word in WORDS if word.strip() and not word.isdecimal()]


def test_hostile_letters_are_answered_and_recorded(any_database: Database) -> None:
    store = Store(any_database, Keyring([new_key()]))
    commands = Commands(store, POLICY)
    asker = ALDER.asker()
    commands.run(asker, "watch here as chats", NOW)
    inbox = Inbox(commands, dict.fromkeys(Platform, House()), lambda: NOW)
    for number, word in enumerate(HOSTILE):
        for command in (
            "client add",
            "client show",
            "allow UPW105 because",
            "settings our-names",
            "lead add",
        ):
            assert commands.run(asker, f"{command} {word}", NOW).blocks, (command, word)
        assert commands.run(asker, "client import apply", NOW, f"{word} Ltd, active, May 2025").blocks
        text = f"{word} Ltd: Can I pay you {word} by PayPal?"
        assert commands.check(asker, Paste(text, client=word, destination="desk", asked=True), NOW).judged
        news = Arrival(ArrivalKind.POSTED, asker.channel, f"m{number}", f"U1{number}", NOW, text)
        inbox.keep([News(asker.platform, asker.workspace, news)])
        inbox.read_all()
    with store.read(1) as tenant:
        assert {row.status for row in tenant.all(InboxRow)} == {InboxStatus.READ}
        judged = {row.source for row in tenant.all(CheckRow)}
    assert {f"{asker.channel}:m{HOSTILE.index(word)}" for word in UNSTORED} <= judged
