"""masterclass.may_open: whether the reader may open a module."""

from tests.integration.functions.scene import Scene


def test_it_says_what_open_modules_lists(scene: Scene) -> None:
    """Previews to everybody, the rest with full access, which one has from now on."""
    preview, paid = scene.module("preview"), scene.module("paid", is_preview=False)
    reader = scene.signed_in()
    may = "select masterclass.may_open(%s)"
    assert [scene.ask(may, module) for module in (preview, paid)] == [True, False]
    scene.grant(user_id=reader)
    assert scene.ask(may, paid) is True
