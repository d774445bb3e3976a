"""`python -m shared quiz reset EMAIL MODULE`: letting a member take a quiz anew."""

import argparse

from shared.owner.act import act_for_operator
from shared.owner.cli_words import actor, add_reason, address, parser_of


def main(arguments: list[str]) -> int:
    """Run the subcommand; wrong usage exits with 2."""
    parser, commands = parser_of("quiz", __doc__, {"reset": reset})
    commands["reset"].add_argument("email", metavar="EMAIL", type=address)
    commands["reset"].add_argument("module", metavar="MODULE", help="the module's slug")
    add_reason(commands["reset"])
    chosen = parser.parse_args(arguments)
    return chosen.run(chosen)


def reset(chosen: argparse.Namespace) -> int:
    """Drop an attempt under way, and count earlier ones no more; refused once the quiz is passed."""
    print(act_for_operator(actor(), "quiz-reset", chosen.email, chosen.reason, {"module": chosen.module})["says"])
    return 0
