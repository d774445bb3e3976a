"""masterclass.support_revoke: every complimentary access of an address is withdrawn."""

from tests.integration.functions.scene import Scene


def test_grants_and_what_cost_nothing(scene: Scene) -> None:
    """Both are counted, once."""
    ann = scene.member()
    scene.grant(email="ann@example.com")
    scene.grant(user_id=ann)
    scene.payment(ann, None, amount_minor=0)
    asked = "select masterclass.support_revoke('ANN@example.com')"
    assert scene.ask(asked) == {"grants": 2, "purchases": 1}
    assert scene.ask(asked) == {"grants": 0, "purchases": 0}
