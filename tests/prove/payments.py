"""Money: no order of events, no crash and no forgery gives access that was not paid for, or takes away what was."""

import random
import uuid

from tests.prove.money import concurrency, crashes, forgeries, histories
from tests.prove.money.ledger import ledger
from tests.prove.money.model import Facts
from tests.prove.money.mutants import MUTANTS
from tests.prove.money.postgres import Books, deliver
from tests.prove.money.telling import is_paid
from tests.prove.proof import Outcome, Proof
from tests.prove.world import world

SOMEBODY = "00000000-0000-4000-8000-000000000001"
# Of the histories: in which the member leaves on the way, and in which the database is lost and restored.
ERASING, RESTORING = 0.1, 0.1


def histories_in_memory(size: int, seed: int) -> Outcome:
    """Run `size` histories under the rules as they are mirrored in memory; count what is unlike the oracle.

    That is an entitlement, or a receipt link that is left of somebody who is erased.
    """
    seeded = random.Random(seed)
    wrong = arrived = open_at_the_end = 0
    for number in range(size):
        told = _history(seeded, number, SOMEBODY)
        truth = told.full_access
        wrong += _is_wrong(Facts.after(told), told)
        arrived += len(told.deliveries)
        open_at_the_end += truth
    return Outcome(
        size, wrong, f"{wrong} wrong entitlements; {arrived:,} deliveries, {open_at_the_end:,} end with access"
    )


def _history(seeded: random.Random, number: int, user_id: str) -> histories.History:
    return histories.history(seeded, number, user_id, erasing=ERASING, restoring=RESTORING)


def _is_wrong(facts: Facts, told: histories.History) -> bool:
    """Whether access is not the oracle's, nobody's receipt is left, a paid session has no row or is sold again."""
    paid = {one.session["id"] for one in told.purchases if is_paid(one.session)}
    return (
        facts.full_access() != told.full_access
        or (told.erased and bool(facts.links()))
        or set(facts.payments) != paid
        or facts.sold_again
    )


def mutants(size: int, seed: int) -> Outcome:
    """Run the same histories under each mutant; one that is never unlike the oracle counts as wrong: not caught."""
    seeded = random.Random(seed)
    caught = dict.fromkeys(MUTANTS, 0)
    for number in range(size):
        told = _history(seeded, number, SOMEBODY)
        for mutant in MUTANTS:
            caught[mutant] += _is_wrong(mutant.after(told), told)
    says = ", ".join(f"{mutant.__name__} wrong in {100 * count / size:.1f} %" for mutant, count in caught.items())
    return Outcome(size, sum(not count for count in caught.values()), says)


def histories_on_postgres(size: int, seed: int) -> Outcome:
    """Run `size` histories through the real handler; the database must agree with the oracle and with the model."""
    seeded = random.Random(seed)
    wrong: list[str] = []
    arrived = killed = restored = 0
    with world() as made, Books(made.database) as books, ledger() as stripe:
        books.sell()
        for number in range(size):
            told = _history(seeded, number, str(uuid.UUID(int=seeded.getrandbits(128), version=4)))
            stripe.show(told)
            books.begin(told)
            wrong += filter(None, [deliver(books, told, delivery) for delivery in told.deliveries])
            arrived += len(told.deliveries)
            killed += sum(delivery.crash == "before" for delivery in told.deliveries)
            restored += any(delivery.restores for delivery in told.deliveries)
            standing, mirrored = books.standing(told), Facts.after(told).standing()
            if standing != mirrored or mirrored.full_access != told.full_access:
                wrong.append(f"history {number}: Postgres {standing}, model {mirrored}")
    says = f"{arrived:,} deliveries, {killed:,} ended before their commit, {restored:,} databases restored; "
    says += "; ".join(wrong[:2]) or "0 wrong"
    return Outcome(size, len(wrong), says)


PROOFS = [
    Proof("payment-histories-in-memory", "0 wrong entitlements", 1_000_000, 3_000, histories_in_memory),
    Proof("payment-mutants", "each named mutant gives wrong entitlements", 100_000, 3_000, mutants),
    Proof(
        "payment-histories-on-postgres",
        "0 wrong entitlements, and the model is the database",
        10_000,
        60,
        histories_on_postgres,
    ),
    Proof(
        "forged-webhooks",
        "genuine events applied, forgeries 400 and nothing written",
        100_000,
        600,
        forgeries.forged_webhooks,
    ),
    Proof("64-fulfilments-at-once", "one order, one payment, one change of role", 1_000, 2, concurrency.fulfilments),
    Proof("64-checkouts-at-once", "one order, one session at Stripe", 1_000, 1, concurrency.checkouts),
    Proof("crash-at-every-commit", "every point converges on redelivery", 100, 1, crashes.every_commit),
    Proof("backend-killed", "a transaction is whole or was never there", 1_000, 20, crashes.killed_backends),
]
