"""masterclass.require_living_reader: a token outlives its person."""

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.require_living_reader()"


def test_whoever_was_erased_is_refused(scene: Scene) -> None:
    """A living reader passes, and so does nobody; an erased one is told to sign in."""
    scene.ask(ASKED)
    reader = scene.signed_in()
    scene.ask(ASKED)
    scene.ask("delete from auth.users where id = %s", reader)
    assert scene.refusal(ASKED)[0] == "MC401"


def test_a_member_row_that_is_merely_missing(scene: Scene) -> None:
    """Whoever is still there passes: their row is repaired elsewhere."""
    reader = scene.signed_in()
    scene.ask("delete from masterclass.users where id = %s", reader)
    scene.ask(ASKED)
