"""masterclass.support_extend: complimentary access lasts longer."""

from psycopg.types.json import Jsonb

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.support_extend('ann@example.com', %s)"


def test_the_newest_that_was_not_withdrawn(scene: Scene) -> None:
    """One that has run out is alive again; none is 404; the same end changes nothing."""
    scene.grant(email="ann@example.com", revoked_at="now")
    assert scene.refusal(ASKED, Jsonb({}))[0] == "MC404"
    granted = scene.grant(email="ann@example.com", expires_at="2020-01-01T00:00:00Z")
    until = Jsonb({"until": "2099-01-01T00:00:00+00:00"})
    assert [scene.ask(ASKED, until) for _ in range(2)] == [True, False]
    assert scene.ask("select expires_at > now() from masterclass.access_grants where id = %s", granted) is True
    assert scene.ask(ASKED, Jsonb({})) is True
