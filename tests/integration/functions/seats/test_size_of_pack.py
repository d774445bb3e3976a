"""masterclass.size_of_pack: how many seats a payment bought."""

from tests.integration.functions.scene import Scene


def test_null_for_ones_own_access(scene: Scene) -> None:
    """The size of a pack; null for what somebody bought for themselves."""
    reader = scene.member()
    asked = "select masterclass.size_of_pack(%s)"
    assert scene.ask(asked, scene.payment(reader, seats=7)) == 7
    assert scene.ask(asked, scene.payment(reader, "pi_2")) is None
