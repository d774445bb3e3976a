"""Buyers whose histories go on after the backup: what is restored must say what Stripe says, and bring nobody back.

A round is a shop of its own with some twenty buyers, some of them practices that buy a pack of seats. Each does a few
things, the backup is taken at a moment of its own in each history, the rest happens to the database that is lost. Then
the backup is restored into another one, whoever it does not know signs up again, and `payments reconcile --since` runs
before and after that, as docs/operate.md says.
"""

import random
import uuid
from datetime import UTC, datetime, time
from typing import NamedTuple

import psycopg

import functions.account
import functions.seats
import shared.database
from shared.operations.backups.restore import restore
from shared.payments.reconcile import reconcile
from shared.payments.restore_sales import restore_sales
from tests.prove.backing.place import Place
from tests.prove.money import till
from tests.support.databases import Database
from tests.support.events import Answer, call
from tests.support.members import Member, make_member
from tests.support.stripe_stand_in import StandIn
from tests.support.tokens import Issuer

STEPS = (
    "sign up",
    "buy",
    "give a seat",
    "give another",
    "take one back",
    "refund a part",
    "refund",
    "dispute",
    "win",
    "lose",
    "grant",
    "erase",
)
LIKELY = {
    "buy": 0.85,
    "give another": 0.6,
    "take one back": 0.4,
    "refund a part": 0.2,
    "refund": 0.2,
    "dispute": 0.25,
    "win": 0.5,
    "lose": 0.4,
    "grant": 0.15,
    "erase": 0.2,
}
PRACTICES = 0.3
PACK = 4
NEEDS = {
    "give a seat": "buy",
    "give another": "buy",
    "take one back": "buy",
    "refund a part": "buy",
    "refund": "buy",
    "dispute": "buy",
    "win": "dispute",
    "lose": "dispute",
}
OF_PACKS = {"give a seat", "give another", "take one back"}
EXCLUDED_BY = {"dispute": ("refund",), "win": ("refund",), "lose": ("refund", "win")}


class Buyer:
    """Somebody with a history, and what Stripe would say of them."""

    def __init__(self, seeded: random.Random):
        self.is_practice = seeded.random() < PRACTICES
        wanted = [step for step in STEPS if seeded.random() < LIKELY.get(step, 1.0)]
        self.steps = [step for step in wanted if self._makes_sense(step, wanted)]
        self.before = seeded.randint(0, len(self.steps))  # so many of the steps are in the backup
        self.member: Member | None = None
        self.session = ""
        self.dispute = ""
        self.paid = self.refunded = self.erased = False
        self.disputed = ""
        self.seats: dict[str, str] = {}  # who has which seat of the pack
        self.seats_kept: list[str] = []  # who had one when the backup was taken; Stripe knows of no others

    def _makes_sense(self, step: str, wanted: list[str]) -> bool:
        """Money goes one way at a time: a refund in full, or a dispute and its end. A pack alone has seats."""
        if step in OF_PACKS and not self.is_practice:
            return False
        if step in NEEDS and not {NEEDS[step], "buy"} <= set(wanted):
            return False
        return not any(other in wanted for other in EXCLUDED_BY.get(step, ()))

    @property
    def stands(self) -> bool:
        """Whether what was paid is kept by the shop: Stripe's facts alone."""
        return self.paid and not self.refunded and self.disputed not in {"open", "lost"}

    @property
    def has_access(self) -> bool:
        """Whether the buyer reads everything; a pack opens its seats, and nothing for who bought it."""
        return self.stands and not self.is_practice

    @property
    def seats_paid(self) -> int:
        """How many seats of the pack are paid for: a refund of a part takes the one that it is a part of."""
        return (PACK - ("refund a part" in self.steps)) if self.is_practice and self.stands else 0


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
            pack = {"seats": PACK} if buyer.is_practice else None
            made = till.checkout(buyer.member, pack)
            assert made.status == 201, made.json
            buyer.session = made.json["checkout_session_id"]
            self.stripe.control(f"sessions/{buyer.session}/pay")
            till.landing(buyer.member, buyer.session)
            buyer.paid = True
        elif step.startswith("give"):
            address = f"colleague-{uuid.uuid4().hex[:12]}@example.com"
            buyer.seats[address] = str(give_seat(buyer.member, pack_of(buyer.member), address).json["id"])
        elif step == "take one back":
            _, seat = buyer.seats.popitem()
            call(functions.seats.handler, "DELETE", f"/seats/{seat}", token=buyer.member.token)
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


def pack_of(member: Member) -> str:
    """Return the member's pack."""
    return str(call(functions.seats.handler, "GET", "/seats", token=member.token).json["packs"][0]["id"])


def give_seat(member: Member, pack: str, address: str) -> Answer:
    """Give a seat of the pack to the address."""
    seat = {"pack": pack, "email": address}
    return call(functions.seats.handler, "POST", "/seats", token=member.token, json_body=seat)


def one_round(place: Place, seeded: random.Random, buyers: int) -> list[str]:
    """Live through a round; return a sentence for everybody of whom the restored database says something wrong."""
    lost = place.cluster.database()
    place.use(lost)
    with till.open_shop(lost) as stripe:
        shop = Round(place, lost, stripe, [Buyer(seeded) for _ in range(buyers)])
        for buyer in shop.buyers:
            for step in buyer.steps[: buyer.before]:
                shop.go(buyer, step)
            buyer.seats_kept = [*buyer.seats]
        kept = place.take(lost)
        for buyer in shop.buyers:
            for step in buyer.steps[buyer.before :]:
                shop.go(buyer, step)
        shared.database.close()
        found = place.cluster.database()
        restore(found.url("postgres"), place.store, kept.manifest, [place.identity])
        place.use(found)
        since = datetime.combine(kept.manifest.taken_at.date(), time.min, UTC)
        restore_sales(since)
        back = [come_back(found, place.issuer, buyer) for buyer in shop.buyers]
        restore_sales(since)
        reconcile(seconds=600)
        wrong = [
            f"{buyer.steps} at {buyer.before}{' (a practice)' * buyer.is_practice}: {says}"
            for buyer, here in zip(shop.buyers, back, strict=True)
            if (says := fault(found, place.issuer, buyer, here))
        ]
    shared.database.close()
    for database in (lost, found):
        database.drop()
    return wrong


def come_back(found: Database, issuer: Issuer, buyer: Buyer) -> Member | None:
    """Sign the buyer in, or up again when the backup does not know them; None for who is gone for good."""
    if buyer.member is None or buyer.erased:
        return None
    if not is_here(found, buyer.member.email):
        return make_member(found, issuer, email=buyer.member.email)
    session = str(uuid.uuid4())
    signed_in = f"values ('{session}', '{buyer.member.id}', now(), now())"
    found.execute(f"insert into auth.sessions (id, user_id, created_at, updated_at) {signed_in}")
    return buyer.member._replace(session_id=session, token=issuer.token(buyer.member.id, session_id=session))


def is_here(found: Database, email: str) -> bool:
    """Whether the database has an account of this address."""
    with psycopg.connect(found.url("supabase_admin")) as connection:
        return bool(connection.execute("select from auth.users where email = %s", [email]).fetchall())


def reads_everything(found: Database, member: Member) -> bool:
    """Whether the restored database opens everything to the member."""
    with psycopg.connect(found.url("supabase_admin")) as connection:
        full = connection.execute("select masterclass.has_full_access(u.id) from auth.users as u where email = %s",
                                  [member.email]).fetchall()  # fmt: skip
    return bool(full[0][0])


def fault(found: Database, issuer: Issuer, buyer: Buyer, here: Member | None) -> str:
    """Return what the restored database says wrong of `buyer` and their seats; empty when nothing."""
    holders = [make_member(found, issuer, email=address) for address in buyer.seats_kept]
    seated = [reads_everything(found, holder) for holder in holders]
    if any(opened != buyer.stands for opened in seated):
        return f"seats given before the backup open {seated}, and Stripe says {buyer.stands}"
    if buyer.member is None:
        return ""
    if here is None:
        return "erased, and here again" if is_here(found, buyer.member.email) else ""
    full = reads_everything(found, here)
    if full != buyer.has_access:
        return f"full access is {full}, and Stripe says {buyer.has_access}"
    return pack_fault(here, buyer) if buyer.is_practice and buyer.paid else ""


def pack_fault(here: Member, buyer: Buyer) -> str:
    """Return what is wrong of the pack: whoever bought it gives again what the backup did not know, and no more."""
    given_again = [address for address in buyer.seats if address not in buyer.seats_kept]
    pack = pack_of(here)
    statuses = [give_seat(here, pack, address).status for address in given_again]
    free = buyer.seats_paid - len(buyer.seats_kept)
    expected = [201 if number < free else 409 for number in range(len(given_again))]
    return "" if statuses == expected else f"seats given again answer {statuses}, and {expected} was right"
