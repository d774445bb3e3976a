"""masterclass.withdraw_free_payments: what somebody got for nothing."""

from tests.integration.functions.scene import Scene

WITHDRAW = "select masterclass.withdraw_free_payments('Ann@example.com')"


def test_only_what_cost_nothing(scene: Scene) -> None:
    """A 100 % code's purchase goes, once; what was paid for is refunded instead, and others keep theirs."""
    ann, bob = scene.member("ann"), scene.member("bob")
    scene.payment(ann, None, amount_minor=0)
    scene.payment(bob, None, amount_minor=0)
    assert [scene.ask(WITHDRAW) for _ in range(2)] == [1, 0]
    assert scene.ask("select array_agg(role order by email) from masterclass.users") == ["free", "paid"]
    scene.payment(ann, "pi_1")
    assert scene.ask(WITHDRAW) == 0
