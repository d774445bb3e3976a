"""masterclass.ensure_reader: the reader's member row, made where it is missing."""

from tests.integration.functions.scene import Scene


def test_a_missing_row_is_made_once(scene: Scene) -> None:
    """It says whether it made the row, and makes none for a person who has one."""
    reader = scene.signed_in()
    scene.ask("delete from masterclass.users where id = %s", reader)
    assert [scene.ask("select masterclass.ensure_reader()") for _ in range(2)] == [True, False]
    assert scene.ask("select email from masterclass.users where id = %s", reader) == "ann@example.com"
