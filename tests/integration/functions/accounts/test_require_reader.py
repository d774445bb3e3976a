"""masterclass.require_reader: who reads, or a refusal."""

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.require_reader()"


def test_the_reader_with_a_row(scene: Scene) -> None:
    """The reader's id; their member row is made where it is missing."""
    reader = scene.signed_in()
    scene.ask("delete from masterclass.users where id = %s", reader)
    assert scene.ask(ASKED) == reader
    assert scene.ask("select count(*) from masterclass.users where id = %s", reader) == 1


def test_nobody_and_the_erased_are_refused(scene: Scene) -> None:
    """Without a person there is no reader."""
    assert scene.refusal(ASKED)[0] == "MC401"
    reader = scene.signed_in()
    scene.ask("delete from auth.users where id = %s", reader)
    assert scene.refusal(ASKED)[0] == "MC401"
