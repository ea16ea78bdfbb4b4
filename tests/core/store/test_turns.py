from threading import Event, Thread
from time import sleep

import pytest

from core.store.turns import Turns


def test_turns_come_in_the_order_in_which_they_were_asked_for() -> None:
    turns, begun = Turns(), Event()
    order: list[int] = []

    def wait(number: int) -> None:
        with turns.turn():
            order.append(number)

    def hold() -> None:
        with turns.turn():
            begun.set()
            sleep(0.3)

    first = Thread(target=hold)
    first.start()
    begun.wait()
    others = [Thread(target=wait, args=(number,)) for number in range(5)]
    for thread in others:
        thread.start()
        sleep(0.02)
    for thread in (first, *others):
        thread.join()
    assert order == [0, 1, 2, 3, 4]


def test_one_at_a_time_has_the_turn() -> None:
    turns = Turns()
    inside: list[int] = []
    most: list[int] = []

    def work() -> None:
        for _ in range(200):
            with turns.turn():
                inside.append(1)
                most.append(len(inside))
                sleep(0)
                inside.pop()

    threads = [Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(most) == 1
    assert len(most) == 1600


def test_whoever_never_pauses_lets_the_others_in() -> None:
    turns, stop = Turns(), Event()
    taken: list[int] = []

    def greedy() -> None:
        while not stop.is_set():
            with turns.turn():
                taken.append(1)

    thread = Thread(target=greedy)
    thread.start()
    for _ in range(20):
        with turns.turn():
            pass
    stop.set()
    thread.join()
    assert taken


def test_a_turn_within_a_turn_is_refused_instead_of_waiting_for_ever() -> None:
    turns = Turns()
    with turns.turn(), pytest.raises(RuntimeError, match="within another"), turns.turn():
        pass


def test_the_turn_goes_on_after_a_mistake() -> None:
    turns = Turns()
    with pytest.raises(ZeroDivisionError), turns.turn():
        raise ZeroDivisionError
    with turns.turn():
        pass
