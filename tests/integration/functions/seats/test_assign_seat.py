"""masterclass.assign_seat: a seat of one's own pack, for an address."""

from tests.integration.functions.scene import Scene

ASSIGN = "select masterclass.assign_seat(%s, %s)"


def test_given_to_an_address(scene: Scene) -> None:
    """Whoever confirms the address has the seat; the same address has one alone."""
    pack = scene.payment(scene.signed_in("practice"), seats=3)
    scene.ask(ASSIGN, pack, "Ann@Example.com")
    assert scene.ask("select masterclass.has_full_access(%s)", scene.member("ann")) is True
    assert scene.refusal(ASSIGN, pack, "ann@example.com")[0] == "MC409"
    assert scene.ask("select masterclass.taken_seats(%s)", pack) == 1


def test_refusals(scene: Scene) -> None:
    """A full pack, one's own access, and somebody else's pack: nothing is given."""
    reader = scene.signed_in("practice")
    pack = scene.payment(reader, seats=1)
    own = scene.payment(reader, "pi_2")
    scene.ask(ASSIGN, pack, "ann@example.com")
    assert scene.refusal(ASSIGN, pack, "bob@example.com")[0] == "MC409"
    assert scene.refusal(ASSIGN, own, "bob@example.com")[0] == "MC404"
    scene.reads(scene.member("other"))
    assert scene.refusal(ASSIGN, pack, "bob@example.com")[0] == "MC404"
    assert scene.ask("select count(*) from masterclass.access_grants") == 1
