"""What Node and the bridge add: list-modules asked over HTTP beside its handler called here, and a stream's first byte.

Both calls take the same statement to the same Postgres, in turn; what HTTP itself costs is a part of what is added.
"""

import http.client
import statistics
import time

from tests.benchmarks.harness.requests import request_for
from tests.benchmarks.harness.row import Row
from tests.benchmarks.harness.timing import interleaved, percentile, seconds
from tests.benchmarks.harness.world import World, world
from tests.benchmarks.warm import silent
from tests.platform.runtime.bridge import FUNCTIONS, Bridge, bridge
from tests.support.functions import handler_of
from tests.support.instances import instance

ROUNDS = 1500
STREAMS = 100
STAMPED = "tests.platform.runtime.handlers.stamped.handler"


def run() -> list[Row]:
    """Measure the overhead of a warm call and the way of a streamed byte."""
    return [*_overhead(), *_first_byte()]


def _overhead() -> list[Row]:
    with (
        world() as made,
        instance(),
        silent(),
        bridge("functions.list_modules.handler", environment=made.environment) as running,
    ):
        return _compare(made, running)


def _compare(made: World, running: Bridge) -> list[Row]:
    connection = running.connect()
    handler, event = handler_of("list-modules"), request_for("list-modules", made)

    def ask() -> None:
        connection.request("GET", FUNCTIONS)
        answer = connection.getresponse()
        assert answer.read(), answer.status
        assert answer.status == 200

    def call() -> None:
        assert handler(dict(event), None)["statusCode"] == 200

    ask()
    call()
    found = interleaved({"bridge": lambda: seconds(ask), "handler": lambda: seconds(call)}, ROUNDS)
    connection.close()
    half, most = ({name: percentile(figures, share) * 1e3 for name, figures in found.items()} for share in (50, 95))
    return [
        Row(
            "bridge: what it adds to a warm call, p50",
            half["bridge"] - half["handler"],
            "ms",
            f"handler {half['handler']:.2f} ms, through the bridge {half['bridge']:.2f} ms",
            1,
        ),
        Row(
            "bridge: what it adds to a warm call, p95",
            most["bridge"] - most["handler"],
            "ms",
            f"handler {most['handler']:.2f} ms, through the bridge {most['bridge']:.2f} ms",
        ),
    ]


def _first_byte() -> list[Row]:
    with bridge(STAMPED) as running:
        connection = running.connect()
        taken = sorted(_way_of_a_byte(connection) for _ in range(STREAMS))
        connection.close()
    beside = f"p95 {percentile(taken, 95):.2f} ms of {STREAMS} streams"
    return [Row("bridge: a streamed byte, from yield to client, p50", statistics.median(taken), "ms", beside, 5)]


def _way_of_a_byte(connection: http.client.HTTPConnection) -> float:
    """Return the milliseconds between the handler's yield, which it stamps, and the byte's arrival here."""
    connection.request("GET", FUNCTIONS)
    answer = connection.getresponse()
    made_at = int(answer.read1())
    arrived_at = time.monotonic_ns()
    answer.read()
    return (arrived_at - made_at) / 1e6
