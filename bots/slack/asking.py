"""What a person asks by typing: /checkmsg with a command, with a text, or alone; its forms; and a post's shortcut."""

from collections.abc import Callable, Mapping
from typing import Any

from bots.asked import NO_TEXT, check, command_named, is_command
from bots.filling import needs_form
from bots.slack.bot import Bot
from bots.slack.door import texts_of
from bots.slack.forms import check_asked, check_form, command_of, form_of
from bots.slack.modals import CHANNEL, PERSON, Where, picked, where_of
from bots.slack.payload import inner_of
from bots.slack.reading import read
from bots.slack.telling import Spot, show, tell
from core.commands.checking import Paste
from core.commands.grammar import split
from core.commands.suggesting import known_clients
from core.model import Speaker, Stage
from core.reply import Heading, Reply, Rung

MENU_SIZE = 100


def typed(bot: Bot, spot: Spot, text: str) -> None:
    """Answer what stands behind /checkmsg."""
    first, _, rest = text.strip().partition("\n")
    if not text.strip():
        clients = known_clients(bot.commands, bot.asker(spot), MENU_SIZE)
        view = check_form(clients, where=Where(spot.channel))
        spot.workspace.web.views_open(trigger_id=spot.trigger, view=view)
    elif is_command(first, rest):
        run(bot, spot, first, rest)
    else:
        _show(bot, spot, Paste(text, asked=True))


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


def submitted_check(bot: Bot, view: Mapping[str, Any]) -> Callable[[Spot], None]:
    """Return what checks what was pasted into the box, and shows the answer there; raises Incomplete."""
    asked = check_asked(inner_of(view, "state"))

    def work(spot: Spot) -> None:
        speaker = Speaker.US if asked.draft else None
        paste = Paste(asked.text, asked=True, client=asked.client, speaker=speaker)
        _show(bot, spot, paste, asked.stage)

    return work


def submitted_form(bot: Bot, view: Mapping[str, Any]) -> Callable[[Spot], None]:
    """Return what does what a form stands for, and shows the answer in it; raises Incomplete."""
    found = command_named(where_of(view).command)
    if found is None:
        raise ValueError("a form of no command")
    state = inner_of(view, "state")
    words, text = command_of(*found, state)

    def work(spot: Spot) -> None:
        # Slack's menus give ids of channels and people that the bot may never have heard of.
        room, who = spot.workspace.directory.room, spot.workspace.directory.person
        rooms = {found: room(found).name for found in picked(state, CHANNEL)}
        persons = {found: who(found).name for found in picked(state, PERSON)}
        bot.commands.meet(bot.asker(spot), rooms, persons, bot.now())
        tell(spot, bot.commands.run(bot.asker(spot), words, bot.now(), text))

    return work


def check_post(bot: Bot, spot: Spot, message: Mapping[str, Any]) -> None:
    """Check a post that somebody points at; the answer is for their eyes until they share it."""
    posted = read({**message, "channel": spot.channel}, spot.workspace.me)
    texts, unread = texts_of(spot.workspace, posted.files, bot.hosts)
    text = "\n".join(filter(str.strip, (posted.text, *texts)))
    if not text.strip():
        tell(spot, Reply(Rung.FULL, (Heading(" ".join(unread)),)) if unread else NO_TEXT)
        return
    _show(bot, spot, Paste(text, source=f"{spot.channel}:{posted.ts}", asked=True, instead_of=()))


def _show(bot: Bot, spot: Spot, paste: Paste, stage: Stage | None = None) -> None:
    """Check a text and answer whoever asked for it: in the modal where they did."""
    for shown in check(bot.commands, bot.asker(spot), paste, bot.now(), stage):
        say = show if spot.view and shown.check_id else tell
        say(spot, shown.reply, shown.check_id)
