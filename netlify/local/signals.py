"""Ctrl-C and its like, heard once: what is being put away is not interrupted by the second signal."""

import asyncio
import contextlib
import signal
from types import FrameType

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def interrupt_once() -> None:
    """From now on the first signal to stop raises KeyboardInterrupt in the main thread, and no other does anything."""
    for number in STOPPING:
        signal.signal(number, _interrupt)


def stopping() -> asyncio.Event:
    """Return what any signal to stop sets; it is also heard, and does nothing, when the running loop has closed."""
    stopped, loop = asyncio.Event(), asyncio.get_running_loop()

    def stop(number: int, frame: FrameType | None) -> None:
        del number, frame
        with contextlib.suppress(RuntimeError):  # the loop is closed: all is being put away already
            loop.call_soon_threadsafe(stopped.set)

    for number in STOPPING:
        signal.signal(number, stop)
    return stopped


def _interrupt(number: int, frame: FrameType | None) -> None:
    del number, frame
    for each in STOPPING:
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt
