"""masterclass.find_members_in_need: who stopped, failed twice, or went to pay twice."""

from tests.integration.functions.scene import Scene

AGE = "update masterclass.quiz_attempts set completed_at = now() - make_interval(hours => %s) where id = %s"
FOUND = "select coalesce(jsonb_object_agg(need, times), '{}') from masterclass.members_in_need where user_id = %s"


def test_each_need(scene: Scene) -> None:
    """Each need is found by its rule, and is gone once it is met."""
    module, questions = scene.quiz("first")
    stopped, failed, left = (scene.member(name) for name in ("ann", "bob", "cem"))
    scene.payment(stopped, paid_at="2026-01-01T00:00:00Z")
    scene.ask("update masterclass.users set created_at = '2026-01-01T00:00:00Z'")
    for ago in (2, 1):
        attempt = scene.attempt(failed, questions, "b")
        scene.ask(AGE, ago, attempt)
    for session in ("cs_1", "cs_2"):
        scene.order(left, session, state="expired")
    scene.ask("select masterclass.find_members_in_need()")
    assert [scene.ask(FOUND, who) for who in (stopped, failed, left)] == [
        {"stopped": 1},
        {"failed_twice": 2},
        {"did_not_buy": 2},
    ]
    scene.add("module_progress", "user_id", user_id=failed, module_id=module, passed_at="now")
    scene.add("module_progress", "user_id", user_id=stopped, module_id=module, read_at="now")
    scene.payment(left, "pi_2")
    scene.ask("select masterclass.find_members_in_need()")
    assert [scene.ask(FOUND, who) for who in (stopped, failed, left)] == [{}, {}, {}]
