"""masterclass.owner_report: the report, for an owner alone."""

import json

from tests.integration.functions.scene import Scene


def test_for_an_owner(scene: Scene) -> None:
    """A member is told 404; an owner reads what was kept, and who needs help."""
    ann = scene.signed_in()
    assert scene.refusal("select masterclass.owner_report(5)")[0] == "MC404"
    scene.add("owners", "user_id", user_id=ann, appointed_by="test")
    assert scene.ask("select masterclass.owner_report(5)") is None
    scene.ask("select masterclass.keep_owner_report('{\"sales\": 1}', 0.5)")
    told = json.loads(scene.ask("select masterclass.owner_report(5)"))
    assert (told["sales"], told["help"]) == (1, {"counts": {}, "rows": []})
