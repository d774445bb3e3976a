"""masterclass.price_of_seats: what so many seats cost in all."""

import pytest
from psycopg.types.json import Jsonb

from tests.integration.functions.scene import Scene

TIERS = [{"from": 2, "amount_minor": 44900}, {"from": 10, "amount_minor": 39900}]


@pytest.mark.parametrize(("seats", "price"), [(1, 49900), (2, 89800), (9, 404100), (10, 399000), (500, 19950000)])
def test_each_at_the_highest_tier_that_is_reached(scene: Scene, seats: int, price: int) -> None:
    """One costs what the course does; from a tier on every seat has its price."""
    scene.course(seat_tiers=Jsonb(TIERS))
    assert scene.ask("select masterclass.price_of_seats(%s)", seats) == price


def test_a_course_that_sells_no_seats(scene: Scene) -> None:
    """Without tiers there is no price for several."""
    scene.course()
    assert scene.ask("select masterclass.price_of_seats(5)") is None
