"""masterclass.sessions_to_close: where the member who paid could still pay again."""

from tests.integration.functions.scene import Scene


def test_the_others_of_who_paid(scene: Scene) -> None:
    """Their other open sessions; not the paid one that Stripe has closed, nor anybody else's."""
    ann, bob = scene.member("ann"), scene.member("bob")
    paid = scene.order(ann, "cs_1", state="paid")
    former = scene.order(ann, "cs_2", state="expired")
    others = scene.order(bob, "cs_3")
    for session, order, closed in (("cs_1", paid, "now"), ("cs_2", former, None), ("cs_3", others, None)):
        scene.add("order_sessions", "order_id", checkout_session_id=session, order_id=order, closed_at=closed)
    scene.payment(ann, checkout_session_id="cs_1", order_id=paid)
    assert scene.ask("select array(select masterclass.sessions_to_close('cs_1'))") == ["cs_2"]
    assert scene.ask("select array(select masterclass.sessions_to_close('cs_9'))") == []
