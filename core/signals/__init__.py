"""What is in the text: one detector family a file, each `find(scene) -> signals`."""

from collections.abc import Callable, Iterator

from core.model import Signal
from core.signals import accounts, contact, exceptions, opening, payment, record, safety, scripts, talk
from core.signals.scene import Scene

DETECTORS: tuple[Callable[[Scene], Iterator[Signal]], ...] = (
    contact.find,
    talk.find,
    exceptions.find,
    payment.find,
    accounts.find,
    record.find,
    opening.find,
    safety.find,
    scripts.find,
)
