"""masterclass.dispute_took: whether a dispute has taken the money for good."""

import pytest

from tests.integration.functions.scene import Scene

ASKED = """
select masterclass.dispute_took(jsonb_populate_record(null::masterclass.disputes, jsonb_build_object(
         'status', %s::text, 'case_type', %s::text, 'transactions', %s::int, 'net_minor', %s::bigint)))
"""


@pytest.mark.parametrize(
    ("status", "case_type", "transactions", "net_minor", "took"),
    [
        ("lost", None, 0, 0, True),
        ("won", None, 2, 0, False),
        ("needs_response", None, 1, -49900, False),
        ("prevented", "compliance", 0, 0, True),
        ("prevented", None, 0, 0, True),
        ("prevented", "block", 0, 0, False),
        ("prevented", "block", 1, -49900, True),
        ("prevented", "compliance", 2, 0, False),
    ],
)
def test_where_the_money_is(
    scene: Scene, status: str, case_type: str | None, transactions: int, net_minor: int, took: bool
) -> None:
    """Lost is gone; of a prevented one its transactions say, and its kind where there are none."""
    assert scene.ask(ASKED, status, case_type, transactions, net_minor) is took
