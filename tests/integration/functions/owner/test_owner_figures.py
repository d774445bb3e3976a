"""masterclass.owner_figures: every figure, of one moment."""

from tests.integration.functions.scene import Scene


def test_every_part(scene: Scene) -> None:
    """Before anything happened each part is there, and empty."""
    told = scene.ask("select masterclass.owner_figures()")
    assert {name: part for name, part in told.items() if part} == {"guide": {"months": [], "blocks": []}}
    assert told.keys() == {
        "currencies", "modules", "sales", "refunds", "funnel", "blocks", "completion", "items", "guide",
    }  # fmt: skip
