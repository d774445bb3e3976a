"""A thread counts as an instance of a function: it has its own connection and event loop, and has to end them."""

import asyncio
import contextlib
from collections.abc import Generator

import shared.database


@contextlib.contextmanager
def instance() -> Generator[None]:
    """Be an instance in this thread; at the end everything that it opened is closed."""
    try:
        yield
    finally:
        shared.database.close()
        asyncio.get_event_loop().close()
