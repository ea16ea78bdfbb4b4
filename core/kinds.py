"""The kinds of signals that go together."""

from core.model import Kind

# Data that somebody can be reached by elsewhere.
CONTACT = frozenset(
    {
        Kind.PHONE,
        Kind.EMAIL,
        Kind.MESSENGER_ID,
        Kind.SOCIAL_HANDLE,
        Kind.ADDRESS,
        Kind.MEETING_LINK,
        Kind.SCHEDULER,
        Kind.CONTACT_FORM,
        Kind.CONTACT_PAGE,
    }
)
# Steps to talk elsewhere.
TALK = frozenset(
    {
        Kind.MOVE,
        Kind.CALL,
        Kind.CONTACT_REQUEST,
        Kind.PHONE_FOR_ACCESS,
        Kind.PAST_TALK,
        Kind.UNSOLICITED_CONTACT,
    }
)
# Steps to pay, or to be paid, elsewhere.
PAY = frozenset(
    {
        Kind.PAY_OUTSIDE,
        Kind.OUTSIDE_METHOD,
        Kind.FEE_AVOIDANCE,
        Kind.FIRST_TASK_OUTSIDE,
        Kind.SPLIT_PAYMENT,
        Kind.THIRD_PARTY_PAYMENT,
        Kind.DIRECT_HIRE,
        Kind.DIRECT_CONTRACT,
        Kind.OTHER_JOB_OUTSIDE,
        Kind.OUTSIDE_INVOICE,
    }
)
