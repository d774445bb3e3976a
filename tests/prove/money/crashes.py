"""Crashes at every commit of a purchase, and backends killed in the middle of a transaction."""

import random
import threading
import time
import uuid
from collections.abc import Callable

from tests.prove.money import histories
from tests.prove.money.histories import Delivery
from tests.prove.money.lives import PRICE_ID
from tests.prove.money.model import Facts
from tests.prove.money.postgres import POINTS, Books, deliver, leave_instance, post
from tests.prove.money.till import PRICE_MINOR, Sale, checkout, landing, open_shop, sale
from tests.prove.proof import Outcome
from tests.prove.world import World, world
from tests.support.members import Member
from tests.support.stripe_stand_in import StandIn

# Where checkout and the way back can die, between asking Stripe and the last commit. Dying after a commit is dying
# before whatever follows it; after the last one, nobody hears the answer.
CHECKOUT_POINTS = ("commit order", "commit session", "unheard")
LANDING_POINTS = ("commit paid", "commit charge", "unheard")
STRIPE_AWAY_EVERY = 10
WHOLE = """
select array[
  exists (select from masterclass.webhook_events where id = %(event)s),
  exists (select from masterclass.orders where id = %(order)s::uuid and state = 'paid'),
  exists (select from masterclass.payments where checkout_session_id = %(session)s),
  exists (select from masterclass.users where id = %(user)s::uuid and role = 'paid')]
"""


def every_commit(size: int, seed: int) -> Outcome:
    """For `size` seeds crash once at each commit of a history's events, of checkout and of the way back."""
    wrong: list[str] = []
    points = 0
    with world() as made, Books(made.database) as books, open_shop(made.database) as stripe:
        for number in range(size):
            told = _events_crashing(books, seed + number, number)
            checked_out = [_buy(made, books, stripe, point, "") for point in _checkout_points(number)]
            landed = [_buy(made, books, stripe, "", point) for point in LANDING_POINTS]
            points += len(told) + len(checked_out) + len(landed)
            wrong += filter(None, [*told, *checked_out, *landed])
    return Outcome(size, len(wrong), f"{points:,} crash points; " + ("; ".join(wrong[:3]) or "every one converged"))


def _events_crashing(books: Books, seed: int, number: int) -> list[str]:
    """Run one history once for each of its events and each side of the commit; return what was wrong with each."""
    count = len(_history(seed, 0).deliveries)
    said: list[str] = []
    for nth in range(count):
        for crash in ("before", "after"):
            told = _history(seed, (number * 1000 + nth) * 2 + (crash == "after"))
            books.begin(told)
            arrivals = [
                Delivery(one.document, crash if place == nth else "") for place, one in enumerate(told.deliveries)
            ]
            problems = [deliver(books, told, one) for one in [*arrivals, Delivery(told.deliveries[nth].document)]]
            standing = books.standing(told)
            if standing != Facts.after(told).standing():
                problems.append(f"event {nth} of seed {seed}, {crash}: {standing}")
            said.append("; ".join(filter(None, problems)))
    return said


def _history(seed: int, number: int) -> histories.History:
    """Return the seed's history with ids of its own and each event once, in the order in which they came first."""
    told = histories.history(random.Random(seed), number, str(uuid.uuid4()))
    events = [one.document for one in told.deliveries if not (one.read or one.asks or one.gives)]
    return told._replace(deliveries=[Delivery(event) for event in {one["id"]: one for one in events}.values()])


def _checkout_points(number: int) -> tuple[str, ...]:
    return CHECKOUT_POINTS if number % STRIPE_AWAY_EVERY else (*CHECKOUT_POINTS, "stripe away")


def _buy(made: World, books: Books, stripe: StandIn, checkout_point: str, landing_point: str) -> str:
    """Buy with a crash at one point and everything asked again; return what was wrong."""
    member = made.member()
    if checkout_point:
        _crash(books, stripe, checkout_point, 201, lambda: checkout(member).status)
    session_id = checkout(member).json["checkout_session_id"]
    stripe.control(f"sessions/{session_id}/pay")
    if landing_point:
        _crash(books, stripe, landing_point, 200, lambda: landing(member, session_id).status)
    landed = landing(member, session_id).json
    counted = _counted(books, member)
    right = landed == {"state": "paid", "role": "paid"} and counted == [1, 1, 1]
    return "" if right else f"{checkout_point or landing_point}: {landed}, orders, sessions, payments {counted}"


def _crash(books: Books, stripe: StandIn, point: str, whole: int, act: Callable[[], int]) -> None:
    if point == "stripe away":
        stripe.control("faults", status=500, times=3)
    books.doom(point)
    status = act()
    books.doom()
    assert status == (whole if point == "unheard" else 503), f"{point} was answered {status}"


def _counted(books: Books, member: Member) -> list[int]:
    return [
        books.one("select count(*) from masterclass.orders where user_id = %s", member.id),
        books.one(
            "select count(*) from local_stripe.objects where kind = 'checkout.session'"
            " and body ->> 'client_reference_id' = %s",
            member.id,
        ),
        books.one(
            "select count(*) from masterclass.payments where user_id = %s and receipt_url is not null", member.id
        ),
    ]


def killed_backends(size: int, seed: int) -> Outcome:
    """Kill `size` backends while they record a sale; what is there must be all of it or nothing, and then all of it."""
    seeded = random.Random(seed)
    wrong: list[str] = []
    kills = committed = 0
    with world() as made, Books(made.database) as books:
        while kills < size:
            bought = sale(str(uuid.uuid4()))
            books.write_order(bought.user_id, bought.order_id, PRICE_ID, PRICE_MINOR)
            point = seeded.choice((*POINTS, "from outside"))
            kills += _kill(books, bought, point, seeded.random() * 0.004)
            there = _whole(books, bought)
            committed += all(there)
            if any(there) != all(there):
                wrong.append(f"{point}: event, order, payment, role {there}")
            if 200 not in _redelivered(bought) or not all(_whole(books, bought)):
                wrong.append(f"{point}: does not converge")
    says = f"{kills:,} kills, {committed:,} of them after the commit; " + ("; ".join(wrong[:3]) or "0 partial writes")
    return Outcome(kills, len(wrong), says)


def _kill(books: Books, bought: Sale, point: str, after_seconds: float) -> bool:
    """Deliver the sale and have its backend die at the point; return whether it did."""
    if point != "from outside":
        books.doom(point)
        status = post(bought.completed()).status
        books.doom()
        return status == 503
    delivering = threading.Thread(target=_post_and_leave, args=(bought,))
    delivering.start()
    time.sleep(after_seconds)
    killed = books.one(
        "select count(pg_terminate_backend(pid)) from pg_stat_activity"
        " where application_name = 'masterclass' and datname = current_database()"
    )
    delivering.join()
    return bool(killed)


def _redelivered(bought: Sale) -> list[int]:
    """Deliver again as Stripe does until it is taken: the kill may have hit this instance's idle connection too."""
    statuses = [post(bought.completed()).status]
    while statuses[-1] == 503 and len(statuses) < 3:
        statuses.append(post(bought.completed()).status)
    return statuses


def _post_and_leave(bought: Sale) -> None:
    post(bought.completed())
    leave_instance()


def _whole(books: Books, bought: Sale) -> list[bool]:
    return books.one(
        WHOLE, event=bought.completed()["id"], order=bought.order_id, session=bought.session_id, user=bought.user_id
    )
