"""masterclass.erase_again: whom a restored backup brought back is erased once more."""

from tests.integration.functions.scene import Scene


def test_those_of_the_hashes_and_nobody_else(scene: Scene) -> None:
    """One of two is on the list, and one is gone."""
    ann, bob = scene.member("ann"), scene.member("bob")
    digest = scene.ask("select masterclass.erasure_digest(%s)", ann)
    assert scene.ask("select masterclass.erase_again(%s)", [digest, "0" * 64]) == 1
    assert scene.ask("select array_agg(id) from masterclass.users") == [bob]
