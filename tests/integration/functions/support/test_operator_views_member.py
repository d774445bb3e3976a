"""masterclass.operator_views_member: the command line looks somebody up."""

from tests.integration.functions.scene import Scene


def test_the_look_is_written_down(scene: Scene) -> None:
    """The member is shown, and who looked is kept."""
    ann = scene.member()
    asked = "select masterclass.operator_views_member('cli:eva', %s, 'she called')"
    assert scene.ask(asked, "ann@example.com")["id"] == str(ann)
    assert scene.row("select actor, action from masterclass.audit") == ["cli:eva", "show"]
    assert scene.refusal(asked, "bob@example.com")[0] == "MC404"
