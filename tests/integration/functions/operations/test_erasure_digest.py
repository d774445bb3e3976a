"""masterclass.erasure_digest: the keyed hash by which an erased member is known again."""

import uuid

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.erasure_digest(%s)"


def test_by_the_key_of_this_database(scene: Scene) -> None:
    """The same for the same member, another for another, and another again under another key."""
    ann, bob = uuid.uuid4(), uuid.uuid4()
    digest = scene.ask(ASKED, ann)
    assert len(digest) == 64
    assert scene.ask(ASKED, ann) == digest != scene.ask(ASKED, bob)
    scene.ask("update masterclass.erasure_key set key = gen_random_uuid()")
    assert scene.ask(ASKED, ann) != digest
