"""masterclass.require_attempt: what stands against a new attempt."""

import pytest

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.require_attempt(%s, m) from masterclass.content_modules as m"


@pytest.mark.parametrize(
    ("policy", "chosen", "code"),
    [
        ({}, "a", None),
        ({}, "", "MC411"),
        ({"attempt_limit": 1}, "a", "MC412"),
        ({"quiz_cooldown_minutes": 5}, "a", "MC431"),
    ],
)
def test_open_spent_or_too_early(scene: Scene, policy: dict[str, int], chosen: str, code: str | None) -> None:
    """Another one is open, no more may be made, or not yet: each its own refusal."""
    ann = scene.member()
    _, questions = scene.quiz("first", **policy)
    attempt = scene.attempt(ann, questions, *chosen)
    if code is None:
        scene.ask(ASKED, ann)
        return
    refused, told = scene.refusal(ASKED, ann)
    assert refused == code
    if code == "MC411":
        assert told == {"attempt_id": str(attempt)}


def test_others_attempts_stand_against_nothing(scene: Scene) -> None:
    """Neither the one that somebody else has open, nor those that they have made."""
    ann = scene.member()
    _, questions = scene.quiz("first", attempt_limit=1, quiz_cooldown_minutes=5)
    scene.bystander(questions)
    scene.ask(ASKED, ann)
