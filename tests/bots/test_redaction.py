"""What looks like a secret or like contact data is taken out, wherever it stands and however long the text is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.redaction import redaction
from tests.bots.logged import lines, say, settings
from tests.growth import MOST, growth

SECRETS = {
    "database_url": "postgresql://bot:p%40ss-w0rd@db.example.com/checkmsg?sslmode=require",
    "keys": ("a-key-of-the-tests", "an-older-key"),
    "slack_bot_token": "of-the-tests-bot",
    "slack_app_token": "of-the-tests-app",
    "slack_signing_secret": "0123456789abcdef",
    "slack_client_secret": "of-the-tests-client",
    "discord_token": "of-the-tests-discord",
    "sentry_dsn": "https://of-the-tests-sentry@sentry.example.com/1",
}
GIVEN = settings(**SECRETS)
redact = redaction(GIVEN)
plain = redaction(settings(database_url=""))
KNOWN = [
    "p%40ss-w0rd",
    "p@ss-w0rd",
    *SECRETS["keys"],
    *(one for one in SECRETS.values() if isinstance(one, str)),
]

TOLD = [
    ("xoxb-1234567890-abcdef", "[secret]"),
    ("token=xoxe.xoxp-1-Mi0yLTEyMzQ1", "token=[secret]"),
    ("xapp-1-A012-345-abc def", "[secret] def"),
    ("xoxc-1%2F2 and xwfp-1-2", "[secret] and [secret]"),
    ("MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs!", "[secret]!"),
    ("Authorization: Bearer abcdefghijklmnop123", "Authorization: [secret]"),
    ("a key 4f-Zq3K8n2xY0u1v5w7z9A2b4C6d8E0f1G3h5J7k9Lm= here", "a key [secret] here"),
    ("mail dana.reyes+jobs@example.com, please", "mail [address], please"),
    ("<mailto:dana@example.co.uk>", "<mailto:[address]>"),
    ("дана@пример.рф", "[address]"),
    ("call +1 (415) 555-0123.", "call [number]."),
    ("+44 7700 900418 or 07700900418", "[number] or [number]"),
    ("00 44 7700 900 418", "[number]"),
    ("415-555-0123", "[number]"),
    ("٤١٥٥٥٥٠١٢٣", "[number]"),
    ("https://example.com/a/b?token=1", "https://example.com/…"),
    ("https://example.com?token=1", "https://example.com/…"),
    ("https://dana:word@example.com/", "https://…"),
    ("see https://example.com:8443, or", "see https://example.com:8443/… or"),
    ("postgresql://bot:wo/rd@db/checkmsg", "postgresql://…"),
    ("https://hooks.slack.com/commands/T1/2/abc", "https://hooks.slack.com/…"),
    ("https://slack.com", "https://slack.com"),
]
KEPT = [
    "news 12 could not be read (ref 4f2a): ValueError",
    "post 1234567 and 12345678",
    "what was missed in 1234567890123456789 cannot be read: 403",
    "message 1700000000.000100 is not pinned",
    '  File "/app/core/judge.py", line 1168, in judge\n    return a @ b\n',
    "C012ABC34 of T012ABC34 at 09:30",
    "127.0.0.1:9464 and 3.11.7",
]


@pytest.mark.parametrize("text, told", TOLD)
def test_it_is_taken_out(text: str, told: str) -> None:
    assert plain(text) == told


@pytest.mark.parametrize("text", KEPT)
def test_what_tells_where_and_whose_is_kept(text: str) -> None:
    assert plain(text) == text


@pytest.mark.parametrize("secret", KNOWN)
def test_a_secret_of_the_settings_is_known_wherever_it_stands(secret: str) -> None:
    assert secret not in redact(f"it said '{secret}', twice: {secret}{secret}")


@pytest.mark.parametrize(
    "url, password",
    [
        ("postgresql://bot:a[b/c?d@db/checkmsg", "a[b/c?d"),
        ("postgresql://db/checkmsg?user=bot&password=a%2Fword", "a/word"),
    ],
)
def test_a_database_password_is_known_however_it_is_given(url: str, password: str) -> None:
    assert redaction(settings(database_url=url))(f"it is {password}!") == "it is [secret]!"


@pytest.mark.parametrize(
    "piece",
    ["+1", "1 ", "1234567-", "a@", "@", "a@b ", "http://", "xoxb-", "a.", "é", "\ud800", "bot ", "(-", "A_="],
)
def test_the_time_grows_with_the_length_and_no_faster(piece: str) -> None:
    assert growth(plain, lambda length: piece * (length // len(piece)), 20_000) < MOST


HOSTILE = st.text(st.sampled_from("ax1+-. @:/()é٤\n\ud800\u200b"), max_size=60)


@given(HOSTILE, st.sampled_from(["+1 415 555 0123", "dana@example.com", "xoxb-12-ab", *KNOWN]), HOSTILE)
def test_nothing_around_it_hides_it(before: str, secret: str, after: str) -> None:
    assert secret not in redact(f"{before} {secret} {after}")


@given(st.text())
def test_what_was_taken_out_stays_as_it_is(text: str) -> None:
    once = redact(text)
    assert redact(once) == once
    once.encode()


def test_every_value_of_a_line_is_looked_at() -> None:
    from bots.logs import bound
    from core.errors import trace

    error = type("xoxb-12-ab", (Exception,), {})()

    def work() -> None:
        with bound(request="dana@example.com", agency=4155550123):
            say("call 415-555-0123: %s", trace(error))

    (line,) = lines(work)
    assert line.pop("timestamp")
    assert line == {
        "level": "info",
        "logger": "bots.inbox",
        "event": "call [number]: [secret]",
        "request": "[address]",
        "agency": 4155550123,
        "exception": "[secret]\n",
    }
