"""masterclass.figures_items: each question by version, over first completed attempts."""

from tests.integration.functions.scene import Scene


def test_first_attempts(scene: Scene) -> None:
    """Second attempts and those under way do not count; picks and the correlation with the rest do."""
    _, questions = scene.quiz("first", "second")
    ann, bob = scene.member("ann"), scene.member("bob")
    scene.attempt(ann, questions, "a", "a")
    scene.attempt(ann, questions, "b", "b", completed_at="tomorrow")
    scene.attempt(bob, questions, "b", "c")
    scene.attempt(scene.member("cem"), questions, "c")
    first, second = scene.ask("select masterclass.figures_items()")
    assert (first["key"], first["n"], first["right_answers"], first["mean_credit"]) == ("first", 2, 1, 0.5)
    assert first["correlation"] == 1
    assert {one["id"]: one["everyone"] for one in first["options"]} == {"a": 1, "b": 1, "c": 0}
    assert [one["correct"] for one in second["options"]] == [True, False, False]
    assert (second["group_size"], [(one["lowest"], one["highest"]) for one in second["options"]]) == (
        1,
        [(0, 1), (0, 0), (1, 0)],
    )
