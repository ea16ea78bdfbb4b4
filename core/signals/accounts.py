"""Bank accounts and wallets by their number: one that adds up, or stands in a sentence about money."""

import re
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

import tomli

from core.model import Kind, Signal
from core.signals.scene import Scene

IBANS = Path(__file__).parent.parent / "lexicon" / "ibans.toml"
# Bitcoin and Tron in base58, Bitcoin in bech32, Ethereum and its kin in hexadecimal.
_WALLET = re.compile(
    r"(?<![\w/=-])(?:[13T][1-9A-HJ-NP-Za-km-z]{25,34}|bc1[02-9ac-hj-np-z]{11,71}|0x[0-9a-fA-F]{40})(?![\w/=-])"
)
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_BECH32_ENDS = (1, 0x2BC830A3)  # of the first version, and of all later ones
_BECH32_STEPS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
WAYS_TO_PAY = ("any-rail", "rail", "tool-crypto", "bank")


def find(scene: Scene) -> Iterator[Signal]:
    """Yield the accounts of a message that is not about a product's own."""
    for match in _iban().finditer(scene.tokens.folded.text):
        number = scene.sentence[scene.token_at(scene.tokens.folded.start(match.start()))]
        if adds_up(match.group()) and not scene.product_weight(number):
            yield scene.signal_at(Kind.OUTSIDE_INVOICE, match.start(), match.end())
    for match in _WALLET.finditer(scene.text):
        number = scene.sentence[scene.token_at(match.start())]
        money = any(
            scene.sentence[place[0]] == number
            for name in WAYS_TO_PAY
            for place in scene.touched.get(name, ())
        )
        if not scene.product_weight(number) and (money or wallet_adds_up(match.group())):
            first, last = scene.token_at(match.start()), scene.token_at(match.end() - 1)
            yield scene.signal(Kind.OUTSIDE_METHOD, first, last + 1)


def is_account(text: str) -> bool:
    """Tell whether words are an account's number that adds up, and nothing else."""
    return adds_up(text) or (_WALLET.fullmatch(text) is not None and wallet_adds_up(text))


def looks_like_wallet(text: str) -> bool:
    """Tell whether words have the form of a wallet's number."""
    return _WALLET.fullmatch(text) is not None


def adds_up(text: str) -> bool:
    """Tell whether the check digits of an IBAN are right (ISO 13616)."""
    if not _iban().fullmatch(text):
        return False
    value = re.sub(r"[ -]", "", text)
    return int("".join(str(int(sign, 36)) for sign in value[4:] + value[:4])) % 97 == 1


@cache
def _iban() -> re.Pattern[str]:
    """Return the pattern of an IBAN, which ends where those of its country do: a word may go on behind it."""
    with IBANS.open("rb") as file:
        lengths = tomli.load(file)["lengths"]
    forms = (
        rf"(?:{'|'.join(countries.split())})\d{{2}}(?:[ -]?[a-z0-9]){{{int(length) - 4}}}"
        for length, countries in lengths.items()
    )
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(forms)})(?![a-z0-9])", re.IGNORECASE | re.ASCII)


def wallet_adds_up(text: str) -> bool:
    """Tell whether what a wallet's number holds to check it by is right.

    That of Ethereum holds nothing of the kind unless its letters are large and small on purpose (EIP-55), which is
    not looked at. Base58Check: https://en.bitcoin.it/wiki/Base58Check_encoding. Bech32: BIP 173 and BIP 350.
    """
    if text.startswith("0x"):
        return False
    return _bech32_adds_up(text) if text.startswith("bc1") else _base58_adds_up(text)


def _base58_adds_up(text: str) -> bool:
    value = 0
    for sign in text:
        value = value * 58 + _BASE58.index(sign)
    if value >= 1 << 200:
        return False
    payload, check = divmod(value, 1 << 32)
    twice = sha256(sha256(payload.to_bytes(21, "big")).digest()).digest()
    return check == int.from_bytes(twice[:4], "big")


def _bech32_adds_up(text: str) -> bool:
    # The prefix in two halves, as the checksum has it: the high bits of each letter, a nought, the low ones.
    values = [3, 3, 0, 2, 3, *map(_BECH32.index, text[3:])]
    check = 1
    for value in values:
        top, check = check >> 25, (check & 0x1FFFFFF) << 5 ^ value
        for bit, step in enumerate(_BECH32_STEPS):
            check ^= step if top >> bit & 1 else 0
    return check in _BECH32_ENDS
