"""masterclass.backup_sequences: how far each sequence has come."""

from tests.integration.functions.scene import Scene


def test_the_last_value_of_each_that_was_used(scene: Scene) -> None:
    """What was never used is left out; the backup's login may ask."""
    scene.ask("select setval('masterclass.messages_place_seq', 41)")
    scene.ask("set local role masterclass_backup")
    assert scene.ask("select masterclass.backup_sequences() ->> 'messages_place_seq'") == "41"
