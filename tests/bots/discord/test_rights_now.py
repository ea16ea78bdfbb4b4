"""What a person may do is what their last message or press shows, and looking them up holds up nobody."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

from bots.discord.directory import Directory
from tests.discord.server import Server
from tests.discord.words import said, words_of
from tests.discord.world import CHATS, DIRECT, OMAR

ROLE = "checkmsg lead"
NOT_YET = "Only the owner of this server"


def give(place: Server, person: str, *, taken: bool = False) -> None:
    async def change() -> None:
        role = place.guild.roles.get(ROLE) or place.guild.create_role(ROLE)
        backend, user = place.env.backend, place.person(person)
        (backend.remove_member_role if taken else backend.add_member_role)(place.guild.id, user.id, role.id)

    place.do(change())
    place.settle()


def claim(place: Server, person: str) -> str:
    return said(place.slash("lead claim", person=person))


def test_a_role_that_was_given_or_taken_counts_at_once(place: Server) -> None:
    place.add_person("Mara")
    assert NOT_YET in claim(place, "Mara")
    give(place, "Mara")
    give(place, "Mara", taken=True)
    assert NOT_YET in claim(place, "Mara")
    give(place, "Mara")
    assert "Mara is a lead now" in claim(place, "Mara")


def test_a_message_shows_the_role_as_well(place: Server) -> None:
    place.add_person("Mara")
    give(place, "Mara")
    place.post(CHATS, "Good morning", "Mara")
    directory = place.bot._bot.directory
    assert directory.person(place.guild.id, place.person_id("Mara")).owner
    give(place, "Mara", taken=True)
    place.post(CHATS, "Good evening", "Mara")
    assert not directory.person(place.guild.id, place.person_id("Mara")).owner


def test_remembering_somebody_takes_no_time_that_counts(place: Server) -> None:
    async def fetch() -> float:
        guild = place.bot.client.get_guild(place.guild.id)
        assert guild is not None
        member = await guild.fetch_member(place.person(OMAR).id)
        begun = time.thread_time()
        for _ in range(1000):
            place.bot._bot.directory.note(member)
        return (time.thread_time() - begun) / 1000

    assert place.do(fetch()) < 0.0002  # Ten times what it takes.


def test_people_are_found_while_every_thread_of_the_loop_is_taken(place: Server) -> None:
    directory = Directory(place.bot.bridge, ROLE)

    async def find() -> list[str]:
        loop = asyncio.get_running_loop()
        loop.set_default_executor(ThreadPoolExecutor(2))
        ids = [place.person_id(name) for name in ("Dana", OMAR)] * 4
        blocked = [loop.run_in_executor(None, time.sleep, 0.5) for _ in range(2)]
        found = await asyncio.wait_for(
            asyncio.gather(*(directory.find(place.guild.id, one) for one in ids)), 0.4
        )
        await asyncio.gather(*blocked)
        return [person.name for person in found]

    assert place.do(find()) == ["Dana", OMAR] * 4


def test_many_people_of_no_known_server_can_write_directly_at_once(place: Server) -> None:
    names = [f"Guest {number}" for number in range(6)]
    for name in names:
        place.add_person(name)

    async def write() -> None:
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1))
        backend = place.env.backend
        for name in names:
            backend.create_message(place.channel(DIRECT, name).id, place.person(name).id, "help")

    place.do(write())
    place.settle()
    assert all("Paste a conversation" in words_of(place.direct(name)[-1]) for name in names)
