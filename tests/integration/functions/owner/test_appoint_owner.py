"""masterclass.appoint_owner: a member becomes an owner, once, and it is written down."""

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.appoint_owner(%s, 'cli:test', 'she runs it')"


def test_appointing(scene: Scene) -> None:
    """The first time is new and has its record; nobody is nobody."""
    ann = scene.member()
    assert [scene.ask(ASKED, "Ann@example.com") for _ in range(2)] == [True, False]
    assert scene.row("select user_id, action, reason from masterclass.audit") == [str(ann), "owner-add", "she runs it"]
    assert scene.refusal(ASKED, "bob@example.com")[0] == "MC404"
