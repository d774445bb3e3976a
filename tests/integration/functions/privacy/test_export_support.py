"""masterclass.export_support: what support did for a member, told to them."""

from tests.integration.functions.scene import Scene


def test_acts_and_needs(scene: Scene) -> None:
    """Acts for the member and for their address, with the reasons and without who acted."""
    ann = scene.member()
    for whom, address in ((ann, ""), (None, "ann@example.com"), (None, "bob@example.com")):
        scene.ask("select masterclass.write_audit(%s, %s, 'cli:eva', 'show', 'why', '{}')", whom, address)
    scene.add("members_in_need", "need", user_id=ann, need="did_not_buy", times=2, since="now")
    told = scene.ask("select masterclass.export_support(%s)", ann)
    assert [act["reason"] for act in told["acts"]] == ["why", "why"]
    assert (told["owner_since"], [need["need"] for need in told["needs"]]) == (None, ["did_not_buy"])
    assert "eva" not in str(told)


def test_nothing_of_anybody_else(scene: Scene) -> None:
    """Whatever support did for somebody else, the download stays as it was."""
    ann = scene.member()
    before = scene.ask("select masterclass.export_support(%s)", ann)
    scene.bystander()
    assert scene.ask("select masterclass.export_support(%s)", ann) == before
