"""masterclass.keep_calculator_inputs: what the reader set in a calculator."""

from tests.integration.functions.scene import Scene

KEEP = "select masterclass.keep_calculator_inputs('budget', %s)"
KEPT = "select inputs from masterclass.calculator_inputs"


def test_the_last_stands_and_null_forgets(scene: Scene) -> None:
    """Inputs replace what was there as a whole; null takes them away."""
    scene.signed_in()
    scene.module()
    for inputs in ('{"pay": 1, "rate": 2}', '{"pay": 3}'):
        scene.ask(KEEP, inputs)
    assert scene.ask(KEPT) == {"pay": 3}
    scene.ask(KEEP, None)
    assert scene.ask("select count(*) from masterclass.calculator_inputs") == 0


def test_a_closed_module_is_refused(scene: Scene) -> None:
    """No inputs are kept for what is not open."""
    scene.signed_in()
    scene.module(is_preview=False)
    assert scene.refusal(KEEP, "{}")[0] == "MC402"
