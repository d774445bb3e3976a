"""masterclass.forget_grants_of_member: grants go with their member."""

from tests.integration.functions.scene import Scene


def test_to_the_address_too(scene: Scene) -> None:
    """Both kinds go; somebody else's stay."""
    ann, bob = scene.member("ann"), scene.member("bob")
    scene.grant(user_id=ann)
    scene.grant(email="ann@example.com")
    kept = scene.grant(user_id=bob)
    scene.ask("delete from auth.users where id = %s", ann)
    assert scene.ask("select array_agg(id) from masterclass.access_grants") == [kept]
