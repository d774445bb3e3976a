"""A slice of every proof about money runs with the tests; `make prove AREA=payments` runs them at full size."""

import pytest

from tests.prove.payments import PROOFS
from tests.prove.proof import Proof, assert_slice


@pytest.mark.parametrize("proof", PROOFS, ids=lambda proof: proof.name)
def test_slice(proof: Proof, monkeypatch: pytest.MonkeyPatch) -> None:
    """The proof holds on its slice. The mutants that must die are named in tests/prove/money/mutants.py."""
    for name in SET_BY_PROOFS:
        monkeypatch.setenv(name, "")
    assert_slice(proof, seed=7)


SET_BY_PROOFS = (
    "DATABASE_URL",
    "SUPABASE_URL",
    "SITE_URL",
    "SIGNUP_HOOK_SECRET",
    "STRIPE_WEBHOOK_SECRET",
    "STRIPE_SECRET_KEY",
    "STRIPE_API_BASE",
    "STRIPE_PRICE_ID",
)
