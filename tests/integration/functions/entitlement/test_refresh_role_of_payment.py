"""masterclass.refresh_role_of_payment: the role follows the money."""

from tests.integration.functions.scene import Scene

ROLES = "select array_agg(role order by email) from masterclass.users"


def test_of_whoever_it_was_and_is(scene: Scene) -> None:
    """A payment that changes its member changes two roles."""
    scene.member("ann")
    bob = scene.member("bob")
    scene.payment(scene.ask("select masterclass.member_of('ann@example.com')"))
    assert scene.ask(ROLES) == ["paid", "free"]
    scene.ask("update masterclass.payments set user_id = %s", bob)
    assert scene.ask(ROLES) == ["free", "paid"]


def test_of_whoever_has_a_seat_of_it(scene: Scene) -> None:
    """A pack that is disputed closes its seats; its buyer had nothing of it."""
    ann, practice = scene.member("ann"), scene.member("practice")
    scene.grant(user_id=ann, payment_id=scene.payment(practice, seats=3))
    assert scene.ask(ROLES) == ["paid", "free"]
    scene.ask("insert into masterclass.disputes values ('dp_1', 'pi_1', 'lost')")
    assert scene.ask(ROLES) == ["free", "free"]


def test_of_whoever_had_it(scene: Scene) -> None:
    """A payment that goes takes the role along; one that changes in itself alone is looked at once more."""
    ann = scene.member("ann")
    scene.payment(ann)
    scene.ask("update masterclass.payments set paid_at = null")
    assert scene.ask(ROLES) == ["free"]
    scene.ask("update masterclass.payments set paid_at = now()")
    scene.ask("delete from masterclass.payments")
    assert scene.ask(ROLES) == ["free"]


def test_of_whoever_has_a_seat_by_address(scene: Scene) -> None:
    """A seat of an address counts for the member who has it, and for nobody else's payment."""
    scene.member("ann")
    practice, other = scene.member("practice"), scene.member("other")
    scene.grant(email="ann@example.com", payment_id=scene.payment(practice, seats=3))
    scene.ask("update masterclass.users set role = 'free'")
    scene.payment(other, "pi_2")
    assert scene.ask(ROLES) == ["free", "paid", "free"]
    scene.ask("update masterclass.payments set paid_at = now() where stripe_payment_id = 'pi_1'")
    assert scene.ask(ROLES) == ["paid", "paid", "free"]
