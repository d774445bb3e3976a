"""masterclass.erase_member: a member is gone, and what was bought stays."""

from tests.integration.functions.scene import Scene


def test_gone(scene: Scene) -> None:
    """The person and their rows go; the payment stays without them; others stay."""
    ann = scene.member()
    scene.member("bob")
    scene.payment(ann)
    scene.grant(email="ann@example.com")
    scene.ask("select masterclass.erase_member(%s)", ann)
    assert scene.ask("select jsonb_agg(email) from masterclass.users") == ["bob@example.com"]
    assert scene.row("select user_id, amount_minor from masterclass.payments") == [None, 49900]
    assert scene.ask("select count(*) from masterclass.access_grants") == 0
