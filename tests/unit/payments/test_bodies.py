"""What a browser may say of a purchase: how many seats, for whom an invoice is; never a price."""

import pytest
from pydantic import ValidationError

from shared.payments.bodies import CheckoutRequest, SeatGiven

PACK = "00000000-0000-4000-8000-0000000000a1"


@pytest.mark.parametrize(("body", "seats"), [({}, None), ({"seats": 1}, 1), ({"seats": 500}, 500), ({"gift": True}, 1)])
def test_for_oneself_or_for_several(body: dict[str, object], seats: int | None) -> None:
    """No number is for oneself; a gift is a pack of one."""
    assert CheckoutRequest.model_validate(body).wanted_seats() == seats


@pytest.mark.parametrize(
    "body",
    [
        {"seats": 0},
        {"seats": 501},
        {"seats": "5"},
        {"seats": 2.5},
        {"gift": True, "seats": 2},
        {"price": 1},
        {"invoice": {"practice": ""}},
        {"invoice": {"practice": "x" * 141}},
        {"invoice": {"discount": 5}},
    ],
)
def test_refused(body: dict[str, object]) -> None:
    """Out of range, of another type, or about something that is not the browser's to say."""
    with pytest.raises(ValidationError):
        CheckoutRequest.model_validate(body)


def test_what_the_invoice_names_is_kept_without_what_is_empty() -> None:
    """Only what was given."""
    asked = CheckoutRequest.model_validate({"invoice": {"practice": " Lee Family Medicine "}})
    assert asked.invoice_json() == '{"practice":"Lee Family Medicine"}'
    assert CheckoutRequest.model_validate({}).invoice_json() is None


@pytest.mark.parametrize(
    ("email", "kept"),
    [(" Ann@Example.COM ", "ann@example.com"), ("ann", None), ("a@b", None), ("a b@c.de", None), ("a@b.c\n", "a@b.c")],
)
def test_an_address_to_give_a_seat_to(email: str, kept: str | None) -> None:
    """In lower case, without what surrounds it; what is no address is refused."""
    body = {"pack": PACK, "email": email}
    if kept is None:
        with pytest.raises(ValidationError):
            SeatGiven.model_validate(body)
    else:
        assert SeatGiven.model_validate(body).email == kept
