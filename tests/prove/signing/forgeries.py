"""Tokens that must not be believed: one bit, one claim, one key or one algorithm is not what it should be."""

import base64
import hmac
import json
import random
import time
import uuid
from collections.abc import Callable
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization

from tests.support.tokens import Issuer, SigningKey

STRANGER = SigningKey("key-1")  # another key under the known id
UNKNOWN = SigningKey("key-unknown")

Forge = Callable[[Issuer, random.Random], str]


def _encode(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def _user() -> str:
    return str(uuid.uuid4())


def flipped_signature(issuer: Issuer, seeded: random.Random) -> str:
    """One bit of the signature is another."""
    head, body, signature = issuer.token(_user()).split(".")
    raw = bytearray(base64.urlsafe_b64decode(signature + "=="))
    raw[seeded.randrange(len(raw))] ^= 1 << seeded.randrange(8)
    return f"{head}.{body}.{base64.urlsafe_b64encode(bytes(raw)).rstrip(b'=').decode()}"


def changed_claim_unsigned(issuer: Issuer, seeded: random.Random) -> str:
    """One claim was changed after signing."""
    head, body, signature = issuer.token(_user()).split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    name = seeded.choice(["sub", "exp", "session_id", "email", "aud"])
    claims[name] = {"exp": claims["exp"] + 1, "aud": "authenticated2"}.get(name, _user())
    return f"{head}.{_encode(claims)}.{signature}"


def wrong_claim(issuer: Issuer, seeded: random.Random) -> str:
    """Rightly signed, but one claim is not what an access token of a member has."""
    now = int(time.time())
    user = _user()
    wrong: list[tuple[str, Any]] = [
        ("iss", "https://evil.example/auth/v1"),
        ("iss", None),
        ("iss", issuer.url),
        ("iss", f"{issuer.url}/auth/v1/"),
        ("iss", [f"{issuer.url}/auth/v1"]),
        ("aud", "anon"),
        ("aud", None),
        ("aud", ["other"]),
        ("aud", 1),
        ("aud", {}),
        ("sub", None),
        ("sub", [user]),
        ("sub", 10**400),
        ("sub", "\ud800"),
        ("sub", "root"),
        ("sub", 7),
        ("sub", ""),
        ("exp", None),
        ("exp", now - 12),
        ("exp", "soon"),
        ("exp", str(now + 60)),
        ("exp", 10**400),
        ("exp", now + 90_000),
        ("exp", now + 60.5),
        ("exp", True),
        ("exp", float("inf")),
        ("exp", float("nan")),
        ("exp", [now + 60]),
        ("iat", None),
        ("iat", now + 3600),
        ("iat", True),
        ("iat", "now"),
        ("iat", -(10**300)),
        ("nbf", "soon"),
        ("nbf", 10**400),
        ("nbf", now + 3600),
        ("role", "anon"),
        ("role", "service_role"),
        ("role", None),
        ("role", ["authenticated"]),
        ("role", "Authenticated"),
        ("is_anonymous", True),
        ("is_anonymous", 1),
        ("is_anonymous", "yes"),
        ("client_id", "app"),
        ("client_id", ""),
        ("session_id", None),
        ("session_id", [user]),
        ("session_id", "\ud800"),
        ("session_id", "x"),
        ("session_id", 3),
    ]
    name, value = seeded.choice(wrong)
    changed: dict[str, object] = {"iat": now - 3600, name: value}
    payload = json.dumps(issuer.claims(user, **changed)).encode()  # PyJWT's own encoder refuses some of these
    return jwt.api_jws.encode(payload, issuer.key.private, algorithm="ES256", headers={"kid": issuer.key.kid})


def stranger_key(issuer: Issuer, seeded: random.Random) -> str:
    """Signed by somebody else's key, under a known, an unknown or no id."""
    key = seeded.choice([STRANGER, UNKNOWN])
    headers = seeded.choice([{"kid": key.kid}, {}, {"kid": "key-2"}, {"kid": f"key-{seeded.random()}"}])
    return jwt.encode(issuer.claims(_user()), key.private, algorithm="ES256", headers=headers)


def confused_algorithm(issuer: Issuer, seeded: random.Random) -> str:
    """The public key as an HMAC secret, no algorithm at all, or another family's."""
    public = issuer.key.private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    head = {
        "alg": seeded.choice(["HS256", "none", "None", "RS256", "ES384", "PS256", "", 1, None]),
        "typ": "JWT",
        "kid": issuer.key.kid,
    }

    signed = f"{_encode(head)}.{_encode(issuer.claims(_user()))}"
    digest = hmac.digest(public, signed.encode(), "sha256") if seeded.random() < 0.7 else b""
    return f"{signed}.{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}"


def rubbish(issuer: Issuer, seeded: random.Random) -> str:
    """Not a token at all, or one in pieces."""
    token = issuer.token(_user())
    return seeded.choice(
        [
            "",
            ".",
            "..",
            "...",
            token[: seeded.randrange(len(token))],
            token + ".x",
            token.replace(".", ""),
            "é" + token,
            "\ud800",
            "a" * 9000,
            token[::-1],
            "null.null.null",
            f"{_encode([])}.{_encode({})}.x",
            _encode({}) * 3,
            "[" * 4000,
            f"{_encode({'alg': 'ES256', 'kid': ['key-1']})}.{_encode({})}.AAAA",
            " " + token,
            token + "\n",
        ]
    )


# At least half are damaged in one place only.
FORGERIES: tuple[Forge, ...] = (
    flipped_signature,
    flipped_signature,
    changed_claim_unsigned,
    wrong_claim,
    wrong_claim,
    stranger_key,
    confused_algorithm,
    rubbish,
)
