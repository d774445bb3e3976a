"""Members of Stripe's JSON: each as the type that it must have, or not at all."""

from typing import Any

import pytest

from shared.payments import stripe_members as members
from shared.payments.problems import EventUnreadable

UUID = "00000000-0000-4000-8000-0000000000a1"


@pytest.mark.parametrize("value", [None, 7, "", "x" * 256, "a\0b", [], {}])
def test_no_text(value: object) -> None:
    """What is no text that Stripe has is none, and unreadable where it must be there."""
    assert members.optional_text({"a": value}, "a") is None
    with pytest.raises(EventUnreadable, match="It lacks the text a"):
        members.text({"a": value}, "a")


@pytest.mark.parametrize("value", [None, "7", 7.0, True, -1, 10**13])
def test_no_number(value: object) -> None:
    """Whole, not negative, and of Stripe's size."""
    with pytest.raises(EventUnreadable, match="It lacks the whole number a"):
        members.number({"a": value}, "a")


@pytest.mark.parametrize(
    ("item", "found"),
    [
        ({"a": "ch_1"}, "ch_1"),
        ({"a": {"id": "ch_1", "object": "charge"}}, "ch_1"),
        ({"a": {"id": 7}}, None),
        ({}, None),
    ],
)
def test_an_id_that_may_be_expanded(item: dict[str, Any], found: str | None) -> None:
    """The id itself, or that of the object in its place."""
    assert members.identifier(item, "a") == found


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ([{"id": 1}, 7, None], [{"id": 1}]),
        ({"data": [{"id": 1}]}, [{"id": 1}]),
        (None, []),
        ("x", []),
        ({"data": 7}, []),
    ],
)
def test_a_list_or_one_of_stripes_pages(value: object, found: list[dict[str, Any]]) -> None:
    """Objects alone, from either."""
    assert members.members({"a": value}, "a") == found


def test_the_rest() -> None:
    """Objects, ids of ours, amounts of setup sessions, signed numbers, currencies."""
    assert members.member({"a": []}, "a") == {}
    assert [members.uuid({"a": value}, "a") for value in (UUID, UUID.upper(), UUID + "0")] == [UUID, None, None]
    assert [members.amount({"a": value}, "a") for value in (None, 5)] == [0, 5]
    assert [members.optional_number({"a": value}, "a") for value in (-5, None, True)] == [-5, 0, 0]
    assert [members.currency({"currency": value}) for value in ("usd", "USD", "us", "\uff55\uff53\uff44")] == [
        "usd",
        "",
        "",
        "",
    ]
    assert members.address({"a": "https://" + "x" * 2000}, "a") is not None
