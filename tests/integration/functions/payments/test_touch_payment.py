"""masterclass.touch_payment: a refund or a dispute touches its payment."""

import pytest

from tests.integration.functions.scene import Scene

ROLE = "select role from masterclass.users"


@pytest.mark.parametrize(
    ("fact", "table"),
    [
        ("insert into masterclass.refunds values ('re_1', 'pi_1', 49900, 'succeeded')", "refunds"),
        ("insert into masterclass.disputes values ('dp_1', 'pi_1', 'lost')", "disputes"),
    ],
)
def test_the_role_follows_at_once(scene: Scene, fact: str, table: str) -> None:
    """The member's role goes with the fact, and comes back when it is gone."""
    scene.payment(scene.member())
    scene.ask(fact)
    assert scene.ask(ROLE) == "free"
    scene.ask(f"delete from masterclass.{table}")
    assert scene.ask(ROLE) == "paid"
