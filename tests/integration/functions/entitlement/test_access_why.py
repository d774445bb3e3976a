"""masterclass.access_why: what the operator is told about an address."""

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.access_why(%s)"


def test_a_member_and_whoever_is_none_yet(scene: Scene) -> None:
    """A member with their sentences; an address of nobody, and whether a grant waits for it."""
    ann = scene.member()
    scene.grant(user_id=ann)
    said = scene.ask(ASKED, "ANN@example.com")
    assert (said["known"], said["full"], said["because"]) == (True, True, ["You have complimentary access: test."])
    assert scene.ask(ASKED, "bob@example.com") == {"known": False, "full": False, "waiting": False}
    scene.grant(email="bob@example.com")
    assert scene.ask(ASKED, "bob@example.com")["waiting"] is True
