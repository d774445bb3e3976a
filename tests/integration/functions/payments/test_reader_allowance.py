"""masterclass.reader_allowance: what an employer who reimburses education wants to see."""

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.reader_allowance(%s)"


def test_price_syllabus_and_name(scene: Scene) -> None:
    """What was paid and kept, and each module with its minutes."""
    scene.course()
    scene.module(title="Budget", minutes=40)
    reader = scene.signed_in()
    payment = scene.payment(reader, subtotal_minor=50000, discount_minor=100)
    scene.ask("insert into masterclass.refunds values ('re_1', 'pi_1', 900, 'succeeded')")
    said = scene.ask(ASKED, payment)
    assert (said["subtotal"], said["discount"], said["refunded"], said["paid"]) == ("500.00", "1.00", "9.00", "490.00")
    assert said["modules"] == [{"title": "Budget", "minutes": 40}]
    assert (said["email"], said["certificate"]) == ("ann@example.com", None)


def test_nobody_elses_and_not_before_it_was_paid(scene: Scene) -> None:
    """Another's payment, and one that came to nothing, are none."""
    scene.course()
    others = scene.payment(scene.member("bob"))
    reader = scene.signed_in()
    unpaid = scene.payment(reader, "pi_2", paid_at=None)
    assert [scene.refusal(ASKED, payment)[0] for payment in (others, unpaid)] == ["MC404", "MC404"]
