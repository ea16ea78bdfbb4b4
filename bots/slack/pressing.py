"""What a person presses: the controls under a reply, and the marks that they put on it."""

from collections.abc import Mapping
from typing import Any

from bots.slack.asking import ask, run
from bots.slack.blocks import pressed
from bots.slack.bot import Bot
from bots.slack.looking_back import look_back
from bots.slack.telling import Spot, tell

# Slack's names of the marks that mean something on our replies.
MUTE = frozenset({"mute"})
DONE = frozenset({"heavy_check_mark", "white_check_mark"})


def press(bot: Bot, spot: Spot, action: Mapping[str, Any]) -> None:
    """Do what a control stands for; one that is not ours does nothing."""
    chosen = action.get("selected_option") or {}
    found = pressed(chosen.get("value") or action.get("value"))
    if found is None:
        return
    check_id, name, value = found
    if name == "run":
        run(bot, spot, value)
    elif name == "form":
        ask(spot, value)
    elif name == "lookback":
        look_back(bot, spot)
    else:
        reply = bot.commands.press(bot.asker(spot), check_id, name, value, bot.now())
        tell(spot, reply, check_id)


def mark(bot: Bot, spot: Spot, post: str, name: str) -> None:
    """Take a mark on one of our replies for what it means: quiet in this thread, or answered."""
    action = "mute" if name in MUTE else "answered" if name in DONE else ""
    if not action:
        return
    reply = bot.commands.mark(bot.asker(spot), post, action, bot.now())
    if reply is not None:
        tell(spot, reply)
