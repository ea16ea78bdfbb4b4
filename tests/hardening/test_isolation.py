"""Whatever the people of one agency ask, press or post: of the other nothing is shown, and nothing changes there."""

import ast
import inspect
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bots.inbox import Inbox, News
from core.commands import channels, pressing
from core.commands.arriving import forget_thread
from core.commands.checking import Paste
from core.commands.commands import usages
from core.commands.grammar import Usage
from core.commands.looking_back import read_past
from core.model import Stage
from core.records import Arrival, ArrivalKind, Platform
from core.store.crypto import new_key
from tests.hardening import agencies
from tests.hardening.agencies import BOTH, NOW, Agency, House
from tests.hardening.visiting import Place, Visitor, line_of, other
from tests.postgres import fresh_database

KEYS = [new_key()]
# What is drawn is a few words: to make them fewer would take minutes and tell nothing.
EXAMPLES = settings(max_examples=6, phases=[Phase.explicit, Phase.reuse, Phase.generate])
WHO = [(Platform.SLACK, "lead"), (Platform.SLACK, "member"), (Platform.DISCORD, "other")]
WORDLESS = ("reminders",)  # They hold numbers and days.
ACTIONS = [
    str(case.value.value)
    for part in ast.walk(ast.parse(inspect.getsource(pressing.press)))
    if isinstance(part, ast.match_case)
    for case in ast.walk(part.pattern)
    if isinstance(case, ast.MatchValue) and isinstance(case.value, ast.Constant)
]
Built = tuple[Place, Path, Path]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    """A SQLite file for both agencies, and a copy that it is put back from."""
    folder = tmp_path_factory.mktemp("agencies")
    file, kept = folder / "used.db", folder / "kept.db"
    with agencies.opened(f"sqlite:///{file}", KEYS) as store:
        store.database.migrate()
        agencies.build(store)
        store.database.copy_to(kept)
        yield Place(store), file, kept


@contextmanager
def visited_by(built: Built, agency: Agency, platform: Platform, person: str) -> Iterator[Visitor]:
    """Give somebody of an agency, while everything is as it was built."""
    place, file, kept = built
    place.store.database.engine.dispose()  # What was compiled stays.
    shutil.copy(kept, file)
    yield Visitor(place, agency, agency.asker(platform, person))


def visited(built: Built, data: st.DataObject) -> AbstractContextManager[Visitor]:
    """Give somebody of either agency."""
    return visited_by(built, data.draw(st.sampled_from(BOTH)), *data.draw(st.sampled_from(WHO)))


@pytest.mark.parametrize("usage", usages(), ids=lambda usage: usage.line)
@EXAMPLES
@given(data=st.data())
def test_no_command_shows_or_changes_anything_of_another_agency(
    usage: Usage, built: Built, data: st.DataObject
) -> None:
    with visited(built, data) as someone:
        words, text = line_of(usage, someone, lambda options: data.draw(st.sampled_from(options)))
        reply = someone.commands.run(someone.asker, words, NOW, text)
        someone.sees_and_changes_nothing_of_the_other(reply)


@pytest.mark.parametrize("agency", BOTH, ids=lambda agency: agency.name)
def test_no_number_of_another_agency_stands_for_anything(agency: Agency, built: Built) -> None:
    with visited_by(built, agency, Platform.SLACK, "lead") as someone:
        numbers = sorted({row["id"] for rows in someone.theirs.values() for row in rows})
        for usage in usages():
            if len([argument for argument in usage.arguments if argument.required]) == 1:
                for number in numbers:
                    said = someone.commands.run(someone.asker, f"{usage.name} {number}", NOW)
                    assert someone.other.secret not in agencies.words_of(said)
        someone.sees_and_changes_nothing_of_the_other()


@pytest.mark.parametrize("agency", BOTH, ids=lambda agency: agency.name)
@pytest.mark.parametrize("what", ["client", "person", "everything"])
def test_erasing_reaches_no_other_agency(what: str, agency: Agency, built: Built) -> None:
    asker = agency.asker()
    said = {"client": "Acme confirm Acme", "everything": f"everything confirm {asker.workspace_name}"}
    said["person"] = f"@Other {agency.secret} confirm Other {agency.secret}"
    with visited_by(built, agency, Platform.SLACK, "lead") as someone:
        reply = someone.commands.run(someone.asker, f"privacy erase {said[what]}", NOW)
        assert reply.done, reply
        someone.sees_and_changes_nothing_of_the_other(reply)


@pytest.mark.parametrize("action", ACTIONS)
@EXAMPLES
@given(data=st.data())
def test_no_control_and_no_mark_acts_on_what_another_agency_has(
    action: str, built: Built, data: st.DataObject
) -> None:
    with visited(built, data) as someone:
        check_id = data.draw(st.sampled_from(someone.their_checks))
        value = data.draw(st.sampled_from([*Stage, *someone.words]))
        said = someone.commands.press(someone.asker, check_id, action, value, NOW)
        assert not said.done
        sent = [row["external_id"] for row in someone.theirs["posts"] if row["external_id"]]
        assert someone.commands.mark(someone.asker, data.draw(st.sampled_from(sent)), action, NOW) is None
        someone.sees_and_changes_nothing_of_the_other(said)


def _ask_about_a_text(someone: Visitor, word: str, check_id: int) -> None:
    paste = Paste("Acme: Can I pay you by PayPal?", word, word, word, client=word, asked=True)
    for instead_of in (None, (check_id,)):
        someone.commands.check(someone.asker, replace(paste, instead_of=instead_of), NOW)


def _tell_of_posts(someone: Visitor, word: str, _: int) -> None:
    inbox = Inbox(someone.commands, dict.fromkeys(Platform, House()), lambda: NOW)
    asker = someone.asker
    for kind in ArrivalKind:
        for channel in (asker.channel, someone.other.asker().channel):
            news = Arrival(kind, channel, word, asker.person, NOW, "Acme: PayPal?", word, kind, asked=True)
            inbox.keep([News(asker.platform, asker.workspace, news)])
    inbox.read_all()


def _tell_of_old_posts(someone: Visitor, word: str, _: int) -> None:
    read_past(someone.commands, someone.asker, "Acme: Can I pay you by PayPal?", word, NOW)


def _tell_of_channels(someone: Visitor, word: str, _: int) -> None:
    with someone.commands.desk(someone.asker, NOW) as desk:
        forget_thread(desk, word, word, whole=True)
        channels.invited(desk, word, "a channel")
        channels.renamed(desk, word, "another name")
        channels.moved(desk, word, f"{word}-2")
        channels.lost(desk, word, "gone")
    someone.commands.meet(someone.asker, {word: "a channel"}, {word: "a person"}, NOW)


@pytest.mark.parametrize("act", [_ask_about_a_text, _tell_of_posts, _tell_of_old_posts, _tell_of_channels])
@EXAMPLES
@given(data=st.data())
def test_nothing_that_people_or_a_platform_tell_reaches_another_agency(
    act: Callable[[Visitor, str, int], None], built: Built, data: st.DataObject
) -> None:
    with visited(built, data) as someone:
        check_id = data.draw(st.sampled_from(someone.their_checks))
        act(someone, data.draw(st.sampled_from(someone.words)), check_id)
        someone.sees_and_changes_nothing_of_the_other()


def test_both_agencies_have_rows_everywhere_with_their_own_word_in_them(built: Built) -> None:
    place, _, _ = built
    for agency, rows in place.rows.items():
        assert [name for name, found in rows.items() if not found] == []
        for name, found in rows.items():
            words = agencies.words_in({name: found}, place.store.keyring)
            assert (agency.secret in words) is (name not in WORDLESS), name
            assert other(agency).secret not in words, name


def test_on_postgresql_no_command_and_no_control_reaches_another_agency(postgres_url: str) -> None:
    choose = Random(1).choice  # noqa: S311  # The same arguments each time.
    with fresh_database(postgres_url) as url, agencies.opened(url, KEYS) as store:
        store.database.migrate()
        agencies.build(store)
        for agency in BOTH:
            someone = Visitor(Place(store), agency, agency.asker())
            for usage in usages():
                words, text = line_of(usage, someone, choose)
                said = someone.commands.run(someone.asker, words, NOW, text)
                assert someone.other.secret not in agencies.words_of(said)
            for action in ACTIONS:
                press = someone.commands.press
                assert not press(someone.asker, choose(someone.their_checks), action, "", NOW).done
            someone.sees_and_changes_nothing_of_the_other()
