"""masterclass.move_progress: the better of two standings counts."""

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.move_progress(%s, %s)"


def test_two_standings_become_one(scene: Scene) -> None:
    """The later place, the best score, the first completion; together they may complete a module."""
    module = scene.module()
    block = scene.block(module)
    ann, new = scene.member("ann"), scene.member("new")
    far = {"best_score_percent": 90, "block_id": block, "seconds": 7, "read_at": "2026-03-02T00:00:00Z"}
    scene.add("module_progress", "user_id", user_id=ann, module_id=module, **far)
    near = {"best_score_percent": 40, "read_at": "2026-03-01T00:00:00Z"}
    scene.add("module_progress", "user_id", user_id=new, module_id=module, **near)
    scene.add("completed_blocks", "user_id", user_id=new, block_id=block)
    assert scene.ask(ASKED, ann, new) == 1
    merged = (
        "select user_id, best_score_percent, seconds, completed_at is not null as done from masterclass.module_progress"
    )
    assert scene.row(merged) == [str(new), 90, 7, True]
