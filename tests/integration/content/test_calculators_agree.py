"""A slice of `make prove AREA=calculators`: every calculator of the course comes to the same here and in the page."""

import shutil

import pytest

from tests.prove import calculators
from tests.prove.proof import Proof, assert_slice


@pytest.mark.parametrize("proof", calculators.PROOFS, ids=lambda proof: proof.name)
def test_a_slice_of_each_calculator(proof: Proof) -> None:
    """Random inputs within a calculator's limits give the same bits in Python and in the page's modules."""
    if shutil.which("node") is None:
        pytest.skip("Node is not here (the page's modules): make setup-system installs it")
    assert_slice(proof, seed=5)
