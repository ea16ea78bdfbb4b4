from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bots.slack import manifest

NEVER = {"app_mentions:read", "channels:join", "chat:write.public", "users:read.email"}
# How long Slack lets a text be.
LIMITS = {
    ("display_information", "name"): 35,
    ("display_information", "description"): 140,
    ("features", "bot_user", "display_name"): 80,
    ("features", "shortcuts", 0, "name"): 24,
    ("features", "shortcuts", 0, "description"): 150,
    ("features", "slash_commands", 0, "usage_hint"): 1000,
}


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Yield whatever a manifest says, with the way to it."""
    if isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(item, (*path, key))
    else:
        yield path, value


def test_the_files_in_deploy_are_what_the_generator_writes(tmp_path: Path) -> None:
    manifest.write(tmp_path)
    for name in (manifest.SOCKET_FILE, manifest.HTTP_FILE):
        assert (manifest.FOLDER / name).read_text(encoding="utf-8") == (tmp_path / name).read_text(
            encoding="utf-8"
        )


def test_both_ways_ask_for_the_same_and_differ_in_how_slack_reaches_the_bot() -> None:
    socket, http = (dict(leaves(made)) for made in (manifest.socket(), manifest.http()))
    assert {path: value for path, value in http.items() if socket.get(path) != value} == {
        ("features", "slash_commands", 0, "url"): "https://checkmsg.example.com/slack/events",
        ("oauth_config", "redirect_urls", 0): "https://checkmsg.example.com/slack/oauth_redirect",
        ("settings", "event_subscriptions", "request_url"): "https://checkmsg.example.com/slack/events",
        ("settings", "interactivity", "request_url"): "https://checkmsg.example.com/slack/events",
        ("settings", "socket_mode_enabled"): False,
        ("settings", "org_deploy_enabled"): True,
    }
    assert socket.keys() <= http.keys()


def test_every_right_and_event_is_asked_for_with_a_reason_in_one_line() -> None:
    made = manifest.socket()
    assert made["oauth_config"]["scopes"]["bot"] == list(manifest.SCOPES)
    assert made["settings"]["event_subscriptions"]["bot_events"] == list(manifest.EVENTS)
    written = manifest.as_yaml(made).splitlines()
    reasons = {**manifest.SCOPES, **{name: event.reason for name, event in manifest.EVENTS.items()}}
    for name, reason in reasons.items():
        assert f'- "{name}"  # {reason}' in [line.strip() for line in written]


def test_no_event_lacks_its_right_and_nothing_is_asked_for_that_frightens() -> None:
    assert {event.scope for event in manifest.EVENTS.values()} - {""} <= manifest.SCOPES.keys()
    assert not NEVER & manifest.SCOPES.keys()


def test_the_texts_fit_into_slack() -> None:
    said = dict(leaves(manifest.http()))
    for path, longest in LIMITS.items():
        assert 0 < len(said[path]) <= longest


def test_what_people_write_reaches_us_as_they_wrote_it() -> None:
    said = dict(leaves(manifest.socket()))
    assert said["features", "slash_commands", 0, "should_escape"] is False
    assert said["features", "app_home", "messages_tab_read_only_enabled"] is False
