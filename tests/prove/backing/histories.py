"""Buyers whose histories go on after the backup: what is restored must say what Stripe says, and bring nobody back.

A round is a shop of its own with some twenty buyers. Each does a few things, the backup is taken at a moment of its own
in each history, the rest happens to the database that is lost; then the backup is restored into another one and
`payments reconcile --since` is run.
"""

import random
import uuid
from datetime import UTC, datetime, time
from typing import NamedTuple

import psycopg

import functions.account
import shared.database
from shared.operations.backups.restore import restore
from shared.payments.reconcile import reconcile
from shared.payments.restore_sales import restore_sales
from tests.prove.backing.place import Place
from tests.prove.money import till
from tests.support.databases import Database
from tests.support.events import call
from tests.support.members import Member, make_member
from tests.support.stripe_stand_in import StandIn

STEPS = ("sign up", "buy", "refund a part", "refund", "dispute", "win", "lose", "grant", "erase")
LIKELY = {"buy": 0.85, "refund a part": 0.2, "refund": 0.2, "dispute": 0.25, "win": 0.5, "lose": 0.4, "grant": 0.15,
          "erase": 0.2}  # fmt: skip

NEEDS = {"refund a part": "buy", "refund": "buy", "dispute": "buy", "win": "dispute", "lose": "dispute"}
EXCLUDED_BY = {"dispute": ("refund",), "win": ("refund",), "lose": ("refund", "win")}


class Buyer:
    """Somebody with a history, and what Stripe would say of them."""

    def __init__(self, seeded: random.Random):
        wanted = [step for step in STEPS if seeded.random() < LIKELY.get(step, 1.0)]
        self.steps = [step for step in wanted if self._makes_sense(step, wanted)]
        self.before = seeded.randint(0, len(self.steps))  # so many of the steps are in the backup
        self.member: Member | None = None
        self.session = ""
        self.dispute = ""
        self.paid = self.refunded = self.erased = False
        self.disputed = ""

    @staticmethod
    def _makes_sense(step: str, wanted: list[str]) -> bool:
        """Money goes one way at a time: a refund in full, or a dispute and its end."""
        if step in NEEDS and not {NEEDS[step], "buy"} <= set(wanted):
            return False
        return not any(other in wanted for other in EXCLUDED_BY.get(step, ()))

    @property
    def has_access(self) -> bool:
        """What Stripe's facts alone say."""
        return self.paid and not self.refunded and self.disputed not in {"open", "lost"}


class Round(NamedTuple):
    """One shop: where it is, its database, its Stripe and its buyers."""

    place: Place
    database: Database
    stripe: StandIn
    buyers: list[Buyer]

    def go(self, buyer: Buyer, step: str) -> None:
        """Let `buyer` do `step`; Stripe's webhooks are lost, all of them."""
        client = self.stripe.client.v1
        if step == "sign up":
            buyer.member = make_member(self.database, self.place.issuer)
            return
        assert buyer.member
        if step == "buy":
            buyer.session = till.checkout(buyer.member).json["checkout_session_id"]
            self.stripe.control(f"sessions/{buyer.session}/pay")
            till.landing(buyer.member, buyer.session)
            buyer.paid = True
        elif step.startswith("refund"):
            part = {"amount": 1000} if step.endswith("part") else {}
            client.refunds.create({"payment_intent": self._intent(buyer), **part})  # pyright: ignore[reportArgumentType]
            buyer.refunded = not part
        elif step == "dispute":
            charge = client.charges.list({"payment_intent": self._intent(buyer)}).data[0].id
            buyer.dispute = self.stripe.control(f"charges/{charge}/dispute")["id"]
            buyer.disputed = "open"
        elif step in {"win", "lose"}:
            buyer.disputed = {"win": "won", "lose": "lost"}[step]
            self.stripe.control(f"disputes/{buyer.dispute}", status=buyer.disputed)
        elif step == "grant":
            self.database.execute(
                "insert into masterclass.access_grants (email, reason, granted_by)"
                f" values ('{buyer.member.email}-elsewhere', 'proof', 'proof')"
            )
        else:
            buyer.erased = call(functions.account.handler, "DELETE", "/account", token=buyer.member.token).status == 204

    def _intent(self, buyer: Buyer) -> str:
        return str(self.stripe.client.v1.checkout.sessions.retrieve(buyer.session).payment_intent)


def one_round(place: Place, seeded: random.Random, buyers: int) -> list[str]:
    """Live through a round; return a sentence for everybody of whom the restored database says something wrong."""
    lost = place.cluster.database()
    place.use(lost)
    with till.open_shop(lost) as stripe:
        shop = Round(place, lost, stripe, [Buyer(seeded) for _ in range(buyers)])
        for buyer in shop.buyers:
            for step in buyer.steps[: buyer.before]:
                shop.go(buyer, step)
        kept = place.take(lost)
        for buyer in shop.buyers:
            for step in buyer.steps[buyer.before :]:
                shop.go(buyer, step)
        shared.database.close()
        found = place.cluster.database()
        restore(found.url("postgres"), place.store, kept.manifest, [place.identity])
        place.use(found)
        restore_sales(datetime.combine(kept.manifest.taken_at.date(), time.min, UTC))
        reconcile(seconds=600)
        wrong = [f"{buyer.steps} at {buyer.before}: {says}" for buyer in shop.buyers if (says := fault(found, buyer))]
    shared.database.close()
    for database in (lost, found):
        database.drop()
    return wrong


def fault(found: Database, buyer: Buyer) -> str:
    """Return what the restored database says wrong of `buyer`; empty when nothing."""
    if buyer.member is None:
        return ""
    with psycopg.connect(found.url("supabase_admin")) as connection:
        here = connection.execute("select id from auth.users where email = %s", [buyer.member.email]).fetchall()
        if buyer.erased:
            return "erased, and here again" if here else ""
        if not here:  # signed up since the backup: they sign up once more, and their purchase waits for them
            signed_up = "insert into auth.users (id, email, email_confirmed_at) values (%s, %s, now()) returning id"
            here = connection.execute(signed_up, [uuid.uuid4(), buyer.member.email]).fetchall()
        full = connection.execute("select masterclass.has_full_access(%s)", [here[0][0]]).fetchall()[0][0]
    return "" if full == buyer.has_access else f"full access is {full}, and Stripe says {buyer.has_access}"
