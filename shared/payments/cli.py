"""`python -m shared payments accept|refund|codes|reconcile`: money that wants somebody to look."""

import argparse
from datetime import UTC, date, datetime, time

from shared.database import JOBS, one_trip
from shared.payments import operator_gateway, operator_queries, seat_queries
from shared.payments.operator_queries import Named
from shared.payments.problems import SettledOtherwise
from shared.payments.reconcile import reconcile
from shared.payments.restore_sales import restore_sales
from shared.problems import NotFound

RUN_SECONDS = 600.0
LONGEST_REASON = 500


def main(arguments: list[str]) -> int:
    """Run the subcommand; 2 for wrong usage."""
    try:
        chosen = _parser().parse_args(arguments)
    except SystemExit as asked:  # argparse has said what is wrong, or printed its help
        return int(asked.code or 0)
    return chosen.run(chosen)


def run_reconcile(chosen: argparse.Namespace) -> int:
    """Repair what webhooks missed; with --since also what a restored database has lost."""
    if chosen.since:
        since = datetime.combine(chosen.since, time.min, UTC)
        _print_figures(restore_sales(since)._asdict())
    outcome = reconcile(seconds=RUN_SECONDS)
    _print_figures(outcome._asdict())
    return 0 if outcome.finished else 1


def run_accept(chosen: argparse.Namespace) -> int:
    """Let a payment count that is not quite what was ordered; access opens at once."""
    payment = _the_one(chosen.payment, [p for p in _named(chosen.payment) if p.standing == "needs_review"])
    if not operator_queries.accept(one_trip(JOBS), payment.id, chosen.reason):
        raise SettledOtherwise("It no longer waits for anybody to look at it.")
    print(f"Accepted {payment.id}: {_money(payment.amount_minor, payment.currency)}.")
    return 0


def run_refund(chosen: argparse.Namespace) -> int:
    """Give money back with the operator's own Stripe key; access follows when Stripe tells of it."""
    left = [p for p in _named(chosen.payment) if p.payment_id and p.refunded_minor < p.amount_minor]
    payment = _the_one(chosen.payment, left)
    if chosen.amount is not None and chosen.amount > payment.amount_minor - payment.refunded_minor:
        raise SettledOtherwise(f"Only {payment.amount_minor - payment.refunded_minor} is left to give back of it.")
    _require_seats_named(payment, chosen)
    refund = operator_gateway.refund(str(payment.payment_id), chosen.amount, chosen.reason)
    print(f"Stripe gives back {_money(int(refund['amount']), payment.currency)} ({refund['id']}, {refund['status']}).")
    if chosen.seat:
        print(f"Took back {seat_queries.close(one_trip(JOBS), payment.id, chosen.seat)} of the pack's seats.")
    print("Access follows when Stripe's event arrives.")
    return 0


def run_codes(_: argparse.Namespace) -> int:
    """List each promotion code: how often it was used, what it took off, what was paid with it and kept."""
    codes = operator_queries.select_codes(one_trip(JOBS))
    print(f"{'code':<24} {'uses':>6} {'discount given':>18} {'revenue':>18}")
    for one in codes:
        given, kept = _money(one.discount_minor, one.currency), _money(one.revenue_minor, one.currency)
        print(f"{one.code:<24} {one.uses:>6} {given:>18} {kept:>18}")
    return 0


def _named(named: str) -> list[Named]:
    found = operator_queries.select_named(one_trip(JOBS), named)
    if not found:
        raise NotFound(f"There is no payment of {named}.")
    return found


def _require_seats_named(payment: Named, chosen: argparse.Namespace) -> None:
    """A part of a pack goes back with seats of it: which, is for the operator to say."""
    whole = chosen.amount is None or chosen.amount == payment.amount_minor - payment.refunded_minor
    if not whole and not chosen.seat and seat_queries.select_size(one_trip(JOBS), payment.id):
        raise SettledOtherwise(
            "This is a pack of seats: name each that the refund is for with --seat EMAIL, or --seat -."
        )


def _the_one(named: str, found: list[Named]) -> Named:
    if not found:
        raise SettledOtherwise(f"No payment of {named} can be settled like this.")
    if len(found) > 1:
        listed = ", ".join(f"{one.id} ({_money(one.amount_minor, one.currency)}, {one.standing})" for one in found)
        raise SettledOtherwise(f"Several could be meant; name one: {listed}.")
    return found[0]


def _money(amount_minor: int, currency: str) -> str:
    return f"{amount_minor} {currency} (minor units)"


def _print_figures(figures: dict[str, object]) -> None:
    for name, value in figures.items():
        print(f"{name.replace('_', ' '):<18} {value}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m shared payments", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="accept|refund|codes|reconcile")
    runs = {"accept": run_accept, "refund": run_refund, "codes": run_codes, "reconcile": run_reconcile}
    made = {name: commands.add_parser(name, help=(run.__doc__ or "").splitlines()[0]) for name, run in runs.items()}
    for name, run in runs.items():
        made[name].set_defaults(run=run)
    for name in ("accept", "refund"):
        made[name].add_argument("payment", metavar="EMAIL|ID", type=_named_by)
        made[name].add_argument("--reason", required=True, type=_reason, help="kept with the payment or the refund")
    made["refund"].add_argument("--amount", type=_amount, metavar="MINOR_UNITS", help="a part, in cents")
    made["refund"].add_argument("--seat", action="append", type=str.lower, metavar="EMAIL",
                                help="of a pack: a seat that is taken back (- for none)")  # fmt: skip
    made["reconcile"].add_argument("--since", type=_day, metavar="YYYY-MM-DD", help="after a restore: from this day on")
    return parser


def _named_by(text: str) -> str:
    named = text.strip()
    if not named or len(named) > 320:
        raise argparse.ArgumentTypeError("name an address or an id")
    return named.lower() if "@" in named else named


def _reason(text: str) -> str:
    reason = text.strip()
    if not 1 <= len(reason) <= LONGEST_REASON:
        raise argparse.ArgumentTypeError("a reason has 1 to 500 characters")
    return reason


def _amount(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 10**12:
        raise argparse.ArgumentTypeError(f"{text!r} is no amount in minor units (cents)")
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date (YYYY-MM-DD)") from None
