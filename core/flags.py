"""What a message may warn of besides its asks: the numbers that tell it by, and which networks they stand on.

Both networks have learnt what is asked for; what is left over in their last layers tells red flags too. A weight for
each number of these layers is all that is learnt for that (training/flags.py), so no other answer of theirs moves.
"""

from functools import cache

import numpy as np

from core.model import Kind
from core.network import FOLDER, Head, Row

# What is told for each flag; the names are those of `flag` in the labels of tests/corpus/.
WARNS_OF = {
    "flag-sample": Kind.UNPAID_TEST,
    "flag-early": Kind.EARLY_WORK,
    "flag-file": Kind.SUSPICIOUS_FILE,
    "flag-access": Kind.ACCESS_REQUEST,
    "flag-rules": Kind.HOSTILITY,
    "flag-everyone": Kind.PRESSURE,
    "flag-fee": Kind.FEE_COMPLAINT,
    "flag-paytowork": Kind.PAY_TO_WORK,
    "flag-partner": Kind.VAGUE_PARTNERSHIP,
}
ANY = "flag-any"  # What the small network says: whether there may be one at all.


@cache
def _numbers() -> dict[str, Row]:
    with np.load(FOLDER / "flags.npz") as file:
        return {name: file[name].astype(np.float32) for name in file.files}


@cache
def encoder_head() -> Head:
    """Return what tells each flag by the numbers of the encoder."""
    numbers = _numbers()
    return Head(tuple(WARNS_OF), numbers["weights"], numbers["bias"])


@cache
def network_head() -> Head:
    """Return what tells by the numbers of the small network whether there may be any flag."""
    numbers = _numbers()
    return Head((ANY,), numbers["any_weights"], numbers["any_bias"])
