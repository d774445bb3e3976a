"""masterclass.needs_of_members: whom the owner may want to help: how many, and the latest."""

from tests.integration.functions.scene import Scene


def test_the_latest(scene: Scene) -> None:
    """All are counted, and as many of each need are named as were asked for."""
    for place, name in enumerate(("ann", "bob")):
        since = f"2026-03-0{place + 1}T00:00:00Z"
        scene.add("members_in_need", "need", user_id=scene.member(name), need="did_not_buy", times=2, since=since)
    told = scene.ask("select masterclass.needs_of_members(1)")
    assert told["counts"] == {"did_not_buy": 2}
    assert [row["email"] for row in told["rows"]] == ["bob@example.com"]
    assert len(scene.ask("select masterclass.needs_of_members(null)")["rows"]) == 2
