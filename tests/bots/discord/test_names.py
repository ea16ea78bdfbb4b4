import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.discord.names import ELSEWHERE, as_slash, path_of
from core.commands.commands import usages
from core.commands.grammar import Usage

OURS = {"check", "help"}  # They come from Discord's side.
MOST = 25
PATHS = [path_of(usage) for usage in usages()]


def test_every_command_has_a_name_of_its_own() -> None:
    assert len(set(PATHS)) == len(PATHS)
    assert {len(path) for path in PATHS} == {1, 2}


def test_no_word_is_both_a_command_and_the_beginning_of_some() -> None:
    alone = {path[0] for path in PATHS if len(path) == 1} | OURS
    begin = {path[0] for path in PATHS if len(path) == 2}

    assert not alone & begin


def test_discord_has_room_for_them_all() -> None:
    first = {path[0] for path in PATHS} | OURS

    assert len(first) <= MOST
    for word in first:
        assert sum(path[0] == word for path in PATHS) <= MOST
    assert all(len(word) <= 32 for path in PATHS for word in path)


def test_only_commands_that_there_are_stand_elsewhere() -> None:
    assert set(ELSEWHERE) <= {usage.name for usage in usages()}


@pytest.mark.parametrize(
    ("line", "typed"),
    [
        ("unwatch here", "/checkmsg watch stop"),
        ("watch here as chats", "/checkmsg watch channel purpose: chats"),
        (
            "watch client-chats as chats",
            "/checkmsg watch channel channel: client-chats purpose: chats",
        ),
        ("lead list", "/checkmsg lead list"),
        ("lead add MEMBER", "/checkmsg lead add"),
        ("client add Acme", "/checkmsg client add name: Acme"),
        ("client add NASA", "/checkmsg client add name: NASA"),
        ("client show", "/checkmsg client show"),
        ("client choose John for CLIENT", "/checkmsg client choose name: John"),
        ("converted CLIENT notice NUMBER", "/checkmsg client converted"),
        ("met Acme on May 2025", "/checkmsg client met client: Acme when: May 2025"),
        ("lead list as csv", "/checkmsg lead list"),
        ("reports to CHANNEL", "/checkmsg channel reports"),
        ("reports to leads", "/checkmsg channel reports"),
        ("reports to here", "/checkmsg channel reports where: here"),
        ("reminders", "/checkmsg reminders list"),
        ("Reminders", "/checkmsg reminders list"),
        ("settings reminders 30", "/checkmsg settings name: reminders value: 30"),
        ('client show "Acme on Mars"', "/checkmsg client show client: Acme on Mars"),
        ("help", "/checkmsg help"),
        ("Help client", "/checkmsg help about: client"),
        ("help client", "/checkmsg help about: client"),
        ("/checkmsg lead list", "/checkmsg lead list"),
        ("/checkmsg unwatch here", "/checkmsg watch stop"),
    ],
)
def test_a_hint_says_what_is_typed_in_discord(line: str, typed: str) -> None:
    assert as_slash(line) == typed


@pytest.mark.parametrize("usage", usages(), ids=[usage.name for usage in usages()])
def test_a_usage_line_becomes_the_command_alone(usage: Usage) -> None:
    assert as_slash(usage.line) == " ".join(("/checkmsg", *path_of(usage)))


@pytest.mark.parametrize("line", ["", "draft:", "client:", "us", "https://example.com", "/checkmsg", "lead"])
def test_what_is_no_command_stays_as_it_is(line: str) -> None:
    assert as_slash(line) == line


@given(st.text(max_size=60))
def test_no_line_breaks_it(line: str) -> None:
    assert as_slash(line) == line or as_slash(line).startswith("/checkmsg ")
