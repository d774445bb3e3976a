"""A slice of `make prove AREA=description`."""

from tests.prove import description
from tests.prove.proof import assert_slice


def test_description_slice() -> None:
    """No generated request gets a 500, a refusal without a problem, or an answer that is not described."""
    for proof in description.PROOFS:
        assert_slice(proof, seed=3)
