"""`python -m netlify.standins.stripe`: the Stripe stand-in by itself, for any client of Stripe's API."""

import secrets

from netlify.standins import command
from netlify.standins.stripe.app import create_app
from netlify.standins.stripe.settings import StripeSettings


def main() -> None:
    """Serve `/v1/…`, the pay pages and the test controls until Ctrl-C."""
    parser = command.arguments("stripe", "A small Stripe: checkout, refunds, disputes, webhooks.", database=True)
    parser.add_argument("--webhook-url", default="", help="where events go (default: nowhere)")
    parser.add_argument("--webhook-secret", default="", help="what signs them (default: made anew and printed)")
    given = parser.parse_args()
    command.end_quietly()
    secret = given.webhook_secret or f"whsec_{secrets.token_hex(16)}"
    with command.listening(given.port) as (listener, origin), command.database(given.database_url) as database_url:
        settings = StripeSettings(
            origin=origin, database_url=database_url, webhook_url=given.webhook_url, webhook_secret=secret
        )
        if given.webhook_url and not given.webhook_secret:
            print(f"webhook secret {secret}", flush=True)
        command.serve(create_app(settings), listener, origin)


if __name__ == "__main__":
    main()
