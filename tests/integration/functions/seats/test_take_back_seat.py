"""masterclass.take_back_seat: a seat that can be given again."""

from tests.integration.functions.scene import Scene

TAKE = "select masterclass.take_back_seat(%s)"


def test_until_a_module_was_completed(scene: Scene) -> None:
    """Taken back it is free; whoever completed a module with it keeps it."""
    ann = scene.member("ann")
    pack = scene.payment(scene.signed_in("practice"), seats=2)
    first, second = scene.grant(email="bob@example.com", payment_id=pack), scene.grant(user_id=ann, payment_id=pack)
    scene.ask(TAKE, first)
    assert scene.refusal(TAKE, first)[0] == "MC404"
    scene.add("module_progress", "user_id", user_id=ann, module_id=scene.module(), completed_at="tomorrow")
    assert scene.refusal(TAKE, second)[0] == "MC409"
    assert scene.ask("select masterclass.taken_seats(%s)", pack) == 1


def test_a_gift_gets_another_link(scene: Scene) -> None:
    """The link that was given away is good for nothing any more."""
    pack = scene.payment(scene.signed_in("giver"), seats=1, claim_token="token")
    scene.ask(TAKE, scene.grant(user_id=scene.member("ann"), payment_id=pack))
    assert scene.ask("select claim_token <> 'token' from masterclass.payments") is True


def test_nobody_elses(scene: Scene) -> None:
    """A seat of another's pack is none."""
    pack = scene.payment(scene.member("practice"), seats=2)
    seat = scene.grant(email="ann@example.com", payment_id=pack)
    scene.signed_in("other")
    assert scene.refusal(TAKE, seat)[0] == "MC404"
