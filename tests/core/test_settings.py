import os
from pathlib import Path

import pytest

from core.environment import PREFIX, has_settings
from core.settings import SettingsError, load

KEY = "CHECKMSG_AGENCY"


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CHECKMSG_DATABASE_URL")


def write(text: str | bytes) -> None:
    Path(".env").write_bytes(text if isinstance(text, bytes) else text.encode())


def test_every_setting_has_a_default() -> None:
    settings = load()
    assert (settings.us, settings.agency, settings.slack_bot_token) == ((), "Our agency", "")
    assert settings.slack_api_url == "https://slack.com/api/"
    assert settings.slack_file_hosts == ("files.slack.com",)
    assert (settings.discord_token, settings.discord_message_content) == ("", True)
    assert settings.discord_lead_role == "checkmsg lead"
    assert settings.discord_file_hosts == ("cdn.discordapp.com", "media.discordapp.net")


def test_settings_are_only_opened_where_some_may_be_given(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)
    assert not has_settings()
    monkeypatch.setenv("checkmsg_us", "Mara")
    assert has_settings()
    monkeypatch.delenv("checkmsg_us")
    write(f"{KEY}=Alder")
    assert has_settings()


def test_a_file_in_the_folder_is_read_and_the_environment_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    write(f"{KEY}=Alder\nCHECKMSG_US=Mara, Dana\nCHECKMSG_SLACK_LISTEN=\nOF_ANOTHER_PROGRAM=1\n")
    assert (load().agency, load().us, load().slack_listen) == ("Alder", ("Mara", "Dana"), "127.0.0.1:3000")
    monkeypatch.setenv(KEY, "Birch")
    assert load().agency == "Birch"


@pytest.mark.parametrize(
    "name, says",
    [
        ("CHECKMSG_SLAK_BOT_TOKEN", "Did you mean CHECKMSG_SLACK_BOT_TOKEN?"),
        ("checkmsg_slack_sining_secret", "Did you mean CHECKMSG_SLACK_SIGNING_SECRET?"),
        ("CHECKMSG_WEATHER", "The README lists them."),
    ],
)
def test_a_name_that_is_no_setting_is_refused_and_the_nearest_named(
    name: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(f"{name}=xoxb-of-the-tests")
    with pytest.raises(SettingsError, match=r"in \.env") as of_file:
        load()
    write("")
    monkeypatch.setenv(name, "xoxb-of-the-tests")
    with pytest.raises(SettingsError) as of_environment:
        load()
    for said in (str(of_file.value), str(of_environment.value)):
        assert said.endswith(says)
        assert name.upper() in said
        assert "xoxb" not in said
    assert ".env" not in str(of_environment.value)


def test_names_of_our_own_tests_are_no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHECKMSG_TEST_POSTGRES_URL", "postgresql://127.0.0.1/none")
    assert load().agency == "Our agency"


@pytest.mark.parametrize(
    "value", ["3000", ":3000", "127.0.0.1:", "127.0.0.1:http", "127.0.0.1:70000", "127.0.0.1"]
)
def test_what_cannot_be_listened_at_is_told_with_what_to_write(value: str) -> None:
    write(f"CHECKMSG_SLACK_LISTEN={value}")
    with pytest.raises(SettingsError, match="CHECKMSG_SLACK_LISTEN: write it as HOST:PORT") as error:
        load()
    assert "Value error" not in str(error.value)


@pytest.mark.parametrize("value", ["0.0.0.0:80", "[::1]:3000", "localhost:0"])
def test_any_address_can_be_listened_at(value: str) -> None:
    write(f"CHECKMSG_SLACK_LISTEN={value}")
    assert load().slack_listen == value


@pytest.mark.parametrize(
    "token, says",
    [
        ("Bot a.token.of-the-tests", "leave out the word Bot before it"),
        ("bot a.token.of-the-tests", "leave out the word Bot before it"),
        ("a.token of-the-tests", "copy it whole"),
        ("a.token.of-the-te…", "copy it whole"),
    ],
)
def test_a_token_of_discord_that_was_copied_with_more_or_less_is_refused(token: str, says: str) -> None:
    write(f"CHECKMSG_DISCORD_TOKEN={token}")
    with pytest.raises(SettingsError, match=f"CHECKMSG_DISCORD_TOKEN: {says}") as error:
        load()
    assert "of-the" not in str(error.value)


@pytest.mark.parametrize("value, wanted", [("false", False), ("No", False), ("true", True), ("1", True)])
def test_posts_of_discord_are_read_unless_somebody_says_no(value: str, wanted: bool) -> None:
    write(f"CHECKMSG_DISCORD_MESSAGE_CONTENT={value}")
    assert load().discord_message_content is wanted


def test_what_is_neither_yes_nor_no_is_told_with_what_to_write() -> None:
    write("CHECKMSG_DISCORD_MESSAGE_CONTENT=maybe")
    with pytest.raises(SettingsError, match="CHECKMSG_DISCORD_MESSAGE_CONTENT: write true or false"):
        load()


def test_a_role_may_be_written_as_discord_shows_it() -> None:
    write(
        'CHECKMSG_DISCORD_LEAD_ROLE="@Team leads "\nCHECKMSG_DISCORD_FILE_HOSTS=files.example.com, 127.0.0.1'
    )
    assert load().discord_lead_role == "Team leads"
    assert load().discord_file_hosts == ("files.example.com", "127.0.0.1")


def test_a_file_that_is_no_text_is_told_in_one_line() -> None:
    write(b"CHECKMSG_AGENCY=\xff\xfe")
    with pytest.raises(SettingsError, match=r"\.env in this folder cannot be read"):
        load()


def test_no_secret_is_shown_with_the_settings() -> None:
    secrets = ["database_url", "keys", "slack_bot_token", "slack_app_token", "slack_signing_secret"]
    secrets += ["slack_client_secret", "discord_token"]
    write("\n".join(f"CHECKMSG_{name.upper()}=of-the-tests" for name in secrets))
    settings = load()
    assert all(getattr(settings, name) in ("of-the-tests", ("of-the-tests",)) for name in secrets)
    assert "of-the-tests" not in repr(settings)


def test_a_value_can_stand_in_a_file_that_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = tmp_path / "agency"
    secret.write_text("Alder\n")
    write(f"CHECKMSG_AGENCY_FILE={secret}")
    assert load().agency == "Alder"
    monkeypatch.setenv(KEY, "Birch")
    assert load().agency == "Birch", "the environment counts before .env, whichever way a value is given"
    monkeypatch.delenv(KEY)
    other = tmp_path / "us"
    other.write_text("Mara, Dana")
    monkeypatch.setenv("CHECKMSG_US_FILE", str(other))
    assert load().us == ("Mara", "Dana")


def test_a_file_that_cannot_be_read_is_named_and_nothing_of_it_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    binary = tmp_path / "binary"
    binary.write_bytes(b"xoxb-\xff")
    for path, says in ((tmp_path / "none", "cannot be read: No such file"), (binary, "is no UTF-8 text")):
        monkeypatch.setenv("CHECKMSG_SLACK_BOT_TOKEN_FILE", str(path))
        with pytest.raises(SettingsError, match=says) as error:
            load()
        assert "CHECKMSG_SLACK_BOT_TOKEN_FILE" in str(error.value)
        assert "xoxb" not in str(error.value)


def test_a_value_that_is_given_twice_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY, "Alder")
    monkeypatch.setenv(f"{KEY}_FILE", str(tmp_path / "agency"))
    with pytest.raises(SettingsError, match="are both given"):
        load()


@pytest.mark.parametrize("name", ["CHECKMSG_HEALTH_LISTEN", "CHECKMSG_METRICS_LISTEN"])
def test_what_listens_for_operators_can_be_switched_off(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "off")
    assert getattr(load(), name.removeprefix("CHECKMSG_").lower()) == "off"
    monkeypatch.setenv(name, "8080")
    with pytest.raises(SettingsError, match="HOST:PORT"):
        load()


def test_slack_cannot_be_listened_to_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHECKMSG_SLACK_LISTEN", "off")
    with pytest.raises(SettingsError, match="HOST:PORT"):
        load()
