"""A slice of `make prove AREA=pooler`: through a transaction-mode pooler, identities never mix."""

from tests import system
from tests.prove import pooler
from tests.prove.proof import assert_slice


def test_crowded_pooler_slice() -> None:
    """60 clients on 10 backends that are killed midway: 200 or 503 with Retry-After, each answer its own member's."""
    system.require("pgbouncer")
    for proof in pooler.PROOFS:
        assert_slice(proof)
