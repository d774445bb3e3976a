"""Who asks: a Supabase Auth access token in, a Reader or a refusal out; nothing here knows free from paid."""

import hashlib
import json
import re
import time
from typing import TYPE_CHECKING, Any, NamedTuple

from shared import settings
from shared.problems import SignInRequired

if TYPE_CHECKING:
    from shared.keys import KeySet

LEEWAY_SECONDS = 10
LONGEST_LIFETIME_SECONDS = 24 * 3600
LONGEST_TOKEN = 8192
CACHED_TOKENS = 512
REQUIRED_CLAIMS = ["exp", "iat", "sub", "aud", "iss", "session_id"]
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")  # module uuid costs as much as json and hashlib


class Reader(NamedTuple):
    """Whoever reads: the database role to act as, the claims that auth.uid() sees, and the member's id."""

    role: str
    claims: str
    user_id: str
    session_id: str


NOBODY = Reader("anon", "", "", "")


class _Verified(NamedTuple):
    """A token that was verified: until when it may be believed, by which key, and whose it is."""

    expires: float
    kid: str
    reader: Reader


_verified: dict[bytes, _Verified] = {}
_keys: "KeySet | None" = None


def identify(authorization: str) -> Reader:
    """Return the member whose valid access token `authorization` (the header's value) carries.

    Raises SignInRequired, the same for every reason; Unavailable while the keys cannot be had at all.
    """
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token or len(token) > LONGEST_TOKEN or not token.isascii():
        raise SignInRequired
    digest = hashlib.sha256(token.encode()).digest()
    kept = _verified.get(digest)
    if kept is None or kept.expires <= time.time() or not _key_set().trusts(kept.kid):
        kept = _verify(token)
        if len(_verified) >= CACHED_TOKENS:
            _verified.clear()
        _verified[digest] = kept
    return kept.reader


def forget() -> None:
    """Forget verified tokens and keys: for tests, whose issuer changes."""
    global _keys
    _keys = None
    _verified.clear()


def _verify(token: str) -> _Verified:
    """Return the token verified; raises SignInRequired."""
    import jwt

    issuer = settings.supabase().issuer
    try:
        header = jwt.get_unverified_header(token)
        key, algorithm = _key_set().key_for(header)
        claims = jwt.decode(
            token,
            key,
            algorithms=[algorithm],
            audience="authenticated",
            issuer=issuer,
            leeway=LEEWAY_SECONDS,
            options={"require": REQUIRED_CLAIMS},
        )
        kid = "" if algorithm == "HS256" else str(header["kid"])  # a legacy token may name its secret, which is no key
        return _Verified(_expiry(claims), kid, _reader(claims))
    except (jwt.PyJWTError, ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        raise SignInRequired from None


def _expiry(claims: dict[str, Any]) -> float:
    """Return when the token ends; ValueError for times that are no whole numbers or live too long.

    PyJWT takes a string or an absurdly large exp for valid.
    """
    issued, expires = claims["iat"], claims["exp"]
    if type(issued) is not int or type(expires) is not int:
        raise ValueError("exp and iat are whole numbers")
    if not 0 < expires - issued <= LONGEST_LIFETIME_SECONDS:
        raise ValueError("a token lives a day at most")
    return float(expires + LEEWAY_SECONDS)


def _reader(claims: dict[str, Any]) -> Reader:
    """Return the Reader of verified claims; ValueError for tokens that are no signed-in person's own."""
    if claims.get("role") != "authenticated" or claims.get("is_anonymous") or "client_id" in claims:
        raise ValueError("not a member's own token")
    user_id, session_id = claims["sub"], claims["session_id"]
    if not _UUID.fullmatch(user_id) or not _UUID.fullmatch(session_id):
        raise ValueError("not ids as Supabase Auth makes them")
    carried = {"sub": user_id, "role": "authenticated", "session_id": session_id}
    return Reader("authenticated", json.dumps(carried, separators=(",", ":")), user_id, session_id)


def _key_set() -> "KeySet":
    global _keys
    if _keys is None:
        from shared.keys import KeySet

        supabase = settings.supabase()
        _keys = KeySet(supabase.issuer + "/.well-known/jwks.json", supabase.legacy_jwt_secret)
    return _keys
