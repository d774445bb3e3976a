"""masterclass.promotion_codes_used: what each promotion code has brought."""

from tests.integration.functions.scene import Scene


def test_uses_discount_and_what_was_kept(scene: Scene) -> None:
    """By code; refunds are not revenue, and a code whose words are not known is named by Stripe's id."""
    ann = scene.member()
    code = {"promotion_id": "promo_1", "promotion_code": "TEN", "discount_minor": 100, "amount_minor": 900}
    scene.payment(ann, "pi_1", **code)
    scene.payment(ann, "pi_2", **code)
    scene.payment(ann, "pi_3", promotion_id="promo_2", discount_minor=5)
    scene.payment(ann, "pi_4")
    scene.ask("insert into masterclass.refunds values ('re_1', 'pi_2', 900, 'succeeded')")
    listed = "select json_agg(row_to_json(c)) from masterclass.promotion_codes_used() as c"
    assert [list(code.values()) for code in scene.ask(listed)] == [
        ["TEN", "usd", 2, 200, 900],
        ["promo_2", "usd", 1, 5, 49900],
    ]
