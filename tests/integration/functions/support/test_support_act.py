"""masterclass.support_act: effect and record, or neither; twice is once."""

from psycopg.types.json import Jsonb

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.support_act('cli:test', %s, 'ann@example.com', 'why', %s)"


def test_an_act_has_its_record(scene: Scene) -> None:
    """What changed something is written down; what changed nothing, or was refused, is not."""
    scene.module()
    assert scene.refusal(ASKED, "quiz-reset", Jsonb({"module": "budget"}))[0] == "MC404"
    scene.member()
    assert [scene.ask(ASKED, "grant", Jsonb({}))["done"] for _ in range(2)] == [True, False]
    assert scene.ask(ASKED, "quiz-reset", Jsonb({"module": "budget"})) == {"done": False}
    assert scene.ask(ASKED, "revoke", Jsonb({})) == {"done": True, "grants": 1, "purchases": 0}
    assert scene.refusal(ASKED, "extend", Jsonb({}))[0] == "MC404"
    assert scene.ask("select jsonb_agg(action order by id) from masterclass.audit") == ["grant", "revoke"]


def test_a_move_is_told_to_both(scene: Scene) -> None:
    """Each account has its own record, and neither names the other."""
    ann, new = scene.member("ann"), scene.member("new")
    scene.payment(ann)
    assert scene.ask(ASKED, "move", Jsonb({"to": "new@example.com"})) == {"done": True}
    told = scene.ask("select jsonb_object_agg(user_id, action || detail::text) from masterclass.audit")
    assert told == {str(ann): "move{}", str(new): "moved-here{}"}
