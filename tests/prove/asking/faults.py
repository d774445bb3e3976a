"""Every way in which a provider fails, with its share; each call's fault is drawn by the number in its question."""

import random
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from tests.support import provider as scripts
from tests.support.provider import ANSWER, Line, Script

ODD_EVENTS = (
    b"null",
    b"[]",
    b"7",
    b'"text"',
    b"{}",
    b'{"type":null}',
    b'{"type":"response.output_text.delta"}',
    b'{"type":"response.completed","response":null}',
    b'{"type":"response.completed","response":{"usage":{}}}',
    b'{"error":{"message":"no"}}',
    b'{"type":"error"}',
    b"{",
    b"\xff\xfe",
    b"[DONE]",
    b'{"type":"response.failed"}',
)
LONG_WAITS = ("7", "60", "120", "1000000000", "inf")
ODD_WAITS = ("soon", "-1", "nan", "Fri, 31 Dec 1999 23:59:59 GMT", "Fri, 31 Dec 2199 23:59:59 GMT", "\u0663")


def _odd_events(seeded: random.Random, _: float) -> Script:
    """Server-sent events that are JSON and no events of the API."""
    return scripts.utters(
        b"".join(b"data: " + seeded.choice(ODD_EVENTS) + b"\n\n" for _ in range(seeded.randrange(1, 6)))
    )


def _words(seeded: random.Random, deadline: float) -> Script:
    """A healthy answer, each word after a wait: some come to their end in time, most do not."""
    return scripts.says(ANSWER * 9, deadline / seeded.randrange(9, 30))


def _garbage(seeded: random.Random, _: float) -> Script:
    kind = seeded.choice(["text/event-stream", "text/html"])
    return scripts.utters(seeded.randbytes(seeded.randrange(1, 4000)), kind)


def _short_wait(_: random.Random, deadline: float) -> Script:
    return scripts.refuses(429, Retry_After=f"{deadline / 50:.4f}")


def _hangs_up(line: Line, asked: Mapping[str, Any]) -> None:
    """Close the connection without a word."""


def _always(script: Script) -> "Maker":
    def made(seeded: random.Random, deadline: float) -> Script:
        return script

    return made


LIMIT = "cut short by the limit"
Maker = Callable[[random.Random, float], Script]
# Each fault with its share; what it is made from: seeded randomness and the deadline in force.
FAULTS: Mapping[str, tuple[int, Maker]] = {
    "healthy": (20, lambda seeded, _: scripts.says(ANSWER * seeded.randrange(1, 4))),
    "slow but in time": (4, lambda _, deadline: scripts.says(ANSWER[:40], deadline / 40)),
    "slow drip of words": (6, _words),
    "drip of comments": (5, lambda _, deadline: scripts.drips(b": wait\n\n", deadline / 50)),
    "drip of bytes": (5, lambda _, deadline: scripts.drips(b'data: {"type":"x","y":"' + b"z" * 10_000, deadline / 80)),
    "drip of headers": (4, _always(scripts.drips_headers)),
    "429": (8, _always(scripts.refuses(429))),
    "429 with a short Retry-After": (6, _short_wait),
    "429 with a long Retry-After": (5, lambda seeded, _: scripts.refuses(429, Retry_After=seeded.choice(LONG_WAITS))),
    "429 with an odd Retry-After": (3, lambda seeded, _: scripts.refuses(429, Retry_After=seeded.choice(ODD_WAITS))),
    "5xx": (8, lambda seeded, _: scripts.refuses(seeded.choice([500, 502, 503, 504, 529]))),
    "4xx": (2, lambda seeded, _: scripts.refuses(seeded.choice([400, 401, 403, 404, 422]))),
    "cut": (9, lambda seeded, _: scripts.cut(seeded.randrange(0, 9))),
    "garbage": (5, _garbage),
    "odd events": (4, _odd_events),
    "nothing at all": (2, _always(_hangs_up)),
    "silence": (4, _always(scripts.silent)),
    "silence after the headers": (3, _always(scripts.silent_after_head)),
    "flood": (1, _always(scripts.floods)),
    LIMIT: (2, _always(scripts.runs_out())),
}
SLOW = (
    "drip of comments",
    "drip of bytes",
    "drip of headers",
    "silence",
    "silence after the headers",
    "slow drip of words",
    "429 with a long Retry-After",
    "429",
)


class Faults:
    """Gives each call its fault, by the number in its question; a second attempt draws anew."""

    def __init__(self, seed: int, deadline: float, names: tuple[str, ...] = tuple(FAULTS)):
        self._seed = seed
        self._deadline = deadline
        self._names = names
        self._attempts: Counter[int] = Counter()
        self._lock = threading.Lock()

    def drawn(self, number: int, attempt: int) -> str:
        """Return which fault the call meets at this attempt."""
        weights = [FAULTS[name][0] for name in self._names]
        return random.Random(f"{self._seed} {number} {attempt}").choices(self._names, weights)[0]

    def reached_limit(self, number: int) -> bool:
        """Return whether the call's last attempt brought as much as an answer may hold: that is no failure."""
        return self._attempts[number] > 0 and self.drawn(number, self._attempts[number]) == LIMIT

    def script(self, line: Line, asked: Mapping[str, Any]) -> None:
        """Do to this call what was drawn for it."""
        number = int(asked["input"][-1]["content"].rpartition("number ")[2].split()[0])
        with self._lock:
            self._attempts[number] += 1
            attempt = self._attempts[number]
        seeded = random.Random(f"{self._seed} {number} {attempt} how")
        FAULTS[self.drawn(number, attempt)][1](seeded, self._deadline)(line, asked)
