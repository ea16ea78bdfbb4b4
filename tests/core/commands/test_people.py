import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from core.commands import people as commands
from core.commands.channels import invited, lost
from core.commands.clients import client_add, client_list
from core.commands.desk import CommandError, Desk
from core.commands.grammar import Usage, UsageError, split
from core.commands.people import (
    channel_bind,
    channel_unbind,
    lead_add,
    lead_list,
    lead_remove,
    reports_to,
    settings,
    unwatch,
    watch,
    watch_list,
)
from core.commands.undoing import changes_list, undo
from core.model import Purpose
from core.policy import load
from core.preferences import PREFERENCES, policy_of
from core.records import Platform
from core.reply import Buttons, Fields, Heading, Paragraph, Reply
from core.store import people
from core.store.tables import PostRow, WorkspaceRow


def headline(reply: Reply) -> str:
    first = reply.blocks[0]
    assert isinstance(first, Heading)
    return first.text


def listed(reply: Reply) -> list[str]:
    return [block.text for block in reply.blocks if isinstance(block, Paragraph)]


def take_back(desk: Desk, reply: Reply) -> None:
    buttons = reply.blocks[-1]
    assert isinstance(buttons, Buttons)
    undo(desk, buttons.buttons[0].value.removeprefix("undo "))


def leads(desk: Desk) -> list[str]:
    return [row.name for row in people.leads(desk.tenant)]


def channel(desk: Desk, name: str = "chats") -> tuple[str | None, int | None]:
    row = people.known_channel(desk.tenant, 1, name)
    assert row is not None
    return row.purpose, row.client_id


def _elsewhere(desk: Desk, name: str, *, platform: str = "discord", lead: bool = True) -> None:
    """Let the agency be on another platform too, with somebody there."""
    known = [row for row in people.workspaces(desk.tenant) if row.external_id == platform]
    place = (
        known[0]
        if known
        else desk.tenant.add(
            WorkspaceRow(
                agency_id=1, platform=platform, external_id=platform, name="Birch", installed_at=desk.now
            )
        )
    )
    added = people.member(desk.tenant, place.id, f"{platform}:{name}", name, desk.now, may_begin=False)
    people.member_row(desk.tenant, added.id).lead = lead
    desk.tenant.session.flush()


@pytest.mark.parametrize("name", ["Mara", "mara", "@Mara", "m1"])
def test_a_member_becomes_a_lead_by_name_or_id(desk: Desk, name: str) -> None:
    reply = lead_add(desk, name)
    assert headline(reply) == "Mara is a lead now"
    assert headline(lead_list(desk)) == "2 leads"
    assert listed(lead_list(desk)) == ["Mara", "Omar"]
    take_back(desk, reply)
    assert leads(desk) == ["Omar"]


def test_leads_on_two_platforms_are_told_apart(desk: Desk) -> None:
    _elsewhere(desk, "Omar")
    assert listed(lead_list(desk)) == ["Omar (Terminal)", "Omar (Discord)"]
    _elsewhere(desk, "Noor", platform="terminal")
    assert "Noor (Terminal, Birch)" in listed(lead_list(desk))


def test_a_lead_of_another_platform_is_removed_by_name_and_the_answer_says_which(desk: Desk) -> None:
    _elsewhere(desk, "Mara")
    assert headline(lead_remove(desk, "Mara")) == "Mara (Discord) is no lead any more"
    _elsewhere(desk, "Omar")
    assert headline(lead_remove(desk, "omar (discord)")) == "Omar (Discord) is no lead any more"
    assert leads(desk) == ["Omar"]


def test_a_lead_is_removed_and_the_removal_taken_back(desk: Desk) -> None:
    lead_add(desk, "Mara")
    reply = lead_remove(desk, "Mara")
    assert leads(desk) == ["Omar"]
    take_back(desk, reply)
    assert leads(desk) == ["Mara", "Omar"]


@pytest.mark.parametrize(
    "command, name, why",
    [
        (lead_remove, "Omar", "Omar is the only lead"),
        (lead_remove, "Mara", "Mara is no lead"),
        (lead_add, "Omar", "Omar is a lead already"),
        (lead_add, "Marra", "Did you mean Mara"),
        (lead_add, "Xenia", "once they have talked to checkmsg"),
    ],
)
def test_a_change_of_leads_that_cannot_be_made_is_explained(
    desk: Desk, command: Callable[[Desk, str], Reply], name: str, why: str
) -> None:
    with pytest.raises(CommandError, match=why):
        command(desk, name)
    assert leads(desk) == ["Omar"]


def test_of_two_members_with_one_name_the_id_says_which(desk: Desk) -> None:
    people.member(desk.tenant, 1, "m3", "Mara", desk.now, may_begin=True)
    with pytest.raises(CommandError, match="m1 or m3"):
        lead_add(desk, "Mara")


def test_of_one_person_in_two_workspaces_the_one_who_is_here_is_meant(desk: Desk) -> None:
    elsewhere = desk.tenant.add(
        WorkspaceRow(agency_id=1, platform="discord", external_id="d1", name="d", installed_at=desk.now)
    )
    people.member(desk.tenant, elsewhere.id, "d7", "Mara", desk.now, may_begin=True)
    lead_add(desk, "Mara")
    assert [row.external_id for row in people.leads(desk.tenant)] == ["m1", "m2"]


@pytest.mark.parametrize("name", ["here", "chats", "#Chats"])
def test_a_channel_is_watched_for_a_purpose_until_it_is_not(desk: Desk, name: str) -> None:
    reply = watch(desk, name, Purpose.DRAFTS)
    assert headline(reply) == "chats is watched for drafts"
    assert listed(watch_list(desk)) == ["chats · drafts"]
    unwatched = unwatch(desk, name)
    assert channel(desk) == (None, None)
    take_back(desk, unwatched)
    assert channel(desk) == ("drafts", None)
    take_back(desk, reply)
    assert headline(watch_list(desk)) == "No channel is watched"


def test_a_terminal_remembers_a_channel_it_is_told_of(desk: Desk) -> None:
    watch(desk, "#acme-drafts", Purpose.DRAFTS)
    assert channel(desk, "acme-drafts") == ("drafts", None)


def test_elsewhere_a_channel_has_to_have_been_seen(desk: Desk) -> None:
    desk.tenant.all(WorkspaceRow)[0].platform = Platform.SLACK
    with pytest.raises(CommandError, match="no channel chat\\. Did you mean chats"):
        watch(desk, "chat", Purpose.CHATS)


def test_a_channel_that_is_not_watched_or_not_here_is_told(desk: Desk) -> None:
    with pytest.raises(CommandError, match="chats is not watched"):
        unwatch(desk, "chats")
    with pytest.raises(CommandError, match="no channel nowhere"):
        unwatch(desk, "nowhere")
    with pytest.raises(CommandError, match="in no channel here"):
        watch(replace(desk, channel=None), "here", Purpose.CHATS)


def test_any_member_binds_a_channel_to_a_client(member_desk: Desk) -> None:
    client_add(member_desk, "Acme")
    bound = channel_bind(member_desk, "Acme")
    assert headline(bound) == "chats belongs to Acme"
    assert listed(watch_list(member_desk)) == ["chats · not watched · client Acme"]
    unbound = channel_unbind(member_desk)
    assert channel(member_desk) == (None, None)
    with pytest.raises(CommandError, match="chats belongs to no client"):
        channel_unbind(member_desk)
    take_back(member_desk, unbound)
    assert channel(member_desk) == (None, 1)
    take_back(member_desk, bound)
    assert channel(member_desk) == (None, None)


def shown(reply: Reply) -> dict[str, str]:
    fields = reply.blocks[1]
    assert isinstance(fields, Fields)
    return {field.name: field.value for field in fields.fields}


def afresh(desk: Desk) -> Desk:
    return replace(desk, preferences=people.preferences(desk.tenant))


def test_settings_are_shown_with_value_default_and_meaning(desk: Desk) -> None:
    settings(desk, "loudness", "QUIET")
    all_of_them = shown(settings(afresh(desk)))
    assert set(all_of_them) == set(desk.preferences)
    assert all_of_them["loudness"].startswith("quiet (default normal) · quiet (full replies and lines)")
    assert shown(settings(desk, "zone")) == {"zone": "UTC · the agency's time zone, as Europe/Berlin"}


def test_a_setting_is_changed_twice_and_taken_back_twice(desk: Desk) -> None:
    first = settings(desk, "ask-days", "07")
    second = settings(afresh(desk), "ask-days", "9")
    assert headline(second) == "ask-days is 9 now"
    take_back(desk, second)
    assert people.preferences(desk.tenant)["ask-days"] == "7"
    take_back(desk, first)
    assert people.preferences(desk.tenant)["ask-days"] == "14"


@pytest.mark.parametrize(
    "name, value, why",
    [
        ("zone", "Berlin", "zone stays UTC. .*Europe/Berlin"),
        ("ask-days", "many", "ask-days stays 14. 'many' is no number of days"),
        ("alerts-a-day", "-3", "'-3' is no number of alerts from 0 to 50"),
        ("loudness", "loud", "quiet, normal, strict"),
        ("rules-on", "UPW301", "rules-on stays none. 'UPW301' is none of UPW605, UPW701, UPW702"),
        ("rules-on", "701, feedback", "'feedback' is none of UPW605"),
    ],
)
def test_a_value_that_a_setting_cannot_take_is_explained(desk: Desk, name: str, value: str, why: str) -> None:
    with pytest.raises(CommandError, match=why):
        settings(desk, name, value)
    assert people.preferences(desk.tenant) == desk.preferences


@pytest.mark.parametrize(
    "value, stands",
    [
        ("UPW701", "UPW701"),
        ("702, proposal-incomplete upw605", "UPW605, UPW702"),
        ("UPW605,UPW701,UPW702", "UPW605, UPW701, UPW702"),
    ],
)
def test_rules_that_are_off_by_default_are_switched_on_and_off_again(
    desk: Desk, value: str, stands: str
) -> None:
    told = settings(desk, "rules-on", value)
    assert headline(told) == f"rules-on is {stands} now"
    known = people.preferences(desk.tenant)
    assert policy_of(desk.policy, known).on - desk.policy.on == set(stands.split(", "))
    assert headline(settings(afresh(desk), "rules-on", "none")) == "rules-on is none now"
    take_back(desk, told)
    assert policy_of(desk.policy, people.preferences(desk.tenant)) is desk.policy


def test_the_setting_names_every_rule_that_is_off_by_default() -> None:
    off = {code for code, rule in load().rules.items() if not rule.default_on}
    assert set(re.findall(r"UPW\d+", PREFERENCES["rules-on"].says)) == off


def test_any_member_reads_the_settings_and_only_a_lead_changes_them(member_desk: Desk) -> None:
    assert "zone" in shown(settings(member_desk))
    with pytest.raises(CommandError, match="Only a lead changes settings"):
        settings(member_desk, "zone", "Europe/Berlin")


def test_the_near_name_of_a_setting_is_offered() -> None:
    command = next(command for command in commands.COMMANDS if command.run is settings)
    with pytest.raises(UsageError, match="did you mean loudness"):
        Usage.parse(command.usage, command.choices or {}).match(split("settings loudnes quiet"))


def test_a_control_names_a_client_by_its_number(desk: Desk) -> None:
    client_add(desk, "Acme")
    known = desk.client("Acme")
    assert desk.client(f"#{known.id}").name == "Acme"
    for nobody in ("#0", "#99999", "#", "#one"):
        with pytest.raises(CommandError, match="No client goes by"):
            desk.client(nobody)


def client_lines(desk: Desk, letters: str = "") -> list[str]:
    return [line.partition(" · ")[0] for line in listed(client_list(desk, letters))]


def test_a_long_list_of_clients_is_read_on_by_letters(desk: Desk) -> None:
    for number in range(50):
        client_add(desk, f"Acme {number:02}")
    client_add(desk, "Birch")
    assert client_lines(desk)[-1] == "and 11 more, as `client list A` lists those that begin so"
    assert client_lines(desk, "b") == ["Birch"]
    assert headline(client_list(desk, "b")) == "1 client whose name begins with b"
    assert client_lines(desk, "Acme")[-1] == "and 10 more, as `client list Acme 4` lists those that begin so"
    assert len(client_lines(desk, "acme 4")) == 10
    assert client_lines(desk, "x") == []


def test_a_long_audit_is_read_on_by_number(desk: Desk) -> None:
    for number in range(50):
        client_add(desk, f"Client {number}")
    first = listed(changes_list(desk))
    assert first[-1] == "`changes before 11` lists earlier ones"
    assert [line.split()[0] for line in listed(changes_list(desk, number="11"))] == [
        str(n) for n in range(10, 0, -1)
    ]
    assert headline(changes_list(desk, number="1")) == "Nothing was changed before that."


@pytest.mark.parametrize("platform", ["slack", "discord"])
def test_guests_of_companies_are_named_where_there_are_any(desk: Desk, platform: str) -> None:
    row = desk.tenant.get(WorkspaceRow, 1)
    assert row is not None
    row.platform = platform
    says = " ".join(listed(reports_to(desk, "here")))
    assert ("guests" in says) is (platform == "slack")


@pytest.mark.parametrize("how", [reports_to, lambda desk, where: settings(desk, "reports-to", where)])
@pytest.mark.parametrize("where", ["client-chats", "#client-chats", "Client-Chats"])
def test_reports_go_to_a_channel_that_is_known_whatever_its_id_is_made_of(
    desk: Desk, how: Callable[[Desk, str], Reply], where: str
) -> None:
    watch(desk, "client-chats", "chats")
    reply = how(desk, where)
    assert headline(reply) == "Alerts, reminders and digests go to client-chats now"
    assert people.preferences(desk.tenant)["reports-to"] == "client-chats"
    take_back(desk, reply)
    assert people.preferences(desk.tenant)["reports-to"] == "leads"


@pytest.mark.parametrize("how", [reports_to, lambda desk, where: settings(desk, "reports-to", where)])
def test_reports_go_to_no_channel_that_is_not_known(desk: Desk, how: Callable[[Desk, str], Reply]) -> None:
    with pytest.raises(CommandError, match=r"I know no channel foo\."):
        how(desk, "foo")
    assert people.preferences(desk.tenant)["reports-to"] == "leads"


def test_reports_go_to_each_lead_again(desk: Desk) -> None:
    reports_to(desk, "here")
    again = replace(desk, preferences=people.preferences(desk.tenant))
    assert headline(settings(again, "reports-to", "Leads")) == "reports-to is leads now"
    assert people.preferences(desk.tenant)["reports-to"] == "leads"


def _notices(desk: Desk, said: str) -> list[tuple[int, str]]:
    rows = [row for row in desk.tenant.all(PostRow) if row.subject.get("notice") == said]
    return [(row.workspace_id, row.destination) for row in rows]


@pytest.mark.parametrize(
    "tell", [lambda desk: lost(desk, "chats", "It was deleted."), lambda desk: invited(desk, "C9", "new")]
)
@pytest.mark.parametrize("someone_here", [True, False])
def test_what_a_lead_has_to_know_is_told_to_all_where_none_is_here(
    desk: Desk, tell: Callable[[Desk], None], someone_here: bool
) -> None:
    watch(desk, "here", "chats")
    for name in ("Noor", "Liam"):
        _elsewhere(desk, name)
    people.member_row(desk.tenant, desk.member.id).lead = someone_here
    desk.tenant.session.flush()
    tell(desk)
    told = [*_notices(desk, "lost"), *_notices(desk, "invited")]
    assert told == ([(1, "m2")] if someone_here else [(2, "discord:Noor"), (2, "discord:Liam")])


def test_a_lead_who_is_elsewhere_says_what_a_channel_is_for(desk: Desk) -> None:
    row = desk.tenant.get(WorkspaceRow, 1)
    assert row is not None
    row.platform = "slack"
    _elsewhere(desk, "Noor")
    invited(desk, "C9", "new")
    noor = next(lead for lead in people.leads(desk.tenant) if lead.name == "Noor")
    there = replace(desk, member=people.as_member(noor), channel=None)
    assert headline(watch(there, "C9", "chats")) == "new is watched for chats"
    assert _notices(desk, "watched") == [(1, "C9")]
    with pytest.raises(CommandError, match="I know no channel new"):
        watch(there, "new", "chats")


def test_a_channel_for_reports_that_is_lost_is_told_to_all_leads_and_comes_to_them_again(desk: Desk) -> None:
    _elsewhere(desk, "Noor")
    reports_to(desk, "here")
    lost(desk, "chats", "It was deleted.")
    assert people.preferences(desk.tenant)["reports-to"] == "leads"
    said = [post for post in desk.tenant.all(PostRow) if post.subject.get("notice") == "unusable"]
    assert sorted(post.destination for post in said) == ["discord:Noor", "m2"]
