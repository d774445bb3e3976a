"""Tokens against the real `identify`: every valid one accepted, no forged one, whatever the key set holds."""

import random
import time
import uuid

from shared import identity
from tests.prove.proof import Outcome, Proof
from tests.prove.signing.forgeries import FORGERIES
from tests.prove.signing.issuers import accepted, fresh_issuer
from tests.prove.signing.odd_key_sets import odd_key_sets

VALID_EVERY = 100


def forged_tokens(size: int, seed: int) -> Outcome:
    """Interleave `size` forgeries with 1 % valid tokens and count the wrong answers and the JWKS fetches."""
    seeded = random.Random(seed)
    issuer = fresh_issuer()
    started = time.monotonic()
    let_in = shut_out = 0
    for number in range(size):
        let_in += accepted(seeded.choice(FORGERIES)(issuer, seeded))
        if number % VALID_EVERY == 0:
            shut_out += not accepted(issuer.token(str(uuid.uuid4()), key=seeded.choice(issuer.keys)))
    elapsed = time.monotonic() - started
    issuer.close()
    identity.forget()
    allowed_fetches = 1 + int(elapsed // 30)
    too_many = max(0, issuer.fetches - allowed_fetches)
    says = f"let in {let_in}, shut out {shut_out}, JWKS fetched {issuer.fetches} times in {elapsed:.0f} s"
    return Outcome(size, let_in + shut_out + too_many, says)


PROOFS = [
    Proof(
        "forged-tokens",
        "every valid token is accepted, no other, one JWKS fetch per 30 s",
        1_000_000,
        4_000,
        forged_tokens,
    ),
    Proof(
        "odd-key-sets",
        "whatever stands in the key set, forgeries stay out and no valid token is refused",
        20_000,
        200,
        odd_key_sets,
    ),
]
