"""masterclass.affected_attempts: attempts that a corrected key wronged."""

from tests.integration.functions.scene import Scene

ASKED = """
select json_agg(row_to_json(f)) from (
  select email, slug, score_percent, regraded_percent, raised_percent, keys from masterclass.affected_attempts(%s)) as f
"""


def test_what_they_would_score_today(scene: Scene) -> None:
    """Whoever is worth more or less under the new key, with both numbers; who is worth the same is not there."""
    _, questions = scene.quiz("first", "second")
    for name, chosen in (("ann", "ba"), ("bob", "aa"), ("cem", "ca")):
        scene.attempt(scene.member(name), questions, *chosen)
    scene.corrected(questions[0], "b")
    listed = [list(row.values()) for row in scene.ask(ASKED, "-infinity")]
    assert listed == [
        ["ann@example.com", "budget", 50, 100, 100, ["first"]],
        ["bob@example.com", "budget", 100, 50, 100, ["first"]],
    ]
    assert scene.ask(ASKED, "tomorrow") is None


def test_a_new_wording_wrongs_nobody(scene: Scene) -> None:
    """Another version with the same answer affects no attempt."""
    _, questions = scene.quiz("first")
    scene.attempt(scene.member(), questions, "b")
    scene.corrected(questions[0], "a", question="Better words")
    assert scene.ask(ASKED, "-infinity") is None
