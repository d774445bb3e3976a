"""masterclass.holder_of_seat: who has a seat."""

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.holder_of_seat(g) from masterclass.access_grants as g where g.id = %s"


def test_the_member_or_whoever_confirmed_the_address(scene: Scene) -> None:
    """By name; by an address once that is confirmed; nobody before."""
    pack = scene.payment(scene.member("practice"), seats=5)
    ann = scene.member("ann")
    assert scene.ask(ASKED, scene.grant(user_id=ann, payment_id=pack)) == ann
    waiting = scene.grant(email="bob@example.com", payment_id=pack)
    bob = scene.member("bob", email_confirmed_at=None)
    assert scene.ask(ASKED, waiting) is None
    scene.ask("update auth.users set email_confirmed_at = now() where id = %s", bob)
    assert scene.ask(ASKED, waiting) == bob
