"""masterclass.require_member: whose address it is."""

from tests.integration.functions.scene import Scene


def test_nobody_is_404(scene: Scene) -> None:
    """An address is somebody's however it is written, or refused."""
    ann = scene.member()
    assert scene.ask("select masterclass.require_member('ANN@example.com')") == ann
    assert scene.refusal("select masterclass.require_member('bob@example.com')")[0] == "MC404"
