"""masterclass.figures_completion: how far those came who first paid in a month."""

from tests.integration.functions.scene import Scene


def test_cohorts(scene: Scene) -> None:
    """A member belongs to the month of their first payment; a pack makes nobody a member of one."""
    modules = [scene.module(slug, order_index=place) for place, slug in enumerate(("first", "second"))]
    ann, bob, cem = (scene.member(name) for name in ("ann", "bob", "cem"))
    scene.payment(ann, "pi_1", paid_at="2026-03-05T10:00:00Z")
    scene.payment(ann, "pi_2", paid_at="2026-04-05T10:00:00Z")
    scene.payment(bob, "pi_3", paid_at="2026-03-06T10:00:00Z")
    scene.payment(cem, "pi_4", paid_at="2026-03-06T10:00:00Z", seats=5)
    for module in modules:
        scene.add("module_progress", "user_id", user_id=ann, module_id=module, completed_at="now")
    assert scene.ask("select masterclass.figures_completion()") == [
        {"month": "2026-03", "members": 2, "one": 1, "half": 1, "whole": 1, "certified": 0}
    ]
