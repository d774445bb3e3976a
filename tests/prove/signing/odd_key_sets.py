"""Key sets as no sensible service publishes them: an outage, or our keys among oddities, never a new truth."""

import json
import random
import uuid
from collections import Counter
from typing import Any, cast

from shared import identity, keys
from shared.problems import Unavailable
from tests.prove.proof import Outcome
from tests.prove.signing.forgeries import FORGERIES, STRANGER
from tests.prove.signing.issuers import accepted, fresh_issuer
from tests.support.tokens import Issuer

LONGER_THAN_FRESH_SECONDS = 601.0  # the set is asked for anew
WITHIN_STALE_SECONDS = 1190.0  # and what was known still counts


class _Clock:
    """What the age of keys is measured with."""

    now = 10_000.0

    def monotonic(self) -> float:
        """The time of the story."""
        return self.now


def _oddity(seeded: random.Random, ours: dict[str, Any]) -> Any:
    """Return an entry that is no key to believe; some look much like one of ours."""
    stranger = STRANGER.public_jwk
    changed = {
        "kty": seeded.choice(["oct", "RSA", "OKP", "", None, 7, ["EC"]]),
        "crv": seeded.choice(["P-384", "secp256k1", None, 5]),
        "alg": seeded.choice(["HS256", "none", "RS256", "", 3]),
        "use": seeded.choice(["enc", "", None]),
        "x": seeded.choice(["", "AA", None, 3, "é", stranger["x"]]),
    }
    name = seeded.choice(list(changed))
    return seeded.choice(
        [
            *(None, True, 7, 1.5, "x", [], [ours], {}, {"kid": ours["kid"]}, {"keys": [ours]}),
            {**ours, "kid": "other", name: changed[name]},
            {**stranger, "kid": f"stranger-{seeded.random()}", "use": "enc"},
            {key: value for key, value in ours.items() if key != seeded.choice(list(ours))} | {"kid": None},
        ]
    )


def _outage(seeded: random.Random, issuer: Issuer) -> bytes:
    """Return an answer without one usable key."""
    whole = json.dumps({"keys": [_unusable(seeded, issuer) for _ in range(seeded.randrange(5))]}).encode()
    return seeded.choice(
        [
            whole,
            whole[: seeded.randrange(len(whole))],
            *(b"", b"null", b"[]", b"{}", b"7", b'"keys"', b'{"keys": null}', b'{"keys": {"a": 1}}', b'{"keys": "ab"}'),
            b"<!doctype html><title>Sign in to the network</title>",
            bytes(seeded.randrange(256) for _ in range(seeded.randrange(200))),
            b'{"keys": [' + b"[" * seeded.randrange(100_000),
            json.dumps({"Keys": [issuer.key.public_jwk]}).encode(),
        ]
    )


def _unusable(seeded: random.Random, issuer: Issuer) -> Any:
    ours = issuer.key.public_jwk
    return seeded.choice([None, 7, "x", [], {}, {**ours, "kty": "oct"}, {**ours, "use": "enc"}, {**ours, "x": "AA"}])


def odd_key_sets(size: int, seed: int) -> Outcome:
    """In each of `size` rounds an odd set comes where a good one was; two valid tokens and a forgery are shown."""
    seeded = random.Random(seed)
    issuer, clock = fresh_issuer(), _Clock()
    real_time, keys.time = keys.time, cast("Any", clock)
    answers: Counter[str] = Counter()
    try:
        for _ in range(size):
            issuer.says, issuer.others = None, []
            identity.forget()
            accepted(issuer.token(str(uuid.uuid4())))  # the good set is known
            outage = seeded.random() < 0.5
            issuer.says = _outage(seeded, issuer) if outage else None
            issuer.others = [_oddity(seeded, issuer.key.public_jwk) for _ in range(seeded.randrange(1, 6))]
            clock.now += seeded.uniform(LONGER_THAN_FRESH_SECONDS, WITHIN_STALE_SECONDS)
            answers.update(f"valid {_told(issuer.token(str(uuid.uuid4()), key=key))}" for key in issuer.keys)
            answers[f"forged {_told(seeded.choice(FORGERIES)(issuer, seeded))}"] += 1
    finally:
        keys.time = real_time
        issuer.close()
        identity.forget()
    wrong = sum(count for answer, count in answers.items() if answer not in ("valid believed", "forged refused"))
    return Outcome(size, wrong, f"{dict(answers)}")


def _told(token: str) -> str:
    try:
        return "believed" if accepted(token) else "refused"
    except Unavailable:
        return "unavailable"
