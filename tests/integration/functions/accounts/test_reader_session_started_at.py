"""masterclass.reader_session_started_at: since when the reader is signed in."""

import pytest

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.reader_session_started_at() is not null"


def test_a_session_that_is_there(scene: Scene) -> None:
    """The session of the token, not another one of the same person."""
    scene.signed_in(created_at="2026-01-02 03:04:05+00")
    assert scene.ask("select masterclass.reader_session_started_at()::text") == "2026-01-02 03:04:05+00"


@pytest.mark.parametrize(
    "ended",
    [
        "delete from auth.sessions where user_id = %s",
        "update auth.sessions set not_after = now() where user_id = %s",
        "update auth.users set banned_until = now() + interval '1 hour' where id = %s",
    ],
)
def test_none_once_it_has_ended(scene: Scene, ended: str) -> None:
    """Signed out, over, or banned: there is none."""
    reader = scene.signed_in()
    assert scene.ask(ASKED) is True
    scene.ask(ended, reader)
    assert scene.ask(ASKED) is False


def test_a_ban_that_is_over(scene: Scene) -> None:
    """Who was banned and is not any more is signed in."""
    scene.reads(scene.member(banned_until="yesterday"))
    assert scene.ask(ASKED) is True
