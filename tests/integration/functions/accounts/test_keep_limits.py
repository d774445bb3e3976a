"""masterclass.keep_limits: what an address used of the day's limits outlives its account."""

from tests.integration.functions.scene import Scene

KEPT = "select json_object_agg(action, used) from masterclass.lasting_limits"


def test_what_is_still_counted_is_kept(scene: Scene) -> None:
    """Today's questions and windows of the last day, never less than was kept before, and nothing that is older."""
    ann = scene.member()
    scene.add("ai_usage", "user_id", user_id=ann, day=scene.ask("select masterclass.today()"), settled=6, reserved=1)
    scene.add("member_limits", "user_id", user_id=ann, action="export", window_start="now", used=3)
    scene.add("member_limits", "user_id", user_id=ann, action="old", window_start="yesterday", used=3)
    scene.ask("update masterclass.member_limits set window_start = now() - interval '25 hours' where action = 'old'")
    for _ in range(2):
        scene.ask("select masterclass.keep_limits(%s, 'Ann@Example.com')", ann)
    assert scene.ask(KEPT) == {"questions of a day": 7, "export": 3}
    scene.ask("update masterclass.ai_usage set settled = 1, reserved = 0")
    scene.ask("select masterclass.keep_limits(%s, 'ann@example.com')", ann)
    assert scene.ask(KEPT)["questions of a day"] == 7


def test_what_others_have_used_is_theirs(scene: Scene) -> None:
    """Nothing of somebody else is kept for the address."""
    ann = scene.member()
    scene.bystander()
    scene.ask("select masterclass.keep_limits(%s, 'ann@example.com')", ann)
    assert scene.ask(KEPT) is None
