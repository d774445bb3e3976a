"""masterclass.operator_acts: the command line acts, by name."""

from tests.integration.functions.scene import Scene


def test_the_record_names_who(scene: Scene) -> None:
    """The login that acted is in the record."""
    acted = "select masterclass.operator_acts('cli:eva', 'grant', 'bob@example.com', 'a friend', '{}')"
    assert scene.ask(acted) == {"done": True}
    assert scene.row("select actor, email from masterclass.audit") == ["cli:eva", "bob@example.com"]
