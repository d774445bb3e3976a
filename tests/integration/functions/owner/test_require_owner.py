"""masterclass.require_owner: an owner who is signed in, with their second factor where they have one."""

import uuid

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.require_owner()"


def test_an_owner_and_everyone_else(scene: Scene) -> None:
    """A member is told 404; an owner is let in until the session ends."""
    ann = scene.signed_in()
    assert scene.refusal(ASKED)[0] == "MC404"
    scene.add("owners", "user_id", user_id=ann, appointed_by="test")
    assert scene.ask(ASKED) == ann
    scene.ask("delete from auth.sessions")
    assert scene.refusal(ASKED)[0] == "MC401"


def test_the_second_factor(scene: Scene) -> None:
    """Whoever has a verified factor must have shown it in this session."""
    ann = scene.signed_in()
    scene.add("owners", "user_id", user_id=ann, appointed_by="test")
    factor = {"factor_type": "totp", "status": "verified", "created_at": "now", "updated_at": "now"}
    scene.add("auth.mfa_factors", id=uuid.uuid4(), user_id=ann, **factor)
    assert scene.refusal(ASKED)[0] == "MC413"
    scene.ask("update auth.sessions set aal = 'aal2'")
    assert scene.ask(ASKED) == ann
