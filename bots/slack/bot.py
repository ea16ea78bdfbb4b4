"""What Slack's listeners share: the commands, the workspaces, and what every one of them does about a mistake."""

import logging
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_hex
from threading import Event
from typing import Any

from slack_sdk.errors import SlackApiError

from bots.asked import failed
from bots.slack.door import asker_of
from bots.slack.errors import code_of
from bots.slack.telling import DIRECT, TOO_LATE, Spot, tell
from bots.slack.workspaces import Workspace, Workspaces
from core.commands.commands import Asker, Commands
from core.errors import trace
from core.ids import bound
from core.reply import Heading, Paragraph, Reply, Rung

logger = logging.getLogger(__name__)
Body = Mapping[str, Any]
TOO_SLOW = Reply(
    Rung.FULL,
    (Heading("That took too long for Slack to show a form."), Paragraph("Ask again: nothing was changed.")),
)


NOT_FOR_YOU = Reply(Rung.FULL, (Heading("checkmsg answers the people of this agency alone."),))


@dataclass(frozen=True, slots=True)
class Bot:
    """The bot as Slack's listeners see it."""

    commands: Commands
    workspaces: Workspaces
    now: Callable[[], datetime]
    hosts: Collection[str]  # from which files are fetched
    stopping: Event = field(default_factory=Event)

    def workspace(self, body: Body) -> Workspace | None:
        """Return the workspace in which something was done, or None where the bot is not installed there.

        What comes from another organisation's side of a shared channel names where the bot is installed.
        """
        installed = _text(body.get("view"), "app_installed_team_id")
        team = (
            installed
            or _text(body.get("team"), "id")
            or _text(body, "team_id")
            or _text(body.get("user"), "team_id")
        )
        enterprise = _text(body.get("enterprise"), "id") or _text(body, "enterprise_id")
        org_wide = str(body.get("is_enterprise_install")).casefold() == "true"
        return self.workspaces.of_event(enterprise, team, org_wide=org_wide)

    def asker(self, spot: Spot) -> Asker:
        """Return who asks and where."""
        channel = "" if spot.channel.startswith(DIRECT) else spot.channel
        return asker_of(spot.workspace, spot.person, channel)

    def careful(self, spot: Spot, work: Callable[[], None]) -> None:
        """Do something for a person of the agency; what goes wrong is logged without their words, and told to them."""
        reference = token_hex(2)
        with bound(request=reference, workspace=spot.workspace.external_id):
            self._careful(spot, work, reference)

    def _careful(self, spot: Spot, work: Callable[[], None], reference: str) -> None:
        try:
            if spot.workspace.directory.person(spot.person).outside:
                tell(_without_view(spot), NOT_FOR_YOU)
                return
            work()
        except SlackApiError as error:
            code = code_of(error)
            if code in TOO_LATE:
                tell(_without_view(spot), TOO_SLOW)
                return
            self._failed(spot, reference, f"Slack answered {code}")
        except Exception as error:  # noqa: BLE001  # It is logged and told, whatever it is.
            self._failed(spot, reference, trace(error))

    def _failed(self, spot: Spot, reference: str, why: str) -> None:
        logger.error("a person could not be answered (ref %s): %s", reference, why)
        try:
            tell(_without_view(spot), failed(reference))
        except (SlackApiError, OSError) as error:
            logger.error("nor could that be told (ref %s): %s", reference, trace(error))  # noqa: TRY400  # Without its message.


def _without_view(spot: Spot) -> Spot:
    return Spot(spot.workspace, spot.person, spot.channel, spot.thread, spot.response_url)


def _text(holder: object, key: str) -> str:
    value = holder.get(key) if isinstance(holder, Mapping) else None
    return value if isinstance(value, str) else ""
