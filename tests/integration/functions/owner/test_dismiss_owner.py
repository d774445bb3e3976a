"""masterclass.dismiss_owner: an owner becomes none, once, and it is written down."""

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.dismiss_owner(%s, 'cli:test', 'she left')"


def test_dismissing(scene: Scene) -> None:
    """Only an owner is dismissed, and has the record of it."""
    ann = scene.member()
    assert scene.ask(ASKED, "ann@example.com") is False
    scene.add("owners", "user_id", user_id=ann, appointed_by="test")
    assert [scene.ask(ASKED, "ann@example.com") for _ in range(2)] == [True, False]
    assert scene.row("select action, reason from masterclass.audit") == ["owner-remove", "she left"]
