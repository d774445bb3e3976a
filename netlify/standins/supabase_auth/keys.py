"""The ES256 keys that sign access tokens: kept in the database, rotated without an outage.

Two keys are always published, the one that signs and the one that will: whoever caches the key set for ten
minutes knows the next key before it is used. A rotation keeps the old key published until it is revoked.
"""

import json
import time
from typing import Any, cast
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm
from psycopg import AsyncConnection
from psycopg.rows import class_row, dict_row
from psycopg.types.json import Jsonb

from netlify.standins.supabase_auth.records import Json

RELOAD_SECONDS = 1.0


class SigningKey:
    """One key pair and its state: standby, current, previous or revoked."""

    def __init__(self, kid: str, state: str, private_jwk: Json):
        self.kid = kid
        self.state = state
        self.private = cast("ec.EllipticCurvePrivateKey", ECAlgorithm.from_jwk(private_jwk))
        self.public = self.private.public_key()

    @property
    def public_jwk(self) -> Json:
        """The key as the key set publishes it."""
        jwk = cast("Json", json.loads(ECAlgorithm.to_jwk(self.public)))
        return {
            "alg": "ES256",
            "crv": jwk["crv"],
            "ext": True,
            "key_ops": ["verify"],
            "kid": self.kid,
            "kty": "EC",
            "use": "sig",
            "x": jwk["x"],
            "y": jwk["y"],
        }


class KeyRing:
    """The keys that are believed, read from the database again after a second: another process may rotate."""

    def __init__(self) -> None:
        self._keys: dict[str, SigningKey] = {}
        self._read_at = 0.0

    async def refresh(self, connection: AsyncConnection) -> None:
        """Read the keys when they are older than a second; make the first two when there are none."""
        if self._keys and time.monotonic() - self._read_at < RELOAD_SECONDS:
            return
        keys = await _select_keys(connection)
        if not keys:
            await _insert_key(connection, "current")
            await _insert_key(connection, "standby")
            keys = await _select_keys(connection)
        self._keys = {key.kid: key for key in keys}
        self._read_at = time.monotonic()

    @property
    def current(self) -> SigningKey:
        """The key that signs."""
        return next(key for key in self._keys.values() if key.state == "current")

    def get(self, kid: object) -> SigningKey | None:
        """Return the believed key with this id."""
        return self._keys.get(kid) if isinstance(kid, str) else None

    def jwks(self) -> dict[str, list[Json]]:
        """Return the key set: every believed key's public half."""
        return {"keys": [key.public_jwk for key in self._keys.values()]}


async def rotate(connection: AsyncConnection[Any]) -> None:
    """Sign with the standby key from now on, keep believing the old one, and make a new standby."""
    async with connection.transaction():
        await connection.execute("update local_auth.signing_keys set state = 'previous' where state = 'current'")
        await connection.execute("update local_auth.signing_keys set state = 'current' where state = 'standby'")
        await _insert_key(connection, "standby")


async def revoke_previous(connection: AsyncConnection[Any]) -> None:
    """Stop believing every key that no longer signs."""
    await connection.execute("update local_auth.signing_keys set state = 'revoked' where state = 'previous'")


async def _select_keys(connection: AsyncConnection) -> list[SigningKey]:
    async with connection.cursor(row_factory=class_row(SigningKey)) as cursor:
        await cursor.execute(
            """
            select kid, state, private_jwk
              from local_auth.signing_keys
             where state <> 'revoked'
             order by created_at
            """
        )
        return await cursor.fetchall()


async def _insert_key(connection: AsyncConnection[Any], state: str) -> None:
    """Add a fresh key in `state`; nothing happens when another process has just done so."""
    jwk = cast("Json", json.loads(ECAlgorithm.to_jwk(ec.generate_private_key(ec.SECP256R1()))))
    async with connection.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(
            """
            insert into local_auth.signing_keys (kid, state, private_jwk)
            values (%(kid)s, %(state)s, %(jwk)s)
                on conflict (state) where state in ('standby', 'current') do nothing
            """,
            {"kid": str(uuid4()), "state": state, "jwk": Jsonb(jwk)},
        )
