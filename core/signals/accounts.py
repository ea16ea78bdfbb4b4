"""Bank accounts by their number: an IBAN that adds up."""

import re
from collections.abc import Iterator

from core.model import Kind, Signal
from core.signals.scene import Scene

_IBAN = re.compile(r"(?<![a-z0-9])[a-z]{2}\d{2}(?:[ -]?[a-z0-9]{4}){2,7}(?:[ -]?[a-z0-9]{1,3})?(?![a-z0-9])")
LENGTHS = range(15, 35)


def find(scene: Scene) -> Iterator[Signal]:
    """Yield the accounts of a message that is not about a product's own."""
    for match in _IBAN.finditer(scene.tokens.folded.text):
        number = scene.sentence[scene.token_at(scene.tokens.folded.start(match.start()))]
        if adds_up(match.group()) and not scene.product_weight(number):
            yield scene.signal_at(Kind.OUTSIDE_INVOICE, match.start(), match.end())


def adds_up(text: str) -> bool:
    """Tell whether the check digits of an IBAN are right (ISO 13616)."""
    value = re.sub(r"[ -]", "", text)
    if len(value) not in LENGTHS:
        return False
    return int("".join(str(int(sign, 36)) for sign in value[4:] + value[:4])) % 97 == 1
