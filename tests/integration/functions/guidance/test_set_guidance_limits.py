"""masterclass.set_guidance_limits: the platform's settings, where the database can hold to them."""

from tests.integration.functions.scene import Scene


def test_the_numbers_stand(scene: Scene) -> None:
    """What is set is what counts; the same again changes nothing."""
    for _ in range(2):
        scene.ask("select masterclass.set_guidance_limits(3, 30, 5, 2000)")
    kept = (
        "select questions_free, questions_full, burst_per_minute, daily_spend_microusd from masterclass.guidance_limits"
    )
    assert scene.row(kept) == [3, 30, 5, 2000]


def test_not_for_the_functions_login(scene: Scene) -> None:
    """Whoever answers requests cannot raise what may be spent."""
    may = "select has_function_privilege(%s, 'masterclass.set_guidance_limits(int, int, int, bigint)', 'execute')"
    assert [scene.ask(may, role) for role in ("authenticated", "anon", "masterclass_functions")] == [False] * 3
