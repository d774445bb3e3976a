"""masterclass.kind_in_review: whether a payment of a member waits to be looked at."""

import pytest

from tests.integration.functions.scene import Scene


@pytest.mark.parametrize("of_pack", [False, True])
def test_of_this_kind_alone(scene: Scene, of_pack: bool) -> None:
    """One for themselves does not stand in the way of a pack, nor the other way round."""
    ann = scene.member()
    scene.payment(ann, review="needed", seats=3 if of_pack else None)
    asked = "select masterclass.kind_in_review(%s, %s)"
    assert scene.ask(asked, ann, of_pack) is True
    assert scene.ask(asked, ann, not of_pack) is False
    scene.ask("update masterclass.payments set review = 'accepted'")
    assert scene.ask(asked, ann, of_pack) is False


def test_of_this_member_alone(scene: Scene) -> None:
    """What somebody else waits for hinders nobody."""
    scene.payment(scene.member("bob"), review="needed")
    assert scene.ask("select masterclass.kind_in_review(%s, false)", scene.member("ann")) is False
