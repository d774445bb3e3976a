"""Many handlers at once: threads with connections of their own, as many instances of a function would have."""

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import psycopg

from shared.database import PAYMENTS
from shared.payments import fact_queries, gateway, queries, stripe_objects
from shared.payments.records import Order, Price
from tests.databases import Database
from tests.integration.payments.shop import PRICE_MINOR, Shop
from tests.members import Member


def apply_at_once(database: Database, bodies: Sequence[bytes], instances: int) -> int:
    """Let every instance apply every event at the same time; return how many deliveries of the sale did something."""
    barrier = Barrier(instances)
    events = [stripe_objects.read_event(json.loads(body)) for body in bodies]

    def instance(_: int) -> int:
        with psycopg.connect(database.url(), autocommit=True) as connection:
            connection.execute("select set_config('role', %s, false)", (PAYMENTS.role,))
            barrier.wait()
            outcomes = [(event, fact_queries.apply_event(connection, event)) for event in events]
        return sum(outcome is not None and event.type == "checkout.session.completed" for event, outcome in outcomes)

    with ThreadPoolExecutor(instances) as pool:
        return sum(pool.map(instance, range(instances)))


def begin_at_once(shop: Shop, member: Member, instances: int) -> list[str]:
    """Let every instance order and ask Stripe at the same time; return the sessions they got."""
    barrier = Barrier(instances)
    price = Price(PRICE_MINOR, "usd")

    def instance(_: int) -> str:
        with psycopg.connect(shop.database.url(), autocommit=True) as connection:
            connection.execute("select set_config('role', %s, false)", (PAYMENTS.role,))
            barrier.wait()
            order = queries.upsert_order(connection, member.id, "price_masterclass", price, live=False)
            assert isinstance(order, Order)
            made = gateway.create_session(order, member.id, member.email)
            queries.update_order_session(connection, order.id, made)
        return made.id

    with ThreadPoolExecutor(instances) as pool:
        return list(pool.map(instance, range(instances)))
