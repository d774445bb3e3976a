"""masterclass.refresh_role: the role is a cache of has_full_access."""

from tests.integration.functions.scene import Scene


def test_the_role_that_the_facts_say(scene: Scene) -> None:
    """Whatever the column says, it is made to agree."""
    ann = scene.member()
    for given, grant in (("paid", False), ("free", True)):
        if grant:
            scene.grant(user_id=ann)
        scene.ask("update masterclass.users set role = %s where id = %s", given, ann)
        scene.ask("select masterclass.refresh_role(%s)", ann)
        expected = scene.ask("select case when masterclass.has_full_access(%s) then 'paid' else 'free' end", ann)
        assert scene.ask("select role from masterclass.users where id = %s", ann) == expected != given


def test_of_that_member_alone(scene: Scene) -> None:
    """What another's column says is not looked at, right or wrong."""
    ann, bob = scene.member("ann"), scene.member("bob")
    scene.ask("update masterclass.users set role = 'paid'")
    scene.ask("select masterclass.refresh_role(%s)", ann)
    assert scene.ask("select role from masterclass.users where id = %s", bob) == "paid"
    assert scene.ask("select role from masterclass.users where id = %s", ann) == "free"
