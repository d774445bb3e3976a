"""masterclass.claim_seat: a gift, by its link."""

from tests.integration.functions.scene import Scene

CLAIM = "select masterclass.claim_seat('token')"


def test_once_and_for_somebody_who_has_nothing(scene: Scene) -> None:
    """Who has full access leaves it for somebody else; it is taken once, and any other word is no gift."""
    scene.payment(scene.member("giver"), seats=1, claim_token="token")
    full = scene.signed_in("full")
    grant = scene.grant(user_id=full)
    assert scene.refusal(CLAIM)[0] == "MC409"
    scene.ask("delete from masterclass.access_grants where id = %s", grant)
    scene.ask(CLAIM)
    assert scene.ask("select masterclass.reader_has_full_access()") is True
    scene.reads(scene.member("late"))
    assert scene.refusal(CLAIM)[0] == "MC409"
    assert scene.refusal("select masterclass.claim_seat('another')")[0] == "MC404"
