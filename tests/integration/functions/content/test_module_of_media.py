"""masterclass.module_of_media: whose picture this is."""

import uuid

from tests.integration.functions.scene import Scene


def test_also_of_what_is_closed(scene: Scene) -> None:
    """The module of any picture, and null for none: that tells "pay for it" from "there is no such"."""
    module = scene.module(is_preview=False)
    what = {"kind": "image", "path": "a.png", "content_type": "image/png", "size_bytes": 1, "sha256": ""}
    picture = scene.add("media", id=uuid.uuid4(), module_id=module, object_key="a", **what)
    assert scene.ask("select masterclass.module_of_media(%s)", picture) == module
    assert scene.ask("select masterclass.module_of_media(%s)", uuid.uuid4()) is None
