"""A warm call of the handler beside its bare statement with the identity, sent by psycopg over a kept connection.

Once on loopback and once with 2 ms round trips, with round trips counted by the proxy in between; and what a token
that was never seen costs against one that was.
"""

import contextlib
import os
import statistics
from collections.abc import Callable, Generator, Mapping
from typing import LiteralString

import psycopg
from psycopg.rows import tuple_row

from shared import database, identity
from shared.content.queries import select_catalogue, select_module
from shared.database import ANYONE, Executor, Identity
from shared.progress.queries import select_progress
from shared.statements import Rows
from tests.benchmarks.harness.requests import request_for
from tests.benchmarks.harness.row import Row
from tests.benchmarks.harness.timing import Measure, interleaved, percentile, seconds
from tests.benchmarks.harness.world import World, world
from tests.support.functions import handler_of
from tests.support.instances import instance
from tests.support.wire import wire

ROUNDS = 60
CALM = 10  # percent: the rounds that nothing else on the machine disturbed
CALLS = 25
FAR_ROUNDS = 15
FAR_CALLS = 5
ROUND_TRIP_SECONDS = 0.002
BECOME: LiteralString = """
    begin read only;
    select set_config('role', %(role)s, true), set_config('request.jwt.claims', %(claims)s, true),
           set_config('statement_timeout', '8000', true), masterclass.require_living_reader();
"""


class Bare:
    """Sends what a handler's read sends, in one message, and does nothing else.

    It does so over the handler's own connection: the same backend, for each has its own luck with memory, and that is
    worth more than what is measured.
    """

    def __init__(self, caller: Identity):
        kept = database._instance.connection  # pyright: ignore[reportPrivateUsage]
        assert kept is not None
        self._connection = psycopg.Connection(kept.pgconn, row_factory=tuple_row)
        self._connection.autocommit = True
        self._become = {"role": caller.role, "claims": caller.claims}

    def execute(self, query: LiteralString, parameters: Mapping[str, object] | None = None, /) -> Rows:
        """Execute `query` as the caller."""
        cursor = psycopg.ClientCursor(self._connection)
        cursor.execute(BECOME + query + ";commit", {**self._become, **(parameters or {})})
        cursor.nextset()
        cursor.nextset()
        assert cursor.pgresult is not None
        return Rows(cursor.pgresult)


def run() -> list[Row]:
    """Measure a public read, a member's read and a module's text."""
    with world() as made, instance(), silent():
        return [*_near(made), *_far(made), _tokens(made)]


def _near(made: World) -> list[Row]:
    return [
        Row(
            f"warm: {name}, loopback",
            handler / bare,
            "x statement",
            f"the statement with identity {bare * 1e6:.0f} µs",
            1.6,
            1.2,
        )
        for name, handler, bare in _measured(made, ROUNDS, CALLS)
    ]


def _far(made: World) -> list[Row]:
    with wire(made.database.url(), ROUND_TRIP_SECONDS) as far:
        made.adopt(DATABASE_URL=far.url)
        rows = [
            Row(
                f"warm: {name}, 2 ms round trips",
                handler / bare,
                "x statement",
                f"the statement with identity {bare * 1e3:.2f} ms",
                1.15,
                1.05,
            )
            for name, handler, bare in _measured(made, FAR_ROUNDS, FAR_CALLS)
        ]
        for name in READS:
            call = _call(name, made)
            before = far.round_trips
            call()
            rows.append(Row(f"warm: {name}, round trips", far.round_trips - before, "round trips", "", 1, 1))
        made.adopt()
    return rows


def _measured(made: World, rounds: int, calls: int) -> Generator[tuple[str, float, float]]:
    for name, statement in READS.items():
        caller = ANYONE if name == "list-modules" else identity.identify(f"Bearer {made.member.token}")
        call = _call(name, made)
        bare = Bare(caller)
        variants: dict[str, Measure] = {
            "handler": lambda call=call: seconds(call, calls),
            "bare": lambda bare=bare, statement=statement: seconds(lambda: statement(bare, made), calls),
        }
        found = {name: percentile(figures, CALM) for name, figures in interleaved(variants, rounds).items()}
        yield name, found["handler"], found["bare"]


def _tokens(made: World) -> Row:
    """Return what verifying a token costs against remembering it."""
    header, cost = f"Bearer {made.member.token}", list[float]()
    for _ in range(ROUNDS):
        identity.forget()
        identity.identify(f"Bearer {made.buyer.token}")  # fetches the keys
        cost.append(seconds(lambda: identity.identify(header)))
    kept = statistics.median(seconds(lambda: identity.identify(header), 1000) for _ in range(ROUNDS))
    beside = f"cached {kept * 1e6:.1f} µs, verified {statistics.median(cost) * 1e6:.0f} µs"
    return Row("warm: an ES256 token seen for the first time", statistics.median(cost) / kept, "x cached", beside)


def _call(name: str, made: World) -> Callable[[], object]:
    handler, event = handler_of(name), request_for(name, made)

    def call() -> object:
        answer = handler(dict(event), None)
        assert answer["statusCode"] == 200, answer
        return answer

    call()
    return call


READS: dict[str, Callable[[Executor, World], object]] = {
    "list-modules": lambda executor, _: select_catalogue(executor),
    "progress": lambda executor, _: select_progress(executor),
    "get-module": lambda executor, _: select_module(executor, "disability-and-life-insurance"),
}


@contextlib.contextmanager
def silent() -> Generator[None]:
    """Let the request log go where a platform's goes: out, but not here."""
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):  # noqa: PTH123 (a device, no file)
        yield
