"""masterclass.repair_members: member rows that are missing."""

from tests.integration.functions.scene import Scene


def test_one_or_all_and_with_their_role(scene: Scene) -> None:
    """It makes what is missing, of the person named or of all, gives the role that the facts say, and counts."""
    ann, bob = scene.member("ann"), scene.member("bob")
    scene.member("nobody", is_anonymous=True)
    scene.grant(email="bob@example.com")
    scene.ask("alter table masterclass.users disable trigger user")
    scene.ask("delete from masterclass.users")
    assert scene.ask("select masterclass.repair_members(%s)", ann) == 1
    assert scene.ask("select masterclass.repair_members()") == 1
    assert scene.ask("select masterclass.repair_members()") == 0
    assert scene.ask("select array_agg(role order by email) from masterclass.users") == ["free", "paid"]
    assert scene.ask("select id from masterclass.users where email = 'bob@example.com'") == bob
