"""masterclass.make_member: the member row is made where the person is."""

import pytest
from psycopg.types.json import Jsonb

from tests.integration.functions.scene import Scene


def test_a_member_is_free_whatever_they_send(scene: Scene) -> None:
    """Name and address come along, tidied; a role that somebody sends does not."""
    ann = scene.member(email="Ann@Example.com", raw_user_meta_data=Jsonb({"name": " Ann ", "role": "paid"}))
    found = scene.row("select email, name, role from masterclass.users where id = %s", ann)
    assert found == ["ann@example.com", "Ann", "free"]


@pytest.mark.parametrize("person", [{"email": None}, {"email": ""}, {"is_anonymous": True}])
def test_nobody_without_an_address(scene: Scene, person: dict[str, object]) -> None:
    """Who has no address, or is anonymous, is no member."""
    ann = scene.member(**person)
    assert scene.ask("select count(*) from masterclass.users where id = %s", ann) == 0
