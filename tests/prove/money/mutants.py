"""What the rules must not be: each mutant gives wrong access, or leaves money or a link unaccounted for."""

from typing import Any

from shared.payments.records import DisputeFact
from tests.prove.money.model import Facts
from tests.prove.money.ranks import dispute_rank


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


class TrustsTheBackup(Facts):
    """Mutant: what a restored database has lost is lost."""

    def reconcile(self) -> None:
        """Ask nobody."""


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
    TrustsTheBackup,
)
