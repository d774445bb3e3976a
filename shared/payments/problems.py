"""What buying refuses."""

from shared.problems import Conflict, MalformedRequest, Unavailable


class NotFromStripe(MalformedRequest):
    """This is not signed by Stripe."""


class FullAccessAlready(Conflict):
    """You have full access already."""

    slug = "full-access-already"


class PaymentInProgress(Conflict):
    """A payment is being processed by your bank."""

    slug = "payment-in-progress"


class PaymentsUnavailable(Unavailable):
    """Payments cannot be reached right now."""

    def __init__(self, detail: str = "Nothing was taken. Please try again in a moment.") -> None:
        super().__init__(detail)
