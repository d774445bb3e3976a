"""masterclass.refunded_minor: what of a payment has been given back."""

import pytest

from tests.integration.functions.scene import Scene


@pytest.mark.parametrize(
    ("by_charge", "refunds", "minor"),
    [
        (0, [], 0),
        (0, [(100, "succeeded"), (50, "succeeded")], 150),
        (0, [(100, "failed")], 0),
        (300, [(100, "succeeded")], 300),
        (300, [(100, "failed")], 200),
        (50, [(100, "canceled")], 0),
    ],
)
def test_the_more_of_refunds_and_charge(
    scene: Scene, by_charge: int, refunds: list[tuple[int, str]], minor: int
) -> None:
    """The refunds that count, or the charge's total less what failed; whichever is more, and never below nothing."""
    scene.payment(scene.member(), charge_refunded_minor=by_charge)
    for number, (amount, status) in enumerate(refunds):
        scene.ask("insert into masterclass.refunds values (%s, 'pi_1', %s, %s)", f"re_{number}", amount, status)
    scene.ask("insert into masterclass.refunds values ('re_other', 'pi_2', 7, 'succeeded')")
    assert scene.ask("select masterclass.refunded_minor(p) from masterclass.payments as p") == minor
