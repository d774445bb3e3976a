"""The fact rules in memory: what the SQL of payments does, mirrored so that a million histories can be run.

It reads events with the real stripe_objects.py. That it is no second opinion is proven on Postgres, where every history
must leave the database and this model in the same standing. What the rules must not be is in mutants.py.
"""

import copy
from typing import Any, Self

from shared.payments import stripe_objects
from shared.payments.records import ChargeFact, DisputeFact, Fact, InvoiceFact, RefundFact, SessionFact
from tests.prove.money.histories import Delivery, History, Lost
from tests.prove.money.lives import COURSE, PRICE_ID
from tests.prove.money.ranks import GONE, ORDER_RANK, REFUND_RANK, dispute_rank
from tests.prove.money.standing import Payment, Standing
from tests.prove.money.telling import Purchase, as_read, is_paid


class Facts:
    """A member's facts, as the database keeps them."""

    def __init__(self, told_of: History):
        self.told_of = told_of
        self.user_id, purchases = told_of.user_id, told_of.purchases
        self.backup: dict[str, Any] = {}
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
        self.is_lost = False
        self.packs = {purchase.session["id"] for purchase in purchases if purchase.seats}
        self.given: set[str] = set()
        self.sold_again = False

    @classmethod
    def after(cls, told_of: History) -> Self:
        """Return the facts that a history leaves."""
        facts = cls(told_of)
        for delivery in told_of.deliveries:
            facts.arrive(delivery)
        return facts

    def arrive(self, delivery: Delivery) -> None:
        """Take a delivery as the handler would, its crash included."""
        if delivery.erases:
            self.erase()
        elif delivery.keeps:
            self.backup = {name: copy.copy(held) for name, held in vars(self).items()}
        elif delivery.restores:
            self.restore(delivery.restores)
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

    def restore(self, lost: Lost) -> None:
        """Go back to the backup, without what is younger, and make every sale again that Stripe tells of."""
        vars(self).update({name: copy.copy(held) for name, held in self.backup.items()})
        self.is_lost = lost.member
        for order_id in lost.orders:
            del self.orders[order_id], self.ordered[order_id]
        self.reconcile()

    def reconcile(self) -> None:
        """Look at every paid session, its refunds and its disputes; then take every event that is not known."""
        for purchase in filter(lambda one: is_paid(one.session), self.told_of.purchases):
            if purchase.order_id not in self.orders:
                self._order_again(purchase)
            self.look(as_read(purchase))
            for refund in purchase.refunds:
                self.apply(stripe_objects.read_refund(refund), 2**40)
            for dispute in purchase.disputes:
                self.apply(stripe_objects.read_dispute(dispute), 2**40)
        for document in reversed(self.told_of.told):
            self.receive(document)

    def _order_again(self, purchase: Purchase) -> None:
        currency, amount = COURSE[purchase.seats]
        again = purchase._replace(kept=purchase.session["id"], currency=currency, amount=amount)
        self.ordered[purchase.order_id], self.orders[purchase.order_id] = again, "expired"

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
        return None if self.erased or self.is_lost else self.receipts.get(payment_id or "")

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
        return not (self.erased or self.is_lost) and sum(map(self.stands, own)) > 1

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
