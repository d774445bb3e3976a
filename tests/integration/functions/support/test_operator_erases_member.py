"""masterclass.operator_erases_member: the command line erases a member."""

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.operator_erases_member('cli:eva', %s, 'she asked')"


def test_gone_with_a_record(scene: Scene) -> None:
    """Nobody is left, the record names nobody, and pay pages that are still open are told."""
    ann = scene.member()
    scene.order(ann, "cs_1")
    assert scene.ask(ASKED, "ann@example.com") == ["cs_1"]
    assert scene.ask("select count(*) from masterclass.users") == 0
    assert scene.row("select user_id, email, action, reason from masterclass.audit") == [
        None,
        None,
        "erase",
        "she asked",
    ]
    assert scene.refusal(ASKED, "ann@example.com")[0] == "MC404"
