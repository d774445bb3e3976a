"""masterclass.note_reading: a look is written down once an hour."""

from tests.integration.functions.scene import Scene


def test_once_an_hour(scene: Scene) -> None:
    """The same look again has its record; another reason is another look."""
    ann = scene.member()
    for reason in ("she called", "she called", "a refund"):
        scene.ask("select masterclass.note_reading(%s, 'cli:test', 'show', %s)", ann, reason)
    assert scene.ask("select jsonb_agg(reason order by id) from masterclass.audit") == ["she called", "a refund"]
