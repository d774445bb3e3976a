"""masterclass.require_open_pack: a pack with a free seat that is paid for."""

from tests.integration.functions.scene import Scene

ASKED = "select (masterclass.require_open_pack(%s)).id"


def test_the_pack_or_why_not(scene: Scene) -> None:
    """The pack; refused once every seat is taken, and once its payment does not stand."""
    pack = scene.payment(scene.member("practice"), seats=1)
    assert scene.ask(ASKED, pack) == pack
    grant = scene.grant(email="ann@example.com", payment_id=pack)
    assert "taken" in scene.refusal(ASKED, pack)[1]["says"]
    scene.ask("update masterclass.access_grants set revoked_at = now() where id = %s", grant)
    assert scene.ask(ASKED, pack) == pack
    scene.ask("insert into masterclass.disputes values ('dp_1', 'pi_1', 'lost')")
    assert "does not stand" in scene.refusal(ASKED, pack)[1]["says"]
