"""masterclass.require_second_step: a session that has shown an app's code, and no other."""

import json

import psycopg
import pytest

from tests.integration.functions.conftest import Ask

ANN = "00000000-0000-4000-8000-0000000000a1"
SESSION = "00000000-0000-4000-8000-0000000000b1"


def refusal(ask: Ask) -> str | None:
    """Return the SQLSTATE with which Ann's session is refused; None when it is not."""
    try:
        ask("select masterclass.require_second_step()")
    except psycopg.Error as refused:
        return refused.sqlstate
    return None


@pytest.mark.parametrize(("level", "refused"), [("aal1", "MC413"), (None, "MC413"), ("aal2", None)])
def test_only_a_session_that_showed_a_second_factor_passes(ask: Ask, level: str | None, refused: str | None) -> None:
    """Password alone is MC413, with the app's code it passes, and an ended session is MC401 whatever its token says."""
    ask("insert into auth.users (id, email) values (%s, 'ann@example.com')", ANN)
    ask(
        "insert into auth.sessions (id, user_id, created_at, aal) values (%s, %s, now(), %s::auth.aal_level)",
        SESSION,
        ANN,
        level,
    )
    claims = {"sub": ANN, "session_id": SESSION, "aal": "aal2"}
    ask("select set_config('request.jwt.claims', %s, true)", json.dumps(claims))
    assert refusal(ask) == refused
    ask("delete from auth.sessions where id = %s", SESSION)
    assert refusal(ask) == "MC401"
