"""masterclass.keyed_digest: a digest that nobody can try out."""

import hashlib

from tests.integration.functions.scene import Scene

DIGEST = "select encode(masterclass.keyed_digest(%s), 'hex')"


def test_the_same_for_the_same_and_not_the_bare_one(scene: Scene) -> None:
    """It tells words apart, is none without the key, and is another with another key."""
    words = ("ann@example.com", "ann@example.com", "bob@example.com")
    first, again, other = (scene.ask(DIGEST, word) for word in words)
    assert first == again != other
    assert first != hashlib.sha256(b"ann@example.com").hexdigest()
    scene.ask("update masterclass.digest_key set key = sha256('another')")
    assert scene.ask(DIGEST, "ann@example.com") != first
