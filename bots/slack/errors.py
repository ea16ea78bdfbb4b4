"""Slack's error codes, in one table: what each says about a post, and whether another try would be in vain."""

import errno
import re
import socket
import ssl
from collections.abc import Mapping
from datetime import timedelta
from enum import Enum
from http.client import HTTPException
from types import MappingProxyType
from urllib.error import HTTPError, URLError

from slack_sdk.errors import SlackApiError, SlackClientError

from bots.delivery import DeliveryError, Gone, Refused, Unclear

FAILURES = (SlackClientError, OSError, HTTPException)  # all that a call of Slack's API raises
TOO_MANY = 429


class Outcome(Enum):
    """What became of a post."""

    NEVER = "never"  # refused, and it will be again until a person changes something
    LATER = "later"  # refused for now
    UNCLEAR = "unclear"
    GONE = "gone"  # what it belongs to is not there any more


_CODES = {
    Outcome.NEVER: """
        access_denied account_inactive cannot_dm_bot cannot_reply_to_message cant_update_message channel_not_found
        channel_type_not_supported ekm_access_denied enterprise_is_restricted invalid_arguments invalid_auth
        invalid_blocks invalid_blocks_format invalid_metadata_format invalid_metadata_schema is_archived is_inactive
        messages_tab_disabled missing_scope msg_blocks_too_long msg_too_long no_permission no_text
        not_allowed_token_type not_authed not_in_channel org_login_required restricted_action
        restricted_action_non_threadable_channel restricted_action_read_only_channel
        restricted_action_thread_locked restricted_action_thread_only_channel team_access_not_granted
        token_expired token_revoked too_many_emoji too_many_reactions user_disabled
        user_not_found user_not_visible
    """,
    Outcome.GONE: "message_not_found thread_not_found",
    Outcome.LATER: "message_limit_exceeded rate_limited ratelimited team_added_to_org",
    # Slack says of these itself that something may have been done before they happened.
    Outcome.UNCLEAR: "fatal_error internal_error request_timeout service_unavailable",
}
OUTCOMES: Mapping[str, Outcome] = MappingProxyType(
    {code: outcome for outcome, codes in _CODES.items() for code in codes.split()}
)
_UNREACHED = frozenset({errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EADDRNOTAVAIL})


def code_of(error: SlackApiError) -> str:
    """Return Slack's code, or the status of an answer that has none: what stands there instead may be a whole page."""
    code = str(error.response.get("error"))
    status = error.response.status_code
    return code if re.fullmatch(r"[a-z_]{1,60}", code) else f"http_{status}"


def retry_after(error: Exception) -> timedelta | None:
    """Return how long Slack wants to be left alone, at least a second; None where it did not ask for that."""
    if not isinstance(error, SlackApiError) or error.response.status_code != TOO_MANY:
        return None
    said = next(
        (value for name, value in error.response.headers.items() if name.lower() == "retry-after"), ""
    )
    return timedelta(seconds=max(1, int(said) if said.isdecimal() else 1))


def delivery_error(error: Exception) -> DeliveryError:
    """Return what a failed call says about what it should have posted; it has the code and none of the words."""
    if (wait := retry_after(error)) is not None:
        return Refused("ratelimited", retry_after=wait)
    if isinstance(error, SlackApiError):
        code = code_of(error)
        match OUTCOMES.get(code, Outcome.UNCLEAR):
            case Outcome.NEVER:
                return Refused(code, forever=True)
            case Outcome.GONE:
                return Gone(code)
            case Outcome.LATER:
                return Refused(code)
            case Outcome.UNCLEAR:
                return Unclear(code)
    if isinstance(error, HTTPError):
        error.close()
        return Unclear(f"http_{error.code}")
    cause = error.reason if isinstance(error, URLError) else error
    return Refused("unreachable") if _was_never_reached(cause) else Unclear(type(cause).__name__)


def _was_never_reached(cause: object) -> bool:
    """Return whether a connection failed before anything could be written to it."""
    if isinstance(cause, ConnectionRefusedError | socket.gaierror | ssl.SSLCertVerificationError):
        return True
    return isinstance(cause, OSError) and cause.errno in _UNREACHED
