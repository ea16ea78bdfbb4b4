"""Deliver the outbox, in the same way on every engine and every platform.

Nobody can know whether a message has arrived when its answer is lost, so the platform is asked before the message is
sent again. What remains open is the moment between `begin` and the first byte of the request: a process that is paused
just there, for longer than a lease, sends twice where the platform itself does not know a post by its key.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import SystemRandom
from typing import Protocol
from uuid import uuid4

from bots import metrics
from bots.metrics import Sent
from core.errors import trace
from core.ids import bound
from core.records import Post, PostStatus
from core.reply import Reply
from core.store import claims
from core.store.claims import Claim
from core.store.tenant import Store

logger = logging.getLogger(__name__)
_dice = SystemRandom()


class DeliveryError(Exception):
    """A post that may not have arrived. `status` is the platform's code, never its words."""

    def __init__(self, status: str, *, retry_after: timedelta = timedelta(), forever: bool = False) -> None:
        """Take the platform's code, how long it wants to be left alone, and whether another try would be in vain."""
        super().__init__(status)
        self.status = status
        self.retry_after = retry_after
        self.forever = forever


class Refused(DeliveryError):  # noqa: N818
    """The platform said no, or was never reached: the post did not arrive."""


class Unclear(DeliveryError):  # noqa: N818
    """Nobody knows whether the post arrived: a timeout, a dropped connection, an error within the platform."""


class Gone(DeliveryError):  # noqa: N818
    """What a post belongs to is not there any more, so that nothing is left to be said."""


class Sender(Protocol):
    """A platform that posts are sent to."""

    def send(self, post: Post, reply: Reply) -> str:
        """Send a post with its dedupe key and return the platform's id of it; raises Refused or Unclear."""

    def find(self, post: Post) -> str | None:
        """Return the platform's id of the post with this dedupe key, or None where it is not there."""

    def mark(self, post: Post) -> str:
        """Return the platform's id of the mark that a post may have become, or nothing where it cannot be one."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a post is held, and how long it waits after a failure."""

    lease: timedelta = timedelta(
        minutes=1
    )  # The timeouts of one call of a sender add up to less than half of it.
    settle: timedelta = timedelta(seconds=10)  # What was accepted may take this long until it can be found.
    first_wait: timedelta = timedelta(seconds=5)
    longest_wait: timedelta = timedelta(hours=1)
    attempts: int = 16  # Three hours or so.

    def wait(self, attempts: int) -> timedelta:
        """Return a wait after so many attempts: anything up to a bound that doubles, so that crowds disperse."""
        bound = min(self.first_wait * (1 << (attempts - 1)), self.longest_wait)
        return bound * _dice.random()


@dataclass(frozen=True, slots=True)
class Delivery:
    """Where posts come from, what they say and where they go; `render` gives None for what is no longer true."""

    store: Store
    senders: Mapping[str, Sender]  # by platform
    render: Callable[[Post], Reply | None]
    now: Callable[[], datetime]
    patience: Patience = Patience()

    def deliver(self, post_id: int) -> None:
        """Send a post that is due, unless somebody else is at it; what fails waits, and is parked in the end."""
        claim = claims.claim(
            self.store, post_id, now=self.now(), lease=self.patience.lease, token=uuid4().hex
        )
        if claim is not None:
            with bound(agency=claim.agency_id, post=post_id):
                self._attempt(claim)

    def _attempt(self, claim: Claim) -> None:
        try:
            with metrics.at_work(metrics.SENDING):
                self._deliver(claim)
        except Gone:
            self._finish(claim, PostStatus.CANCELLED)
        except DeliveryError as error:
            self._put_off(claim, error)
        except Exception as error:  # noqa: BLE001  # It is logged and told, whatever it is.
            # A mistake of ours holds up one post, and is said.
            logger.error("post %s could not be delivered: %s", claim.post.id, trace(error))  # noqa: TRY400  # Without its message.
            self._put_off(claim, Unclear(type(error).__name__))

    def _deliver(self, claim: Claim) -> None:
        post = claim.post
        if post.attempts > self.patience.attempts:
            # Every attempt ended with the death of its process; the post may be what kills it.
            self._finish(claim, PostStatus.PARKED, error="Died")
            return
        sender = self.senders.get(claim.platform)
        if sender is None:
            raise Unclear("no-sender")
        external_id = _found(sender, post) if post.status is PostStatus.SENDING else None
        is_found = external_id is not None
        if external_id is None:
            reply = self.render(post)
            # A mark is not looked for. Where one may have arrived, whatever comes in its place takes it away. A refusal
            # does not settle it: an error within the platform may come after the mark.
            left = sender.mark(post) if post.first_attempt_at is not None else ""
            if reply is None:
                self._finish(claim, PostStatus.CANCELLED, external_id=left)
                return
            if not claims.begin(self.store, claim, now=self.now(), lease=self.patience.lease):
                return
            external_id = sender.send(replace(post, replaces=post.replaces or left), reply)
        self._finish(claim, PostStatus.SENT, external_id=external_id, is_found=is_found)

    def _put_off(self, claim: Claim, error: DeliveryError) -> None:
        said = f"{type(error).__name__} {error.status}"
        if error.forever or claim.post.attempts >= self.patience.attempts:
            logger.warning("post %s is given up: %s", claim.post.id, said)
            self._finish(claim, PostStatus.PARKED, error=said)
            return
        logger.info("post %s waits: %s", claim.post.id, said)
        self._count(claim, Sent.REFUSED if isinstance(error, Refused) else Sent.UNCLEAR)
        # A refusal settles this attempt, not an earlier one that may have arrived and was not found yet.
        settled = isinstance(error, Refused) and claim.post.status is PostStatus.PENDING
        least = timedelta() if settled else self.patience.settle
        wait = max(least, error.retry_after, self.patience.wait(claim.post.attempts))
        claims.put_off(self.store, claim, now=self.now(), wait=wait, error=said, refused=settled)

    def _finish(
        self,
        claim: Claim,
        status: PostStatus,
        *,
        external_id: str = "",
        error: str = "",
        is_found: bool = False,
    ) -> None:
        claims.finish(self.store, claim, status, now=self.now(), external_id=external_id, error=error)
        self._count(claim, Sent.FOUND if is_found else Sent(status))

    def _count(self, claim: Claim, outcome: Sent) -> None:
        metrics.SENDS.labels(claim.platform, outcome).inc()


def _found(sender: Sender, post: Post) -> str | None:
    try:
        return sender.find(post)
    except Refused as error:
        # Not being let look says nothing about the post.
        raise Unclear(error.status, retry_after=error.retry_after, forever=error.forever) from error
