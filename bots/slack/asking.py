"""What a person asks by typing: /checkmsg with a command, with a text, or alone; its forms; and a post's shortcut."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from bots.slack.bot import Bot
from bots.slack.door import texts_of
from bots.slack.forms import check_asked, check_form, command_of, form_of, needs_form
from bots.slack.manifest import COMMAND
from bots.slack.modals import Where, where_of
from bots.slack.reading import read
from bots.slack.telling import Spot, show, tell, with_share
from core.commands.checking import Checked, Paste
from core.commands.commands import usages
from core.commands.desk import Command
from core.commands.grammar import Usage, UsageError, find, resembles, split
from core.model import Speaker
from core.records import Arrival, ArrivalKind
from core.reply import Heading, Reply, Rung
from core.store import clients, people

MOST_WORDS = 6  # A longer line that is no command by the letter is a text to check.
MENU_SIZE = 100
# A whole value of a form, as command_of writes it.
CHANNEL_ID = re.compile(r'"([CG][A-Z0-9]{2,20})"')
PERSON_ID = re.compile(r'"([UW][A-Z0-9]{2,20})"')


def typed(bot: Bot, spot: Spot, text: str) -> None:
    """Answer what stands behind /checkmsg."""
    first, _, rest = text.strip().partition("\n")
    if not text.strip():
        view = check_form(known_clients(bot, spot), where=Where(spot.channel))
        spot.workspace.web.views_open(trigger_id=spot.trigger, view=view)
    elif is_command(first, rest):
        run(bot, spot, first, rest)
    else:
        _check(bot, spot, Paste(text, asked=True))


def is_command(line: str, rest: str = "") -> bool:
    """Return whether a line is a command rather than a text to check."""
    words = split(line)
    if words and words[0].casefold() == "help":
        return True
    short = len(words) <= MOST_WORDS and not rest.strip()
    try:
        usage = find(words, usages())
    except UsageError:
        return short and resembles(words, usages())
    try:
        usage.match(words)
    except UsageError:
        return short
    return not rest.strip() or usages()[usage].takes_text


def is_told(arrival: Arrival) -> bool:
    """Return whether a direct message is a command, to the letter; what only resembles one is a text to check."""
    first, _, rest = arrival.text.strip().removeprefix(COMMAND).strip().partition("\n")
    words = split(first)
    if not arrival.private or arrival.kind is not ArrivalKind.POSTED or not words:
        return False
    try:
        usage = find(words, usages())
        usage.match(words)
    except UsageError:
        return words[0].casefold() == "help" and len(words) <= MOST_WORDS
    return usages()[usage].takes_text if rest.strip() else len(words) <= MOST_WORDS


def run(bot: Bot, spot: Spot, words: str, text: str = "") -> None:
    """Do what a command says, or open the form in which it is filled in."""
    found = command_named(words)
    # Only what was just pressed or typed as a command can open a form.
    if found is not None and spot.trigger and not text.strip() and needs_form(*found, split(words)):
        ask(spot, words)
    else:
        tell(spot, bot.commands.run(bot.asker(spot), words, bot.now(), text))


def ask(spot: Spot, words: str) -> None:
    """Open the form of a command, with what is known already filled in."""
    found = command_named(words)
    if found is None:
        raise ValueError("a form of no command")
    command, usage = found
    known = {} if needs_form(command, usage, split(words)) else usage.match(split(words))
    view = form_of(command, usage, prefilled=known, where=Where(spot.channel, spot.thread))
    if spot.view:
        spot.workspace.web.views_push(trigger_id=spot.trigger, view=view)
    else:
        spot.workspace.web.views_open(trigger_id=spot.trigger, view=view)


def command_named(words: str) -> tuple[Command, Usage] | None:
    """Return the command that a line begins with, or None."""
    try:
        usage = find(split(words), usages())
    except UsageError:
        return None
    return usages()[usage], usage


def submitted_check(bot: Bot, view: Mapping[str, Any]) -> Callable[[Spot], None]:
    """Return what checks what was pasted into the box, and shows the answer there; raises Incomplete."""
    asked = check_asked(view.get("state", {}))

    def work(spot: Spot) -> None:
        speaker = Speaker.US if asked.draft else None
        checked = _checked(bot, spot, Paste(asked.text, asked=True, client=asked.client, speaker=speaker))
        if asked.stage is not None and checked.check_id is not None:
            bot.commands.press(bot.asker(spot), checked.check_id, "stage", asked.stage, bot.now())
        _answer(bot, spot, checked)

    return work


def submitted_form(bot: Bot, view: Mapping[str, Any]) -> Callable[[Spot], None]:
    """Return what does what a form stands for, and shows the answer in it; raises Incomplete."""
    found = command_named(where_of(view).command)
    if found is None:
        raise ValueError("a form of no command")
    words, text = command_of(*found, view.get("state", {}))

    def work(spot: Spot) -> None:
        # Slack's menus give ids of channels and people that the bot may never have heard of.
        room, who = spot.workspace.directory.room, spot.workspace.directory.person
        rooms = {found: room(found).name for found in CHANNEL_ID.findall(words)}
        persons = {found: who(found).name for found in PERSON_ID.findall(words)}
        bot.commands.meet(bot.asker(spot), rooms, persons, bot.now())
        tell(spot, bot.commands.run(bot.asker(spot), words, bot.now(), text))

    return work


def check_post(bot: Bot, spot: Spot, message: Mapping[str, Any]) -> None:
    """Check a post that somebody points at; the answer is for their eyes until they share it."""
    posted = read({**message, "channel": spot.channel}, spot.workspace.me)
    texts, unread = texts_of(spot.workspace, posted.files, bot.hosts)
    text = "\n".join(filter(str.strip, (posted.text, *texts)))
    if not text.strip():
        said = " ".join(unread) or "I see no text in this post. Paste the conversation as text."
        tell(spot, Reply(Rung.FULL, (Heading(said),)))
        return
    _check(bot, spot, Paste(text, source=f"{spot.channel}:{posted.ts}", asked=True))


def known_clients(bot: Bot, spot: Spot) -> list[str]:
    """Return the names of the agency's clients, or none where no menu can hold them."""
    asker = bot.asker(spot)
    store = bot.commands.store
    with store.database.read() as session:
        place = people.workspace(session, asker.platform, asker.workspace)
        if place is None:
            return []
        rows = clients.all_clients(store.tenant(session, place.agency_id))
        return [row.name for row in rows] if len(rows) <= MENU_SIZE else []


def _check(bot: Bot, spot: Spot, paste: Paste) -> None:
    _answer(bot, spot, _checked(bot, spot, paste))


def _checked(bot: Bot, spot: Spot, paste: Paste) -> Checked:
    return bot.commands.check(bot.asker(spot), paste, bot.now())


def _answer(bot: Bot, spot: Spot, checked: Checked) -> None:
    for note in checked.notes:
        tell(spot, note)
    if checked.check_id is None:
        return
    reply = bot.commands.run(bot.asker(spot), f"show {checked.check_id}", bot.now())
    if spot.channel and not spot.channel.startswith("D"):
        reply = with_share(reply)
    if spot.view:
        show(spot, reply, checked.check_id)
    else:
        tell(spot, reply, checked.check_id)
