"""A slice of the proof that `make prove AREA=backup` runs at full size; test_damages.py has those of the others."""

from tests.prove import backup
from tests.prove.proof import assert_slice


def test_histories_that_go_on_after_the_backup() -> None:
    """Eight buyers have what Stripe says after a restore, and whoever was erased since is gone."""
    assert_slice(next(proof for proof in backup.PROOFS if proof.name == "backup: histories"))
