"""masterclass.agree_to_terms: the reader agreed to a version."""

import json

from tests.integration.functions.conftest import Ask

ANN = "00000000-0000-4000-8000-0000000000a1"


def test_the_first_time_counts(ask: Ask) -> None:
    """Agreeing again keeps when it was; another version is another fact."""
    ask("insert into auth.users (id, email) values (%s, 'ann@example.com')", ANN)
    ask("select set_config('request.jwt.claims', %s, true)", json.dumps({"sub": ANN}))
    ask("select masterclass.agree_to_terms('2026-11')")
    ask("update masterclass.terms_agreements set agreed_at = '2026-11-01'")
    for version in ("2026-11", "2027-01"):
        ask("select masterclass.agree_to_terms(%s)", version)
    query = (
        "select array_agg(version || ' ' || (agreed_at = '2026-11-01') order by version)"
        "  from masterclass.terms_agreements"
    )
    assert ask(query) == ["2026-11 true", "2027-01 false"]
