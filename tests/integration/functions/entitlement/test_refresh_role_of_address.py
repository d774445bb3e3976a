"""masterclass.refresh_role_of_address: a grant to an address counts once that is confirmed."""

from tests.integration.functions.scene import Scene

ROLE = "select role from masterclass.users where id = %s"


def test_confirmed_and_changed(scene: Scene) -> None:
    """The role comes with the confirmation, and goes with another address."""
    scene.grant(email="ann@example.com")
    ann = scene.member(email_confirmed_at=None)
    assert scene.ask(ROLE, ann) == "free"
    scene.ask("update auth.users set email_confirmed_at = now() where id = %s", ann)
    assert scene.ask(ROLE, ann) == "paid"
    scene.ask("update auth.users set email = 'lee@example.com' where id = %s", ann)
    assert scene.ask(ROLE, ann) == "free"
