"""masterclass.export_study: what is held of a member's own work."""

from tests.integration.functions.scene import Scene


def test_plan_and_calculators(scene: Scene) -> None:
    """The plan with its dates, and the inputs of each calculator; nobody else's."""
    ann, bob, module = scene.member("ann"), scene.member("bob"), scene.module()
    for member, number in ((ann, 1), (bob, 2)):
        scene.add("plan_entries", "user_id", user_id=member, key="a", value=str(number))
        scene.add("calculator_inputs", "user_id", user_id=member, module_id=module, inputs=f'{{"pay": {number}}}')
    held = scene.ask("select masterclass.export_study(%s)", ann)
    assert held["plan"]["entries"] == {"a": 1}
    assert [(kept["module"], kept["inputs"]) for kept in held["calculators"]] == [("budget", {"pay": 1})]
