"""masterclass.shown_citations: citations as the reader is shown them."""

import json

from tests.integration.functions.scene import Scene


def test_in_their_order_without_ids(scene: Scene) -> None:
    """Block, module and heading; what only the database needs stays there."""
    kept = [{"block_id": key, "version": 1, "block": key, "module": "budget", "heading": key.upper()} for key in "ba"]
    shown = scene.ask("select masterclass.shown_citations(%s)", json.dumps(kept))
    assert shown == [{"block": key, "module": "budget", "heading": key.upper()} for key in "ba"]
    assert scene.ask("select masterclass.shown_citations('[]')") == []
