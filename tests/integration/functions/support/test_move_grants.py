"""masterclass.move_grants: grants and seats follow their person."""

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.move_grants(%s, %s)"


def test_by_id_and_by_address(scene: Scene) -> None:
    """Both move; withdrawn ones, and a seat of a pack in which the other sits already, stay."""
    ann, new = scene.member("ann"), scene.member("new")
    pack = scene.payment(None, seats=5)
    scene.grant(user_id=ann)
    scene.grant(email="ann@example.com")
    scene.grant(email="ann@example.com", revoked_at="now")
    scene.grant(email="ann@example.com", payment_id=pack)
    scene.grant(email="new@example.com", payment_id=pack)
    assert scene.ask(ASKED, ann, new) == 2
    assert scene.ask("select count(*) from masterclass.access_grants where user_id = %s", new) == 1
    assert scene.ask("select count(*) from masterclass.access_grants where email = 'ann@example.com'") == 2
