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
