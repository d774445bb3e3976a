"""masterclass.member_view: a member as support sees them."""

from tests.integration.functions.scene import Scene


def test_who_why_and_what_they_see(scene: Scene) -> None:
    """Access with its reasons, the modules as they stand, and nothing that the member wrote."""
    ann = scene.member()
    scene.module("first", order_index=1)
    scene.case(scene.module("second", order_index=2, is_preview=False))
    told = scene.ask("select masterclass.member_view(%s)", ann)
    assert (told["access"]["full"], [one["open"] for one in told["sees"]]) == (False, [True, False])
    scene.grant(user_id=ann)
    told = scene.ask("select masterclass.member_view(%s)", ann)
    assert (told["access"]["full"], [one["open"] for one in told["sees"]]) == (True, [True, True])
    assert scene.ask("select masterclass.member_view(gen_random_uuid())") is None


def test_nothing_of_anybody_else(scene: Scene) -> None:
    """Whatever is kept of somebody else, support sees the same of the member."""
    ann = scene.member()
    _, questions = scene.quiz("first")
    before = scene.ask("select masterclass.member_view(%s)", ann)
    scene.bystander(questions)
    assert scene.ask("select masterclass.member_view(%s)", ann) == before
