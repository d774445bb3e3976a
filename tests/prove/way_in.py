"""The way in: a whole class behind one address."""

from tests.prove.arriving.classroom import classroom
from tests.prove.proof import Proof

PROOFS = [
    Proof(
        "a-class-behind-one-address",
        "sixty people who sign in at the same moment from one address are all in within three minutes",
        60,
        8,
        classroom,
    ),
]
