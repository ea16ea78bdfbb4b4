import pytest

from bots.discord.files import FileError, fetch
from bots.files import MOST
from tests.bots.stand import LOOPBACK, Stand, serving, text_file

HOSTS = ("cdn.discordapp.com", "media.discordapp.net")


def test_a_file_is_fetched_by_its_signed_link_and_without_a_token(stand: Stand) -> None:
    address = stand.put(b"\xef\xbb\xbfClient: can we talk?", "/chat.txt?ex=1&is=2&hm=3&")
    assert fetch(text_file(address), LOOPBACK) == "Client: can we talk?"
    assert stand.asked == ["/chat.txt?ex=1&is=2&hm=3&"]
    assert "Authorization" not in stand.headers[0]
    assert stand.headers[0]["User-Agent"].startswith("DiscordBot ")


@pytest.mark.parametrize(
    "address",
    [
        "https://cdn.discordapp.com.example/f",
        "https://example.com/cdn.discordapp.com",
        "https://cdn.discordapp.com@example.com/f",
        "http://cdn.discordapp.com/f",
        "https://127.0.0.1/f",
    ],
)
def test_nothing_is_asked_of_another_host(address: str) -> None:
    # The tests have no network, so a request would fail with another sentence.
    with pytest.raises(FileError, match=r"chat\.txt is not kept by Discord, so it was not opened"):
        fetch(text_file(address), HOSTS)


def test_no_redirect_is_followed(stand: Stand) -> None:
    with serving() as elsewhere:
        address = stand.put(b"", status=302, Location=elsewhere.put(b"stolen"))
        with pytest.raises(FileError, match=r"The link to chat\.txt has run out"):
            fetch(text_file(address), LOOPBACK)
        assert elsewhere.asked == []


@pytest.mark.parametrize(
    "status, said",
    [
        (403, "The link to chat.txt has run out. Post it again, or paste it as text."),
        (404, "chat.txt is no longer there. Post it again, or paste it as text."),
        (500, "Discord did not hand over chat.txt (error 500). Post it again."),
    ],
)
def test_a_link_that_has_run_out_is_said_with_what_to_do(stand: Stand, status: int, said: str) -> None:
    with pytest.raises(FileError) as error:
        fetch(text_file(stand.put(b"This content is no longer available.", status=status)), LOOPBACK)
    assert str(error.value) == said


def test_the_whole_of_a_long_paste_is_read_and_no_more_than_a_size(stand: Stand) -> None:
    paste = "Client: can we talk?\n" * 4_000
    address = stand.put(paste.encode())
    assert fetch(text_file(address, "message.txt"), LOOPBACK) == paste
    for size, most in ((0, 1_000), (MOST + 1, MOST)):
        with pytest.raises(FileError, match=f"larger than {most:,} bytes"):
            fetch(text_file(address, size=size), LOOPBACK, most=most)
