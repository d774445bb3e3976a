"""masterclass.figures_blocks: how many of those who began a module read each of its sections."""

from tests.integration.functions.scene import Scene


def test_sections_in_order(scene: Scene) -> None:
    """A section that nobody read is there with nobody."""
    module = scene.module()
    income = scene.block(module, "income", position=1)
    scene.block(module, "saving", position=2)
    for name in ("ann", "bob"):
        scene.add("module_progress", "user_id", user_id=scene.member(name), module_id=module)
    ann = scene.ask("select id from masterclass.users where email = 'ann@example.com'")
    scene.add("completed_blocks", "user_id", user_id=ann, block_id=income)
    told = scene.ask("select masterclass.figures_blocks()")
    assert [(row["block"], row["began"], row["reached"]) for row in told] == [("income", 2, 1), ("saving", 2, 0)]
