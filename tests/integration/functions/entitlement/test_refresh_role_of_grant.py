"""masterclass.refresh_role_of_grant: whom a grant names gets the role."""

import pytest

from tests.integration.functions.scene import Scene

ROLE = "select role from masterclass.users where id = %s"


@pytest.mark.parametrize(
    "end", ["update masterclass.access_grants set revoked_at = now()", "delete from masterclass.access_grants"]
)
@pytest.mark.parametrize("named", ["user_id", "email"])
def test_given_and_withdrawn(scene: Scene, named: str, end: str) -> None:
    """By id or by address: the role comes with the grant and goes with it."""
    ann = scene.member()
    scene.grant(**{named: ann if named == "user_id" else "ann@example.com"})
    assert scene.ask(ROLE, ann) == "paid"
    scene.ask(end)
    assert scene.ask(ROLE, ann) == "free"


def test_nobody_else_is_looked_at(scene: Scene) -> None:
    """The others' roles stay what the column says."""
    ann, bob = scene.member("ann"), scene.member("bob")
    scene.ask("update masterclass.users set role = 'paid' where id = %s", bob)
    scene.grant(user_id=ann)
    assert [scene.ask(ROLE, who) for who in (ann, bob)] == ["paid", "paid"]
