"""masterclass.refresh_expired_roles: the roles of what merely expired."""

from tests.integration.functions.scene import Scene


def test_only_what_is_wrong_is_corrected(scene: Scene) -> None:
    """A grant that ran out changes no row: the role is corrected here, once, and counted."""
    ann, bob = scene.member("ann"), scene.member("bob")
    scene.grant(user_id=bob)
    scene.ask("update masterclass.users set role = 'paid' where id = %s", ann)
    assert [scene.ask("select masterclass.refresh_expired_roles()") for _ in range(2)] == [1, 0]
    assert scene.ask("select array_agg(role order by email) from masterclass.users") == ["free", "paid"]
