"""The fact rules in memory: what the SQL of payments does, mirrored so that a million histories can be run.

It reads events with the real stripe_objects.py. That it is no second opinion is proven on Postgres, where every history
must leave the database and this model in the same standing. The mutants beside it are what the rules must not be.
"""

from typing import Any, NamedTuple

from shared.payments import stripe_objects
from shared.payments.records import ChargeFact, DisputeFact, Fact, InvoiceFact, RefundFact, SessionFact
from tests.prove.money.histories import PRICE_ID, Delivery, History, Purchase

ORDER_RANK = {"open": 0, "processing": 1, "given up": 2, "expired": 3, "failed": 3, "review": 4, "paid": 5}
REFUND_RANK = {"pending": 0, "requires_action": 1, "succeeded": 2, "failed": 3, "canceled": 3}
DISPUTE_RANK = {
    "warning_needs_response": 0, "warning_under_review": 1, "warning_closed": 2, "needs_response": 4,
    "under_review": 5, "lost": 6, "appeal_needs_response": 7, "appeal_under_review": 8, "prevented": 9, "won": 10,
}  # fmt: skip
UNKNOWN_DISPUTE_RANK = 3
GONE = {"failed", "canceled"}


class Payment(NamedTuple):
    """What was paid in a session, and whether somebody has still to look at it."""

    payment_id: str | None
    amount: int
    review: bool


class Standing(NamedTuple):
    """What can be compared with the database: access, the orders' states, each payment's words and receipt link."""

    full_access: bool
    orders: dict[str, str]
    payments: dict[str, tuple[int, int, str, str | None]]
    paid_twice: bool


class Facts:
    """A member's facts, as the database keeps them."""

    def __init__(self, user_id: str, purchases: list[Purchase]):
        self.user_id = user_id
        self.ordered = {purchase.order_id: purchase for purchase in purchases}
        self.orders = {purchase.order_id: purchase.state for purchase in purchases}
        self.ids: set[str] = set()
        self.payments: dict[str, Payment] = {}
        self.refunds: dict[str, RefundFact] = {}
        self.disputes: dict[str, DisputeFact] = {}
        self.charges: dict[str, int] = {}
        self.told: dict[str, int] = {}
        self.receipts: dict[str, str] = {}
        self.erased = False
        self.packs = {purchase.session["id"] for purchase in purchases if purchase.seats}
        self.given: set[str] = set()
        self.sold_again = False

    def arrive(self, delivery: Delivery) -> None:
        """Take a delivery as the handler would, its crash included."""
        if delivery.erases:
            self.erase()
        elif delivery.gives:
            self.given.add(delivery.gives)
        elif delivery.asks:
            self.ask(delivery.document)
        elif delivery.read:
            self.look(delivery.document)
        elif delivery.crash == "before":
            self.lose(delivery.document)
        else:
            self.receive(delivery.document)

    def look(self, session: dict[str, Any]) -> None:
        """Apply a session as Stripe's API told it, and its charge."""
        self.apply(stripe_objects.read_session(session), 2**40)
        charge = stripe_objects.latest_charge(session)
        if charge:
            self.apply(charge, 2**40)

    def ask(self, session: dict[str, Any]) -> None:
        """Press Pay again: Stripe refuses to close the stale page, which means look, and only then is anything sold."""
        self.look(session)
        self.sell(session)

    def sell(self, session: dict[str, Any]) -> None:
        """Sell once more where no payment is known: a mistake, for this page was paid."""
        self.sold_again = self.sold_again or session["id"] not in self.payments

    def receive(self, document: dict[str, Any]) -> None:
        """Note the event and apply its fact, both or neither."""
        event = stripe_objects.read_event(document)
        if event.id not in self.ids:
            self.ids.add(event.id)
            self.apply(event.fact, event.created)

    def lose(self, document: dict[str, Any]) -> None:
        """The transaction ends before its commit: nothing has happened."""

    def apply(self, fact: Fact | None, created: int) -> None:
        """Apply a fact."""
        match fact:
            case SessionFact():
                self._session(fact, created)
            case RefundFact():
                held = self.refunds.get(fact.refund_id)
                if held is None or self.wins(
                    fact.refund_id, REFUND_RANK[held.status], REFUND_RANK[fact.status], created
                ):
                    self.refunds[fact.refund_id] = fact
            case DisputeFact():
                held_dispute = self.disputes.get(fact.dispute_id)
                if held_dispute is None or self.wins(
                    fact.dispute_id, dispute_rank(held_dispute), dispute_rank(fact), created
                ):
                    self.disputes[fact.dispute_id] = fact
            case ChargeFact():
                held_total = self.charges.get(fact.payment_id)
                if held_total is None or self.wins(fact.charge_id, held_total, fact.refunded_minor, created):
                    self.charges[fact.payment_id] = fact.refunded_minor
                if fact.receipt_url:
                    self.receipts.setdefault(fact.payment_id, fact.receipt_url)
            case InvoiceFact() | None:
                pass

    def erase(self) -> None:
        """The member is no more; what was paid stays as a bare record."""
        self.erased = True

    def receipt(self, payment_id: str | None) -> str | None:
        """Return the link to a payment's receipt: nobody's payment has none, whatever comes when."""
        return None if self.erased else self.receipts.get(payment_id or "")

    def wins(self, key: str, held: int, told: int, created: int) -> bool:
        """Whether what is told stands over what is held: the later stage, whatever came first."""
        del key, created
        return told > held

    def _session(self, fact: SessionFact, created: int) -> None:
        purchase = self.ordered.get(fact.order_id or "")
        if purchase is None:
            return
        reached = fact.reached
        if reached != "paid" and purchase.kept not in {None, fact.session_id}:
            return  # a session that the order did not keep counts when it is paid, and only then
        if reached == "paid" and not self._as_ordered(fact, purchase):
            reached = "review"
        if self.wins(purchase.order_id, ORDER_RANK[self.orders[purchase.order_id]], ORDER_RANK[reached], created):
            self.orders[purchase.order_id] = reached
        if reached in {"paid", "review"}:
            held = self.payments.get(fact.session_id, Payment(fact.payment_id, fact.amount_total, review=True))
            self.payments[fact.session_id] = held._replace(review=held.review and reached == "review")

    def _as_ordered(self, fact: SessionFact, purchase: Purchase) -> bool:
        subtotal = fact.amount_subtotal if fact.item_subtotal is None else fact.item_subtotal
        return (subtotal, fact.currency, fact.price_id or PRICE_ID, fact.user_id, fact.mode) == (
            purchase.amount, purchase.currency, PRICE_ID, self.user_id, "payment",
        ) and not fact.livemode  # fmt: skip

    def refunded(self, payment_id: str | None) -> int:
        """Return what was given back of a payment."""
        mine = [refund for refund in self.refunds.values() if refund.payment_id == payment_id]
        gone = sum(refund.amount_minor for refund in mine if refund.status in GONE)
        standing = sum(refund.amount_minor for refund in mine) - gone
        return max(standing, self.charges.get(payment_id or "", 0) - gone)

    def disputes_of(self, payment_id: str | None) -> list[DisputeFact]:
        """Return a payment's disputes that are more than inquiries."""
        return [
            dispute
            for dispute in self.disputes.values()
            if dispute.payment_id == payment_id and not dispute.status.startswith("warning_")
        ]

    def took(self, dispute: DisputeFact) -> bool:
        """Return whether a dispute has taken the money for good."""
        if dispute.status != "prevented":
            return dispute.status == "lost"
        return dispute.net_minor < 0 if dispute.transactions else dispute.case_type != "block"

    def stands(self, session_id: str) -> bool:
        """Return whether the payment made in a session gives access."""
        return self.state(session_id) in {"paid", "partly_refunded"}

    def paid_twice(self) -> bool:
        """Return whether two payments of the member stand that cost something."""
        own = [key for key, one in self.payments.items() if one.amount > 0 and key not in self.packs]
        return not self.erased and sum(map(self.stands, own)) > 1

    def opens(self, session_id: str) -> bool:
        """Return whether a payment that stands opens anything for the member: a pack does only for its seats."""
        return session_id not in self.packs or session_id in self.given

    def full_access(self) -> bool:
        """Return whether any payment stands, of a member who is still there."""
        return not self.erased and any(self.stands(key) and self.opens(key) for key in self.payments)

    def links(self) -> list[str]:
        """Return the receipt links that payments show."""
        return list(filter(None, (self.receipt(payment.payment_id) for payment in self.payments.values())))

    def standing(self) -> Standing:
        """Return what to compare with the database."""
        payments = {
            session_id: (
                one.amount,
                self.refunded(one.payment_id),
                self.state(session_id),
                self.receipt(one.payment_id),
            )
            for session_id, one in self.payments.items()
        }
        return Standing(self.full_access(), dict(self.orders), payments, self.paid_twice())

    def state(self, session_id: str) -> str:
        """Return how the payment made in a session stands, in a word."""
        payment_id, amount, review = self.payments[session_id]
        disputes, refunded = self.disputes_of(payment_id), self.refunded(payment_id)
        if any(self.took(dispute) for dispute in disputes):
            return "lost"
        if any(dispute.status not in {"won", "lost", "prevented"} for dispute in disputes):
            return "disputed"
        if amount > 0 and refunded >= amount:
            return "refunded"
        if review:
            return "needs_review"
        return "partly_refunded" if refunded > 0 else "paid"


class LastWriteWins(Facts):
    """Mutant: whatever arrives last is how it is."""

    def wins(self, key: str, held: int, told: int, created: int) -> bool:
        """Always."""
        del key, held, told, created
        return True

    def stands(self, session_id: str) -> bool:
        """The order's last state counts, not that it was ever paid."""
        return self.orders[self._order_of(session_id)] == "paid" and super().stands(session_id)

    def _order_of(self, session_id: str) -> str:
        return next(key for key, purchase in self.ordered.items() if purchase.session["id"] == session_id)


class NewestCreatedWins(LastWriteWins):
    """Mutant: the event with the newest `created` is how it is; of two in one second the later arrival."""

    def wins(self, key: str, held: int, told: int, created: int) -> bool:
        """Unless something newer was told before."""
        del held, told
        newest = created >= self.told.get(key, 0)
        self.told[key] = max(created, self.told.get(key, 0))
        return newest


class ClaimedBeforeEffects(Facts):
    """Mutant: the event's id is committed first, its effects in a transaction of their own."""

    def lose(self, document: dict[str, Any]) -> None:
        """The crash comes between the two."""
        self.ids.add(document["id"])


class MaxRefundedOneDispute(Facts):
    """Mutant: the charge's highest total is what was refunded, and a payment has one dispute, of the highest rank."""

    def refunded(self, payment_id: str | None) -> int:
        """The highest total ever told."""
        return self.charges.get(payment_id or "", 0)

    def disputes_of(self, payment_id: str | None) -> list[DisputeFact]:
        """The one that is furthest."""
        return sorted(super().disputes_of(payment_id), key=dispute_rank)[-1:]


class PreventedIsWon(Facts):
    """Mutant: whatever was prevented has cost nothing."""

    def took(self, dispute: DisputeFact) -> bool:
        """Only a lost one."""
        return dispute.status == "lost"


class ExpireRefusedIgnored(Facts):
    """Mutant: what Stripe refuses to close is called expired, and the next page is sold."""

    def ask(self, session: dict[str, Any]) -> None:
        """Nobody looks."""
        self.sell(session)


class SeatOutlivesPayment(Facts):
    """Mutant: a seat is a grant like any other."""

    def full_access(self) -> bool:
        """Whatever became of the payment."""
        return super().full_access() or (not self.erased and bool(self.given))


class ForgetsAtErasureOnly(Facts):
    """Mutant: erasing takes the links that payments show by then; one that waits for its payment comes back with it."""

    def erase(self) -> None:
        """Forget what is shown now."""
        super().erase()
        for payment in self.payments.values():
            self.receipts.pop(payment.payment_id or "", None)

    def receipt(self, payment_id: str | None) -> str | None:
        """Whatever was told."""
        return self.receipts.get(payment_id or "")


MUTANTS: tuple[type[Facts], ...] = (
    LastWriteWins,
    NewestCreatedWins,
    ClaimedBeforeEffects,
    MaxRefundedOneDispute,
    ForgetsAtErasureOnly,
    PreventedIsWon,
    ExpireRefusedIgnored,
    SeatOutlivesPayment,
)


def dispute_rank(dispute: DisputeFact) -> int:
    """Return how far a dispute has come: its status first, then what it has moved."""
    return DISPUTE_RANK.get(dispute.status, UNKNOWN_DISPUTE_RANK) * 8 + dispute.transactions


def after(rules_of: type[Facts], told: History) -> Facts:
    """Return the facts that a history leaves under these stripe_objects."""
    facts = rules_of(told.user_id, told.purchases)
    for delivery in told.deliveries:
        facts.arrive(delivery)
    return facts
