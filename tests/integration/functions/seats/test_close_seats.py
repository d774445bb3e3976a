"""masterclass.close_seats: seats that the operator takes back."""

from tests.integration.functions.scene import Scene


def test_by_address_whoever_holds_them(scene: Scene) -> None:
    """Those named, by the address they were given to or the member's own; how many, and no others."""
    pack = scene.payment(scene.member("practice"), seats=5)
    scene.grant(email="ann@example.com", payment_id=pack)
    scene.grant(user_id=scene.member("bob"), payment_id=pack)
    scene.grant(email="cem@example.com", payment_id=pack)
    close = "select masterclass.close_seats(%s, %s)"
    assert scene.ask(close, pack, ["ann@example.com", "bob@example.com", "nobody@example.com"]) == 2
    assert scene.ask("select array_agg(email) from masterclass.access_grants where revoked_at is null") == [
        "cem@example.com"
    ]
