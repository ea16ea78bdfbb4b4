"""How likely each kind of signal has to be."""

from dataclasses import dataclass

from core.model import Kind

# What a question of the network asks for: the first of the kinds is what is told where the network alone hears it.
FLAGS = {
    "unpaid": (Kind.UNPAID_TEST, Kind.EARLY_WORK),
    "file": (Kind.SUSPICIOUS_FILE,),
    "access": (Kind.ACCESS_REQUEST,),
    "pressure": (Kind.PRESSURE, Kind.HOSTILITY),
    "fees": (Kind.FEE_COMPLAINT,),
}
# In what we write ourselves only this is told where the network alone hears it.
OUR_FLAGS = {"fees": FLAGS["fees"]}


@dataclass(frozen=True, slots=True)
class Bounds:
    """Below `drop` a frame is no signal; from `add` on a part is one without a frame."""

    drop: float
    add: float


# Those of talk were chosen on `fe` and `ff` of hands_4.jsonl, which no network had learnt by then, those of pay on what the
# encoder had not learnt of hands_7.jsonl to hands_9.jsonl; a text flagged wrongly weighs as much as a violation missed. The
# lower ones of talk and of past talk were loosened by hand for the encoder that has learnt everyday lines. Those
# of wallets and accounts, of payments said to be outside, of past talk, of quick calls and of what we offer, and OVERRULES,
# were set by hand.
# IN_SPITE was raised by hand when the encoder had learnt what has happened and grew surer of everything; the others are older,
# chosen for networks before, and were loosened by hand where plain asks were lost.
BOUNDS = {
    "talk": Bounds(0.35, 0.4),
    "past": Bounds(0.15, 1.0),
    "first": Bounds(0.03, 1.0),
    "contact": Bounds(0.3, 1.0),
    "named": Bounds(0.15, 1.0),
    "link": Bounds(0.1, 1.0),
    "leak": Bounds(0.05, 1.0),
    "quick": Bounds(0.01, 1.0),
    "pay": Bounds(0.33, 0.45),
    "wallet": Bounds(0.15, 1.0),
    "account": Bounds(0.03, 1.0),
    "outside": Bounds(0.1, 1.0),
    "leave": Bounds(0.01, 1.0),
    "job": Bounds(0.0, 1.0),
    "exception": Bounds(0.0, 0.45),
    "excused": Bounds(0.0, 0.5),
    "unpaid": Bounds(0.1, 0.2),
    "early": Bounds(0.025, 1.0),
    "offered": Bounds(0.45, 1.0),
    "file": Bounds(0.2, 0.25),
    "access": Bounds(0.03, 0.12),
    "pressure": Bounds(0.1, 0.2),
    "fees": Bounds(0.04, 0.2),
}
# How likely each flag has to be was set on texts without fault: of `everyday_2` ten lines of 3,690 more are warned of.
BOUNDS_OF_FLAGS = {
    "flag-sample": 0.65,
    "flag-early": 0.3,
    "flag-file": 0.65,
    "flag-access": 0.85,
    "flag-rules": 0.3,
    "flag-everyone": 0.3,
    "flag-fee": 0.75,
    "flag-paytowork": 0.3,
    "flag-partner": 0.75,
}
IN_SPITE = 0.92  # What it takes to hear a proposal beside a refusal of the like, or a condition.
IN_SPITE_OF_LATER = 0.95  # Where the proposal itself is for after the start of the contract,
SURELY = 0.97  # or half is paid now and half at the end, or somebody speaks of Upwork's conversion.
OVERRULES = 0.7  # What it takes to hear a contact as meant although the sentence speaks of a product,
OVERRULES_DOCUMENT = 0.9  # or although it stands in a text that is worked on,
OVERRULES_PRINT = 0.9  # or although it is about what shows such data to the public,
OVERRULES_EXCEPTION = 0.8  # or although the words of an exception stand beside it.
PLAINLY_UNPAID = 0.5  # From here on who pays nothing does not pay outside either.
SURELY_NO_PAYMENT = (
    0.75  # Who is to pay for work, or gets a share instead of pay, is asked for no payment outside.
)
