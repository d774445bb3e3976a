"""The public keys of Supabase Auth: fetched seldom, kept through outages, algorithms pinned per key."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any, NamedTuple, cast

import jwt

from shared.deadline import within
from shared.problems import SignInRequired, Unavailable

FRESH_SECONDS = 600.0
STALE_SECONDS = 600.0
PAUSE_SECONDS = 30.0
COLD_PAUSE_SECONDS = 2.0  # where no key is believed, every request is refused: one is worth a try sooner
FETCH_SECONDS = 2.0
LARGEST_BYTES = 64 * 1024
# The one algorithm that each kind of public key is believed for.
ALGORITHMS: Mapping[tuple[str, str | None], str] = {("EC", "P-256"): "ES256", ("RSA", None): "RS256"}


class Key(NamedTuple):
    """A verification key and the only algorithm it may verify."""

    key: Any
    algorithm: str


class KeySet:
    """The keys at `url` (a JWKS), and the project's legacy secret where one is configured."""

    def __init__(self, url: str, legacy_secret: str = ""):
        self._url = url
        self._legacy = Key(legacy_secret, "HS256") if legacy_secret else None
        self._keys: dict[str, Key] = {}
        self._fetched_at = float("-inf")
        self._tried_at = float("-inf")

    def key_for(self, header: Mapping[str, Any]) -> Key:
        """Return the key that the token's header names.

        Raises SignInRequired for one that is not there, Unavailable when the keys cannot be had at all.
        """
        kid, algorithm = header.get("kid"), header.get("alg")
        if algorithm == "HS256" and self._legacy is not None:
            return self._legacy
        key = self._current(kid).get(kid) if isinstance(kid, str) else None
        if key is None or key.algorithm != algorithm:
            raise SignInRequired
        return key

    def trusts(self, kid: str) -> bool:
        """Return whether the key `kid` (empty: the legacy secret) still verifies; refreshes what is old."""
        return (not kid and self._legacy is not None) or kid in self._current(kid)

    def _current(self, kid: str) -> Mapping[str, Key]:
        """Return the keys, fetched anew when they are old or do not hold `kid`; never twice in 30 seconds.

        An instance that has no key to believe asks every 2 seconds.
        """
        now = time.monotonic()
        age = now - self._fetched_at
        pause = COLD_PAUSE_SECONDS if age > FRESH_SECONDS + STALE_SECONDS else PAUSE_SECONDS
        if (age > FRESH_SECONDS or kid not in self._keys) and now - self._tried_at > pause:
            self._tried_at = now
            fetched = self._fetch()
            if fetched is not None:
                self._keys, self._fetched_at, age = fetched, now, 0.0
        if age > FRESH_SECONDS + STALE_SECONDS:
            raise Unavailable("Sign-ins cannot be checked right now.", retry_after_seconds=int(COLD_PAUSE_SECONDS))
        return self._keys

    def _fetch(self) -> dict[str, Key] | None:
        """Return the keys that Supabase Auth publishes now, or None when it does not answer sensibly.

        A set without one usable key is no truth about which keys there are: nobody signs with none.
        """
        try:
            entries = json.loads(within(FETCH_SECONDS, self._download))["keys"]
            return {str(entry["kid"]): key for entry in entries if (key := _key(entry)) is not None} or None
        except (urllib.error.URLError, OSError, ValueError, TypeError, KeyError, RecursionError, HTTPException):
            return None

    def _download(self) -> bytes:
        with urllib.request.urlopen(self._url, timeout=FETCH_SECONDS) as answer:  # noqa: S310 (our own setting)
            return answer.read(LARGEST_BYTES)


def _key(entry: object) -> Key | None:
    """Return the JWK as a Key; None for kinds and uses we do not verify with, and for one that is damaged or no JWK."""
    return _key_of(cast("dict[str, Any]", entry)) if isinstance(entry, dict) else None


def _key_of(entry: dict[str, Any]) -> Key | None:
    curve = entry.get("crv")
    algorithm = ALGORITHMS.get((str(entry.get("kty")), None if curve is None else str(curve)))
    if algorithm is None or entry.get("use", "sig") != "sig" or entry.get("alg", algorithm) != algorithm:
        return None
    try:
        return Key(jwt.PyJWK(entry, algorithm).key, algorithm) if "kid" in entry else None
    except (jwt.PyJWTError, ValueError, TypeError):
        return None
