"""masterclass.grant_restored_payment: a payment whose member was lost."""

from tests.integration.functions.scene import Scene

GRANT = "select masterclass.grant_restored_payment('cs_1', 'Ann@Example.com')"


def test_access_waits_at_the_address_that_paid(scene: Scene) -> None:
    """Once, and whoever confirms the address has it, as long as the payment stands."""
    scene.payment(None, checkout_session_id="cs_1")
    assert [scene.ask(GRANT) for _ in range(2)] == ["waits", "kept"]
    ann = scene.member()
    assert scene.ask("select masterclass.has_full_access(%s)", ann) is True
    scene.ask("insert into masterclass.refunds values ('re_1', 'pi_1', 49900, 'succeeded')")
    assert scene.ask("select masterclass.has_full_access(%s)", ann) is False


def test_a_pack_waits_for_its_buyer(scene: Scene) -> None:
    """A pack is nobody's until its buyer has signed up again and confirmed the address; then it is theirs, once."""
    scene.payment(None, checkout_session_id="cs_1", seats=5)
    assert scene.ask(GRANT) == "nobody"
    ann = scene.member(email_confirmed_at=None)
    assert scene.ask(GRANT) == "nobody"
    scene.ask("update auth.users set email_confirmed_at = now()")
    assert [scene.ask(GRANT) for _ in range(2)] == ["theirs", "kept"]
    assert scene.ask("select user_id from masterclass.payments") == ann
    assert scene.ask("select count(*) from masterclass.access_grants") == 0


def test_somebodys_payment_is_not_given_away(scene: Scene) -> None:
    """A payment that has its member is nobody else's."""
    scene.payment(scene.member("bob"), checkout_session_id="cs_1")
    assert scene.ask(GRANT) == "kept"


def test_who_was_erased_stays_nobody(scene: Scene) -> None:
    """Of an order that we asked Stripe for, and that has no member any more, nothing waits anywhere."""
    order = scene.order(None)
    scene.add("order_sessions", "order_id", order_id=order, checkout_session_id="cs_1")
    scene.payment(None, checkout_session_id="cs_1", order_id=order)
    assert scene.ask(GRANT) == "kept"
