"""masterclass.follow_email: an address that was changed and confirmed."""

from tests.integration.functions.scene import Scene


def test_the_member_follows(scene: Scene) -> None:
    """The member's address is the person's, in lower case."""
    ann = scene.member()
    scene.ask("update auth.users set email = 'Ann.Lee@Example.com' where id = %s", ann)
    assert scene.ask("select email from masterclass.users where id = %s", ann) == "ann.lee@example.com"


def test_no_address_changes_nothing(scene: Scene) -> None:
    """A person whose address is taken away stays a member under the last one."""
    ann = scene.member()
    scene.ask("update auth.users set email = null where id = %s", ann)
    assert scene.ask("select email from masterclass.users where id = %s", ann) == "ann@example.com"
