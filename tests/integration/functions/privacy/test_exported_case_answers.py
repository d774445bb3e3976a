"""masterclass.exported_case_answers: a member's answers to cases, piece by piece."""

from tests.integration.functions.scene import Scene

ASKED = "select json_agg(json_build_array(place, piece)) from masterclass.exported_case_answers(%s, %s, %s)"


def test_pieces_go_on_where_they_ended(scene: Scene) -> None:
    """At least one, as many as begin within the room, each once; nobody else's."""
    ann = scene.member()
    case = scene.case(scene.module())
    for day in (1, 2, 3):
        scene.add("case_answers", user_id=ann, case_id=case, answer="x" * 400, created_at=f"2027-01-0{day}")
    whole = scene.ask(ASKED, ann, None, 1_000_000)
    assert len(whole) == 3
    found, place = [], None
    while pieces := scene.ask(ASKED, ann, place, 1):
        assert len(pieces) == 1
        found += pieces
        place = pieces[-1][0]
    assert found == whole
    assert scene.ask(ASKED, scene.member("bob"), None, 1_000_000) is None
