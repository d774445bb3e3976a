"""masterclass.count_question: one question of the reader's minute."""

from tests.integration.functions.scene import Scene

COUNT = "select masterclass.count_question(2)"


def test_its_own_refusal(scene: Scene) -> None:
    """Past the limit it is too fast, with the seconds to wait."""
    scene.signed_in()
    for _ in range(2):
        scene.ask(COUNT)
    code, told = scene.refusal(COUNT)
    assert (code, told["most"], told["seconds"]) == ("MC433", 2, 60)
