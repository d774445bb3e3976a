"""What comes in about payments from a browser: how many seats, and what an invoice is to name; never a price."""

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from shared.records import MailAddress, Record

MOST_SEATS = 500
# Stripe prints at most 140 characters of such a field on an invoice.
Named = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=140)]


class InvoiceNames(Record):
    """Whom the invoice is for, as their accounts want it."""

    practice: Named | None = None
    attention: Named | None = None
    tax_id: Named | None = None


class CheckoutRequest(Record):
    """The body of POST checkout: `{}` for oneself, `seats` for a pack, `gift` for one seat with a link."""

    seats: Annotated[int, Field(ge=1, le=MOST_SEATS)] | None = None
    gift: bool = False
    invoice: InvoiceNames | None = None

    @model_validator(mode="after")
    def _a_gift_is_one_seat(self) -> Self:
        if self.gift and self.seats not in {None, 1}:
            raise ValueError("a gift is one seat")
        return self

    def wanted_seats(self) -> int | None:
        """Return the size of the pack; None for oneself."""
        return 1 if self.gift else self.seats

    def invoice_json(self) -> str | None:
        """Return what the invoice is to name, as it is kept."""
        return None if self.invoice is None else self.invoice.model_dump_json(exclude_none=True)


class SeatGiven(Record):
    """The body of POST seats."""

    pack: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
    email: MailAddress


class SeatClaimed(Record):
    """The body of POST seats/claim."""

    token: Annotated[str, StringConstraints(min_length=1, max_length=200)]
