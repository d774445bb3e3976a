"""masterclass.forget_old_trail: what Supabase Auth wrote down goes after a year."""

from tests.integration.functions.scene import Scene


def test_after_a_year(scene: Scene) -> None:
    """An entry of 366 days goes, one of 364 stays."""
    for days in (366, 364):
        scene.ask(
            "insert into auth.audit_log_entries (id, created_at) values (gen_random_uuid(), now() - %s::interval)",
            f"{days} days",
        )
    assert scene.ask("select masterclass.forget_old_trail(100)") == 1
    assert scene.ask("select masterclass.forget_old_trail(100)") == 0
