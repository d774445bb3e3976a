"""masterclass.feedback_of: what is said to an attempt's answers."""

from tests.integration.functions.scene import Scene


def test_those_named_in_the_order_of_their_naming(scene: Scene) -> None:
    """Only what was answered, and only what is asked about."""
    _, (first, second, third) = scene.quiz("first", "second", "third")
    attempt = scene.attempt(scene.member(), [first, second, third], "a", "b")
    said = scene.ask("select masterclass.feedback_of(%s, %s)", attempt, [second, first, third])
    assert [(answer["question_id"], answer["correct"]) for answer in said] == [(str(second), False), (str(first), True)]
    assert scene.ask("select masterclass.feedback_of(%s, %s)", attempt, [third]) == []
