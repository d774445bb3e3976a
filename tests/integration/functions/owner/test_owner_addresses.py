"""masterclass.owner_addresses: where owners can be written to."""

from tests.integration.functions.scene import Scene


def test_confirmed_addresses_alone(scene: Scene) -> None:
    """An owner who has not confirmed their address is not written to; a member who is no owner neither."""
    for name, confirmed in (("ann", "now"), ("bob", None)):
        member = scene.member(name, email_confirmed_at=confirmed)
        scene.add("owners", "user_id", user_id=member, appointed_by="test")
    scene.member("cem")
    assert scene.ask("select array_agg(a) from masterclass.owner_addresses() as a") == ["ann@example.com"]
