"""masterclass.mailed_link: what a link in a mail is for."""

import uuid

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.mailed_link('secret')"


def test_an_open_link_says_for_what_and_whom(scene: Scene) -> None:
    """Whoever holds the token learns its kind and address; asking does not use it up."""
    ann = scene.member(email_confirmed_at=None)
    token = {"token_type": "confirmation_token", "token_hash": "secret", "relates_to": ""}
    scene.add("auth.one_time_tokens", id=uuid.uuid4(), user_id=ann, **token)
    for _ in range(2):
        said = scene.ask(ASKED)
        assert (said["state"], said["kind"], said["email"]) == ("open", "confirmation", "ann@example.com")


def test_a_spent_and_an_unknown_one(scene: Scene) -> None:
    """A link that was followed says so, and names nobody; any other is unknown."""
    assert scene.ask(ASKED) == {"state": "unknown"}
    scene.ask(
        "insert into masterclass.spent_links (digest, kind, outcome) values (sha256('secret'), 'recovery', 'used')"
    )
    assert scene.ask(ASKED) == {"state": "used", "kind": "recovery"}
