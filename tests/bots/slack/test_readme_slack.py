"""What the README says of Slack is what the code does, as far as that can be compared."""

from bots.slack import manifest
from tests.bots.readme import rows, section


def test_the_rights_are_those_that_the_manifest_asks_for() -> None:
    told = {name.strip("`"): reason for name, reason in rows(section("What it asks of Slack"))}
    assert told == dict(manifest.SCOPES)


def test_the_addresses_are_those_that_the_bot_serves() -> None:
    assert manifest.ADDRESS.removeprefix("https://") in section("Many workspaces")
    assert manifest.INSTALL_PATH in section("Many workspaces")
