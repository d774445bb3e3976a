"""masterclass.topic_module: the module that teaches what an overview was asked of."""

import json
import uuid

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.topic_module(%s, %s, %s)"


def test_title_and_best_blocks(scene: Scene) -> None:
    """The module whose title says most of it, unless another's blocks fit far better; the current one for nothing."""
    here = scene.module("here", title="Budget")
    there = scene.module("there", title="Student loans", order_index=2)
    listed = [(here, 5.0), (there, 3.0)]
    blocks = json.dumps({"blocks": [{"module": str(module), "score": score} for module, score in listed]})
    assert scene.ask(ASKED, here, "an overview of student loans", blocks) == there
    assert scene.ask(ASKED, here, "an overview of everything", blocks) == here
    assert scene.ask(ASKED, here, "an overview", json.dumps({"blocks": []})) == here
    assert scene.ask(ASKED, unknown := uuid.uuid4(), "", json.dumps({"blocks": []})) == unknown
