"""A slice of `make prove AREA=bodies`."""

import pytest

from tests.prove import bodies
from tests.prove.proof import assert_slice


@pytest.mark.parametrize("proof", bodies.PROOFS, ids=lambda proof: proof.name)
def test_hostile_bodies_slice(proof: bodies.Proof) -> None:
    """No hostile body makes a route answer 500 or refuse without a problem document."""
    assert_slice(proof, seed=7)
