"""masterclass.alert_second_payments: payments whose member has another that stands."""

from tests.integration.functions.scene import Scene

ALERTED = "select array(select masterclass.alert_second_payments())"


def test_each_is_told_once(scene: Scene) -> None:
    """Both of two are told of, once; one alone, a pack, and one that was refunded are not."""
    ann, bob = scene.member("ann"), scene.member("bob")
    two = [scene.payment(ann, f"pi_{number}") for number in (1, 2)]
    scene.payment(bob, "pi_3")
    scene.payment(bob, "pi_4", seats=5)
    assert sorted(scene.ask(ALERTED)) == sorted(two)
    assert scene.ask(ALERTED) == []


def test_a_refund_that_fails_makes_two_of_one(scene: Scene) -> None:
    """No payment is new, and there are two all the same."""
    ann = scene.member()
    for number in (1, 2):
        scene.payment(ann, f"pi_{number}")
    scene.ask("insert into masterclass.refunds values ('re_1', 'pi_1', 49900, 'succeeded')")
    assert scene.ask(ALERTED) == []
    scene.ask("update masterclass.refunds set status = 'failed'")
    assert len(scene.ask(ALERTED)) == 2
