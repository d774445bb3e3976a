"""masterclass.closed_module: the best module, where the reader may not open it."""

import json
import uuid
from typing import Any

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.closed_module(%s, %s)"


def block(module: uuid.UUID, score: float, words: int = 1, topics: int = 1) -> dict[str, Any]:
    """A block as search_course found it."""
    return {"module": str(module), "score": score, "words": words, "topics": topics}


def closed(scene: Scene, topic: uuid.UUID, *blocks: dict[str, Any]) -> dict[str, Any] | None:
    """Which module is closed, for what was found."""
    return scene.ask(ASKED, json.dumps({"blocks": blocks}), topic)


def test_named_without_a_word_of_it(scene: Scene) -> None:
    """Slug and title of the best block's module, sure where nothing open comes near it; null where the best is open."""
    scene.signed_in()
    free, paid = scene.module("free"), scene.module("paid", title="Paid", is_preview=False)
    assert closed(scene, free, block(free, 9), block(paid, 5)) is None
    assert closed(scene, free, block(paid, 9), block(free, 1, topics=0)) == {
        "slug": "paid",
        "title": "Paid",
        "is_sure": True,
    }
    unsure = closed(scene, free, block(paid, 9), block(free, 8))
    assert unsure is not None
    assert unsure["is_sure"] is False


def test_an_overview_of_what_is_closed(scene: Scene) -> None:
    """The topic itself is closed, whatever was found; with full access nothing is."""
    reader = scene.signed_in()
    paid = scene.module("paid", is_preview=False)
    said = closed(scene, paid)
    assert said is not None
    assert (said["slug"], said["is_sure"]) == ("paid", True)
    scene.grant(user_id=reader)
    assert closed(scene, paid, block(paid, 9)) is None
