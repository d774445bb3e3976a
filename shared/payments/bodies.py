"""What comes in about payments from a browser: nothing, and that strictly."""

from shared.records import Record


class CheckoutRequest(Record):
    """The body of POST checkout: `{}`."""
