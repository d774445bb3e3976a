"""masterclass.note_erasure: whoever is erased leaves a keyed hash."""

from tests.integration.functions.scene import Scene


def test_of_the_member_and_nothing_else(scene: Scene) -> None:
    """One row with the digest, and still to be stored."""
    ann = scene.member()
    digest = scene.ask("select masterclass.erasure_digest(%s)", ann)
    scene.ask("delete from auth.users where id = %s", ann)
    assert scene.row("select digest, stored_at from masterclass.erasures") == [digest, None]
