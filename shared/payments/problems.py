"""What buying refuses."""

from shared.problems import Conflict, MalformedRequest, Unavailable


class NotFromStripe(MalformedRequest):
    """This is not signed by Stripe."""

    alert = "signature-refused"


class EventUnreadable(MalformedRequest):
    """This is signed, and not what Stripe documents."""


class FullAccessAlready(Conflict):
    """You have full access already."""

    slug = "full-access-already"


class PaymentInProgress(Conflict):
    """A payment is being processed by your bank."""

    slug = "payment-in-progress"


class PaymentInReview(Conflict):
    """We have a payment of yours that is being looked at."""

    slug = "payment-in-review"


class PaymentsUnavailable(Unavailable):
    """Payments cannot be reached right now."""

    def __init__(self, detail: str = "Please try again in a moment.") -> None:
        super().__init__(detail)


class RefundRefused(Conflict):
    """Stripe gives nothing back of this payment."""

    slug = "conflict"


class SettledOtherwise(Conflict):
    """This cannot be done with this payment."""

    slug = "conflict"
