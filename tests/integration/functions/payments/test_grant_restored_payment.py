"""masterclass.grant_restored_payment: a payment whose member was lost."""

from tests.integration.functions.scene import Scene

GRANT = "select masterclass.grant_restored_payment('cs_1', 'Ann@Example.com')"


def test_access_waits_at_the_address_that_paid(scene: Scene) -> None:
    """Once, and whoever confirms the address has it, as long as the payment stands."""
    scene.payment(None, checkout_session_id="cs_1")
    assert [scene.ask(GRANT) for _ in range(2)] == [True, False]
    ann = scene.member()
    assert scene.ask("select masterclass.has_full_access(%s)", ann) is True
    scene.ask("insert into masterclass.refunds values ('re_1', 'pi_1', 49900, 'succeeded')")
    assert scene.ask("select masterclass.has_full_access(%s)", ann) is False


def test_somebodys_payment_is_not_given_away(scene: Scene) -> None:
    """A payment that has its member is nobody else's."""
    scene.payment(scene.member("bob"), checkout_session_id="cs_1")
    assert scene.ask(GRANT) is False
