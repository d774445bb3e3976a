"""masterclass.payment_stands: whether a payment counts."""

import pytest

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.payment_stands(p) from masterclass.payments as p"


@pytest.mark.parametrize(
    ("livemode", "shop_is_live", "stands"), [(False, False, True), (False, True, False), (True, True, True)]
)
def test_test_mode_counts_until_the_shop_is_live(
    scene: Scene, livemode: bool, shop_is_live: bool, stands: bool
) -> None:
    """What was bought in test mode is worth nothing in a shop that sells for real."""
    scene.ask("update masterclass.shop set live = %s", shop_is_live)
    scene.payment(scene.member(), livemode=livemode)
    assert scene.ask(ASKED) is stands


def test_what_waits_to_be_looked_at_does_not(scene: Scene) -> None:
    """Paid otherwise than ordered counts once somebody has accepted it."""
    scene.payment(scene.member(), review="needed")
    assert scene.ask(ASKED) is False
    scene.ask("update masterclass.payments set review = 'accepted'")
    assert scene.ask(ASKED) is True
