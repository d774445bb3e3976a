"""Instances of a function in one process: each thread has a connection and an event loop of its own."""

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import shared.database

Item = TypeVar("Item")
Found = TypeVar("Found")


def spread(items: Iterable[Item], instances: int, work: Callable[[Item], Found]) -> list[Found]:
    """Have `instances` instances do `work` on `items`, each item once; return what they found, instance by instance."""
    everything = list(items)
    with ThreadPoolExecutor(instances) as pool:
        parts = pool.map(lambda first: _instance(everything[first::instances], work), range(instances))
        return [found for part in parts for found in part]


def at_once(count: int, work: Callable[[int], Found]) -> list[Found]:
    """Have `count` instances do `work` at the same moment."""
    barrier = Barrier(count)

    def begin(number: int) -> Found:
        barrier.wait()
        return work(number)

    with ThreadPoolExecutor(count) as pool:
        parts = pool.map(lambda number: _instance([number], begin), range(count))
        return [found for part in parts for found in part]


def _instance(items: Iterable[Item], work: Callable[[Item], Found]) -> list[Found]:
    """One instance's life: its work, and what it held closed at the end."""
    asyncio.set_event_loop(asyncio.new_event_loop())
    first = asyncio.get_event_loop()
    try:
        return [work(item) for item in items]
    finally:
        shared.database.close()
        asyncio.get_event_loop().close()
        first.close()
