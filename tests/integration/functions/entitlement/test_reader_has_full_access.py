"""masterclass.reader_has_full_access: whether whoever reads may see everything."""

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.reader_has_full_access()"


def test_about_the_reader_alone(scene: Scene) -> None:
    """Nobody has none; the reader has their own, not somebody else's."""
    scene.grant(user_id=scene.member("bob"))
    assert scene.ask(ASKED) is False
    reader = scene.signed_in()
    assert scene.ask(ASKED) is False
    scene.grant(user_id=reader)
    assert scene.ask(ASKED) is True


def test_nobody_is_no_reader(scene: Scene) -> None:
    """Without a session the answer is no, and never null, which a policy would take for neither."""
    scene.payment(None)
    assert scene.ask("select masterclass.reader_has_full_access() is not distinct from false") is True
