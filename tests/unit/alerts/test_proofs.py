"""The slices of the watch's proofs: healthy days, every alarm raised and over, a database away."""

import pytest

from tests.prove.proof import Proof, assert_slice
from tests.prove.watch import PROOFS


@pytest.mark.parametrize("proof", PROOFS, ids=lambda proof: proof.name)
def test_slice(proof: Proof) -> None:
    """The slice finds nothing wrong."""
    assert_slice(proof)
