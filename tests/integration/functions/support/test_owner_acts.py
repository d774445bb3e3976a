"""masterclass.owner_acts: an owner acts in their own name."""

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.owner_acts('grant', 'bob@example.com', 'a friend', '{}')"


def test_an_owner_alone(scene: Scene) -> None:
    """A member is told 404 and changes nothing; an owner is named in the record."""
    ann = scene.signed_in()
    assert scene.refusal(ASKED)[0] == "MC404"
    scene.add("owners", "user_id", user_id=ann, appointed_by="test")
    assert scene.ask(ASKED) == {"done": True}
    assert scene.ask("select jsonb_agg(actor) from masterclass.audit") == [f"owner:{ann}"]
