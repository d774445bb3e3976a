"""masterclass.paid_seats: how many seats of a pack are paid for still."""

import pytest

from tests.integration.functions.scene import Scene


@pytest.mark.parametrize(
    ("refunded", "amount", "seats"),
    [(0, 1000, 5), (1, 1000, 4), (200, 1000, 4), (201, 1000, 3), (1000, 1000, 0), (0, 0, 5)],
)
def test_fewer_by_what_was_refunded(scene: Scene, refunded: int, amount: int, seats: int) -> None:
    """Each seat is a part of the amount, and one that was refunded in part is not paid for."""
    scene.payment(scene.member(), seats=5, amount_minor=amount)
    if refunded:
        scene.ask("insert into masterclass.refunds values ('re_1', 'pi_1', %s, 'succeeded')", refunded)
    assert scene.ask("select masterclass.paid_seats(p) from masterclass.payments as p") == seats
