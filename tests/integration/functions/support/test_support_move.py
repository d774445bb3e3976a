"""masterclass.support_move: everything of one account goes to another."""

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.support_move(%s, %s)"


def test_moving(scene: Scene) -> None:
    """Purchase and access go along, once; an order under way goes where none is."""
    ann, new = scene.member("ann"), scene.member("new")
    scene.payment(ann, order_id=scene.order(ann, state="paid"))
    scene.order(ann, "cs_2")
    assert [scene.ask(ASKED, ann, new) for _ in range(2)] == [True, False]
    assert scene.ask("select jsonb_object_agg(email, role) from masterclass.users") == {
        "ann@example.com": "free",
        "new@example.com": "paid",
    }
    assert scene.ask("select count(*) from masterclass.orders where user_id = %s", new) == 2
    assert scene.refusal(ASKED, new, new)[0] == "MC409"
