"""masterclass.erase_account: the reader goes."""

import pytest

from tests.integration.functions.scene import Scene

ERASE = "select masterclass.erase_account()"


def test_the_person_is_gone_and_the_payment_stays(scene: Scene) -> None:
    """Everything that names the reader goes; a payment stays as a bare record."""
    reader = scene.signed_in()
    scene.payment(reader, receipt_url="https://example.com/receipt")
    scene.ask(ERASE)
    assert scene.ask("select count(*) from auth.users where id = %s", reader) == 0
    assert scene.ask("select count(*) from masterclass.users where id = %s", reader) == 0
    assert scene.row("select user_id, amount_minor, receipt_url from masterclass.payments") == [None, 49900, None]


@pytest.mark.parametrize(
    ("session", "code"), [({"created_at": "yesterday"}, "MC403"), ({"not_after": "yesterday"}, "MC401")]
)
def test_only_by_a_sign_in_that_is_fresh(scene: Scene, session: dict[str, str], code: str) -> None:
    """An old sign-in does not erase anybody, an ended one less."""
    reader = scene.signed_in(**session)
    assert scene.refusal(ERASE)[0] == code
    assert scene.ask("select count(*) from auth.users where id = %s", reader) == 1
