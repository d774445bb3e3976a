"""`python -m shared payments reconcile`: repair what webhooks missed, now."""

import sys

from shared.payments.reconcile import reconcile

USAGE = "usage: python -m shared payments reconcile"


def main(arguments: list[str]) -> int:
    """Run the subcommand and print what was found; 2 for wrong usage."""
    if arguments != ["reconcile"]:
        print(USAGE, file=sys.stderr)
        return 2
    outcome = reconcile(seconds=600.0)
    for name, value in outcome._asdict().items():
        print(f"{name.replace('_', ' '):<18} {value}")
    return 0 if outcome.finished else 1
