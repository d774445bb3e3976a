"""masterclass.figures_funnel: how far those came who signed up in a week."""

from tests.integration.functions.scene import Scene


def test_a_week(scene: Scene) -> None:
    """Each member counts once in each stage that they reached, modules in their order."""
    first, second = scene.module("first", order_index=1), scene.module("second", order_index=2, is_preview=False)
    scene.member("cem", email_confirmed_at=None)
    ann = scene.member()
    for module in (first, second):
        scene.add("module_progress", "user_id", user_id=ann, module_id=module, completed_at="now")
    scene.order(ann, "cs_1", state="paid")
    scene.payment(ann)
    scene.ask("update masterclass.users set created_at = '2026-03-04T12:00:00Z'")
    (week,) = scene.ask("select masterclass.figures_funnel()")
    assert week == {
        "week": "2026-03-02", "signed_up": 2, "confirmed": 1, "previewed": 1, "checkout": 1, "paid": 1, "certified": 0,
        "modules": [1, 1],
    }  # fmt: skip
