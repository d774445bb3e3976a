"""masterclass.erasure_digest: an erased member is known again by whoever has the key."""

from tests.integration.functions.scene import Scene

DIGEST = "select masterclass.erasure_digest(%s)"


def test_the_same_member_the_same_digest(scene: Scene) -> None:
    """One member has one digest, another has another, and with another key it is another."""
    ann, bob = scene.member("ann"), scene.member("bob")
    first = scene.ask(DIGEST, ann)
    assert len(first) == 64
    assert scene.ask(DIGEST, ann) == first != scene.ask(DIGEST, bob)
    scene.ask("update masterclass.digest_key set key = sha256(key)")
    assert scene.ask(DIGEST, ann) != first
