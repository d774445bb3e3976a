"""Whom we believe: keys that rotate, go away and come back; forged tokens as a slice of `make prove AREA=identity`."""

import hmac
import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from shared import identity, keys, settings
from shared.problems import SignInRequired, Unavailable
from tests.prove import identity as proofs
from tests.prove import rotation
from tests.prove.proof import assert_slice
from tests.prove.signing.forgeries import UNKNOWN
from tests.support.tokens import Issuer, SigningKey

USER = "11111111-1111-4111-8111-111111111111"


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        """The time that the keys' age is measured with."""
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock for the age of keys, moved by the test."""
    made = Clock()
    monkeypatch.setattr(keys.time, "monotonic", made.monotonic)
    return made


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> Callable[[], Issuer]:
    """An issuer of the test's own, with nothing remembered about it."""
    made: list[Issuer] = []

    def make() -> Issuer:
        made.append(Issuer())
        monkeypatch.setenv("SUPABASE_URL", made[-1].url)
        settings.forget()
        identity.forget()
        return made[-1]

    return make


def believed(token: str) -> bool:
    """Whether the token identifies its member."""
    try:
        return identity.identify(f"Bearer {token}").user_id == USER
    except SignInRequired:
        return False


def encoded(part: object) -> str:
    """Return a part of a token."""
    return urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def test_forged_tokens_slice() -> None:
    """A slice of the million: every valid token accepted, no forged or damaged one."""
    for proof in proofs.PROOFS:
        assert_slice(proof)


def test_rotations_and_outages_slice() -> None:
    """A day of keys that come and go and a service that goes away: nobody valid refused, no withdrawn key believed."""
    for proof in rotation.PROOFS:
        assert_slice(proof)


def test_a_token_names_its_member(fresh: Callable[[], Issuer]) -> None:
    """A valid token gives the member's id and the claims that Postgres sees, nothing the person can edit."""
    issuer = fresh()
    reader = identity.identify("bearer " + issuer.token(USER, user_metadata={"role": "admin"}))
    assert (reader.role, reader.user_id) == ("authenticated", USER)
    assert "admin" not in reader.claims


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic abc", "Bearer a b", "Token x", "Bearer \u20ac"])
def test_what_is_no_bearer_token_is_refused(header: str, fresh: Callable[[], Issuer]) -> None:
    """Any other Authorization header is the same 401."""
    fresh()
    with pytest.raises(SignInRequired):
        identity.identify(header)


def test_a_rotation_refuses_no_valid_token(fresh: Callable[[], Issuer], clock: Clock) -> None:
    """The standby key becomes the current one, then a new standby is published: every token counts throughout."""
    issuer = fresh()
    old, standby = issuer.keys
    assert believed(issuer.token(USER, key=old))
    assert believed(issuer.token(USER, key=standby)), "the standby key is believed before it signs"
    issuer.keys.append(newcomer := SigningKey("key-3"))
    clock.now += keys.PAUSE_SECONDS + 1
    assert believed(issuer.token(USER, key=newcomer)), "an unknown id is looked up"
    assert believed(issuer.token(USER, key=old))
    assert issuer.fetches == 2


def test_a_revoked_key_is_refused_after_its_time(fresh: Callable[[], Issuer], clock: Clock) -> None:
    """Ten minutes after a key was withdrawn none of its tokens counts, not even one verified before."""
    issuer = fresh()
    token = issuer.token(USER)
    assert believed(token)
    issuer.keys.pop(0)
    clock.now += keys.FRESH_SECONDS - 1
    assert believed(token)
    clock.now += 2
    assert not believed(token)
    assert not believed(issuer.token(USER, key=issuer.key))


def test_an_outage_is_survived_for_ten_minutes(fresh: Callable[[], Issuer], clock: Clock) -> None:
    """While Supabase Auth is away old keys count ten minutes longer; then the answer is 503, not 401."""
    issuer = fresh()
    assert believed(issuer.token(USER))
    issuer.away = True
    clock.now += keys.FRESH_SECONDS + 1
    assert believed(issuer.token(USER))
    clock.now += keys.STALE_SECONDS - 2
    assert believed(issuer.token(USER))
    clock.now += 2
    with pytest.raises(Unavailable):
        identity.identify("Bearer " + issuer.token(USER))
    issuer.away = False
    clock.now += keys.PAUSE_SECONDS + 1
    assert believed(issuer.token(USER))


def test_unknown_keys_cost_one_fetch_in_thirty_seconds(fresh: Callable[[], Issuer], clock: Clock) -> None:
    """500 tokens of unknown keys ask Supabase Auth once; a valid token in between still counts."""
    issuer = fresh()
    assert believed(issuer.token(USER))
    clock.now += keys.PAUSE_SECONDS + 1
    for number in range(500):
        assert not believed(issuer.token(USER, key=UNKNOWN, jti=number))
    assert believed(issuer.token(USER))
    assert issuer.fetches == 2


def test_the_legacy_secret_counts_only_where_configured(
    fresh: Callable[[], Issuer], monkeypatch: pytest.MonkeyPatch
) -> None:
    """HS256 is refused unless SUPABASE_JWT_SECRET is set, and then only with that secret."""
    issuer = fresh()
    secret = "a-legacy-secret-of-at-least-32-characters"
    token = jwt.encode(issuer.claims(USER), secret, algorithm="HS256")
    assert not believed(token)
    monkeypatch.setenv("SUPABASE_JWT_SECRET", secret)
    settings.forget()
    identity.forget()
    assert believed(token)
    assert not believed(jwt.encode(issuer.claims(USER), secret + "x", algorithm="HS256"))


def test_a_legacy_token_may_name_its_key(fresh: Callable[[], Issuer], monkeypatch: pytest.MonkeyPatch) -> None:
    """A legacy token that carries an id is believed and remembered without asking for the key set each time."""
    issuer = fresh()
    secret = "a-legacy-secret-of-at-least-32-characters"
    monkeypatch.setenv("SUPABASE_JWT_SECRET", secret)
    settings.forget()
    token = jwt.encode(issuer.claims(USER), secret, algorithm="HS256", headers={"kid": "legacy"})
    assert believed(token)
    assert believed(token)
    assert issuer.fetches == 0


def test_each_key_verifies_with_its_one_algorithm(fresh: Callable[[], Issuer]) -> None:
    """Another algorithm, another key's id, the public key as a secret and no signature at all are the same 401."""
    issuer = fresh()
    claims, kid = issuer.claims(USER), issuer.key.kid
    public = issuer.key.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    signed = f"{encoded({'alg': 'HS256', 'kid': kid})}.{encoded(claims)}"
    digest = urlsafe_b64encode(hmac.digest(public, signed.encode(), "sha256")).rstrip(b"=").decode()
    assert not believed(f"{signed}.{digest}"), "the public key is no secret"
    assert not believed(f"{encoded({'alg': 'none', 'kid': kid})}.{encoded(claims)}.")
    assert not believed(jwt.encode(claims, issuer.key.private, algorithm="ES256", headers={"kid": "key-2"}))
    assert not believed(jwt.encode(claims, issuer.key.private, algorithm="ES256"))
    assert believed(issuer.token(USER))


@pytest.mark.parametrize("odd", ["\ud800", "a.\udfff.c", "\x00.\x00.\x00", "a" * 9000, "[" * 5000 + ".a.b", "é.é.é"])
def test_no_token_makes_anything_but_a_refusal(fresh: Callable[[], Issuer], odd: str) -> None:
    """Half surrogates, NUL, length and depth are refused like everything else, before anything can be raised."""
    fresh()
    assert not believed(odd)


@pytest.mark.parametrize(
    ("changed", "counts"),
    [
        ({"aud": ["authenticated"]}, True),
        ({"aud": ["other", "authenticated"]}, True),
        ({"aud": ["other"]}, False),
        ({"exp": 10**400}, False),
        ({"exp": str(int(time.time()) + 600)}, False),
        ({"exp": int(time.time()) + 90_000}, False),
        ({"exp": int(time.time()) + 86_000}, True),
        ({"nbf": int(time.time()) + 3600}, False),
        ({"nbf": int(time.time()) - 5}, True),
        ({"is_anonymous": True}, False),
        ({"client_id": "an-app"}, False),
        ({"role": "service_role"}, False),
        ({"session_id": None}, False),
        ({"iat": None}, False),
    ],
)
def test_claims(fresh: Callable[[], Issuer], changed: dict[str, object], counts: bool) -> None:
    """Rightly signed, a token counts only when its claims are those of a member's own session of at most a day."""
    issuer = fresh()
    payload = json.dumps(issuer.claims(USER, **changed)).encode()
    token = jwt.api_jws.encode(payload, issuer.key.private, algorithm="ES256", headers={"kid": issuer.key.kid})
    assert believed(token) is counts


@pytest.mark.parametrize(("configured", "issued", "counts"), [("/", "", True), ("", "/", False)])
def test_the_issuer_is_compared_whole(
    fresh: Callable[[], Issuer], monkeypatch: pytest.MonkeyPatch, configured: str, issued: str, *, counts: bool
) -> None:
    """A slash at the end of SUPABASE_URL changes nothing; one at the end of the token's issuer is another issuer."""
    issuer = fresh()
    monkeypatch.setenv("SUPABASE_URL", issuer.url + configured)
    settings.forget()
    assert believed(issuer.token(USER, iss=f"{issuer.url}/auth/v1{issued}")) is counts


def test_one_damaged_key_spoils_no_other(fresh: Callable[[], Issuer]) -> None:
    """A key of an unknown kind, without an id or with half its members is passed over; the others count."""
    issuer = fresh()
    issuer.others = [
        {"kty": "OKP", "crv": "Ed25519", "kid": "ed", "x": "AA"}, {"kty": "EC", "crv": "P-256", "kid": "x"},
        {"kty": "EC", "crv": ["P-256"]}, {**issuer.key.public_jwk, "kid": "off", "x": "AA"}, {},
    ]  # fmt: skip
    assert believed(issuer.token(USER))


@pytest.mark.parametrize(
    "odd",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'{"keys": null}',
        b'{"keys": []}',
        b'{"keys": {}}',
        b'{"keys": "abc"}',
        b'{"keys": 7}',
        b'{"keys": [null, 7, "x", [], {}]}',
        b'{"keys": [{"kty": "oct", "kid": "key-1", "k": "AA"}]}',
        b'{"keys": [{"kty": "EC", "crv": "P-256", "kid": "key-1", "x": "AA", "y": "AA"}]}',
        b"<html>a login page</html>",
        b"\xff\xfe",
        b'{"keys": [' + b"[" * 100_000,
    ],
)
def test_an_odd_key_set_is_an_outage(odd: bytes, fresh: Callable[[], Issuer], clock: Clock) -> None:
    """A set that holds no usable key changes nobody's standing: old keys count on, and a cold instance answers 503."""
    issuer = fresh()
    assert believed(issuer.token(USER))
    issuer.says = odd
    clock.now += keys.FRESH_SECONDS + 1
    assert believed(issuer.token(USER))
    identity.forget()
    with pytest.raises(Unavailable):
        identity.identify("Bearer " + issuer.token(USER))


def test_entries_that_are_no_keys_are_passed_over(fresh: Callable[[], Issuer]) -> None:
    """Numbers, words and lists among the keys spoil none of them."""
    issuer = fresh()
    issuer.others = [None, 7, "x", [], [{}]]
    assert believed(issuer.token(USER))


def test_a_cold_instance_asks_again_soon(fresh: Callable[[], Issuer], clock: Clock) -> None:
    """Without a key every request is refused, so the next try comes after two seconds, not thirty."""
    issuer = fresh()
    issuer.away = True
    with pytest.raises(Unavailable) as refused:
        identity.identify("Bearer " + issuer.token(USER))
    assert refused.value.headers["retry-after"] == "2"
    issuer.away = False
    clock.now += keys.COLD_PAUSE_SECONDS + 0.1
    assert believed(issuer.token(USER))


def test_headers_that_drip_are_waited_for_two_seconds(fresh: Callable[[], Issuer]) -> None:
    """A service that sends its header byte by byte holds nobody longer than the fetch's one limit."""
    issuer = fresh()
    issuer.drips = 0.1
    began = time.monotonic()
    with pytest.raises(Unavailable):
        identity.identify("Bearer " + issuer.token(USER))
    assert time.monotonic() - began < keys.FETCH_SECONDS + 1
    issuer.drips = 0.0


def test_leeway_is_ten_seconds(fresh: Callable[[], Issuer]) -> None:
    """A token counts up to ten seconds past its end or before its beginning, for clocks that differ."""
    issuer = fresh()
    now = int(time.time())
    assert believed(issuer.token(USER, iat=now - 3600, exp=now - 5))
    assert not believed(issuer.token(USER, iat=now - 3600, exp=now - 12))
    assert believed(issuer.token(USER, iat=now + 5))
    assert not believed(issuer.token(USER, iat=now + 15))


def test_a_verified_token_is_remembered_until_it_ends(
    fresh: Callable[[], Issuer], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second use of a token verifies nothing; past its end it is refused like any other."""
    issuer = fresh()
    now = int(time.time())
    token = issuer.token(USER, iat=now - 3600, exp=now - identity.LEEWAY_SECONDS + 2)
    assert believed(token)
    with monkeypatch.context() as patched:
        patched.setattr(jwt, "decode", lambda *_, **__: pytest.fail("verified twice"))  # type: ignore[arg-type]
        assert believed(token)
    time.sleep(2.1)
    assert not believed(token)
