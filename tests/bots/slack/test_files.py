import pytest

from bots.slack.files import FileError, fetch
from tests.bots.stand import LOOPBACK, Stand, serving, text_file

TOKEN = "xoxb-invented"  # noqa: S105


def test_a_file_is_fetched_with_the_token(stand: Stand) -> None:
    address = stand.put(b"Client: can we talk?")
    assert fetch(text_file(address), TOKEN, LOOPBACK) == "Client: can we talk?"
    assert [headers["Authorization"] for headers in stand.headers] == [f"Bearer {TOKEN}"]


@pytest.mark.parametrize(
    "address", ["https://files.slack.com.example/f", "http://files.slack.com/f", "https://127.0.0.1/f"]
)
def test_the_token_goes_to_slack_only(address: str) -> None:
    # The tests have no network, so a request would fail with another sentence.
    with pytest.raises(FileError, match=r"chat\.txt is not kept by Slack, so it was not opened"):
        fetch(text_file(address), TOKEN, ("files.slack.com",))


def test_the_token_follows_no_redirect(stand: Stand) -> None:
    with serving() as elsewhere:
        address = stand.put(b"", status=302, Location=elsewhere.put(b"stolen"))
        with pytest.raises(FileError, match=r"Slack does not let me open chat\.txt"):
            fetch(text_file(address), TOKEN, LOOPBACK)
        assert elsewhere.asked == []


@pytest.mark.parametrize(
    "status, headers, said",
    [
        (200, {"Content_Type": "text/html; charset=utf-8"}, "Ask an admin to install the app again"),
        (403, {}, "Ask an admin to install the app again"),
        (503, {}, "Slack did not hand over chat.txt"),
        (200, {"Content_Length": "900"}, "could not be fetched from Slack"),
    ],
)
def test_what_goes_wrong_is_said_with_what_to_do(
    stand: Stand, status: int, headers: dict[str, str], said: str
) -> None:
    address = stand.put(b"<html>Sign in</html>", status=status, **headers)
    with pytest.raises(FileError) as error:
        fetch(text_file(address), TOKEN, LOOPBACK)
    assert said in str(error.value)
    assert TOKEN not in str(error.value)


def test_a_file_is_read_up_to_a_size(stand: Stand) -> None:
    address = stand.put(b"x" * 11)
    assert fetch(text_file(address), TOKEN, LOOPBACK, most=11) == "x" * 11
    with pytest.raises(FileError, match="larger than 10 bytes"):
        fetch(text_file(address), TOKEN, LOOPBACK, most=10)
