"""masterclass.day_of_issue: the day on the paper."""

from tests.integration.functions.scene import Scene

CERTIFICATE = {"course": "Money", "course_version": "1", "minutes": 10, "modules": "[]", "name": "Ann"}
DAY = "select masterclass.day_of_issue(c)::text from masterclass.certificates as c"


def test_in_utc_until_it_is_confirmed_elsewhere(scene: Scene) -> None:
    """Three in the morning in Greenwich is the day before in Honolulu."""
    ann, moment = scene.member(), "2026-11-28 03:00+00"
    scene.add("certificates", "code", code="0000-0000-0000", user_id=ann, issued_at=moment, **CERTIFICATE)
    assert scene.ask(DAY) == "2026-11-28"
    scene.ask("update masterclass.certificates set issued_on = '2026-11-27'")
    assert scene.ask(DAY) == "2026-11-27"
