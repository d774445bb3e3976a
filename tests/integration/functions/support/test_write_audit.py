"""masterclass.write_audit: an act of support is written down."""

from tests.integration.functions.scene import Scene


def test_a_member_or_an_address(scene: Scene) -> None:
    """A member is named by their id, an address that nobody has by itself."""
    ann = scene.member()
    for whom, address in ((ann, "ann@example.com"), (None, "Bob@example.com")):
        scene.ask("select masterclass.write_audit(%s, %s, 'cli:test', 'show', ' why ', '{}')", whom, address)
    told = scene.ask("select jsonb_agg(jsonb_build_array(user_id, email, reason) order by id) from masterclass.audit")
    assert told == [[str(ann), None, "why"], [None, "bob@example.com", "why"]]
