"""masterclass.owner_views_member: an owner looks somebody up."""

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.owner_views_member(%s, 'she called')"


def test_an_owner_alone(scene: Scene) -> None:
    """A member is told 404, and so is an owner of an address that nobody has; a look leaves its record."""
    bob = scene.member("bob")
    ann = scene.signed_in()
    assert scene.refusal(ASKED, "bob@example.com")[0] == "MC404"
    scene.add("owners", "user_id", user_id=ann, appointed_by="test")
    assert scene.ask(ASKED, "Bob@example.com")["id"] == str(bob)
    assert scene.refusal(ASKED, "nobody@example.com")[0] == "MC404"
    assert scene.row("select user_id, action from masterclass.audit") == [str(bob), "show"]
