"""masterclass.reader_plan: the reader's plan."""

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.reader_plan()"


def test_entries_and_dates_in_order(scene: Scene) -> None:
    """An empty plan before there is one; dates by their day, each with its key."""
    scene.signed_in()
    assert scene.ask(ASKED) == {"entries": {}, "dates": []}
    dates = '{"late": {"date": "2027-05-01"}, "soon": {"date": "2027-01-02"}}'
    scene.ask("select masterclass.keep_plan('{\"a\": 1}', %s)", dates)
    plan = scene.ask(ASKED)
    assert plan["entries"] == {"a": 1}
    assert [date["key"] for date in plan["dates"]] == ["soon", "late"]


def test_the_readers_own_alone(scene: Scene) -> None:
    """What somebody else has written is not theirs."""
    scene.bystander()
    scene.signed_in()
    assert scene.ask(ASKED) == {"entries": {}, "dates": []}
