"""Ctrl-C around a search that it ends early: whoever notices outside knows that it was cut short."""

import signal

import pytest

from routing.solver.interruption import noticing_ctrl_c, only_the_first_ctrl_c


@pytest.fixture(autouse=True)
def as_in_a_terminal():
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_a_search_that_was_cut_short_is_known_of_outside() -> None:
    with noticing_ctrl_c() as noticed:
        with pytest.raises(KeyboardInterrupt), only_the_first_ctrl_c():
            signal.raise_signal(signal.SIGINT)
        assert noticed.times == 1


def test_whoever_notices_further_outside_hears_of_the_first() -> None:
    with noticing_ctrl_c() as outside, noticing_ctrl_c() as inside:
        signal.raise_signal(signal.SIGINT)
        assert (outside.times, inside.times) == (1, 1)


def test_whoever_begins_to_notice_afterwards_knows_of_it() -> None:
    with noticing_ctrl_c():
        signal.raise_signal(signal.SIGINT)
        with noticing_ctrl_c() as later:
            assert later
            assert later.times == 0


def test_outside_a_search_it_is_noticed_and_nothing_ends() -> None:
    with noticing_ctrl_c() as noticed:
        assert not noticed
        signal.raise_signal(signal.SIGINT)
        assert noticed


def test_a_second_one_gives_up_what_is_noticed_at_the_end() -> None:
    def pressed_twice() -> None:
        with noticing_ctrl_c():
            signal.raise_signal(signal.SIGINT)
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        pressed_twice()


def test_what_may_be_broken_off_ends_at_the_second_one_and_is_not_called_from_its_end() -> None:
    done: list[str] = []

    def pressed_often() -> None:
        with noticing_ctrl_c(giving_up=True):
            try:
                signal.raise_signal(signal.SIGINT)
                done.append("drawn")
                signal.raise_signal(signal.SIGINT)
                done.append("written")
            finally:
                signal.raise_signal(signal.SIGINT)
                done.append("tidied")

    with pytest.raises(KeyboardInterrupt):
        pressed_often()
    assert done == ["drawn", "tidied"]


def test_one_that_is_noticed_within_is_the_first_of_what_may_be_broken_off() -> None:
    done: list[str] = []

    def pressed_twice() -> None:
        with noticing_ctrl_c(giving_up=True):
            with noticing_ctrl_c():
                signal.raise_signal(signal.SIGINT)
            done.append("asked why")
            signal.raise_signal(signal.SIGINT)
            done.append("written")

    with pytest.raises(KeyboardInterrupt):
        pressed_twice()
    assert done == ["asked why"]


def test_a_search_that_nobody_watches_ends_as_ever() -> None:
    with pytest.raises(KeyboardInterrupt), only_the_first_ctrl_c():
        signal.raise_signal(signal.SIGINT)
