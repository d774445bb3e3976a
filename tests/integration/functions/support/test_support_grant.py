"""masterclass.support_grant: complimentary access to an address, once."""

from psycopg.types.json import Jsonb

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.support_grant('Ann@example.com', 'cli:test', %s, %s)"


def test_the_same_grant_is_one(scene: Scene) -> None:
    """Another reason or another end is another grant."""
    until = Jsonb({"until": "2099-01-01T00:00:00Z"})
    asked = [("a friend", Jsonb({})), ("a friend", Jsonb({})), ("a friend", until), ("a colleague", Jsonb({}))]
    assert [scene.ask(ASKED, *one) for one in asked] == [True, False, True, True]
    assert scene.ask("select count(*) from masterclass.access_grants where email = 'ann@example.com'") == 3
