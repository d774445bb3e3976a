"""masterclass.settle_review: accepting a payment that waits to be looked at."""

from tests.integration.functions.scene import Scene

SETTLE = "select masterclass.settle_review(%s, 'it was a cross-sell')"


def test_accepted_once_with_its_reason(scene: Scene) -> None:
    """From then on it counts; a second time it is not waiting, and nothing is none."""
    ann = scene.member()
    scene.payment(ann, review="needed")
    assert [scene.ask(SETTLE, "pi_1") for _ in range(2)] == ["accepted", "not waiting"]
    assert scene.ask("select review_note from masterclass.payments") == "it was a cross-sell"
    assert scene.ask("select masterclass.has_full_access(%s)", ann) is True
    assert scene.ask("select count(*) from masterclass.settle_review('pi_9', '') as said where said is not null") == 0
