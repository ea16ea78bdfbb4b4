import socket
import ssl
from datetime import timedelta
from email.message import Message as Headers
from http.client import IncompleteRead
from io import BytesIO
from urllib.error import HTTPError, URLError

import pytest

from bots.delivery import DeliveryError, Gone, Refused, Unclear
from bots.slack import calls
from bots.slack.errors import OUTCOMES, delivery_error
from tests.slack.fake import FakeSlack
from tests.slack.faults import (
    DropAfterAccept,
    DropBeforeAccept,
    ErrorCode,
    Fault,
    RateLimited,
    ServerError,
    Slow,
)
from tests.slack.sending import (
    HELLO,
    post_to,
    refusal,
    sender_to,
    slack,
)

__all__ = ["slack"]  # a fixture

NEVER = """
    access_denied account_inactive cannot_dm_bot cannot_reply_to_message cant_update_message
    channel_not_found channel_type_not_supported ekm_access_denied enterprise_is_restricted
    invalid_arguments invalid_auth invalid_blocks invalid_blocks_format invalid_metadata_format
    invalid_metadata_schema is_archived is_inactive messages_tab_disabled
    missing_scope msg_blocks_too_long msg_too_long no_permission no_text not_allowed_token_type
    not_authed not_in_channel org_login_required restricted_action
    restricted_action_non_threadable_channel restricted_action_read_only_channel
    restricted_action_thread_locked restricted_action_thread_only_channel team_access_not_granted
    token_expired token_revoked too_many_emoji too_many_reactions user_disabled
    user_not_found user_not_visible
""".split()  # noqa: SIM905
GONE = ["message_not_found", "thread_not_found"]
LATER = ["message_limit_exceeded", "rate_limited", "ratelimited", "team_added_to_org"]
UNCLEAR = ["fatal_error", "internal_error", "request_timeout", "service_unavailable"]


def test_every_row_of_the_table_is_tested() -> None:
    assert sorted(OUTCOMES) == sorted([*NEVER, *GONE, *LATER, *UNCLEAR])


@pytest.mark.parametrize(
    "fault, error",
    [
        *((ErrorCode(code), Refused(code, forever=True)) for code in NEVER),
        *((ErrorCode(code), Gone(code)) for code in GONE),
        *((ErrorCode(code), Refused(code)) for code in LATER),
        *((ErrorCode(code), Unclear(code)) for code in UNCLEAR),
        (ErrorCode("a_code_of_tomorrow"), Unclear("a_code_of_tomorrow")),
        (ErrorCode("words, not a code"), Unclear("http_200")),
        (RateLimited(7), Refused("ratelimited", retry_after=timedelta(seconds=7))),
        (RateLimited(0), Refused("ratelimited", retry_after=timedelta(seconds=1))),
        (ServerError(500), Unclear("http_500")),
        (ServerError(503), Unclear("http_503")),
        (ServerError(502, accepted=True), Unclear("http_502")),
        (DropBeforeAccept(), Unclear("RemoteDisconnected")),
        (DropAfterAccept(), Unclear("RemoteDisconnected")),
        (Slow(1.5), Unclear("TimeoutError")),
    ],
)
def test_an_error_says_what_became_of_the_post(
    slack: FakeSlack, fault: Fault, error: DeliveryError, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "LONGEST_CALL", 1.0)
    slack.fault("chat.postMessage", fault)
    with pytest.raises(DeliveryError) as caught:
        sender_to(slack).send(post_to("C1"), HELLO)
    found = caught.value
    assert (type(found), found.status) == (type(error), error.status)
    assert (found.forever, found.retry_after) == (error.forever, error.retry_after)


@pytest.mark.parametrize(
    "cause, error",
    [
        (ConnectionRefusedError(111, ""), Refused("unreachable")),
        (socket.gaierror(-2, ""), Refused("unreachable")),
        (ssl.SSLCertVerificationError(), Refused("unreachable")),
        (OSError(101, "no network"), Refused("unreachable")),
        (TimeoutError(), Unclear("TimeoutError")),
        (BrokenPipeError(), Unclear("BrokenPipeError")),
        (ssl.SSLEOFError(), Unclear("SSLEOFError")),
    ],
)
def test_a_connection_that_was_never_made_is_a_refusal(cause: OSError, error: DeliveryError) -> None:
    for raised in (cause, URLError(cause)):
        found = delivery_error(raised)
        assert (type(found), found.status, found.forever) == (type(error), error.status, False)


def test_an_upload_that_fails_is_told_by_its_status_and_closed() -> None:
    body = BytesIO(b"words")
    error = HTTPError("", 503, "words", Headers(), body)
    found = delivery_error(error)
    assert (type(found), found.status, body.closed) == (Unclear, "http_503", True)
    assert error.code == 503


def test_an_answer_that_breaks_off_says_nothing() -> None:
    found = delivery_error(IncompleteRead(b"{"))
    assert (type(found), found.status) == (Unclear, "IncompleteRead")


def test_where_nobody_listens_nothing_arrives(slack: FakeSlack) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        slack.url = f"http://127.0.0.1:{server.getsockname()[1]}/api/"
    assert refusal(slack, post_to("C1")) == ("unreachable", False)
