"""masterclass.require_module: the module that a request names."""

import pytest

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.require_module(%s)"


def test_the_module_or_why_not(scene: Scene) -> None:
    """An open one is its id; a closed one MC402, and MC404 where there is none or it has left the course."""
    module = scene.module()
    scene.module("closed", is_preview=False)
    scene.module("gone", retired_at="now")
    assert scene.ask(ASKED, "budget") == module
    assert [scene.refusal(ASKED, slug)[0] for slug in ("closed", "gone", "never")] == ["MC402", "MC404", "MC404"]


@pytest.mark.parametrize("slug", ["", "BUDGET", "budget'"])
def test_only_its_very_name(scene: Scene, slug: str) -> None:
    """Nothing that merely resembles a name opens anything."""
    scene.module()
    assert scene.refusal(ASKED, slug)[0] == "MC404"
