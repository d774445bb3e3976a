"""masterclass.keep_plan: what the reader writes into their plan."""

import json

from tests.integration.functions.scene import Scene

KEEP = "select masterclass.keep_plan(%s, %s)"


def test_each_entry_by_its_key(scene: Scene) -> None:
    """What is given replaces its key, null takes it away, everything else stays."""
    scene.signed_in()
    scene.ask(KEEP, '{"a": 1, "b": "two"}', '{"d": {"date": "2027-01-02"}}')
    scene.ask(KEEP, '{"a": 3, "b": null}', "{}")
    assert scene.row("select key, value from masterclass.plan_entries") == ["a", 3]
    assert scene.row("select key, date, label, repeats from masterclass.plan_dates") == ["d", "2027-01-02", "d", "none"]


def test_a_plan_has_an_end(scene: Scene) -> None:
    """A plan that would grow beyond its room is refused, and stays as it was."""
    scene.signed_in()
    scene.ask(KEEP, '{"a": 1}', "{}")
    code, told = scene.refusal(KEEP, json.dumps({"b": "x" * 200_001}), "{}")
    assert (code, "full" in told["says"]) == ("MC409", True)
    assert scene.row("select key, value from masterclass.plan_entries") == ["a", 1]
