"""Take pictures of what Discord shows: `python -m tests.pictures.discord FOLDER [NAME …]`; it needs Chromium.

Those of the README are `python -m tests.pictures.discord docs/pictures discord-reply discord-private
discord-check-form discord-digest`.
"""

from collections.abc import Iterator

from bots.asked import with_share
from bots.discord.helping import help_with
from bots.discord.layout import message
from bots.discord.modals import check_modal, form_modal
from bots.discord.names import as_slash
from bots.discord.threads import NAME
from bots.discord.views import embeds_of, view_of
from core.chart import chart
from core.commands.commands import usages
from core.model import Speaker
from core.policy import load
from core.reply import Reply
from core.wording.alerts import Alert, alerts_reply
from core.wording.digest import digest_reply
from core.wording.notices import mark_notice, pictures_notice
from tests.pictures.camera import main
from tests.pictures.discordui import direct_html, message_html, modal_html, place_html, post_html
from tests.pictures.samples import CHAT, CLIENTS, DIGEST, FINE, PUSHED, address, answer_to, run

CHANNEL = "client-chats"
SIGN = (1, 2)
ALERT = Alert(
    "UPW311", Speaker.US, 41, "Acme", "Tom Becker", "Sure, send it to my PayPal and we start today."
)
USED = "<b>Dana Reyes</b> used <a>/checkmsg check</a>"
DISMISS = "Only you can see this • Dismiss message"


def samples() -> Iterator[tuple[str, str]]:
    """Yield the names of the pictures and what is on them, as HTML."""
    channel = post_html("Omar Haddad", FINE, answer_to(FINE).mark) + post_html(
        "Dana Reyes", CHAT, thread=NAME
    )
    yield "discord-reply", place_html("#", CHANNEL, channel) + in_thread(answer_to(CHAT))
    yield "discord-payment", in_thread(answer_to(PUSHED))
    private = said(with_share(answer_to(CHAT)), above=USED, below=DISMISS)
    yield "discord-private", place_html("#", "general", private)
    yield "discord-digest", told(digest_reply(DIGEST, chart(DIGEST.weeks)))
    yield "discord-alert", told(alerts_reply([ALERT], load()))
    yield "discord-marks", told(mark_notice()) + told(pictures_notice())
    yield "discord-check-form", modal_html(check_modal(CLIENTS).to_dict())
    commands = {usage.name: (command, usage) for usage, command in usages().items()}
    for name in ("contract start", "plan", "watch", "mute", "client import"):
        form = form_modal(*commands[name])
        yield f"discord-form-{name.replace(' ', '-')}", modal_html(form.to_dict())
    yield "discord-home", direct(run("home"))
    yield "discord-command", direct(run("client list"))
    yield "discord-help", direct(help_with(""))
    yield "discord-help-client", direct(help_with("client"))


def in_thread(shown: Reply) -> str:
    """Return a reply as it stands in its thread."""
    return place_html("#", f"{CHANNEL} › {NAME}", said(shown))


def direct(shown: Reply) -> str:
    """Return a reply to what somebody says in the direct messages with the bot."""
    return place_html("@", "checkmsg", said(shown))


def told(shown: Reply) -> str:
    """Return a reply that comes to somebody directly, as it stands there."""
    whole = message(shown, 41, as_slash)
    files = {file.name: address(file.content) for file in whole.files}
    embeds, view = embeds_of(whole, SIGN)
    html = direct_html(whole.headline, [embed.to_dict() for embed in embeds], view.to_components(), files)
    return place_html("@", "checkmsg", html)


def said(shown: Reply, above: str = "", below: str = "") -> str:
    """Return a reply as the message it comes in."""
    whole = message(shown, 41, as_slash)
    files = {file.name: address(file.content) for file in whole.files}
    components = view_of(whole).to_components()  # type: ignore[no-untyped-call]  # discord.py's own
    return message_html(components, files, above, below)


if __name__ == "__main__":
    main(samples(), "discord.css")
