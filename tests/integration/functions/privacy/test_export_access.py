"""masterclass.export_access: what is held of a member's access."""

from tests.integration.functions.scene import Scene


def test_payments_and_all_that_hangs_on_them(scene: Scene) -> None:
    """Payments with refunds, charges and disputes, grants by id and by address; nobody else's."""
    ann, bob = scene.member("ann"), scene.member("bob")
    for member, payment in ((ann, "pi_1"), (bob, "pi_2")):
        scene.payment(member, payment)
        scene.ask("insert into masterclass.refunds values (%s, %s, 1, 'succeeded')", f"re_{payment}", payment)
        scene.ask("insert into masterclass.disputes values (%s, %s, 'won')", f"dp_{payment}", payment)
        scene.ask("insert into masterclass.charges values (%s, %s)", f"ch_{payment}", payment)
    scene.grant(user_id=ann)
    scene.grant(email="ann@example.com")
    scene.grant(user_id=bob)
    held = scene.ask("select masterclass.export_access(%s)", ann)
    assert held["full"] is True
    assert {part: len(held[part]) for part in ("payments", "refunds", "charges", "disputes", "grants")} == {
        "payments": 1,
        "refunds": 1,
        "charges": 1,
        "disputes": 1,
        "grants": 2,
    }
    assert "pi_2" not in str(held)
