"""masterclass.complete_modules: a course that lost a block completes modules of whoever had read the rest."""

from tests.integration.functions.scene import Scene


def test_every_member_who_has_all_that_is_left(scene: Scene) -> None:
    """Who has marked what is left is done; who has not is not."""
    module = scene.module()
    kept = scene.block(module, "kept")
    for name in ("ann", "bob"):
        scene.add("module_progress", "user_id", user_id=scene.member(name), module_id=module, read_at="now")
    ann = scene.ask("select masterclass.member_of('ann@example.com')")
    scene.add("completed_blocks", "user_id", user_id=ann, block_id=kept)
    scene.ask("select masterclass.complete_modules()")
    done = "select array_agg(user_id) from masterclass.module_progress where completed_at is not null"
    assert scene.ask(done) == [ann]
