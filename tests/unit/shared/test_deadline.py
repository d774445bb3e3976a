"""One limit for everything that a call does."""

import threading

import pytest

from shared.deadline import within


def test_the_answer_or_what_it_raised() -> None:
    """A call in time gives what it gives, a failure included."""
    assert within(5, lambda: 7) == 7
    with pytest.raises(ZeroDivisionError):
        within(5, lambda: 1 / 0)


def test_a_call_that_does_not_end_is_left_behind() -> None:
    """Past the limit it is a timeout, and the call keeps no process alive."""
    release = threading.Event()
    with pytest.raises(TimeoutError, match=r"no answer within 0\.05 s"):
        within(0.05, release.wait)
    left = [thread for thread in threading.enumerate() if thread.daemon and thread.name.startswith("Thread-")]
    assert left
    release.set()


def test_none_is_an_answer() -> None:
    """A call that gives nothing has answered."""
    assert within(5, lambda: None) is None
