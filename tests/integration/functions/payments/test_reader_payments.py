"""masterclass.reader_payments: the reader's payments."""

from tests.integration.functions.scene import Scene


def test_newest_first_and_what_the_bank_has_still_to_answer(scene: Scene) -> None:
    """Made and under way; not what was merely started, nor anybody else's."""
    reader = scene.signed_in()
    scene.payment(reader, "pi_1", paid_at="2026-01-02", subtotal_minor=50000, discount_minor=100)
    scene.payment(reader, "pi_2", paid_at="2026-02-03", seats=3)
    scene.payment(reader, "pi_3", paid_at=None)
    scene.payment(scene.member("bob"), "pi_4")
    scene.order(reader, state="processing", created_at="2026-03-04")
    shown = scene.ask("select masterclass.reader_payments()")
    assert [(paid["state"], paid["seats"], paid["subtotal_minor"]) for paid in shown] == [
        ("processing", None, 49900),
        ("paid", 3, 49900),
        ("paid", None, 50000),
    ]


def test_test_mode_is_not_shown_in_a_shop_that_is_live(scene: Scene) -> None:
    """What was tried is no purchase."""
    scene.payment(scene.signed_in(), livemode=False)
    scene.ask("update masterclass.shop set live = true")
    assert scene.ask("select masterclass.reader_payments()") == []
