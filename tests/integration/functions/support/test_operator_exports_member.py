"""masterclass.operator_exports_member: the command line takes everything of a member along."""

from tests.integration.functions.scene import Scene


def test_the_whole_and_its_record(scene: Scene) -> None:
    """It is what the member could take along themselves, this act among it."""
    scene.member()
    told = scene.ask("select masterclass.operator_exports_member('cli:eva', 'ann@example.com', 'she asked')")
    assert told["account"]["member"]["email"] == "ann@example.com"
    assert [act["action"] for act in told["support"]["acts"]] == ["export"]
