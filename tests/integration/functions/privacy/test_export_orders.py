"""masterclass.export_orders: what is held of a member's orders."""

from tests.integration.functions.scene import Scene


def test_each_with_its_pay_pages(scene: Scene) -> None:
    """Orders with the sessions that Stripe made for them; never the page at which somebody could pay."""
    ann = scene.member()
    order = scene.order(ann, checkout_url="https://pay.example.com/secret")
    scene.order(scene.member("bob"), "cs_2")
    scene.add("order_sessions", "order_id", checkout_session_id="cs_1", order_id=order)
    (held,) = scene.ask("select masterclass.export_orders(%s)", ann)
    assert [session["checkout_session_id"] for session in held["sessions"]] == ["cs_1"]
    assert "secret" not in str(held)
