"""What fuzzing begins with: our own conversations and lists, and words that mean something to the engine."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from tests.fuzz.engine import QUESTIONS

CONVERSATIONS = Path(__file__).parents[1] / "conversations"
WORDS = (
    "Client: ",
    "Me: ",
    "9:41 AM\n",
    "[2026-11-22, 09:41] ",
    "Mara  APP  10:02\n",
    "> ",
    "On Mon, 22 Nov 2026, Acme wrote:\n",
    "whatsapp",
    "w h a t s a p p",
    "+1 415 555 0132",
    "four one five",
    "dana (at) example (dot) com",
    "https://t.me/example",
    "pay you by PayPal",
    "contract started",
    "no, we stay here on Upwork",
    "加我微信",
    "скиньте номер",
    "\u202e",
    "\u200b",
    "a\u0336\u0353",
)
MAIL = b"""From: Dana <dana@example.com>
Subject: =?utf-8?q?Plan_=E2=9C=93?=
Content-Type: multipart/mixed; boundary=x

--x
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: base64

SGVsbG8=
--x--
"""
FILES = (
    MAIL,
    b"client,alias,contract,met_on\nAcme,Acme Ltd;John D.,active,2025-05-01\n",
    "Acme, active, May 2025\nGlobex – offer sent\n“Offer Sent Ltd”, past".encode("utf-16"),
    b'{"id": 1, "text": "Can we talk on WhatsApp?", "speaker": "client", "stage": "no-contract"}',
)


def conversations() -> Iterator[bytes]:
    """Yield each of our conversations under each question."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(CONVERSATIONS.glob("*.txt"))]
    texts += [
        tomllib.loads(path.read_text(encoding="utf-8"))["text"]
        for path in sorted(CONVERSATIONS.glob("*.toml"))
    ]
    for number in range(len(QUESTIONS)):
        text = texts[number % len(texts)]
        yield bytes([number]) + text.encode()


def files() -> Iterator[bytes]:
    """Yield a file of each kind that is read."""
    yield from FILES


def dictionary() -> str:
    """Return the words in the form that libFuzzer reads."""
    quoted = ("".join(f"\\x{byte:02x}" for byte in word.encode()) for word in WORDS)
    return "".join(f'"{word}"\n' for word in quoted)
