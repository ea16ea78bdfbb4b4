from dataclasses import replace

from core.commands.checking import Paste
from core.commands.commands import Commands
from core.commands.desk import Desk
from core.commands.home import home
from core.commands.setup import LAST, sample, setup, setup_done
from core.policy import load
from core.reply import Button, Buttons, Fields, Heading, Image, Preformatted, Reply
from core.store.tenant import Store
from tests.core.commands.conftest import NOW
from tests.core.store.test_isolation import asker

POLICY = load()
ASK = "Acme 10:02 AM\nCan we jump on WhatsApp?\nAcme 10:04 AM\nAnd pay by PayPal?"


def headings(reply: Reply) -> list[str]:
    return [block.text for block in reply.blocks if isinstance(block, Heading)]


def controls(reply: Reply) -> list[Button]:
    return [
        button
        for block in reply.blocks
        if isinstance(block, Buttons)
        for button in (*block.buttons, *block.more)
    ]


def test_home_of_a_new_agency_says_what_to_do(desk: Desk) -> None:
    assert headings(home(desk)) == ["Nothing needs you", "Clients", "Settings", "Weekly digest"]


def test_home_names_what_needs_somebody_first_and_the_clients_with_their_clocks(store: Store) -> None:
    commands = Commands(store, POLICY)
    commands.check(asker("Alder"), Paste(ASK, source="p1", asked=True), NOW)
    reply = commands.run(asker("Alder"), "home", NOW)
    assert headings(reply)[0] == "Needs you"
    assert any("Acme · stage not known · bound until about" in str(block) for block in reply.blocks)
    assert any(button.value.startswith("show ") for button in controls(reply))


def test_home_of_a_member_has_no_digest(member_desk: Desk) -> None:
    assert "Weekly digest" not in headings(home(member_desk))


def test_home_of_a_lead_ends_with_the_last_digest_and_its_picture(store: Store) -> None:
    commands = Commands(store, POLICY)
    commands.check(asker("Alder"), Paste(ASK, source="p1", asked=True), NOW)
    commands.run(asker("Alder"), "digest now", NOW)
    reply = commands.run(asker("Alder"), "home", NOW)
    pictures = [block for block in reply.blocks if isinstance(block, Image)]
    quiet = [text for text in headings(reply) if text.startswith("Quiet")]
    assert len(pictures) + len(quiet) == 1


def test_each_first_step_leads_to_the_next(desk: Desk) -> None:
    for step in range(1, LAST + 1):
        reply = setup(desk, str(step))
        following = controls(reply)[-1]
        expected = f"setup {step + 1}" if step < LAST else "setup done"
        assert (following.action, following.value) == ("run", expected)
        assert len(controls(reply)) <= 3


def test_the_last_step_ends(desk: Desk) -> None:
    assert headings(setup_done(desk)) == ["That is all"]


def test_the_sample_shows_a_text_to_send_and_records_nothing(desk: Desk) -> None:
    reply = sample(desk)
    assert any(isinstance(block, Preformatted) for block in reply.blocks)
    assert controls(reply) == []


def test_home_shows_what_is_read(desk: Desk) -> None:
    from core.commands.people import watch

    watch(desk, "here", "chats")
    shown = [
        field.value for block in home(desk).blocks if isinstance(block, Fields) for field in block.fields
    ]
    assert "chats (chats)" in shown


def test_a_member_is_told_who_settles_what_is_open(store: Store) -> None:
    commands = Commands(store, POLICY)
    commands.check(asker("Alder"), Paste(ASK, source="p1", asked=True), NOW)
    reply = commands.run(replace(asker("Alder"), person="mara", person_name="Mara"), "home", NOW)
    assert headings(reply)[0] == "Needs a lead"
