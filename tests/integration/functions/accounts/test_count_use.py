"""masterclass.count_use: how often a member may do what costs something."""

import json

import psycopg
import pytest

from tests.integration.functions.conftest import Ask

ANN = "00000000-0000-4000-8000-0000000000a1"


@pytest.fixture
def use(ask: Ask) -> Ask:
    """Count one use of Ann's: (action, most, window)."""
    ask(
        "insert into auth.users (id, email, aud, role, is_anonymous) values (%s, 'ann@example.com', 'authenticated',"
        " 'authenticated', false)",
        ANN,
    )
    ask("select set_config('request.jwt.claims', %s, true)", json.dumps({"sub": ANN}))

    def count(action: str, most: int, per: str) -> int:
        try:
            ask("select masterclass.count_use(%s, %s, %s::interval)", action, most, per)
        except psycopg.Error as refusal:
            if refusal.sqlstate != "MC429":
                raise
            return json.loads(refusal.diag.message_detail or "{}")["seconds"]
        return 0

    return count


def test_the_limit_says_how_long_to_wait(use: Ask) -> None:
    """Up to the limit nobody waits; past it the seconds until the window ends, and each action counts by itself."""
    assert [use("export", 2, "1 hour") for _ in range(3)] == [0, 0, 3600]
    assert use("checkout", 2, "1 hour") == 0


def test_a_window_that_is_over_begins_anew(ask: Ask, use: Ask) -> None:
    """What was used in an earlier window counts no more."""
    assert [use("export", 1, "1 hour") for _ in range(2)] == [0, 3600]
    ask("update masterclass.member_limits set window_start = now() - interval '1 hour'")
    assert [use("export", 1, "1 hour") for _ in range(2)] == [0, 3600]
