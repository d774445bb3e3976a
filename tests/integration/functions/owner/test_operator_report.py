"""masterclass.operator_report: the report as the command line reads it."""

from tests.integration.functions.scene import Scene


def test_names_nobody(scene: Scene) -> None:
    """Whoever needs help is counted and not named."""
    assert scene.ask("select masterclass.operator_report()") is None
    scene.ask("select masterclass.keep_owner_report('{}', 0.5)")
    scene.add("members_in_need", "need", user_id=scene.member(), need="did_not_buy", times=2, since="now")
    assert scene.ask("select masterclass.operator_report()")["help"] == {"counts": {"did_not_buy": 1}, "rows": []}
