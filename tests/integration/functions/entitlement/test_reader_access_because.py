"""masterclass.reader_access_because: why the reader's access is what it is."""

from tests.integration.functions.scene import Scene


def test_about_the_reader_alone(scene: Scene) -> None:
    """The sentences of access_because about whoever reads."""
    scene.grant(user_id=scene.member("bob"))
    reader = scene.signed_in()
    said = scene.ask("select masterclass.reader_access_because()")
    assert said == scene.ask("select masterclass.access_because(%s)", reader)
    assert said[0].startswith("You have not bought full access yet")
