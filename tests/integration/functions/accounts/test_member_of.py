"""masterclass.member_of: whose address this is."""

from tests.integration.functions.scene import Scene


def test_by_address_whatever_its_case(scene: Scene) -> None:
    """The member of an address, or null."""
    ann = scene.member()
    assert scene.ask("select masterclass.member_of('Ann@Example.COM')") == ann
    assert scene.ask("select masterclass.member_of('bob@example.com')") is None
