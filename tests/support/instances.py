"""Instances of a function in one process: each thread has a connection of its own."""

import contextlib
from collections.abc import Callable, Generator, Iterable, Sequence
from threading import Barrier, Thread
from typing import TypeVar

import shared.database

Item = TypeVar("Item")
Found = TypeVar("Found")


@contextlib.contextmanager
def instance() -> Generator[None]:
    """Be an instance in this thread; at the end everything that it opened is closed."""
    try:
        yield
    finally:
        shared.database.close()


def spread(items: Iterable[Item], instances: int, work: Callable[[Item], Found]) -> list[Found]:
    """Have `instances` instances do `work` on `items`, each item once; return what they found, instance by instance."""
    everything = list(items)
    return _live([everything[first::instances] for first in range(instances)], work)


def at_once(count: int, work: Callable[[int], Found], *, warm: Callable[[], object] = lambda: None) -> list[Found]:
    """Have `count` instances do `work` at the same moment, after each has done `warm` for itself."""
    barrier = Barrier(count)

    def begin(number: int) -> Found:
        warm()
        barrier.wait()
        return work(number)

    return _live([[number] for number in range(count)], begin)


def _live(shares: Sequence[Sequence[Item]], work: Callable[[Item], Found]) -> list[Found]:
    """Give each share to a thread that does nothing else before or after; raise what the first to fail raised."""
    found: list[list[Found]] = [[] for _ in shares]
    failures: list[BaseException] = []

    def live(number: int) -> None:
        try:
            with instance():
                found[number] = [work(item) for item in shares[number]]
        except BaseException as failure:  # noqa: BLE001 (raised below, where somebody sees it)
            failures.append(failure)

    threads = [Thread(target=live, args=(number,)) for number in range(len(shares))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return [one for part in found for one in part]
