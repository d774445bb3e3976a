"""masterclass.payment_standing and what is read from it: the money that went back, and whether access stands."""

import pytest

from tests.integration.functions.conftest import Ask

PAYMENT = """
insert into masterclass.payments (stripe_payment_id, amount_minor, currency, paid_at, charge_refunded_minor)
values ('pi_1', %s, 'usd', case when %s then now() end, %s)
"""
# (amount, paid, what the charge says went back, refunds, disputes) → (word, went back, gives access)
Case = tuple[tuple[int, bool, int, list[tuple[int, str]], list[str]], tuple[str, int, bool]]
CASES: dict[str, Case] = {
    "unpaid": ((500, False, 0, [], []), ("unpaid", 0, False)),
    "paid": ((500, True, 0, [], []), ("paid", 0, True)),
    "nothing to pay": ((0, True, 0, [], []), ("paid", 0, True)),
    "a part": ((500, True, 0, [(200, "succeeded")], []), ("partly_refunded", 200, True)),
    "failed": ((500, True, 0, [(500, "failed")], []), ("paid", 0, True)),
    "all in parts": ((500, True, 0, [(200, "succeeded"), (300, "succeeded")], []), ("refunded", 500, False)),
    "the charge alone": ((500, True, 500, [], []), ("refunded", 500, False)),
    "the charge, less what failed": ((500, True, 500, [(200, "failed")], []), ("partly_refunded", 300, True)),
    "never below nothing": ((500, True, 100, [(200, "canceled")], []), ("paid", 0, True)),
    "disputed": ((500, True, 0, [], ["needs_response"]), ("disputed", 0, False)),
    "disputed and refunded": ((500, True, 0, [(500, "succeeded")], ["under_review"]), ("disputed", 500, False)),
    "won": ((500, True, 0, [(1, "succeeded")], ["won"]), ("partly_refunded", 1, True)),
    "inquiry": ((500, True, 0, [], ["warning_needs_response"]), ("paid", 0, True)),
    "lost": ((500, True, 0, [], ["won", "lost"]), ("lost", 0, False)),
}


@pytest.mark.parametrize("case", CASES)
def test_one_word(ask: Ask, case: str) -> None:
    """Paid, given back and disputed are one word; access, the columns that are kept and the money agree with it."""
    (amount, paid, by_charge, refunds, disputes), (word, minor, stands) = CASES[case]
    ask(PAYMENT, amount, paid, by_charge)
    for number, (part, status) in enumerate(refunds):
        ask("insert into masterclass.refunds values (%s, 'pi_1', %s, %s)", f"re_{number}", part, status)
    for number, status in enumerate(disputes):
        ask("insert into masterclass.disputes values (%s, 'pi_1', %s)", f"dp_{number}", status)
    asked = "masterclass.payment_standing(p), masterclass.refunded_minor(p)::text, masterclass.payment_stands(p)::text"
    assert ask(f"select array[{asked}] from masterclass.payments as p") == [word, str(minor), str(stands).lower()]
    assert ask("select refunded_minor from masterclass.payments") == minor
