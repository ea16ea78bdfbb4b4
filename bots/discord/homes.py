"""For which server somebody writes to us directly. People may be in several, and each is an agency of its own.

What somebody posts in a server says nothing of where they belong; that they asked us something in it does. Nobody else
can do that in their name.
"""

import asyncio

from bots.discord.bot import Bot
from core.commands.commands import Asker
from core.commands.noticing import notice
from core.records import Platform
from core.store import inbox, people, posts

FEW_SERVERS = 5  # Of more, somebody who has said nothing in any of them is not looked for.


async def home_of(bot: Bot, person: str, *, post: tuple[str, str] | None = None, ours: str = "") -> str:
    """Return the server for which somebody writes to us directly, or nothing where they are in none or chose none.

    What is said of a post (its channel and message), or pressed below a message of ours, is for the server that it was
    for.
    """
    there = await _servers_of(bot, person)
    store, guilds = bot.commands.store, [home.workspace for home in there]
    whose = ""
    if post is not None and guilds:
        whose = await asyncio.to_thread(inbox.whose, store, Platform.DISCORD, guilds, *post)
    if ours and guilds:
        whose = await asyncio.to_thread(posts.whose, store, Platform.DISCORD, guilds, ours)
    if whose:
        return whose
    if len(there) == 1:
        return guilds[0]
    return next((home.workspace for home in there if home.asked_at is not None), "")


async def _servers_of(bot: Bot, person: str) -> list[people.Home]:
    """Return the servers in which somebody is, those where they are known first."""
    known = await asyncio.to_thread(people.homes_of, bot.commands.store, Platform.DISCORD, person)
    servers = [str(guild.id) for guild in bot.bridge.client.guilds]
    others = [people.Home(guild, None) for guild in servers] if len(servers) <= FEW_SERVERS else []
    candidates = {home.workspace: home for home in (*others, *known)}
    in_order = [*known, *(home for home in others if candidates[home.workspace] is home)]
    return [
        home
        for home in in_order
        if home.workspace in servers and not (await bot.directory.find(int(home.workspace), person)).gone
    ]


async def choose(bot: Bot, asker: Asker) -> None:
    """Note that somebody asked us something in a server; where that changes their home, they are told."""
    known = await asyncio.to_thread(people.homes_of, bot.commands.store, Platform.DISCORD, asker.person)
    is_home = bool(known) and known[0].workspace == asker.workspace and known[0].asked_at is not None
    if len(known) > 1 and not is_home:
        await asyncio.to_thread(_choose, bot, asker)


def _choose(bot: Bot, asker: Asker) -> None:
    with bot.commands.desk(asker, bot.now()) as desk:
        people.member_row(desk.tenant, desk.member.id).asked_at = desk.now
        key = f"{desk.member.id}:{desk.now.isoformat()}"
        notice(desk, "home", asker.person, key, name=asker.workspace_name)
