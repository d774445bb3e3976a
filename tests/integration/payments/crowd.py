"""Many handlers at once: threads with connections of their own, as many instances of a function would have."""

import contextlib
import json
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from shared import database
from shared.database import PAYMENTS, one_trip
from shared.payments import fact_queries, gateway, queries, stripe_objects
from shared.payments.records import Order
from tests.integration.payments.shop import WANTED
from tests.support.members import Member


@contextlib.contextmanager
def connected() -> Generator[None]:
    """Give this thread, an instance of its own, its connection beforehand, and take it away afterwards."""
    one_trip(PAYMENTS).execute("select 1")
    try:
        yield
    finally:
        database.close()


def apply_at_once(bodies: Sequence[bytes], instances: int) -> int:
    """Let every instance apply every event at the same time; return how many deliveries of the sale did something."""
    barrier = Barrier(instances)
    events = [stripe_objects.read_event(json.loads(body)) for body in bodies]

    def instance(_: int) -> int:
        with connected():
            barrier.wait()
            outcomes = [(event, fact_queries.apply_event(one_trip(PAYMENTS), event)) for event in events]
        return sum(outcome is not None and event.type == "checkout.session.completed" for event, outcome in outcomes)

    with ThreadPoolExecutor(instances) as pool:
        return sum(pool.map(instance, range(instances)))


def begin_at_once(member: Member, instances: int) -> list[str]:
    """Let every instance order and ask Stripe at the same time; return the sessions they got."""
    barrier = Barrier(instances)

    def instance(_: int) -> str:
        with connected():
            barrier.wait()
            order = queries.upsert_order(one_trip(PAYMENTS), member.id, WANTED, live=False)
            assert isinstance(order, Order)
            made = gateway.create_session(order, member.id, member.email)
            queries.update_order_session(one_trip(PAYMENTS), order.id, made)
        return made.id

    with ThreadPoolExecutor(instances) as pool:
        return list(pool.map(instance, range(instances)))
