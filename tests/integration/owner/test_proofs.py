"""A slice of `make prove AREA=owner`."""

from tests.prove import owner
from tests.prove.proof import assert_slice


def test_figures_slice() -> None:
    """Each figure of sixty members equals its slow definition, and the planted faults are flagged."""
    for proof in owner.PROOFS:
        assert_slice(proof, seed=3)
