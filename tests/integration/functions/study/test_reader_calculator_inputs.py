"""masterclass.reader_calculator_inputs: what the reader last set in a calculator."""

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.reader_calculator_inputs('budget')"


def test_the_readers_own(scene: Scene) -> None:
    """Null inputs before there are any, null altogether where there is no such module."""
    assert scene.ask(ASKED) is None
    module, reader = scene.module(), scene.signed_in()
    scene.add("calculator_inputs", "user_id", user_id=scene.member("bob"), module_id=module, inputs='{"pay": 1}')
    assert scene.ask(ASKED) == {"inputs": None}
    scene.add("calculator_inputs", "user_id", user_id=reader, module_id=module, inputs='{"pay": 2}')
    assert scene.ask(ASKED) == {"inputs": {"pay": 2}}
