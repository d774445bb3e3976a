"""masterclass.hindrance_to_move: why accounts cannot be made one."""

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.hindrance_to_move(%s, %s)"


def test_each_hindrance(scene: Scene) -> None:
    """One account, an address not confirmed, both paid, both waiting for a bank."""
    ann, bob, cem = scene.member("ann"), scene.member("bob"), scene.member("cem", email_confirmed_at=None)
    assert scene.ask(ASKED, ann, bob) is None
    assert "one account" in scene.ask(ASKED, ann, ann)
    assert "not confirmed" in scene.ask(ASKED, ann, cem)
    for place, who in enumerate((ann, bob)):
        scene.order(who, f"cs_{place}", state="processing")
    assert "wait for a bank" in scene.ask(ASKED, ann, bob)
    for place, who in enumerate((ann, bob)):
        scene.payment(who, f"pi_{place}")
    assert "Both have paid" in scene.ask(ASKED, ann, bob)
