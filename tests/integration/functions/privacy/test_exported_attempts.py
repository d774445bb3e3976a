"""masterclass.exported_attempts: a member's quiz attempts, piece by piece."""

from tests.integration.functions.scene import Scene

ASKED = "select json_agg(json_build_array(place, piece)) from masterclass.exported_attempts(%s, %s, %s)"


def test_pieces_go_on_where_they_ended(scene: Scene) -> None:
    """At least one, as many as begin within the room, each once; nobody else's."""
    ann = scene.member()
    _, questions = scene.quiz("first")
    for day in (1, 2, 3):
        scene.attempt(ann, questions, "a", started_at=f"2027-01-0{day}")
    whole = scene.ask(ASKED, ann, None, 1_000_000)
    assert len(whole) == 3
    found, place = [], None
    while pieces := scene.ask(ASKED, ann, place, 1):
        assert len(pieces) == 1
        found += pieces
        place = pieces[-1][0]
    assert found == whole
    assert scene.ask(ASKED, scene.member("bob"), None, 1_000_000) is None
