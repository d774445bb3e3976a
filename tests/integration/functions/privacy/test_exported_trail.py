"""masterclass.exported_trail: what the sign-in service wrote down of a member, piece by piece."""

import uuid

from psycopg.types.json import Jsonb

from tests.integration.functions.scene import Scene

ASKED = "select json_agg(json_build_array(place, piece)) from masterclass.exported_trail(%s, %s, %s)"


def test_pieces_go_on_where_they_ended(scene: Scene) -> None:
    """At least one, as many as begin within the room, each once; nobody else's."""
    ann = scene.member()
    for _ in range(3):
        payload = Jsonb({"actor_id": str(ann), "action": "login"})
        scene.add("auth.audit_log_entries", id=uuid.uuid4(), payload=payload, created_at="now")
    whole = scene.ask(ASKED, ann, None, 1_000_000)
    assert len(whole) == 3
    found, place = [], None
    while pieces := scene.ask(ASKED, ann, place, 1):
        assert len(pieces) == 1
        found += pieces
        place = pieces[-1][0]
    assert found == whole
    assert scene.ask(ASKED, scene.member("bob"), None, 1_000_000) is None
