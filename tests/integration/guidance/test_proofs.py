"""The proofs about the guide, a slice of each: `make prove AREA=guidance` runs them at full size."""

import pytest

from tests.prove.guidance import PROOFS
from tests.prove.proof import Proof, assert_slice


@pytest.mark.parametrize("proof", PROOFS, ids=[proof.name for proof in PROOFS])
def test_slice(proof: Proof) -> None:
    """Faults, crowds and hostile prompts find nothing wrong."""
    assert_slice(proof)
