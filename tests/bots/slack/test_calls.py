from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bots.delivery import Patience, Refused, Unclear
from bots.slack import calls
from bots.slack.calls import MOST_SECONDS, Pacer
from tests.slack.fake import FakeSlack
from tests.slack.faults import (
    Slow,
)
from tests.slack.sending import HELLO, LONG, post_to, said, sender_to, slack, texts

__all__ = ["slack"]  # a fixture


def test_a_channel_gets_one_post_a_second(slack: FakeSlack) -> None:
    sender = sender_to(slack, Pacer())
    sender.send(post_to("C1"), LONG)
    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(sender.send, post_to("C1", f"reply:{n}:0"), HELLO) for n in (2, 3)]
    assert len(slack.ours("C1")) == len(said(LONG)) + sum(one.exception() is None for one in both)
    assert slack.shortest_pause("C1") > 0.9


def test_a_channel_that_is_busy_puts_a_post_off(slack: FakeSlack) -> None:
    pacer = Pacer(30.0)
    sender_to(slack, pacer).send(post_to("C1"), HELLO)
    with pytest.raises(Refused, match="paced") as caught:
        sender_to(slack, pacer).send(post_to("C1", "reply:2:0"), HELLO)
    assert timedelta(seconds=25) < caught.value.retry_after <= timedelta(seconds=30)
    sender_to(slack, pacer).send(post_to("C2"), HELLO)
    assert (len(slack.ours("C1")), len(slack.ours("C2"))) == (1, 1)


def test_a_reply_that_has_begun_waits_for_its_turns(
    slack: FakeSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "FIRST_WAIT", 0.01)
    sender_to(slack, Pacer(0.1)).send(post_to("C1"), LONG)
    assert texts(slack, "C1") == said(LONG)


def test_the_calls_of_a_post_take_less_than_half_of_what_it_is_held_for(
    slack: FakeSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert timedelta(seconds=MOST_SECONDS) < Patience().lease / 2
    monkeypatch.setattr(calls, "MOST_SECONDS", 2.0)
    slack.fault("chat.postMessage", Slow(0.7), times=None)
    with pytest.raises(Unclear, match="out_of_time"):
        sender_to(slack).send(post_to("C1"), LONG)
    assert 0 < len(slack.ours("C1")) < len(said(LONG))
