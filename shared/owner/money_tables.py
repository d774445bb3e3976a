"""The report's tables of money: exact, because they have to agree with Stripe's."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from shared.owner.records import Column, Figures, Table
from shared.owner.words import month_in_words

KINDS = {"access": "Own access", "pack": "Seats", "gift": "Gifts"}
REASONS = {
    "": "no reason given",
    "requested_by_customer": "asked for by the buyer",
    "duplicate": "paid twice",
    "fraudulent": "fraud",
    "dispute_lost": "lost to a dispute",
    "expired_uncaptured_charge": "never captured",
}
MONEY = (
    Column("payments", "Sold"),
    Column("seats", "Seats"),
    Column("subtotal_minor", "At list price", "money"),
    Column("discount_minor", "Discount", "money"),
    Column("tax_minor", "Tax", "money"),
    Column("paid_minor", "Paid", "money"),
    Column("refunded_minor", "Refunded", "money"),
    Column("lost_minor", "Lost to disputes", "money"),
    Column("net_minor", "Net", "money"),
    Column("currency", "Currency", "text"),
)
SUMS = tuple(column.key for column in MONEY if column.key != "currency")
Digits = Mapping[str, int]  # how many digits of each currency stand behind the point


def money(amount_minor: int, currency: str, digits: Digits) -> str:
    """Return an amount as people write it: $1,234.50, or the currency's code before it."""
    places = digits.get(currency, 2)
    number = f"{abs(amount_minor) / 10**places:,.{places}f}"
    sign = "-" if amount_minor < 0 else ""
    return f"{sign}${number}" if currency == "usd" else f"{sign}{currency.upper()} {number}"


def sales_table(sales: Sequence[Figures], digits: Digits) -> Table:
    """Return what was sold in each month."""
    rows = _summed(sales, lambda row: {"month": row["month"]})
    newest = [row for row in rows if row["month"] == rows[-1]["month"]] if rows else []
    said = [f"{row['payments']} sold, {money(row['net_minor'], row['currency'], digits)} net" for row in newest]
    sentence = (
        f"{month_in_words(newest[0]['month'])}: {'; '.join(said)} of refunds and tax."
        if newest
        else "Nothing was sold yet."
    )
    return Table("Sales by month", sentence, (Column("month", "Month", "month"), *MONEY), rows)


def kinds_table(sales: Sequence[Figures]) -> Table:
    """Return what was sold to oneself, to practices and as gifts, in each month."""
    rows = _summed(sales, lambda row: {"month": row["month"], "kind": KINDS[row["kind"]]})
    seats = sum(row["seats"] for row in sales)
    sentence = f"{seats:,} seats were sold in packs and as gifts." if seats else "No seat was sold yet."
    columns = (Column("month", "Month", "month"), Column("kind", "What", "text"), *MONEY)
    return Table("Sales by kind", sentence, columns, rows)


def codes_table(sales: Sequence[Figures]) -> Table:
    """Return what was sold with each promotion code."""
    rows = _summed([row for row in sales if row["code"]], lambda row: {"code": row["code"]})
    rows.sort(key=lambda row: (-row["payments"], row["code"]))
    sentence = (
        f"{rows[0]['code']} was used most: {rows[0]['payments']} times." if rows else "No promotion code was used yet."
    )
    return Table("Sales by code", sentence, (Column("code", "Code", "text"), *MONEY), rows)


def refunds_table(refunds: Sequence[Figures], digits: Digits) -> Table:
    """Return what went back in each month, and why."""
    rows: list[dict[str, Any]] = [dict(row) | {"reason": REASONS.get(row["reason"], row["reason"])} for row in refunds]
    totals = dict[str, int]()
    for row in rows:
        totals[row["currency"]] = totals.get(row["currency"], 0) + row["amount_minor"]
    amounts = " and ".join(money(total, currency, digits) for currency, total in sorted(totals.items()))
    sentence = f"{amounts} went back in all." if rows else "Nothing went back yet."
    columns = (
        Column("month", "Month", "month"),
        Column("reason", "Why", "text"),
        Column("refunds", "Refunds"),
        Column("amount_minor", "Amount", "money"),
        Column("currency", "Currency", "text"),
    )
    return Table("Refunds, and why", sentence, columns, rows)


def _summed(sales: Iterable[Figures], key_of: Callable[[Figures], dict[str, str]]) -> list[dict[str, Any]]:
    """Add up rows of one key and currency, in the order of their keys."""
    sums = dict[tuple[str, ...], dict[str, Any]]()
    for row in sales:
        key = key_of(row)
        place = sums.setdefault(
            (*key.values(), row["currency"]), key | {"currency": row["currency"]} | dict.fromkeys(SUMS, 0)
        )
        for name in SUMS:
            place[name] += row[name]
    return [sums[key] for key in sorted(sums)]
