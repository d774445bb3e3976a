"""masterclass.public_certificate: what anyone may compare with the paper."""

from tests.integration.functions.scene import Scene

CERTIFICATE = {"course": "Money", "course_version": "1", "minutes": 10, "modules": "[]"}
ASKED = "select masterclass.public_certificate('0000-0000-0000')"


def test_the_paper_and_nothing_of_the_person(scene: Scene) -> None:
    """Name, course and modules; no address, and null for a code that is none."""
    assert scene.ask(ASKED) is None
    scene.add("certificates", "code", code="0000-0000-0000", user_id=scene.member(), name="Ann", **CERTIFICATE)
    shown = scene.ask(ASKED)
    assert (shown["name"], shown["course"], shown["revoked"], shown["cme_credit"]) == ("Ann", "Money", False, False)
    assert "ann@example.com" not in str(shown)


def test_revoked_is_money_that_went_back(scene: Scene) -> None:
    """A refund revokes; complimentary access that merely ended does not."""
    ann, bob = scene.member("ann"), scene.member("bob")
    scene.add("certificates", "code", code="0000-0000-0000", user_id=ann, name="Ann", **CERTIFICATE)
    scene.add("certificates", "code", code="0000-0000-0001", user_id=bob, name="Bob", **CERTIFICATE)
    scene.payment(ann)
    scene.add(
        "refunds",
        "stripe_refund_id",
        stripe_refund_id="re_1",
        stripe_payment_id="pi_1",
        amount_minor=49900,
        status="succeeded",
    )
    scene.grant(user_id=bob, expires_at="yesterday")
    revoked = "array_agg(masterclass.public_certificate(code) -> 'revoked' order by code)"
    assert scene.ask(f"select {revoked} from masterclass.certificates") == [True, False]
