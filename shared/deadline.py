"""One limit for everything a call does: connecting, headers, body, each of which may drip on its own."""

import threading
from collections.abc import Callable
from typing import TypeVar

Answer = TypeVar("Answer")


def within(seconds: float, call: Callable[[], Answer]) -> Answer:
    """Return what `call` returns or raise what it raises; TimeoutError once `seconds` are over.

    The call goes on in a thread of its own then, which keeps no process alive. A plain list and not
    concurrent.futures, whose import a cold start would pay for.
    """
    answers: list[Answer] = []
    failures: list[BaseException] = []

    def run() -> None:
        try:
            answers.append(call())
        except BaseException as failure:  # noqa: BLE001 (handed over to the caller, whatever it is)
            failures.append(failure)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if failures:
        raise failures.pop()  # kept, it would hold itself, and what it holds open, by its own traceback
    if not answers:
        raise TimeoutError(f"no answer within {seconds:g} s")
    return answers[0]
