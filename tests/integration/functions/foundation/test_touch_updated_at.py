"""masterclass.touch_updated_at: a changed row says when."""

from tests.integration.functions.scene import Scene


def test_a_change_is_now(scene: Scene) -> None:
    """The row's day is that of its last change, whatever is written there."""
    ann = scene.member()
    changed = (
        "update masterclass.users set name = 'Ann', updated_at = 'yesterday' where id = %s returning updated_at = now()"
    )
    assert scene.ask(changed, ann) is True
