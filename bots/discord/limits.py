"""What Discord takes of one message: so many parts, and characters as UTF-16 counts them, which are never fewer.

Where nothing else is said, the numbers are those of https://docs.discord.com/developers/components/reference and
https://docs.discord.com/developers/resources/message.
"""

from bots.fitting import shorten

# Of all texts together. Discord takes 4,000 (https://github.com/discord/discord-api-docs/pull/8562), and of an embed 4,096;
# what is left is for the line that says where the rest is.
TEXT = 3900
# Discord fails with a 500 above 10,170 bytes of texts and what holds them, as somebody measured
# (https://github.com/discord/discord-api-docs/issues/8554); we count every word and id, and something for each
# control and file; the margin is for what holds them.
BYTES = 9600
PART_BYTES = 40
CONTROLS_BYTES = 3500
ROWS = 5  # Components V2 sets no number, but a view beside embeds has so many.
MENU = 25  # options
CUSTOM_ID = 100
BUTTON = 80  # characters on it
OPTION = 100  # characters of its label, and of its value
HEADLINE = 300  # of the 2,000 that the content of a message may have
FILES = 3  # of the ten that Discord takes, so that the parts and their bytes are never too many
FILES_BYTES = 10 * 1024 * 1024  # https://docs.discord.com/developers/reference#uploading-files
FILE_NAME = 60
ALT = 800  # of the 1,024 that Discord takes, since its bytes count too


def length(text: str) -> int:
    """Return how long a text is for Discord."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def weight(text: str) -> int:
    """Return how much of the room for texts one takes: its length, or half of its bytes where those are more."""
    return max(length(text), (len(text.encode()) + 1) // 2)


def shortened(text: str, most: int) -> str:
    """Return a text that is at most so long, with an ellipsis where something is left out."""
    return shorten(text, most, length)
