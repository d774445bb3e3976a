"""Random crashes, hangs, floods and leaving clients against the real bridge: every good call right, no child left."""

import http.client
import random
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial

from tests.platform.runtime.bridge import FUNCTIONS, Bridge, bridge, is_alive, wait_until
from tests.prove.proof import Outcome, Proof

SECONDS = 0.5
AT_ONCE = 4
BAD = {
    "fail": 500,
    "leave": 500,
    "vanish": 500,
    "crash": 500,
    "rubbish": 500,
    "not_an_answer": 500,
    "eat": 500,
    "streamed_early_failure": 500,
    "hang": 504,
}
BROKEN_STREAMS = ("streamed_failure", "streamed_then_gone", "streamed_hang", "streamed_rubbish")
KINDS = {"echo": 50, "flood": 8, "shout": 8, "bad": 20, "broken stream": 4, "whole stream": 5, "leave a stream": 5}


def _echo(served: Bridge, seeded: random.Random) -> bool:
    sent = seeded.randbytes(seeded.choice([0, 1, 100, 10_000, 200_000]))
    answer = served.ask("echo", method="POST", body=sent)
    return (answer.status, answer.body) == (200, sent)


def _bad(served: Bridge, seeded: random.Random) -> bool:
    # A hang costs its whole deadline: one in twelve of the bad calls is enough of them.
    manner = "hang" if seeded.random() < 1 / 12 else seeded.choice([name for name in BAD if name != "hang"])
    answer = served.ask(manner)
    leaked = b"secret" in answer.body or b"Traceback" in answer.body
    return answer.status == BAD[manner] and answer.header("content-type") == "application/problem+json" and not leaked


def _broken_stream(served: Bridge, seeded: random.Random) -> bool:
    weights = [1 if name == "streamed_hang" else 4 for name in BROKEN_STREAMS]
    try:
        served.ask(seeded.choices(BROKEN_STREAMS, weights)[0])
    except http.client.IncompleteRead:
        return True
    return False


def _leave_a_stream(served: Bridge, seeded: random.Random) -> bool:
    connection = served.connect()
    connection.request("GET", FUNCTIONS + "streamed_until_left?/dev/null")
    response = connection.getresponse()
    seen = [response.readline() for _ in range(seeded.randrange(1, 4))]
    response.close()
    connection.close()
    return set(seen) == {b"more\n"}


def _one(served: Bridge, seed: int) -> bool:
    """Make one call of a random kind; whether it was answered as it must be."""
    seeded = random.Random(seed)
    kind = seeded.choices(list(KINDS), list(KINDS.values()))[0]
    with suppress(OSError, http.client.HTTPException):
        if kind == "echo":
            return _echo(served, seeded)
        if kind == "bad":
            return _bad(served, seeded)
        if kind == "broken stream":
            return _broken_stream(served, seeded)
        if kind == "leave a stream":
            return _leave_a_stream(served, seeded)
        if kind == "whole stream":
            return [line.split()[0] for line in served.ask("streamed?2").body.splitlines()] == [b"0", b"1"]
        return served.ask(kind).body == {"flood": b"flooded", "shout": b"said"}[kind]
    return False


def faults(size: int, seed: int) -> Outcome:
    """Make `size` calls, some at once, and count the wrong answers and the processes left behind."""
    seeded = random.Random(seed)
    with bridge(seconds=SECONDS) as served:
        served.ask("warm")
        with ThreadPoolExecutor(AT_ONCE) as pool:
            right = list(pool.map(partial(_one, served), [seeded.randrange(2**32) for _ in range(size)]))
        children = served.children()
        surplus = max(0, len(children) - 1)
    wait_until(lambda: not any(map(is_alive, children)))
    left = [child for child in children if is_alive(child)]
    wrong = size - sum(right)
    says = f"{wrong} answered wrong, {surplus} surplus processes, {len(left)} left behind"
    return Outcome(size, wrong + surplus + len(left), says)


PROOFS = [
    Proof("bridge-faults", "every good call is answered right, no child is left behind", 1_000, 60, faults),
]
